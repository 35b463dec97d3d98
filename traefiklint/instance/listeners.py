"""Where routers listen: their entry points, and on each whether they see TLS connections or plain ones.

On one port Traefik keeps the two apart: a router with TLS never sees a plain request, one without never one by TLS
(measured on 3.7.15; pkg/server/router/tcp/manager.go).
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from traefiklint.instance.instance import Instance
from traefiklint.matching.check import RuleResult
from traefiklint.records import NamedTuple


class Listener(NamedTuple):
    """One entry point, and one of the two kinds of connections on it."""

    entry_point: str
    """Its name; empty for whatever entry points a router without any gets, where that is not known."""
    secure: bool
    """Whether it is about TLS connections."""


class Claim(NamedTuple):
    """A router, and where it listens."""

    router: Any
    rule: RuleResult
    listeners: tuple[Listener, ...]
    works: bool = True
    """Whether Traefik uses it, as far as its references tell, and its rule is known."""

    @property
    def priority(self) -> int:
        """The priority that Traefik gives it: its own, or the length of its rule."""
        return self.router.priority or self.rule.default_priority


def claims_of(instance: Instance, kind: str, parents: Container[str] = ()) -> list[Claim]:
    """The HTTP or TCP routers (`http.routers`, `tcp.routers`) that listen somewhere, or would if their references led
    anywhere. Left out are those whose rule cannot be read, and routers below others, which listen where those do.

    Args:
        parents: the full names of routers that need no service, as others are below them.
    """
    needs = instance.needs
    is_http = kind == "http.routers"
    found: list[Claim] = []
    for router in instance.objects[kind].values():
        if (is_http and router.parent_refs) or not (router.service or router.full in parents):
            continue
        rule = instance.rule(router)
        if rule.tree is None:
            continue
        listeners = listeners_of(instance, router, is_http=is_http)
        if listeners:
            works = not instance.dangling or all(reference.holds for reference in needs.get(router, ()))
            works = works and (instance.complete or not _is_doubtful(router))
            found.append(Claim(router, rule, listeners, works))
    return found


def listeners_of(instance: Instance, router: Any, *, is_http: bool) -> tuple[Listener, ...]:
    """Where a router that stands below no other listens."""
    context = instance.context
    points, with_tls = context.entry_points, router.tls is not None
    listeners: list[Listener] = []
    for name in router.entry_points or instance.default_entry_points or ("",):
        point = points.get(name)
        if point is not None:
            if not point.udp:
                listeners.append(Listener(name, with_tls or (is_http and point.tls)))
        elif context.blank or context.assumed:
            listeners.append(Listener(name, with_tls))
    return tuple(dict.fromkeys(listeners))


def _is_doubtful(router: Any) -> bool:
    """Whether a template decides what the rule of a router is."""
    document = router.document
    return bool(document.uncertain and document.is_uncertain(router.at("rule").span))
