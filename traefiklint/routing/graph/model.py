"""What is in the picture, before anybody knows where: nodes, edges, and a row for every router."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from operator import itemgetter
from typing import Any, NamedTuple

from traefiklint.findings import Effect, Finding, Report, Severity
from traefiklint.instance.names import FILE
from traefiklint.instance.own_routers import OwnRouter
from traefiklint.instance.put_in import put_in_words
from traefiklint.model.base import Named
from traefiklint.routing.entries import Entry
from traefiklint.routing.graph.hosts import hosts_apart, redirected
from traefiklint.routing.services import Target, expand
from traefiklint.routing.state import key_of, kind_of
from traefiklint.routing.world import World, open_rule
from traefiklint.text.masks import Known, masked_words
from traefiklint.trampoline import run

ENTRY, ROUTER, MIDDLEWARE, SERVICE, SERVER = "entry point", "router", "middleware", "service", "server"
TO_HTTPS = "→ https"
"""On the edge of an entry point whose visitors are only sent to https."""

_PROTOCOLS = ("http", "tcp", "udp")
_SHOWN = ("title", "subtitle", "tooltip", "name", "group", "rest")


class GraphNode(NamedTuple):
    """One box."""

    id: str
    kind: str
    title: str
    subtitle: str = ""
    tooltip: str = ""
    severity: str = ""
    """The worst finding in it: `error`, `warning`, `info`; empty where there is none."""
    disabled: bool = False
    file: str = ""
    line: int = 0
    name: str = ""
    """How its provider calls it."""
    provider: str = ""
    object: str = ""
    """What findings in it say they are in."""
    hosts: tuple[str, ...] = ()
    """The hosts that a router names."""
    group: str = ""
    """The hosts that a router takes, in a line, where its rule takes no others."""
    rest: str = ""
    """What the rule of a router asks besides that."""


class Edge(NamedTuple):
    """One line between two boxes."""

    source: str
    target: str
    label: str = ""
    tls: bool = False
    disabled: bool = False


class Row(NamedTuple):
    """A router with its middlewares, which stand in one line."""

    router: str
    middlewares: tuple[str, ...]
    depth: int = 0
    """How many routers stand above it."""

    @property
    def last(self) -> str:
        """The node from which it goes on: the last middleware, else the router."""
        return self.middlewares[-1] if self.middlewares else self.router


class Folded(NamedTuple):
    """A router that only sends visitors to https, and stands as an edge to the router that answers there."""

    name: str
    file: str
    router: str
    """The box of that one."""


class Graph(NamedTuple):
    """The whole picture."""

    nodes: dict[str, GraphNode]
    edges: list[Edge]
    rows: list[Row]
    findings: tuple[Finding, ...]
    folded: list[Folded]

    @property
    def refused(self) -> bool:
        """Whether Traefik refuses the directory."""
        return any(finding.effect is Effect.REJECTED for finding in self.findings)

    def blocks(self) -> list[list[Row]]:
        """The rows, each with those below it, so that routers of one service stand together."""
        service = {edge.source: edge.target for edge in self.edges if self.nodes[edge.target].kind == SERVICE}
        blocks: list[list[Row]] = []
        for row in self.rows:
            if row.depth:
                blocks[-1].append(row)
            else:
                blocks.append([row])
        served = [service.get(rows[0].last, rows[0].router) for rows in blocks]
        first: dict[str, int] = {}
        places = [first.setdefault(name, place) for place, name in enumerate(served)]
        return [rows for _, rows in sorted(zip(places, blocks, strict=True), key=itemgetter(0))]

    def of_kind(self, kind: str) -> list[GraphNode]:
        """The nodes of a kind, in order."""
        return [node for node in self.nodes.values() if node.kind == kind]


def build_graph(world: World, report: Report, *, folds: bool = True) -> Graph:
    """The picture of a directory.

    Args:
        folds: whether a router that only sends visitors to https is an edge to the router which answers there.
    """
    return _Builder(world, report, folds=folds).build()


class _Builder:
    def __init__(self, world: World, report: Report, *, folds: bool) -> None:
        self._world = world
        self._graph = Graph({}, [], [], report.findings, [])
        self._known = Known(report.hidden | put_in_words(world.instance.labels))
        self._findings: dict[str, list[Finding]] = {}
        for finding in report.findings:
            self._findings.setdefault(finding.object, []).append(finding)
        self._secure = redirected(world, self._findings) if folds else {}

    def build(self) -> Graph:
        world = self._world
        used = {entry.name for router in self._routers() for entry in world.entries_of(router)}
        for entry in world.entries.by_name.values():
            if not entry.assumed or entry.name in used:
                self._add(_entry_node(entry))
        for own in world.entries.own:
            if own.redirection is not None:
                self._own(own)
        for protocol in _PROTOCOLS:
            for router in world.instance.objects[f"{protocol}.routers"].values():
                if router in self._secure:
                    self._fold(router)
                elif not getattr(router, "parent_refs", ()):
                    run(self._router(router, protocol))
        return self._graph

    def _routers(self) -> Iterator[Any]:
        for protocol in _PROTOCOLS:
            yield from self._world.instance.objects[f"{protocol}.routers"].values()

    def _add(self, node: GraphNode) -> str:
        if node.id not in self._graph.nodes:
            shown: dict[str, Any] = {field: masked_words(getattr(node, field), self._known) for field in _SHOWN}
            hosts = tuple(masked_words(host, self._known) for host in node.hosts)
            self._graph.nodes[node.id] = node._replace(hosts=hosts, **shown)
        return node.id

    def _fold(self, router: Any) -> None:
        """An edge to the router that answers on https, instead of a router that only sends there."""
        id = _id(self._secure[router], "http.routers")
        for entry in self._world.entries_of(router):
            self._graph.edges.append(Edge(f"entry {entry.name}", id, TO_HTTPS))
        self._graph.folded.append(Folded(router.full, router.key_at().file, id))

    def _own(self, own: OwnRouter) -> None:
        called = f"{own.name}@internal"
        router = self._add(
            GraphNode(called, ROUTER, called, own.rule, own.rule, name=own.name, provider="internal", rest=own.rule)
        )
        points = [point for point in own.entry_points if f"entry {point}" in self._graph.nodes]
        self._graph.edges.extend(Edge(f"entry {point}", router) for point in points)
        text = f"to {own.redirection.scheme}" if own.redirection is not None else ""
        step = self._add(
            GraphNode(
                f"{router} 0",
                MIDDLEWARE,
                f"redirect {text}",
                "redirectScheme",
                f"redirects {text}",
                provider="internal",
            )
        )
        self._graph.rows.append(Row(router, (step,)))
        self._graph.edges.append(Edge(router, step))

    def _router(self, router: Any, protocol: str, depth: int = 0, parent: str = "") -> Generator[Any, Any, None]:
        world, graph = self._world, self._graph
        open_ = open_rule(router)
        off = router in world.failed and open_ is None
        rule = open_.text if open_ is not None else getattr(router, "rule", "")
        node = self._node(router, f"{protocol}.routers", ROUTER, " ".join(rule.split()) or protocol.upper(), rule)
        if protocol == "udp":
            node = node._replace(rest=node.subtitle)
        else:
            read = world.instance.rule(router)
            group, rest = hosts_apart(read)
            hosts = tuple(host.lower() for host in (read.hosts or read.sni_hosts))
            if open_ is not None:
                hosts, group, rest = (), "", " ".join(rule.split())
            node = node._replace(hosts=hosts, group=group, rest=rest, disabled=off)
        known = node.id in graph.nodes
        router_id = self._add(node)
        if parent:
            graph.edges.append(Edge(parent, router_id, disabled=off))
        for entry in world.entries_of(router) if not depth else ():
            tls = getattr(router, "tls", None) is not None or (protocol == "http" and entry.point.tls)
            graph.edges.append(Edge(f"entry {entry.name}", router_id, tls=tls, disabled=off))
        if known:
            return
        steps = tuple(self._middlewares(router, router_id, protocol))
        graph.rows.append(Row(router_id, steps, depth))
        last = router_id
        for step in steps:
            graph.edges.append(Edge(last, step, disabled=off))
            last = step
        children = world.instance.tree.children.get(router, ()) if protocol == "http" else ()
        if children:  # one in a circle is known by now
            for child in children:
                yield self._router(child, protocol, depth + 1, last)
        elif router.service:
            kind = f"{protocol}.services"
            target = expand(world, kind, router.service, router.full)
            service = yield self._service(target, kind, router.service, router)
            graph.edges.append(Edge(last, service, disabled=off))

    def _middlewares(self, router: Any, router_id: str, protocol: str) -> Iterator[str]:
        if protocol == "udp":
            return
        kind = f"{protocol}.middlewares"
        for index, name in enumerate(router.middlewares):
            full, middleware = self._world.find(kind, name, router.full)
            id = f"{router_id} {index}"
            if middleware is None:
                yield self._add(_missing(id, MIDDLEWARE, name, full, here=self._is_here(full)))
                continue
            type_name = kind_of(middleware)
            shown = key_of(middleware, type_name) if type_name else "no type"
            detail = " → ".join(middleware.chain.middlewares) if type_name == "chain" else ""
            yield self._add(self._node(middleware, kind, MIDDLEWARE, shown, detail)._replace(id=id))

    def _service(self, target: Target, kind: str, name: str, owner: Any) -> Generator[Any, Any, str]:
        """A service with everything behind it."""
        full, service = self._world.find(kind, name, owner.full)
        id = f"{kind} {full}"
        if id in self._graph.nodes:
            return id
        if service is None:
            plain, _, provider = full.rpartition("@")
            missing = target.kind == "unknown"
            node = (
                _missing(id, SERVICE, name, full, here=self._is_here(full))
                if missing
                else GraphNode(id, SERVICE, full, target.note, name=plain, provider=provider)
            )
            return self._add(node)
        count = len(target.servers)
        subtitle = f"{count} server{'' if count == 1 else 's'}" if target.kind == "servers" else target.kind
        self._add(self._node(service, kind, SERVICE, subtitle)._replace(id=id))
        for server in target.servers:
            address = masked_words(server.address, self._known) or "(no address)"
            at = self._add(GraphNode(f"server {address}", SERVER, address, tooltip=server.fault))
            self._graph.edges.append(Edge(id, at, server.share))
        for part in target.parts:
            below = yield self._service(part, kind, part.name, service)
            self._graph.edges.append(Edge(id, below, part.share))
        return id

    def _is_here(self, full: str) -> bool:
        return "@" not in full or self._world.instance.knows(full)

    def _node(self, thing: Named, kind: str, box: str, subtitle: str, detail: str = "") -> GraphNode:
        place = thing.key_at()
        called = thing.name if thing.provider == FILE else thing.full
        findings = self._findings.get(thing.object, [])
        worst = max((finding.severity for finding in findings), key=lambda severity: severity.rank, default=None)
        said = [f"{finding.severity.value}: {finding.message}" for finding in findings]
        return GraphNode(
            _id(thing, kind),
            box,
            called,
            subtitle,
            "\n".join([f"{called} ({place.file}:{place.span.line})", *([detail] if detail else []), *said]),
            worst.value if isinstance(worst, Severity) else "",
            thing in self._world.failed,
            place.file,
            place.span.line,
            thing.name,
            thing.provider,
            thing.object,
        )


def _id(thing: Named, kind: str) -> str:
    """What tells an object from all others in the picture."""
    return f"{kind} {thing.name if thing.provider == FILE else thing.full}"


def _missing(id: str, kind: str, name: str, full: str, *, here: bool) -> GraphNode:
    """What something refers to and is not there; `here` says whether everything of its provider is at hand."""
    where = "does not exist" if here else "in another provider"
    plain, _, provider = full.rpartition("@")
    missing = "error" if here else ""
    return GraphNode(id, kind, name, where, f"{full} {where}", missing, here, name=plain, provider=provider)


def _entry_node(entry: Entry) -> GraphNode:
    point = entry.point
    facts = [f":{point.port}" if point.port else "", "UDP" if point.udp else "", "TLS" if point.tls else ""]
    facts += point.middlewares
    said = " · ".join(fact for fact in facts if fact)
    return GraphNode(f"entry {point.name}", ENTRY, point.name, said, name=point.name)
