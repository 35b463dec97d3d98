"""Middlewares as the page tells of them: which there are, and what it must know to follow a request through them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from traefiklint.go.expand import numbers_of, references
from traefiklint.instance.own_routers import Redirection
from traefiklint.report_page.expressions import javascript
from traefiklint.report_page.overview import Step
from traefiklint.routing.passage import MOST_STEPS
from traefiklint.routing.route import Route
from traefiklint.routing.state import key_of, kind_of
from traefiklint.routing.world import World
from traefiklint.text.masks import Known, masked_words

_PASSES = frozenset((
    "buffering", "circuit_breaker", "compress", "content_type", "errors", "in_flight_req", "rate_limit", "retry",
))  # fmt: skip
"""What leaves path, host and headers as they are, and ends no request but by its load."""


def steps(world: World, route: Route, names: tuple[str, ...], known: Known, via: str = "") -> Iterator[Step]:
    """The middlewares of a list, chains taken apart.

    Args:
        known: the secrets of the files: what writes one of them into an address, the page does not follow.
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
        yield _step(full, middleware, via, known)


def _step(full: str, middleware: Any, via: str, known: Known) -> Step:
    if middleware is None:
        return Step(name=full, kind="", via=via)
    kind = kind_of(middleware)
    shown = key_of(middleware, kind) if kind else ""
    if kind == "redirect_scheme":
        part = middleware.redirect_scheme
        return Step(name=full, kind=shown, via=via, redirect=_redirect(part.scheme, part.port, part.permanent))
    if kind == "redirect_regex":
        return Step(name=full, kind=shown, via=via, rewrite=rewrite_of(middleware.redirect_regex, known))
    return Step(
        name=full, kind=shown, via=via, passes=kind in _PASSES or (kind == "headers" and _is_for_answers(middleware))
    )


def _is_for_answers(middleware: Any) -> bool:
    """Whether headers are only set in answers: no request changes, and none is refused or answered (CORS)."""
    part = middleware.headers
    cors = any(getattr(part, name) for name in part.fields if name.startswith("access_control")) or part.add_vary_header
    return not (cors or part.custom_request_headers or part.allowed_hosts)


def redirection(target: Redirection) -> dict[str, Any]:
    """Where an entry point redirects to."""
    return _redirect(target.scheme, target.port, target.permanent)


def _redirect(scheme: str, port: str, permanent: bool) -> dict[str, Any]:
    return {"scheme": scheme, "port": port, "permanent": permanent}


def rewrite_of(part: Any, known: Known) -> dict[str, Any] | None:
    """What takes the place of an address: the expression, and the texts and the numbers of groups to put there."""
    if any(masked_words(text, known) != text for text in (part.regex, part.replacement)):
        return None
    expression = javascript(part.regex, with_groups=True)
    groups = numbers_of(part.regex)
    if expression is None or groups is None or not part.replacement.isascii():
        return None
    pieces: list[str | int] = []
    end = 0
    for start, stop, name in references(part.replacement):
        pieces += (part.replacement[end:start], groups.get(name, "") if name else "$")
        end = stop
    return {
        "expression": list(expression),
        "pieces": [*pieces, part.replacement[end:]],
        "permanent": part.permanent,
    }
