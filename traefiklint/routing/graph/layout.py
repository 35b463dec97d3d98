"""Where everything stands: columns from left to right, a line for every router, the rest beside what leads to it.

Routers stand by host, and each line begins with the entry points that lead there, so that no arrow is long.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from traefiklint.routing.graph.measure import fitted, width
from traefiklint.routing.graph.model import ENTRY, ROUTER, SERVER, SERVICE, Edge, Graph, GraphNode, Row

TITLE, SMALL = 13.0, 11.0
"""Font sizes in pixels."""

BETWEEN = 7.0
"""What is free between the two texts of a box."""

_PAD, _MOST_TEXT, _MOST_HOST = 10.0, 330.0, 230.0
_LINE, _BOX, _PILL, _GROUP_GAP = 31.0, 25.0, 20.0, 9.0
_GAP, _SMALL_GAP, _INDENT, _MARK = 64.0, 16.0, 22.0, 14.0
_MARGIN, _TOP, _BOTTOM = 28.0, 112.0, 64.0
_ENTRIES = 58.0
_ROUNDING = 0.01
"""So that a text is not cut because the sum of two widths is a hair off."""
_MOST_INDENTS = 12
"""Deeper routers stand no further right."""


class Box(NamedTuple):
    """A node with its place; `x` and `y` are its left upper corner."""

    node: GraphNode
    x: float
    y: float
    width: float
    height: float
    title: str
    subtitle: str

    @property
    def middle(self) -> float:
        return self.y + self.height / 2

    @property
    def right(self) -> float:
        return self.x + self.width


class Pill(NamedTuple):
    """An entry point at the beginning of a router's line."""

    edge: Edge
    text: str
    x: float
    middle: float
    width: float
    height: float = _PILL


class Group(NamedTuple):
    """The hosts of some lines, and from where to where they reach."""

    hosts: str
    shown: str
    top: float
    bottom: float


class GraphLayout(NamedTuple):
    """Every box by the id of its node, the columns' headings with their places, and the size of it all."""

    boxes: dict[str, Box]
    headings: list[tuple[str, float]]
    groups: list[Group]
    pills: list[Pill]
    width: float
    height: float


def lay_out(graph: Graph) -> GraphLayout:
    """Places for all nodes of a graph."""
    boxes: dict[str, Box] = {}
    headings: list[tuple[str, float]] = []
    _entries(graph, boxes)
    groups, middles, bottom = _lines(graph)
    x = _MARGIN
    if any(group.hosts for group in groups):
        headings.append(("hosts", x))
        x += max(width(group.shown, TITLE, bold=True) for group in groups) + 22
    pills, x = _pills(graph, middles, headings, x)
    before = _before(graph)
    x = _routers(graph, boxes, headings, middles, x)
    x = _middlewares(graph, boxes, headings, x)
    middles = {id: box.middle for id, box in boxes.items() if box.node.kind != ENTRY}
    for number, level in enumerate(_levels(graph)):
        wanted = _beside(before, level, middles)
        x = _column(boxes, headings, "" if number else "services", level, wanted, x)
        middles |= {node.id: boxes[node.id].middle for node in level}
    servers = graph.of_kind(SERVER)
    x = _column(boxes, headings, "servers", servers, _beside(before, servers, middles), x)
    lowest = max([bottom, *(box.y + box.height for box in boxes.values())])
    right = max([x - _GAP, *(box.right for box in boxes.values())])
    return GraphLayout(boxes, headings, groups, pills, right + _MARGIN, lowest + _BOTTOM)


def _entries(graph: Graph, boxes: dict[str, Box]) -> None:
    """The entry points in a line above all."""
    x = _MARGIN
    for node in graph.of_kind(ENTRY):
        boxes[node.id] = _box(node, x, _ENTRIES, _needed(node))
        x = boxes[node.id].right + _SMALL_GAP


def _lines(graph: Graph) -> tuple[list[Group], dict[str, float], float]:
    """The groups of lines, the middle of each router's line, and where they end."""
    by_host: dict[str, list[Row]] = {}
    for block in graph.blocks():
        by_host.setdefault(graph.nodes[block[0].router].group, []).extend(block)
    others = by_host.pop("", [])
    groups, middles, y = [], {}, _TOP
    for hosts, rows in [*by_host.items(), *([("", others)] if others else [])]:
        top = y
        for row in rows:
            middles[row.router] = y + _LINE / 2
            y += _LINE
        called = hosts or ("any host" if by_host else "")
        groups.append(Group(hosts, fitted(called, TITLE, _MOST_HOST, bold=True), top, y))
        y += _GROUP_GAP
    return groups, middles, y


def _pills(
    graph: Graph, middles: Mapping[str, float], headings: list[tuple[str, float]], x: float
) -> tuple[list[Pill], float]:
    """The entry points of each line, and where the next column begins."""
    found: list[Pill] = []
    right: dict[str, float] = {}
    seen: set[tuple[str, str, str]] = set()
    for edge in graph.edges:
        source = graph.nodes.get(edge.source)
        if source is None or source.kind != ENTRY or edge.target not in middles or edge[:3] in seen:
            continue
        seen.add(edge[:3])
        text = " ".join(filter(None, (fitted(source.title, SMALL, 120), edge.label, "TLS" if edge.tls else "")))
        pill = Pill(edge, text, right.get(edge.target, x), middles[edge.target], width(text, SMALL) + 16)
        right[edge.target] = pill.x + pill.width + 6
        found.append(pill)
    if not found:
        return found, x
    headings.append(("from", x))
    return found, max(right.values()) + 24


def _routers(
    graph: Graph, boxes: dict[str, Box], headings: list[tuple[str, float]], middles: Mapping[str, float], x: float
) -> float:
    right = x
    for row in graph.rows:
        node = graph.nodes[row.router]
        left = x + _INDENT * min(row.depth, _MOST_INDENTS)
        boxes[node.id] = _box(node, left, middles[node.id] - _BOX / 2, _needed(node))
        right = max(right, boxes[node.id].right)
    if graph.rows:
        headings.append(("routers", x))
    for row in graph.rows:
        box = boxes[row.router]
        boxes[row.router] = _box(box.node, box.x, box.y, right - box.x)
    return right + 36 if graph.rows else x


def _middlewares(graph: Graph, boxes: dict[str, Box], headings: list[tuple[str, float]], x: float) -> float:
    right = x
    for row in graph.rows:
        left, middle = x, boxes[row.router].middle
        for id in row.middlewares:
            node = graph.nodes[id]
            boxes[id] = _box(node, left, middle - _BOX / 2, _needed(node))
            left = boxes[id].right + _SMALL_GAP
            right = max(right, boxes[id].right)
    if right > x:
        headings.append(("middlewares", x))
        return right + _GAP
    return x


def _column(
    boxes: dict[str, Box],
    headings: list[tuple[str, float]],
    heading: str,
    nodes: list[GraphNode],
    wanted: Mapping[str, float],
    x: float,
) -> float:
    """A column of boxes of one width, each as near as can be to where it is wanted."""
    if not nodes:
        return x
    if heading:
        headings.append((heading, x))
    wide = max(map(_needed, nodes))
    for node, middle in spread([(node, wanted.get(node.id, _TOP + _BOX)) for node in nodes], _LINE):
        boxes[node.id] = _box(node, x, middle - _BOX / 2, wide)
    return x + wide + _GAP


def _before(graph: Graph) -> dict[str, list[str]]:
    """For each node what leads to it."""
    before: dict[str, list[str]] = {}
    for edge in graph.edges:
        before.setdefault(edge.target, []).append(edge.source)
    return before


def _beside(
    neighbours: Mapping[str, list[str]], nodes: Iterable[GraphNode], middles: Mapping[str, float]
) -> dict[str, float]:
    """The middle of the neighbours of each node that stand somewhere already."""
    near = {node.id: [middles[one] for one in neighbours.get(node.id, ()) if one in middles] for node in nodes}
    return {id: sum(places) / len(places) for id, places in near.items() if places}


def _levels(graph: Graph) -> list[list[GraphNode]]:
    """The services, those that are part of others further right."""
    services = graph.of_kind(SERVICE)
    parts: dict[str, list[str]] = {node.id: [] for node in services}
    for edge in graph.edges:
        if edge.source in parts and edge.target in parts:
            parts[edge.source].append(edge.target)
    order, forward = _sorted_from_above(parts)
    level = dict.fromkeys(parts, 0)
    for source in order:
        for target in forward[source]:
            level[target] = max(level[target], level[source] + 1)
    levels: list[list[GraphNode]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    for node in services:
        levels[level[node.id]].append(node)
    return levels


def _sorted_from_above(parts: Mapping[str, list[str]]) -> tuple[list[str], dict[str, list[str]]]:
    """The services, each before its parts; and the parts of each, but for those that close a circle."""
    forward: dict[str, list[str]] = {}
    order: list[str] = []
    above: set[str] = set()
    for first in parts:
        if first in forward:
            continue
        forward[first] = []
        above.add(first)
        waiting = [(first, iter(parts[first]))]
        while waiting:
            here, rest = waiting[-1]
            part = next(rest, None)
            if part is None:
                waiting.pop()
                above.remove(here)
                order.append(here)
            elif part not in above:
                forward[here].append(part)
                if part not in forward:
                    forward[part] = []
                    above.add(part)
                    waiting.append((part, iter(parts[part])))
    return order[::-1], forward


def spread(wanted: list[tuple[GraphNode, float]], pitch: float) -> list[tuple[GraphNode, float]]:
    """Places that are at least `pitch` apart and as near as can be to the wanted ones, in their order."""
    blocks: list[tuple[float, list[GraphNode]]] = []  # the wanted place of a block's first node, and its nodes
    for node, place in sorted(wanted, key=lambda item: item[1]):
        first, nodes = max(place, _TOP + pitch / 2), [node]
        while blocks and blocks[-1][0] + pitch * len(blocks[-1][1]) > first:
            before, earlier = blocks.pop()
            count, more = len(earlier), len(nodes)
            first = (before * count + (first - pitch * count) * more) / (count + more)
            first, nodes = max(first, _TOP + pitch / 2), earlier + nodes
        blocks.append((first, nodes))
    return [(node, first + pitch * number) for first, nodes in blocks for number, node in enumerate(nodes)]


def second(node: GraphNode) -> str:
    """What a box says besides the name: of a router what its rule asks besides the host, which stands beside it."""
    return node.rest if node.kind == ROUTER else node.subtitle


def _needed(node: GraphNode) -> float:
    text = width(node.title, TITLE, bold=True) + _gap(node) + width(second(node), SMALL)
    return min(text, _MOST_TEXT) + 2 * _PAD + (_MARK if node.severity else 0)


def _gap(node: GraphNode) -> float:
    return BETWEEN if second(node) else 0


def _box(node: GraphNode, x: float, y: float, wide: float) -> Box:
    """A box; where its room is too small for both texts, the name gets what the second leaves of two thirds."""
    room = wide - 2 * _PAD - (_MARK if node.severity else 0) - _gap(node) + _ROUNDING
    least = max(room - width(second(node), SMALL), room * 2 / 3)
    title = fitted(node.title, TITLE, least, bold=True)
    return Box(node, x, y, wide, _BOX, title, fitted(second(node), SMALL, room - width(title, TITLE, bold=True)))
