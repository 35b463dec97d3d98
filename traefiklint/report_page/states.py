"""How it goes with each router, and which objects no request reaches."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from traefiklint.findings import Report
from traefiklint.instance.reachability import BehindHttps, HiddenRouter, reach
from traefiklint.model.base import Named
from traefiklint.report_page.overview import Idle
from traefiklint.routing.world import World, open_rule

_KINDS = {
    "http.services": "service", "tcp.services": "TCP service", "udp.services": "UDP service",
    "http.middlewares": "middleware", "tcp.middlewares": "TCP middleware",
    "http.serversTransports": "servers transport", "tcp.serversTransports": "TCP servers transport",
    "tls.options": "TLS options",
}  # fmt: skip
_ROUTERS = {"http.routers": "router", "tcp.routers": "TCP router", "udp.routers": "UDP router"}


class State(NamedTuple):
    """How it goes with a router."""

    name: str
    """`served`, `partly`, `hidden`, `disabled`, `unknown`, `own`."""
    why: str = ""


def states_of(world: World, report: Report) -> Mapping[str, State]:
    """The routers with which it does not go as one may think, by what findings call them."""
    found: dict[str, State] = {}
    for fact in reach(world.instance):
        if isinstance(fact, HiddenRouter):
            shadow = fact.shadows[0]
            other = shadow.other.router.full
            if fact.is_wholly:
                found[shadow.claim.router.object] = State("hidden", f"{other} takes all of its requests")
            else:
                point = shadow.listener.entry_point
                found[shadow.claim.router.object] = State("partly", f"{other} takes its requests on {point}")
        elif isinstance(fact, BehindHttps):
            why = f"{fact.other.router.full} and other HTTPS routers serve its hosts on {fact.listener.entry_point}"
            found[fact.claim.router.object] = State("hidden", why)
    for finding in report.findings:
        if finding.rule == "rule-contradiction":
            found[finding.object] = State("hidden", "no request can meet all conditions of its rule")
    certain = {name for finding in report.findings for name in finding.disables}
    for kind in _ROUTERS:
        for router in world.instance.objects[kind].values():
            rule = open_rule(router)
            if rule is not None and router.object not in certain:
                found[router.object] = State("unknown", rule.why)
            elif router in world.failed:
                found[router.object] = State("disabled", world.why_absent(router))
            elif not getattr(router, "parent_refs", ()) and not world.entries_of(router):
                found[router.object] = State("disabled", "it is on no entry point")
    return found


def idle_objects(world: World, states: Mapping[str, State]) -> Iterator[Idle]:
    """The objects that no request reaches: those that nothing uses, and those that only such routers use."""
    instance = world.instance
    reached = _reached(world, states)
    for kind, word in (_ROUTERS | _KINDS).items():
        for thing in instance.objects[kind].values():
            if thing in reached or (kind == "tls.options" and thing.name == "default"):
                continue
            if kind in _ROUTERS:
                why = states[thing.object].why
            elif thing in world.failed:
                why = world.why_absent(thing)
            elif instance.users(thing):
                why = "only what no request reaches uses it"
            else:
                why = "nothing uses it" if instance.complete else "nothing that is at hand uses it"
            place = thing.key_at()
            yield Idle(object=thing.object, kind=word, name=thing.full, why=why, file=place.file, line=place.span.line)


def _reached(world: World, states: Mapping[str, State]) -> set[Named]:
    """The routers that get requests, and everything that these need."""
    instance = world.instance
    waiting: list[Any] = [
        router
        for kind in _ROUTERS
        for router in instance.objects[kind].values()
        if states.get(router.object, State("served")).name in ("served", "partly", "unknown")
    ]
    waiting += _of_entry_points(world)
    reached: set[Named] = set()
    while waiting:
        thing = waiting.pop()
        if thing not in reached:
            reached.add(thing)
            waiting += [one.target for one in instance.needs.get(thing, ()) if one.target is not None]
    return reached


def _of_entry_points(world: World) -> Iterator[Named]:
    """What entry points bring to their routers."""
    for entry in world.entries.by_name.values():
        names = [("http.middlewares", name) for name in entry.point.middlewares]
        if entry.point.tls_options:
            names.append(("tls.options", entry.point.tls_options))
        for kind, name in names:
            _, thing = world.find(kind, name, "any@file")
            if thing is not None:
                yield thing
