"""A part of the picture: the routers of a host, of a name, or of a file, with all that they touch."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from fnmatch import fnmatchcase
from itertools import groupby

from traefiklint.findings import Effect
from traefiklint.routing.graph.model import ENTRY, Graph, Row


def narrowed(
    graph: Graph, hosts: Collection[str] = (), routers: Collection[str] = (), files: Collection[str] = ()
) -> Graph:
    """The picture of some routers, those below them, and where they lead.

    Args:
        hosts: patterns as in a shell, of which a host of the router fits one; any where there are none.
        routers: patterns of the router's name, with or without its provider; the name of one that only sends visitors
            to https stands for the one that answers there.
        files: files of which one defines the router, or something that it leads to.
    """
    after: dict[str, list[str]] = {}
    for edge in graph.edges:
        after.setdefault(edge.source, []).append(edge.target)
    names = _names(graph)
    kept: set[str] = set()
    rows: list[Row] = []
    for block in _blocks(graph.rows):
        nodes = [graph.nodes[row.router] for row in block]
        if not any(_fits(node.hosts, hosts) and _fits(names[node.id], routers) for node in nodes):
            continue
        reached = set(_reached(block[0].router, after))
        defining = {graph.nodes[id].file for id in reached} | {
            one.file for one in graph.folded if one.router in reached
        }
        if files and defining.isdisjoint(files):
            continue
        rows += block
        kept |= reached
    edges = [
        edge for edge in graph.edges if edge.target in kept and (edge.source in kept or _enters(graph, edge.source))
    ]
    kept |= {edge.source for edge in edges}
    objects = {graph.nodes[id].object for id in kept}
    findings = tuple(one for one in graph.findings if one.object in objects or one.effect is Effect.REJECTED)
    left = {id: node for id, node in graph.nodes.items() if id in kept}
    drawn = {row.router for row in rows}
    return Graph(left, edges, rows, findings, [one for one in graph.folded if one.router in drawn])


def _names(graph: Graph) -> dict[str, list[str]]:
    """The names that the box of each router goes by."""
    names = {row.router: [graph.nodes[row.router].name, graph.nodes[row.router].title] for row in graph.rows}
    for one in graph.folded:
        names[one.router] += (one.name, one.name.rpartition("@")[0])
    return names


def _enters(graph: Graph, id: str) -> bool:
    return id in graph.nodes and graph.nodes[id].kind == ENTRY


def _fits(values: Collection[str], patterns: Collection[str]) -> bool:
    return not patterns or any(fnmatchcase(value.lower(), pattern.lower()) for value in values for pattern in patterns)


def _blocks(rows: list[Row]) -> Iterator[list[Row]]:
    """The rows, each with those below it."""
    number = 0

    def block(row: Row) -> int:
        nonlocal number
        number += not row.depth
        return number

    for _, group in groupby(rows, block):
        yield list(group)


def _reached(first: str, after: dict[str, list[str]]) -> Iterator[str]:
    seen, waiting = {first}, [first]
    while waiting:
        here = waiting.pop()
        yield here
        fresh = [id for id in after.get(here, ()) if id not in seen]
        seen.update(fresh)
        waiting += fresh
