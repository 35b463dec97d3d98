"""Which application answers which rule, and how that changes: routes that appear, disappear or change their owner."""

from __future__ import annotations

from typing import Any, Literal, NamedTuple

from traefiklint.instance.instance import Instance
from traefiklint.instance.references import ROUTERS


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


def routes_of(instance: Instance) -> dict[Route, tuple[str, ...]]:
    """The routes of a provider directory, each with the applications (or files) that answer it.

    A router whose name an earlier file has given away answers nothing, and of one that a template writes nobody knows.
    """
    found: dict[Route, set[str]] = {}
    for kind in ROUTERS:
        for router in instance.objects[kind].values():
            if not router.document.uncertain:
                found.setdefault(_route(kind, router), set()).add(_owner(router.file))
    return {route: tuple(sorted(owners)) for route, owners in found.items()}


def _owner(file: str) -> str:
    """Who a file is told to belong to: an application by its name, a compose application as on the command line."""
    return file.removesuffix(".yml").removesuffix("/compose")


def _route(kind: str, router: Any) -> Route:
    rule = "" if kind == "udp.routers" else " ".join(router.rule.split())
    return Route(kind.partition(".")[0], rule, tuple(sorted(router.entry_points)))


def route_changes(before: Instance, after: Instance) -> tuple[RouteChange, ...]:
    """How the routes of a directory change, sorted by what they listen for.

    Files of which one side cannot be read count on neither: of their routes nobody can say anything.
    """
    unreadable = {
        _owner(file.document.file)
        for side in (before, after)
        for file in side.files
        if file.document.root is None and file.document.diagnostics
    }
    old, new = routes_of(before), routes_of(after)
    found = []
    for route in sorted({*old, *new}):
        was, now = (tuple(it for it in side.get(route, ()) if it not in unreadable) for side in (old, new))
        if was != now:
            kind: Any = "changes owner" if was and now else "appears" if now else "disappears"
            found.append(RouteChange(kind, route, was, now))
    return tuple(found)
