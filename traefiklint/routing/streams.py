"""TCP connections and UDP packets: what TCP middlewares do, and routes that have no rule.

Source: pkg/middlewares/tcp.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from traefiklint.go.ip import contains
from traefiklint.matching.check import RuleResult
from traefiklint.matching.request import Request
from traefiklint.routing.mux import Route
from traefiklint.routing.passage import Step
from traefiklint.routing.state import End
from traefiklint.routing.world import World


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
