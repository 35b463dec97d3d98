"""The way of a request through a router: middlewares in their order, child routers, the service at the end."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeAlias

from traefiklint.instance import own_paths
from traefiklint.routing.effects_access import has_refused_escape
from traefiklint.routing.entries import Entry
from traefiklint.routing.passage import Passage, Step, through, through_router
from traefiklint.routing.route import Route
from traefiklint.routing.services import Target, expand
from traefiklint.routing.state import State, text_of
from traefiklint.routing.world import World

_API = "api@internal"
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


MOST_WAYS = 200
"""How many ways through one router are told: n pairs of routers or services below one another make 2^n."""
_MORE = f"there are more than {MOST_WAYS} ways, and only so many are told"

_Path: TypeAlias = "tuple[Route, _Path | None]"
"""The router that a request has come to, and those above it."""


def ways_through(world: World, entry: Entry, route: Route, state: State) -> Iterator[Way]:
    """The ways of a request through an HTTP router that takes it; several where child routers have equal priority, or
    where the services that a service is made of treat the request differently. At most `MOST_WAYS`.
    """
    if entry.refused_escapes and has_refused_escape(state, entry.refused_escapes):
        yield Way((route,), (), "refusal", 400, reason="the entry point refuses an escape in its path")
        return
    found = _through(world, entry, route, Passage(state))
    told = list(islice(found, MOST_WAYS))
    if next(found, None) is not None:
        told[-1] = replace(told[-1], doubts=(*told[-1].doubts, _MORE))
    yield from told


def _through(world: World, entry: Entry, first: Route, passage: Passage) -> Iterator[Way]:
    waiting: list[tuple[_Path, Passage]] = [((first, None), passage)]
    while waiting:
        path, passage = waiting.pop()
        route = path[0]
        passage = through_router(world, entry, route, passage)
        if passage.end is not None:
            yield _ended(_routers(path), passage)
        elif route.children is None:
            yield from _to_service(world, _routers(path), passage)
        else:
            found = route.children.first(passage.state.for_rules())
            waiting += [((child, path), passage) for child in reversed(found)]
            if not found:
                way = Way(_routers(path), passage.steps, "not found", 404, reason="no router below it matches")
                yield _for_strangers(way, passage)


def _routers(path: _Path) -> tuple[Route, ...]:
    found: list[Route] = []
    rest: _Path | None = path
    while rest is not None:
        found.append(rest[0])
        rest = rest[1]
    return tuple(reversed(found))


def _to_service(world: World, routers: tuple[Route, ...], passage: Passage) -> Iterator[Way]:
    """The ways through a router's service; several where the services that it is made of treat the request
    differently. Ways on which the same happens to a request are one.
    """
    route = routers[-1]
    referrer = route.name
    waiting = [(expand(world, "http.services", route.service, referrer), passage)]
    seen: set[tuple[tuple[str, str], int]] = set()
    passages: list[Passage] = []
    """All of them, so that none goes and another one gets its `id`."""
    while waiting:
        target, passage = waiting.pop()
        if (target.key, id(passage)) in seen:
            continue
        seen.add((target.key, id(passage)))
        passages.append(passage)
        if target.middlewares:
            passage = through(world, target.middlewares, target.name, passage, f"service {target.name}")
            if passage.end is not None:
                yield _ended(routers, passage)
                continue
        if any(part.is_special for part in target.answering_parts):
            waiting += [(part, passage) for part in reversed(target.answering_parts)]
            continue
        way = _own(world, routers, target, passage) if target.name == _API else None
        if way is None:
            kind, status, reason = _arrival(target)
            way = Way(routers, passage.steps, kind, status, "", target, passage.state.sent_uri, reason, passage.doubts)
        yield _for_strangers(way, passage)


def _own(world: World, routers: tuple[Route, ...], target: Target, passage: Passage) -> Way | None:
    """The way to Traefik's own API where it answers with a redirect or nothing; None where it has something to say."""
    state = passage.state
    if not own_paths.is_usual(world.instance) or state.asked.method != "GET":
        return None
    path, steps, doubts = text_of(state.path), passage.steps, passage.doubts
    if path == own_paths.HOME:
        location = state.header("X-Forwarded-Prefix") + own_paths.DASHBOARD
        return Way(routers, steps, "redirect", 302, location, target, state.sent_uri, "", doubts)
    if own_paths.answers(path, world.instance):
        return None
    near = f"; `{path}/` is the dashboard" if f"{path}/" == own_paths.DASHBOARD else ""
    reason = f"Traefik's API has nothing at `{path}`{near}"
    return Way(routers, steps, "not found", 404, "", target, state.sent_uri, reason, doubts)


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
    if target.has_unknown or target.works:
        return "forward", 0, ""
    if target.first_server is None:
        return "error", 503, "the service has no servers"
    return "error", 500, target.first_server.fault
