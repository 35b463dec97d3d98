"""Routes in the order in which Traefik tries them, found by host without trying them all.

Source: pkg/muxer/http/mux.go, pkg/muxer/tcp/mux.go: highest priority first; the order among equals is that of Go's
unstable sort over a map, so each of them may come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Any

from traefiklint.instance.own_routers import OwnRouter
from traefiklint.matching.check import RuleResult
from traefiklint.matching.evaluate import matches
from traefiklint.matching.request import Request
from traefiklint.model.base import Place
from traefiklint.routing.demands import ANY, demands
from traefiklint.versions import Version


class Route:
    """One router on one entry point.

    Attributes:
        name: with its provider, as in `shop@file`.
        router: the router of the files; None for one of Traefik's own.
        own: Traefik's own router, or None.
        rule: its rule, as Traefik reads it.
        priority: the one given, else that which the rule's length makes.
        given_priority: whether the files give it.
        syntax: `v3` or `v2`.
        service: as written; empty for a router with children.
        middlewares: with those of the entry point first, as written.
        from_entry_point: how many of them the entry point brings.
        tls: whether it serves TLS connections.
        options: the full name of its TLS options.
        passthrough: whether TLS goes on to the server as it is (TCP only).
        closes: whether Traefik closes the connection, because its TLS options cannot be built (TCP only).
        children: the routers below it, or None.
        loses_children: whether its TLS options are in conflict, so that it serves nothing at all.
        failed: whether Traefik disables it, so that it is as if absent.
    """

    def __init__(self, name: str, rule: RuleResult, priority: int, router: Any = None, own: OwnRouter | None = None):
        self.name = name
        self.rule = rule
        self.given_priority = priority != 0
        self.priority = priority or rule.default_priority
        self.router = router
        self.own = own
        self.syntax = rule.syntax
        self.service = ""
        self.middlewares: tuple[str, ...] = ()
        self.from_entry_point = 0
        self.tls = False
        self.options = "default"
        self.passthrough = False
        self.closes = False
        self.children: Mux | None = None
        self.loses_children = False
        self.failed = False

    def __repr__(self) -> str:
        return f"Route({self.name})"

    @property
    def protocol(self) -> str:
        return self.rule.protocol

    @property
    def place(self) -> Place | None:
        """Where its rule stands; None for Traefik's own."""
        return self.router.at("rule") if self.router is not None else None

    @property
    def where(self) -> str:
        """File and line of the rule; empty for Traefik's own."""
        place = self.place
        return f"{place.file}:{place.span.line}" if place is not None else ""


class Mux:
    """Routes by priority, the highest first."""

    def __init__(self, routes: Iterable[Route], target: Version) -> None:
        self.routes = sorted(routes, key=lambda route: -route.priority)
        self._target = target

    def __bool__(self) -> bool:
        return bool(self.routes)

    def first(self, request: Request) -> tuple[Route, ...]:
        """The route that takes a request; several where they have the same priority, so that chance decides."""
        found: list[Route] = []
        for route in self.candidates(request):
            if found and route.priority < found[0].priority:
                break
            if self.takes(route, request):
                found.append(route)
        return tuple(found)

    def takes(self, route: Route, request: Request) -> bool:
        """Whether a route's rule matches a request."""
        tree = route.rule.tree
        return tree is not None and matches(
            tree, request, protocol=route.protocol, syntax=route.syntax, target=self._target
        )

    def candidates(self, request: Request) -> Iterator[Route]:
        """The routes that a request's host and path do not rule out, in order."""
        index, lengths = self._index
        names = {request.canonical_host.rstrip("."), request.server_name.rstrip(".")}
        path = request.routing_path or ""
        hosts = {ANY, *names, *(f"*.{parent}" for name in names if (parent := name.partition(".")[2]))}
        paths = [ANY, f"={path}", *(f"^{path[:length]}" for length in lengths if length <= len(path))]
        places = {place for one in hosts for other in paths for place in index.get((one, other), ())}
        for place in sorted(places):
            yield self.routes[place]

    @cached_property
    def _index(self) -> tuple[dict[tuple[str, str], list[int]], list[int]]:
        """The places of the routes by the host and the path that each asks for; and how long prefixes of paths are."""
        index: dict[tuple[str, str], list[int]] = {}
        lengths: set[int] = set()
        for place, route in enumerate(self.routes):
            hosts, paths = demands(route)
            lengths.update(len(path) - 1 for path in paths if path.startswith("^"))
            for host in hosts:
                for path in paths:
                    index.setdefault((host, path), []).append(place)
        return index, sorted(lengths)
