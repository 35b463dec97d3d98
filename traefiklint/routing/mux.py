"""Routes in the order in which Traefik tries them, found by host without trying them all.

Source: pkg/muxer/http/mux.go, pkg/muxer/tcp/mux.go: highest priority first; the order among equals is that of Go's
unstable sort over a map, so each of them may come first.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

from traefiklint.matching.evaluate import matches
from traefiklint.matching.tree import And, Matcher, Or, Tree, is_shallow

if TYPE_CHECKING:
    from traefiklint.matching.check import RuleResult
    from traefiklint.matching.request import Request
    from traefiklint.model.base import Place
    from traefiklint.routing.entries import OwnRouter
    from traefiklint.versions import Version

_ANY = ""
_MOST_PLACES = 1_000
"""In how many places of the index a route may stand."""


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
        host = request.canonical_host.rstrip(".")
        parent = host.partition(".")[2]
        path = request.routing_path or ""
        hosts = [_ANY, host, *([f"*.{parent}"] if parent else [])]
        paths = [_ANY, f"={path}", *(f"^{path[:length]}" for length in lengths if length <= len(path))]
        places = {place for one in hosts for other in paths for place in index.get((one, other), ())}
        for place in sorted(places):
            yield self.routes[place]

    @cached_property
    def _index(self) -> tuple[dict[tuple[str, str], list[int]], list[int]]:
        """The places of the routes by the host and the path that each asks for; and how long prefixes of paths are."""
        index: dict[tuple[str, str], list[int]] = {}
        lengths: set[int] = set()
        for place, route in enumerate(self.routes):
            tree = route.rule.tree if route.protocol == "http" else None
            if tree is not None and not is_shallow(tree):
                tree = None
            hosts = (required_hosts(tree) if tree else None) or (_ANY,)
            paths = (required_paths(tree) if tree and route.syntax == "v3" else None) or (_ANY,)
            if len(hosts) * len(paths) > _MOST_PLACES:
                paths = (_ANY,)
            lengths.update(len(path) - 1 for path in paths if path.startswith("^"))
            for host in hosts:
                for path in paths:
                    index.setdefault((host, path), []).append(place)
        return index, sorted(lengths)


def required_paths(tree: Tree) -> frozenset[str] | None:
    """The paths of which a request must have one for a rule in the v3 syntax to match: `=/whole`, or `^/begin`.

    None where any path may do.
    """
    if isinstance(tree, Matcher):
        sign = {"Path": "=", "PathPrefix": "^"}.get(tree.name)
        return frozenset({f"{sign}{tree.values[0]}"}) if sign else None
    if isinstance(tree, And):
        found = [paths for paths in map(required_paths, tree.operands) if paths is not None]
        return min(found, key=len) if found else None
    if isinstance(tree, Or):
        paths = [required_paths(operand) for operand in tree.operands]
        return frozenset().union(*paths) if None not in paths else None  # type: ignore[arg-type]
    return None


def required_hosts(tree: Tree) -> frozenset[str] | None:
    """The hosts of which a request must have one for a rule to match, in lower case, without dots at the end.

    None where any host may do. `*.example.com` stands for every host one label below.
    """
    if isinstance(tree, Matcher):
        if tree.name not in ("Host", "HostHeader") or "*" in tree.values:
            return None
        return frozenset(value.lower().rstrip(".") for value in tree.values)
    if isinstance(tree, And):
        found = [hosts for hosts in map(required_hosts, tree.operands) if hosts is not None]
        return min(found, key=len) if found else None
    if isinstance(tree, Or):
        hosts = [required_hosts(operand) for operand in tree.operands]
        return frozenset().union(*hosts) if None not in hosts else None  # type: ignore[arg-type]
    return None
