"""Middlewares as the page tells of them: which there are, and what it must know to follow a request through them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from traefiklint.report_page.overview import Step
from traefiklint.routing.effects import key_of, kind_of
from traefiklint.routing.passage import MOST_STEPS

if TYPE_CHECKING:
    from traefiklint.routing.entries import Redirection
    from traefiklint.routing.mux import Route
    from traefiklint.routing.world import World

_PASSES = frozenset((
    "buffering", "circuit_breaker", "compress", "content_type", "errors", "in_flight_req", "rate_limit", "retry",
))  # fmt: skip
"""What leaves path, host and headers as they are, and ends no request but by its load."""


def steps(world: World, route: Route, names: tuple[str, ...], via: str = "") -> Iterator[Step]:
    """The middlewares of a list, chains taken apart.

    Args:
        via: what brings them, where it is not the router.
    """
    kind = f"{route.protocol}.middlewares"
    waiting = [(name, route.name, via) for name in reversed(names)]
    left = MOST_STEPS
    while waiting and left:
        left -= 1
        name, referrer, via = waiting.pop()
        full, middleware = world.find(kind, name, referrer)
        if middleware is not None and getattr(middleware, "chain", None) is not None:
            chain = middleware.chain.middlewares
            waiting += [(inner, middleware.full, f"chain {full}") for inner in reversed(chain)]
            continue
        yield _step(full, middleware, via)


def _step(full: str, middleware: Any, via: str) -> Step:
    if middleware is None:
        return Step(name=full, kind="", via=via)
    kind = kind_of(middleware)
    shown = key_of(middleware, kind) if kind else ""
    if kind == "redirect_scheme":
        part = middleware.redirect_scheme
        return Step(name=full, kind=shown, via=via, redirect=_redirect(part.scheme, part.port, part.permanent))
    return Step(name=full, kind=shown, via=via, passes=kind in _PASSES)


def redirection(target: Redirection) -> dict[str, Any]:
    """Where an entry point redirects to."""
    return _redirect(target.scheme, target.port, target.permanent)


def _redirect(scheme: str, port: str, permanent: bool) -> dict[str, Any]:
    return {"scheme": scheme, "port": port, "permanent": permanent}
