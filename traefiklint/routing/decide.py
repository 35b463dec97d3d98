"""Who takes a connection, and then a request: TCP routers first, TLS by server name, HTTP by priority.

Source: `ServeTCP` in pkg/server/router/tcp/router.go, pkg/middlewares/snicheck.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from traefiklint.go.ip import contains
from traefiklint.go.path import cleaned_path
from traefiklint.instance.tls_options import DEFAULT
from traefiklint.matching.check import RuleResult
from traefiklint.matching.mux import Mux
from traefiklint.matching.request import Request
from traefiklint.routing.asking import Asked
from traefiklint.routing.passage import Step
from traefiklint.routing.route import Route
from traefiklint.routing.services import Target, expand
from traefiklint.routing.state import End, State
from traefiklint.routing.table import BROKEN, Listener, Table
from traefiklint.routing.ways import Way, ways_through
from traefiklint.routing.world import World

_ACME_PROTOCOL = "acme-tls/1"


@dataclass(frozen=True, slots=True)
class Decision:
    """Who answers.

    More than one way means that chance decides: routers of equal priority, which Traefik orders anew with every reload.
    """

    request: Request
    layer: str
    """`tcp`, `http` or `udp`: whose routers decided."""
    ways: tuple[Way, ...] = ()
    """Empty where no router takes it."""
    nobody: str = ""
    """What the visitor gets where no router takes it: `404`, `400`, `closed`. Beside ways chance may bring it about."""
    reason: str = ""
    options: frozenset[str] = frozenset()
    """The TLS options of the connection; more than one where chance decides, `BROKEN` where they may be such that it is
    closed."""

    @property
    def may_be_closed(self) -> bool:
        """Whether chance decides if the connection is closed before any router sees the request."""
        return len(self.options) > 1 and BROKEN in self.options

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routers that may take it, those without a parent."""
        return tuple(dict.fromkeys(way.routers[0] for way in self.ways))


def decide(table: Table, listener: Listener, asked: Asked) -> Decision:
    """Who answers a request that comes in by an entry point."""
    request = asked.request(listener.entry)
    if asked.scheme == "udp":
        return _udp(table, listener, request)
    taken = _connection(listener, asked, request)
    if isinstance(taken, Decision):
        return taken
    kind, options = taken
    if kind in ("tcp", "tls"):
        return _tcp(table, listener, asked, request, kind)
    return _left_to_http(table, listener, asked, request, options)


def _tcp(table: Table, listener: Listener, asked: Asked, request: Request, kind: str) -> Decision:
    """A connection for TCP routers. A catch-all that ties with others, and wins, leaves it to one of HTTPS."""
    routes = _first_stream(listener.tcp if kind == "tcp" else listener.tls, request, kind)
    claimed = listener.options_for(request.server_name) if kind == "tls" else None
    certain = tuple(route for route in routes if claimed is None or not route.rule.is_catch_all)
    ways = tuple(_stream(table, route, request) for route in certain)
    own = frozenset(route.options for route in certain if route.tls and not route.passthrough and not route.closes)
    if claimed is None or len(certain) == len(routes):
        return Decision(request, "tcp", ways, options=own)
    secure = _secure(request, claimed[0])
    http = secure if isinstance(secure, Decision) else _left_to_http(table, listener, asked, request, secure[1])
    return Decision(request, "tcp", ways + http.ways, http.nobody, http.reason, own | http.options)


def _left_to_http(
    table: Table, listener: Listener, asked: Asked, request: Request, options: frozenset[str]
) -> Decision:
    if not asked.is_http:
        why = "HTTP takes the connection, because no TCP router matches"
        return Decision(request, "http", (), "closed", why, options)
    return _http(table, listener, asked, request, options)


def _connection(listener: Listener, asked: Asked, request: Request) -> tuple[str, frozenset[str]] | Decision:
    """Which kind of router takes a connection: `tcp`, `tls` or `http`; or the end of it."""
    nothing: frozenset[str] = frozenset()
    if not asked.secure:
        return ("tcp" if listener.tcp.first(request) else "http"), nothing
    if listener.tcp and not listener.tls and not listener.has_https and listener.tcp.first(_nameless(request)):
        return "tcp", nothing  # Traefik does not even look whether it is TLS
    if _ACME_PROTOCOL in request.alpn:
        return Decision(request, "tcp", (), "closed", "Traefik answers certificate challenges itself")
    claimed = listener.options_for(request.server_name)
    if claimed is not None and not claimed[1]:
        return _secure(request, claimed[0])
    routes = listener.tls.first(request)
    if routes and (claimed is None or not all(route.rule.is_catch_all for route in routes)):
        return "tls", nothing
    if claimed is not None:
        return _secure(request, claimed[0])
    return _secure(request, frozenset({BROKEN if listener.default_options_broken else DEFAULT}))


def _secure(request: Request, options: frozenset[str]) -> tuple[str, frozenset[str]] | Decision:
    if options == {BROKEN}:
        return Decision(request, "http", (), "closed", "the TLS options for this name cannot be built", options)
    return "http", options


def _nameless(request: Request) -> Request:
    """The connection before Traefik has read a server name from it."""
    return Request(scheme="http", client_ip=request.client_ip, sni="")


def _first_stream(mux: Mux[Route], request: Request, kind: str) -> tuple[Route, ...]:
    if kind == "tcp" and request.scheme == "https":
        return mux.first(_nameless(request))
    return mux.first(request)


def _stream(table: Table, route: Route, request: Request) -> Way:
    """The way of a connection through a TCP router."""

    steps = tuple(tcp_steps(table.world, route, request))
    refused = next((step for step in steps if step.end is not None), None)
    doubts = tuple(step.doubt for step in steps if step.doubt)
    if route.closes:
        return Way((route,), steps, "closed", reason="its TLS options cannot be built")
    if refused is not None:
        return Way((route,), steps, "closed", reason="a middleware closes the connection", doubts=doubts)
    target = expand(table.world, "tcp.services", route.service, route.router.full)
    if not target.has_unknown and not any(target.answering()):
        return Way((route,), steps, "closed", 0, "", target, reason="the service has no servers", doubts=doubts)
    return Way((route,), steps, "stream", 0, "", target, doubts=doubts)


def _udp(table: Table, listener: Listener, request: Request) -> Decision:
    if not listener.udp:
        return Decision(request, "udp", (), "closed", "no UDP router is on this entry point")

    router = listener.udp[0]
    target: Target = expand(table.world, "udp.services", router.service, router.full)
    return Decision(request, "udp", (Way((udp_route(router),), (), "stream", 0, "", target),))


def _http(table: Table, listener: Listener, asked: Asked, request: Request, options: frozenset[str]) -> Decision:
    if listener.entry.underscores == "reject" and any("_" in name for name in asked.headers):
        return Decision(request, "http", (), "400", "the entry point refuses headers with an underscore", options)
    escaped = cleaned_path(request.path, sanitize=listener.entry.sanitize)
    if escaped is None:
        return Decision(request, "http", (), "400", "its path is not valid", options)
    if asked.secure and listener.is_misdirected(request):
        why = f"the host {request.canonical_host} has other TLS options than the server name {request.server_name}"
        return Decision(request, "http", (), "421", why, options)
    mux = listener.https if asked.secure else listener.http
    routes = mux.first(request)
    if not routes:
        return Decision(request, "http", (), "404", "", options)
    state = State.start(asked, request, escaped, table.world.target)
    ways = tuple(way for route in routes for way in _checked(table, listener, route, state, options))
    return Decision(request, "http", ways, options=options)


def _checked(table: Table, listener: Listener, route: Route, state: State, options: frozenset[str]) -> Iterator[Way]:
    """The ways through a router, unless the connection has other TLS options than the router's (421)."""
    if not listener.is_by_router:
        yield from ways_through(table.world, listener.entry, route, state)
        return
    if route.tls and route.options not in options:
        used, name = " or ".join(sorted(options - {BROKEN})), state.request.server_name or "(none)"
        reason = f"the server name {name} gets the TLS options `{used}`, the router wants `{route.options}`"
        yield Way((route,), (), "refusal", 421, reason=reason)
        return
    if route.tls and len(options - {BROKEN}) > 1:
        yield Way((route,), (), "refusal", 421, reason="several routers want different TLS options for this name")
    yield from ways_through(table.world, listener.entry, route, state)


def tcp_steps(world: World, route: Route, request: Request) -> Iterator[Step]:
    """What the middlewares of a TCP router do to a connection, up to the one that closes it."""
    for name in route.middlewares:
        full, middleware = world.find("tcp.middlewares", name, route.router.full)
        if middleware is None:
            yield Step(full, "", "lies in another provider", doubt=f"what the middleware `{full}` does")
            continue
        step = _step(full, middleware, request)
        yield step
        if step.end is not None:
            return


def _step(full: str, middleware: Any, request: Request) -> Step:
    place = middleware.key_at()
    listed = middleware.ip_allow_list or middleware.ip_white_list
    if listed is None:
        amount = middleware.in_flight_conn.amount if middleware.in_flight_conn else 0
        return Step(full, "inFlightConn", f"lets {amount} connections of a client be open at the same time", place)
    kind = "ipAllowList" if middleware.ip_allow_list else "ipWhiteList"
    networks = ", ".join(listed.source_range)
    client = request.client_ip
    if not client:
        doubt = f"whether the client's address is in {networks} (`--client-ip` tells)"
        return Step(full, kind, f"lets only {networks} connect", place, doubt=doubt)
    if any(contains(network, client) for network in listed.source_range):
        return Step(full, kind, f"lets only {networks} connect, and {client} is one of them", place)
    effect = f"lets only {networks} connect, and {client} is not: the connection is closed"
    return Step(full, kind, effect, place, end=End("refusal", 0))


def udp_route(router: Any) -> Route:
    """A UDP router as a route; it has no rule."""
    route = Route(router.full, RuleResult("", "udp", "v3", None), 0, router)
    route.service = router.service
    return route
