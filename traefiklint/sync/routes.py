"""Which application answers which rule, and how that changes: routes that appear, disappear or change their owner."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from traefiklint.sync.data import Data, Leaf


class Route(NamedTuple):
    """What a router listens for."""

    protocol: str
    rule: str
    entry_points: tuple[str, ...]

    def __str__(self) -> str:
        where = f" on {', '.join(self.entry_points)}" if self.entry_points else ""
        return f"{self.rule or 'everything'}{where}" + ("" if self.protocol == "http" else f" ({self.protocol})")


class RouteChange(NamedTuple):
    """A route that is answered by others than before."""

    kind: Literal["appears", "disappears", "changes owner"]
    route: Route
    before: tuple[str, ...]
    after: tuple[str, ...]

    def __str__(self) -> str:
        owners = {
            "appears": f"at {' and '.join(self.after)}",
            "disappears": f"was at {' and '.join(self.before)}",
            "changes owner": f"{' and '.join(self.before)} → {' and '.join(self.after)}",
        }
        return f"{self.route} {self.kind}: {owners[self.kind]}"

    def to_dict(self) -> dict[str, Any]:
        """The change for JSON."""
        return {
            "change": self.kind,
            "protocol": self.route.protocol,
            "rule": self.route.rule,
            "entry_points": list(self.route.entry_points),
            "before": list(self.before),
            "after": list(self.after),
        }


def routes_of(files: Mapping[str, Mapping[str, Data]]) -> dict[Route, tuple[str, ...]]:
    """The routes of a provider directory, each with the applications (or files) that answer it."""
    found: dict[Route, dict[str, None]] = {}
    for owner, data in files.items():
        for protocol in ("http", "tcp", "udp"):
            for router in routers_of(data, protocol).values():
                found.setdefault(_route(protocol, router), {})[owner] = None
    return {route: tuple(sorted(owners)) for route, owners in found.items()}


def routers_of(data: Mapping[str, Data], protocol: str = "http") -> dict[str, dict[str, Data]]:
    """The routers of a file that are mappings, by name."""
    section = data.get(protocol)
    routers = section.get("routers") if isinstance(section, dict) else None
    if not isinstance(routers, dict):
        return {}
    return {name: router for name, router in routers.items() if isinstance(router, dict)}


def _route(protocol: str, router: Mapping[str, Data]) -> Route:
    rule, points = router.get("rule"), router.get("entryPoints")
    names = [point.text for point in points if isinstance(point, Leaf)] if isinstance(points, list) else []
    return Route(protocol, " ".join(rule.text.split()) if isinstance(rule, Leaf) else "", tuple(sorted(names)))


Meanings = Mapping[str, Mapping[str, Data] | None]


def only_readable(
    before: Meanings, after: Meanings
) -> tuple[dict[str, Mapping[str, Data]], dict[str, Mapping[str, Data]]]:
    """Both sides without the files of which one side cannot be read: of their routes nobody can say anything."""
    unreadable = {name for side in (before, after) for name, data in side.items() if data is None}
    old, new = (
        {name: data for name, data in side.items() if data is not None and name not in unreadable}
        for side in (before, after)
    )
    return old, new


def route_changes(
    before: Mapping[str, Mapping[str, Data]], after: Mapping[str, Mapping[str, Data]]
) -> tuple[RouteChange, ...]:
    """How the routes of a directory change, sorted by what they listen for."""
    old, new = routes_of(before), routes_of(after)
    found = []
    for route in sorted({*old, *new}):
        was, now = old.get(route, ()), new.get(route, ())
        if was != now:
            kind: Any = "changes owner" if was and now else "appears" if now else "disappears"
            found.append(RouteChange(kind, route, was, now))
    return tuple(found)
