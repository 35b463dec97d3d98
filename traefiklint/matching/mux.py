"""Routers in the order in which Traefik tries them, found by host without trying them all.

Source: pkg/muxer/http/mux.go, pkg/muxer/tcp/mux.go: highest priority first; the order among equals is that of Go's
unstable sort over a map, so each of them may come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Generic

from traefiklint.matching.demands import ANY, Ruled, demands
from traefiklint.matching.evaluate import matches
from traefiklint.matching.request import Request
from traefiklint.versions import Version


class Mux(Generic[Ruled]):
    """Routers by priority, the highest first."""

    def __init__(self, routes: Iterable[Ruled], target: Version) -> None:
        self.routes = sorted(routes, key=lambda route: -route.priority)
        self._target = target

    def __bool__(self) -> bool:
        return bool(self.routes)

    def first(self, request: Request) -> tuple[Ruled, ...]:
        """The route that takes a request; several where they have the same priority, so that chance decides."""
        found: list[Ruled] = []
        for route in self.candidates(request):
            if found and route.priority < found[0].priority:
                break
            if self.takes(route, request):
                found.append(route)
        return tuple(found)

    def takes(self, route: Ruled, request: Request) -> bool:
        """Whether a route's rule matches a request."""
        rule = route.rule
        return rule.tree is not None and matches(
            rule.tree, request, protocol=rule.protocol, syntax=rule.syntax, target=self._target
        )

    def candidates(self, request: Request) -> Iterator[Ruled]:
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
            hosts, paths = demands(route.rule)
            lengths.update(len(path) - 1 for path in paths if path.startswith("^"))
            for host in hosts:
                for path in paths:
                    index.setdefault((host, path), []).append(place)
        return index, sorted(lengths)
