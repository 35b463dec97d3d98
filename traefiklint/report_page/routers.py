"""The routers of one Traefik, a row each, and for every entry point what decides which of them answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import starmap

from traefiklint.findings import Report
from traefiklint.matching.check import check_rule
from traefiklint.matching.tree import Tree, leaves
from traefiklint.report_page.conditions import condition_of
from traefiklint.report_page.overview import Backend, Candidate, Entrance, Ranked, Router
from traefiklint.report_page.states import State, states_of
from traefiklint.report_page.steps import redirection, steps
from traefiklint.routing.decide import udp_route
from traefiklint.routing.entries import Entry
from traefiklint.routing.route import Route
from traefiklint.routing.services import AGAIN, DEEPER, expand
from traefiklint.routing.table import Listener, Table
from traefiklint.routing.world import World, open_rule, port_of
from traefiklint.text.masks import Known


def backends(world: World, kind: str, route: Route) -> Iterator[Backend]:
    """The service of a router, and those below it."""
    target = expand(world, kind, route.service, route.name)
    for one, depth, again, is_cut in target.outline():
        servers = () if again else one.servers
        yield Backend(
            name=one.name,
            kind=one.kind,
            depth=depth,
            share=one.share,
            note=AGAIN if again else DEEPER if is_cut else one.note,
            servers=tuple(
                {"address": server.address, "share": server.share, "fault": server.fault} for server in servers
            ),
            file=one.place.file if one.place is not None else "",
            line=one.place.span.line if one.place is not None else 0,
        )


class Rows:
    """The routers by their places in the list."""

    def __init__(self, table: Table, report: Report, known: Known) -> None:
        self._table = table
        self._known = known
        self.states = states_of(table.world, report)
        """The routers with which it does not go as one may think."""
        self._places: dict[tuple[str, str], int] = {}
        self._routes: list[Route] = []
        self._entries: list[list[Entry]] = []
        for listener in table.listeners.values():
            for route in _all_routes(listener):
                self._add(route, listener.entry)
        self._add_the_rest()

    def place(self, route: Route) -> int:
        """Where a router stands in the list."""
        return self._places[route.protocol, route.name]

    def _add(self, first: Route, entry: Entry | None) -> None:
        """Note a router and those below it; on several entry points it is one."""
        waiting = [first]
        while waiting:
            route = waiting.pop()
            key = route.protocol, route.name
            is_new = key not in self._places
            if is_new:
                self._places[key] = len(self._routes)
                self._routes.append(route)
                self._entries.append([])
                waiting += _below(route)
            if entry is not None and route is first:
                self._entries[self._places[key]].append(entry)

    def _add_the_rest(self) -> None:
        """The routers that are on no entry point, and below no router that is."""
        table = self._table
        for kind in ("http.routers", "tcp.routers", "udp.routers"):
            for router in table.world.instance.objects[kind].values():
                if (kind.partition(".")[0], router.full) not in self._places:
                    self._add(udp_route(router) if kind == "udp.routers" else table.route_of(router), None)

    def rows(self) -> Iterator[Router]:
        """The routers as they are shown."""
        for route, entries in zip(self._routes, self._entries, strict=True):
            yield self._row(route, entries)

    def _row(self, route: Route, entries: list[Entry]) -> Router:
        world, rule = self._table.world, route.rule
        router = route.router
        state = self.states.get(router.object, State("served")) if router is not None else State("own")
        tls = getattr(router, "tls", None)
        secure = [entry.point for entry in entries if entry.point.tls]
        has_tls = tls is not None or bool(secure)
        resolver = tls.cert_resolver if tls is not None else secure[0].cert_resolver if secure else ""
        open_ = open_rule(router) if router is not None else None
        shown = self._open_tree(route, open_.text) if open_ is not None else rule.parsed
        place = route.place or (router.key_at() if router is not None else None)
        kind = f"{route.protocol}.services"
        return Router(
            name=route.name,
            object=router.object if router is not None else route.name,
            protocol=route.protocol,
            provider=route.name.rpartition("@")[2],
            rule=" ".join((open_.text if open_ is not None else rule.text).split()),
            syntax=route.syntax,
            hosts=tuple(_hosts(shown)),
            paths=tuple(_paths(shown)),
            priority=route.priority,
            given_priority=route.given_priority,
            entry_points=tuple(entry.name for entry in entries),
            tls=has_tls,
            passthrough=route.passthrough,
            resolver=resolver,
            options=route.options if has_tls else "",
            middlewares=tuple(steps(world, route, route.middlewares[route.from_entry_point :], self._known)),
            service=route.service,
            backends=tuple(backends(world, kind, route)) if route.service else (),
            parents=tuple(getattr(router, "parent_refs", ())),
            children=self._children(route),
            state=state.name,
            why=state.why,
            file=place.file if place is not None else "",
            line=place.span.line if place is not None else 0,
            condition=condition_of(rule, self._known),
        )

    def _open_tree(self, route: Route, text: str) -> Tree | None:
        """What is known of a rule that hangs on variables."""
        return check_rule(text, protocol=route.protocol, syntax=route.syntax, target=self._table.world.target).parsed

    def _children(self, route: Route) -> tuple[Ranked, ...] | None:
        if route.children is None:
            return None
        return tuple(Ranked(router=self.place(child), rank=rank) for child, rank in _ranked(route.children.routes))

    def entrances(self) -> Iterator[Entrance]:
        """The entry points, each with what decides who answers there."""
        for listener in self._table.listeners.values():
            yield self._entrance(listener)

    def _entrance(self, listener: Listener) -> Entrance:
        entry, point = listener.entry, listener.entry.point
        layers = {
            "tcp": listener.tcp.routes,
            "tls": listener.tls.routes,
            "http": listener.http.routes,
            "https": listener.https.routes,
            "udp": [udp_route(router) for router in listener.udp],
        }
        return Entrance(
            name=entry.name,
            port=port_of(point),
            udp=point.udp,
            tls=point.tls,
            assumed=entry.assumed,
            sanitize=entry.sanitize,
            trusts=entry.trusts,
            refused_escapes=tuple(sorted(escape.decode() for escape in entry.refused_escapes)),
            underscores=entry.underscores,
            encodes_semicolons=entry.encodes_semicolons,
            routes={layer: tuple(starmap(self._candidate, _ranked(routes))) for layer, routes in layers.items()},
            server_names=listener.server_names,
            hosts=listener.options_by_host,
            by_router=listener.is_by_router,
            default_broken=listener.default_options_broken,
        )

    def _candidate(self, route: Route, rank: int) -> Candidate:
        count = route.from_entry_point
        return Candidate(
            router=self.place(route),
            rank=rank,
            options=route.options,
            passthrough=route.passthrough,
            closes=route.closes,
            before=tuple(steps(self._table.world, route, route.middlewares[:count], self._known, "entry point")),
            redirect=redirection(route.own.redirection) if route.own and route.own.redirection else None,
        )


def _ranked(routes: Iterable[Route]) -> Iterator[tuple[Route, int]]:
    """Routes with the place of their priority among all that there are: JavaScript has no numbers as large as these."""
    rank, before = -1, None
    for route in routes:
        rank += route.priority != before
        before = route.priority
        yield route, rank


def _all_routes(listener: Listener) -> Iterator[Route]:
    for mux in (listener.tcp, listener.tls, listener.http, listener.https):
        yield from mux.routes
    yield from map(udp_route, listener.udp)
    yield from listener.absent


def _below(route: Route) -> Iterable[Route]:
    return reversed(route.children.routes) if route.children is not None else ()


def _values(tree: Tree | None, names: tuple[str, ...]) -> Iterator[str]:
    for leaf in leaves(tree) if tree is not None else ():
        if leaf.matcher.name in names and not leaf.negated:
            sign = "~ " if leaf.matcher.name.endswith("Regexp") else ""
            yield from (sign + value for value in leaf.matcher.values)


def _hosts(tree: Tree | None) -> dict[str, None]:
    """The hosts that a rule names; expressions for hosts with a sign before them."""
    return dict.fromkeys(_values(tree, ("Host", "HostHeader", "HostRegexp", "HostSNI", "HostSNIRegexp")))


def _paths(tree: Tree | None) -> dict[str, None]:
    """The paths that a rule names, those that only begin so with `…` behind them."""
    exact, begun = _values(tree, ("Path", "PathRegexp")), _values(tree, ("PathPrefix",))
    return dict.fromkeys([*exact, *(f"{path}…" for path in begun)])
