"""The routes of every entry point: TCP, TLS and HTTP, with the TLS options that each server name gets.

Source: pkg/server/router/tcp/manager.go, pkg/server/router/router.go and pkg/server/aggregator.go.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from traefiklint.instance.own_routers import OwnRouter
from traefiklint.instance.references import TLS_OPTIONS
from traefiklint.instance.tls_options import DEFAULT, closes_connections, in_conflict, is_by_router, resolved
from traefiklint.matching.check import check_rule, parse_domains
from traefiklint.matching.mux import Mux
from traefiklint.matching.names import SNI_WILDCARDS
from traefiklint.matching.request import Request
from traefiklint.routing.entries import Entry
from traefiklint.routing.route import Route
from traefiklint.routing.world import OpenRule, World, open_rule

BROKEN = ""
"""What stands for TLS options that cannot be built: connections are closed."""

_PLAIN_NAME = re.compile(r"[0-9A-Za-z_.\-:]+")
_SERVER_NAME = re.compile(rf"(?:\*\.)?{_PLAIN_NAME.pattern}")
"""The server names that `HostSNI` takes, before wildcards and since (`hostOrIP` in pkg/muxer/tcp)."""


class Listener:
    """One entry point with its routes.

    Attributes:
        tcp: the TCP routers without TLS.
        tls: the TCP routers with TLS.
        http: the HTTP routers without TLS.
        https: the HTTP routers with TLS.
        udp: the UDP routers, the one that serves first.
        absent: the routers that Traefik disables.
        unknown: the HTTP routers whose rule nobody can tell here, by whether they serve TLS connections; each with what
            is known of its rule.
    """

    def __init__(self, entry: Entry, world: World) -> None:
        self.entry = entry
        self.absent: list[Route] = []
        self.udp: list[Any] = []
        self.unknown: dict[bool, list[tuple[Any, OpenRule | None]]] = {False: [], True: []}
        self._world = world
        self._routes: dict[str, list[Route]] = {"tcp": [], "tls": [], "http": [], "https": []}
        self._secure: list[Route] = []

    def add(self, kind: str, route: Route) -> None:
        """Put a route in its place; a disabled one among the absent, though its name may still decide about TLS."""
        if kind == "https":
            self._secure.append(route)
        if route.failed and not route.closes:
            self.absent.append(route)
        else:
            self._routes[kind].append(route)

    def close(self) -> None:
        """No more routes: sort them, and settle the TLS options."""
        self.is_by_router = is_by_router(self._world.target)
        if self.is_by_router:
            _settle_conflicts(self._secure)
        secure = self._routes["https"]
        self.absent += [route for route in secure if route.loses_children]
        self._routes["https"] = [route for route in secure if not route.loses_children]
        target = self._world.target
        self.tcp, self.tls = Mux(self._routes["tcp"], target), Mux(self._routes["tls"], target)
        self.http, self.https = Mux(self._routes["http"], target), Mux(self._routes["https"], target)
        self._names = self._server_names()
        self._hosts = {} if self.is_by_router else self._options_by_host()

    @property
    def has_https(self) -> bool:
        """Whether any HTTPS router, also a disabled one, has Traefik look at server names."""
        return bool(self._names)

    @property
    def server_names(self) -> dict[str, tuple[str, ...]]:
        """The TLS options by the server names that HTTPS routers claim; `*` is for those that nobody names."""
        return {name: tuple(sorted(options)) for name, options in self._names.items()}

    @property
    def options_by_host(self) -> dict[str, str]:
        """The TLS options that routers want for a host, where a patch looks at hosts."""
        return dict(self._hosts)

    def options_for(self, server_name: str) -> tuple[frozenset[str], bool] | None:
        """The TLS options of HTTPS connections for a server name, and whether only the catch-all brings them.

        None where no HTTPS router claims the name. More than one where Traefik decides by chance; `BROKEN` is among
        them where it closes the connection.
        """
        names = self._names
        found = [wanted for wanted in (server_name, f"{server_name}.") if server_name and wanted in names]
        _, dot, parent = server_name.partition(".")
        wildcard = f"*{dot}{parent}"
        if server_name and dot:
            found += [wanted for wanted in (wildcard, f"{wildcard}.") if wanted in names]
        if found:
            longest = max(map(len, found))
            return frozenset().union(*(names[wanted] for wanted in found if len(wanted) == longest)), False
        return (frozenset(names["*"]), True) if "*" in names else None

    def is_misdirected(self, request: Request) -> bool:
        """Whether a patch that looks at hosts answers 421: the `Host` header and the server name of the connection are
        different, and stand for different TLS options (pkg/middlewares/snicheck)."""
        host, name = request.canonical_host, request.server_name
        if self.is_by_router or host == name:
            return False
        other = host.removesuffix(".") if host.endswith(".") else f"{host}."
        wanted = self._hosts.get(host) or self._hosts.get(other) or DEFAULT
        return wanted != (self._hosts.get(name) or DEFAULT)

    def _options_by_host(self) -> dict[str, str]:
        """The TLS options that routers want for a host; the default ones where they want different ones."""
        found: dict[str, str] = {}
        for route in self._secure:
            for domain in route.rule.domains:
                same = found.get(domain, route.options) == route.options
                found[domain] = route.options if same else DEFAULT
        return found

    def _server_names(self) -> dict[str, set[str]]:
        """The TLS options by the server name for which an HTTPS router wants them."""
        names: dict[str, set[str]] = defaultdict(set)
        starred: set[str] = set()
        broken = self._world_broken_options()
        pattern = _SERVER_NAME if self._world.target >= SNI_WILDCARDS else _PLAIN_NAME
        for route in self._secure:
            if route.rule.parsed is None and parse_domains(route.rule.text, target=route.rule.target) is None:
                continue
            domains = route.rule.domains
            if not domains:
                names["*"].add(BROKEN if DEFAULT in broken else DEFAULT)
            for domain in domains:
                if domain == "*" or pattern.fullmatch(domain):
                    names[domain].add(BROKEN if route.options in broken else route.options)
                if domain == "*":
                    starred.add(BROKEN if route.options in broken else route.options)
        if self.is_by_router:
            return dict(names)
        usual = BROKEN if DEFAULT in broken else DEFAULT
        if starred:
            names["*"] = starred  # a rule for the host `*` comes after those that name none
        return {name: options if len(options) == 1 else {usual} for name, options in names.items()}

    def _world_broken_options(self) -> set[str]:
        """The names of TLS options that routers here want, and that do not exist or cannot be built."""
        options = self._world.instance.objects[TLS_OPTIONS]
        broken = set()
        for name in {DEFAULT, *(route.options for route in self._secure)}:
            thing = options.get(name)
            known = name != DEFAULT and self._world.instance.knows(name)
            if (thing is None and known) or (thing is not None and thing in self._world.failed):
                broken.add(name)
        return broken

    @property
    def default_options_broken(self) -> bool:
        """Whether the TLS options `default` cannot be built, so that TLS connections nobody claims are closed."""
        return DEFAULT in self._world_broken_options()


def _settle_conflicts(routes: Iterable[Route]) -> None:
    """Give the default TLS options to routers that want different ones for a host (`resolveHTTPTLSOptions`)."""
    for route in list(in_conflict((route, route.options, route.rule) for route in routes)):
        route.options = DEFAULT
        route.loses_children = route.children is not None  # it gets another name, and they refer to the old one


def demands(world: World, options: Iterable[str]) -> list[str]:
    """What TLS options demand of a client, in words."""
    found = []
    for name in sorted(filter(None, options)):
        thing = world.instance.objects[TLS_OPTIONS].get(name)
        if thing is None:
            continue
        kind = thing.client_auth.client_auth_type if thing.client_auth else ""
        if kind.startswith("Require"):
            found.append(f"the TLS options `{name}` ask for a client certificate, and close the connection without one")
        if thing.sni_strict:
            found.append(f"the TLS options `{name}` close connections for names that no certificate covers")
    return found


class Table:
    """The routes of a provider directory, by entry point."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._below: dict[Any, Route] = {}
        """The routes of routers that stand below others, however many those are."""
        self.listeners = {name: Listener(entry, world) for name, entry in world.entries.by_name.items()}
        for own in world.entries.own:
            self._add_own(own)
        objects = world.instance.objects
        for router in objects["http.routers"].values():
            if not router.parent_refs:
                for entry in world.entries_of(router):
                    self._add_http(router, entry)
        for router in objects["tcp.routers"].values():
            for entry in world.entries_of(router):
                self._add_tcp(router, entry)
        for router in sorted(objects["udp.routers"].values(), key=lambda router: router.full.encode(), reverse=True):
            for entry in world.entries_of(router):
                if router not in world.failed:
                    self.listeners[entry.name].udp.append(router)
        open_rules = [(router, rule) for router in objects["http.routers"].values() if (rule := open_rule(router))]
        for router, rule in [*((one.router, None) for one in world.instance.parts.get("UnknownRule", ())), *open_rules]:
            for entry in world.entries_of(router):
                secure = router.tls is not None or entry.point.tls
                self.listeners[entry.name].unknown[secure].append((router, rule))
        for listener in self.listeners.values():
            listener.close()

    def _add_own(self, own: OwnRouter) -> None:
        for name in own.entry_points:
            listener = self.listeners.get(name)
            if listener is None:
                continue
            rule = check_rule(own.rule, protocol="http", target=self.world.target)
            route = Route(f"{own.name}@internal", rule, own.priority, own=own)
            route.service = own.service
            self._add_children(route)
            self._give_defaults(route, (), None, listener.entry, route.name)
            listener.add("https" if route.tls else "http", route)

    def _add_http(self, router: Any, entry: Entry) -> None:
        route = self.route_of(router)
        self._add_children(route)
        self._give_defaults(route, router.middlewares, router.tls, entry, router.full)
        self.listeners[entry.name].add("https" if route.tls else "http", route)

    def _give_defaults(self, route: Route, middlewares: tuple[str, ...], tls: Any, entry: Entry, name: str) -> None:
        """What the entry point adds to a router (`applyModel`)."""
        point = entry.point
        route.middlewares = (*point.middlewares, *middlewares)
        route.from_entry_point = len(point.middlewares)
        route.tls = tls is not None or point.tls
        options = tls.options if tls is not None else point.tls_options
        route.options = resolved(options, name)

    def _add_children(self, first: Route) -> None:
        """Give a route its children, and those theirs; the tree has no circles."""
        waiting = [first]
        while waiting:
            route = waiting.pop()
            tree = self.world.instance.tree
            children = tree.children.get(route.router) if route.own is None else tree.below_own.get(route.own)
            if not children:
                continue
            fresh = [child for child in children if child not in self._below]
            for child in fresh:
                self._below[child] = self.route_of(child)
                waiting.append(self._below[child])
            below = [self._below[child] for child in children]
            route.children = Mux([child for child in below if not child.failed], self.world.target)

    def route_of(self, router: Any) -> Route:
        """A router as a route, also where it is on no entry point."""
        world = self.world
        route = Route(router.full, world.instance.rule(router), router.priority, router)
        route.failed = router in world.failed or route.rule.tree is None
        route.service = router.service
        route.middlewares = router.middlewares
        return route

    def _add_tcp(self, router: Any, entry: Entry) -> None:
        world, tls = self.world, router.tls
        route = self.route_of(router)
        route.tls = tls is not None
        if tls is not None:
            route.passthrough = tls.passthrough
            route.options = resolved(tls.options, router.full)
            route.closes = route.failed and closes_connections(world.instance, router, world.failed.__contains__)
        self.listeners[entry.name].add("tls" if route.tls else "tcp", route)
