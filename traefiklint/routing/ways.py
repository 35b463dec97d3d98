"""The way of a request through a router: middlewares in their order, child routers, the service at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from traefiklint.routing.effects_access import has_refused_escape
from traefiklint.routing.passage import Passage, Step, through, through_router
from traefiklint.routing.services import Target, expand

if TYPE_CHECKING:
    from traefiklint.routing.entries import Entry
    from traefiklint.routing.mux import Route
    from traefiklint.routing.state import State
    from traefiklint.routing.world import World

_STATUSES = {"noop@internal": 418, "ping@internal": 200}


@dataclass(frozen=True, slots=True)
class Way:
    """One way that a request may take."""

    routers: tuple[Route, ...]
    """The router, and the child routers below it, each one further down."""
    steps: tuple[Step, ...]
    kind: str
    """`forward`, `redirect`, `refusal`, `auth`, `answer`, `internal`, `error`, `not found`, `closed` or `stream`."""
    status: int = 0
    """The status that the visitor gets, where it is known; 0 where the server decides."""
    location: str = ""
    target: Target | None = None
    uri: str = ""
    """Path and query as they are sent on."""
    reason: str = ""
    """Why it ends so, where no step says it."""
    doubts: tuple[str, ...] = ()
    """What nobody can tell from here, though the answer depends on it."""

    @property
    def router(self) -> Route:
        """The router at the end: the one that has the service."""
        return self.routers[-1]


def ways_through(world: World, entry: Entry, route: Route, state: State) -> Iterator[Way]:
    """The ways of a request through an HTTP router that takes it; several where child routers have equal priority."""
    if entry.refused_escapes and has_refused_escape(state, entry.refused_escapes):
        yield Way((route,), (), "refusal", 400, reason="the entry point refuses an escape in its path")
    else:
        yield from _through(world, entry, route, state)


def _through(world: World, entry: Entry, first: Route, state: State) -> Iterator[Way]:
    waiting: list[tuple[tuple[Route, ...], Passage]] = [((first,), Passage(state))]
    while waiting:
        routers, passage = waiting.pop()
        route = routers[-1]
        passage = through_router(world, entry, route, passage)
        if passage.end is not None:
            yield _ended(routers, passage)
        elif route.children is None:
            yield from _to_service(world, routers, passage)
        elif found := route.children.first(passage.state.for_rules()):
            waiting.extend(((*routers, child), passage) for child in reversed(found))
        else:
            way = Way(routers, passage.steps, "not found", 404, reason="no router below it matches")
            yield _for_strangers(way, passage)


def _to_service(world: World, routers: tuple[Route, ...], passage: Passage) -> Iterator[Way]:
    route = routers[-1]
    referrer = route.router.name if route.router is not None else route.name
    yield from _arrive(world, routers, passage, expand(world, "http.services", route.service, referrer))


def _arrive(world: World, routers: tuple[Route, ...], passage: Passage, first: Target) -> Iterator[Way]:
    """The ways through a service; several where the services that it is made of treat the request differently."""
    special = _special(world, first)
    waiting = [(first, passage)]
    while waiting:
        target, passage = waiting.pop()
        if middlewares := _middlewares_of(world, target):
            passage = through(world, middlewares, target.name.removesuffix("@file"), passage, f"service {target.name}")
            if passage.end is not None:
                yield _ended(routers, passage)
                continue
        parts = target.answering_parts
        if any(id(part) in special for part in parts):
            waiting.extend((part, passage) for part in reversed(parts))
            continue
        kind, status, reason = _arrival(target)
        way = Way(routers, passage.steps, kind, status, "", target, passage.state.sent_uri, reason, passage.doubts)
        yield _for_strangers(way, passage)


def _middlewares_of(world: World, target: Target) -> tuple[str, ...]:
    service = world.project.objects["http.services"].get(target.name.removesuffix("@file"))
    found: tuple[str, ...] = service.middlewares if service is not None and target.name.endswith("@file") else ()
    return found


def _special(world: World, root: Target) -> set[int]:
    """The services (by identity) that do more than pass requests on, or less, and those that hold such a one."""
    above: dict[int, list[Target]] = {}
    waiting = []
    for target in root.walk(lambda target: target.answering_parts):
        for part in target.answering_parts:
            above.setdefault(id(part), []).append(target)
        if _middlewares_of(world, target) or _arrival(target)[0] != "forward":
            waiting.append(target)
    found = {id(target) for target in waiting}
    while waiting:
        for target in above.get(id(waiting.pop()), ()):
            if id(target) not in found:
                found.add(id(target))
                waiting.append(target)
    return found


def _for_strangers(way: Way, passage: Passage) -> Way:
    """What a visitor gets who does not say who he is, where a middleware asks for it."""
    return way if passage.auth is None else replace(way, kind="auth", status=passage.auth.status)


def _ended(routers: tuple[Route, ...], passage: Passage) -> Way:
    end = passage.answer
    assert end is not None, "only what has ended comes here"
    return Way(routers, passage.steps, end.kind, end.status, end.location, None, passage.state.uri, "", passage.doubts)


def _arrival(target: Target) -> tuple[str, int, str]:
    """What comes of a request that reaches its service."""
    if target.kind == "internal":
        return "internal", _STATUSES.get(target.name, 0), ""
    if target.has_unknown:
        return "forward", 0, ""
    servers = list(target.answering())
    if not servers:
        return "error", 503, "the service has no servers"
    if all(server.fault for server in servers):
        return "error", 500, servers[0].fault
    return "forward", 0, ""
