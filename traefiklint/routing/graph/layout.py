"""Where everything stands: columns from left to right, a line for every router, the rest beside what leads to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from traefiklint.routing.graph.measure import fitted, width
from traefiklint.routing.graph.model import ENTRY, SERVER, SERVICE, Graph, Node

TITLE, SMALL = 13.0, 11.0
"""Font sizes in pixels."""

_PAD, _MOST_TEXT = 12.0, 290.0
_LINE, _BOX, _ROUTER_BOX, _SERVER_BOX = 58.0, 38.0, 42.0, 28.0
_GAP, _SMALL_GAP, _INDENT = 72.0, 18.0, 26.0
_MARGIN, _TOP, _BOTTOM = 28.0, 64.0, 56.0


class Box(NamedTuple):
    """A node with its place; `x` and `y` are its left upper corner."""

    node: Node
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


class Layout(NamedTuple):
    """Every box by the id of its node, the columns' headings with their places, and the size of it all."""

    boxes: dict[str, Box]
    headings: list[tuple[str, float]]
    width: float
    height: float


def lay_out(graph: Graph) -> Layout:
    """Places for all nodes of a graph."""
    boxes: dict[str, Box] = {}
    headings: list[tuple[str, float]] = []
    x = _MARGIN
    rows = [row for block in graph.blocks() for row in block]
    middles = {row.router: _TOP + _LINE * (number + 0.5) for number, row in enumerate(rows)}
    before, after = _neighbours(graph)
    entries = graph.of_kind(ENTRY)
    x = _column(boxes, headings, "entry points", entries, _beside(after, entries, middles), x, _BOX)
    x = _routers(graph, boxes, headings, middles, x)
    x = _middlewares(graph, boxes, headings, x)
    middles = {id: box.middle for id, box in boxes.items()}
    for number, level in enumerate(_levels(graph)):
        wanted = _beside(before, level, middles)
        x = _column(boxes, headings, "" if number else "services", level, wanted, x, _BOX)
        middles |= {node.id: boxes[node.id].middle for node in level}
    servers = graph.of_kind(SERVER)
    x = _column(boxes, headings, "servers", servers, _beside(before, servers, middles), x, _SERVER_BOX)
    bottom = max((box.y + box.height for box in boxes.values()), default=_TOP)
    return Layout(boxes, headings, x - _GAP + _MARGIN, bottom + _BOTTOM)


def _routers(
    graph: Graph, boxes: dict[str, Box], headings: list[tuple[str, float]], middles: Mapping[str, float], x: float
) -> float:
    right = x
    for row in graph.rows:
        node = graph.nodes[row.router]
        left = x + _INDENT * row.depth
        boxes[node.id] = _box(node, left, middles[node.id], _ROUTER_BOX, _needed(node))
        right = max(right, boxes[node.id].right)
    if graph.rows:
        headings.append(("routers", x))
    for row in graph.rows:
        box = boxes[row.router]
        boxes[row.router] = _box(box.node, box.x, box.middle, box.height, right - box.x)
    return right + _GAP if graph.rows else x


def _middlewares(graph: Graph, boxes: dict[str, Box], headings: list[tuple[str, float]], x: float) -> float:
    right = x
    for row in graph.rows:
        left, middle = x, boxes[row.router].middle
        for id in row.middlewares:
            node = graph.nodes[id]
            boxes[id] = _box(node, left, middle, _BOX, _needed(node))
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
    nodes: list[Node],
    wanted: Mapping[str, float],
    x: float,
    height: float,
) -> float:
    """A column of boxes of one width, each as near as can be to where it is wanted."""
    if not nodes:
        return x
    if heading:
        headings.append((heading, x))
    wide = max(map(_needed, nodes))
    for node, middle in spread([(node, wanted.get(node.id, _TOP + height)) for node in nodes], height + 14):
        boxes[node.id] = _box(node, x, middle, height, wide)
    return x + wide + _GAP


def _neighbours(graph: Graph) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """For each node what leads to it, and what it leads to."""
    before: dict[str, list[str]] = {}
    after: dict[str, list[str]] = {}
    for edge in graph.edges:
        before.setdefault(edge.target, []).append(edge.source)
        after.setdefault(edge.source, []).append(edge.target)
    return before, after


def _beside(
    neighbours: Mapping[str, list[str]], nodes: Iterable[Node], middles: Mapping[str, float]
) -> dict[str, float]:
    """The middle of the neighbours of each node that stand somewhere already."""
    near = {node.id: [middles[one] for one in neighbours.get(node.id, ()) if one in middles] for node in nodes}
    return {id: sum(places) / len(places) for id, places in near.items() if places}


def _levels(graph: Graph) -> list[list[Node]]:
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
    levels: list[list[Node]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
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


def spread(wanted: list[tuple[Node, float]], pitch: float) -> list[tuple[Node, float]]:
    """Places that are at least `pitch` apart and as near as can be to the wanted ones, in their order."""
    blocks: list[tuple[float, list[Node]]] = []  # the wanted place of a block's first node, and its nodes
    for node, place in sorted(wanted, key=lambda item: item[1]):
        first, nodes = max(place, _TOP + pitch / 2), [node]
        while blocks and blocks[-1][0] + pitch * len(blocks[-1][1]) > first:
            before, earlier = blocks.pop()
            count, more = len(earlier), len(nodes)
            first = (before * count + (first - pitch * count) * more) / (count + more)
            first, nodes = max(first, _TOP + pitch / 2), earlier + nodes
        blocks.append((first, nodes))
    return [(node, first + pitch * number) for first, nodes in blocks for number, node in enumerate(nodes)]


def _needed(node: Node) -> float:
    text = max(width(node.title, TITLE, bold=True), width(node.subtitle, SMALL))
    mark = 16 if node.severity else 0
    return min(text, _MOST_TEXT) + 2 * _PAD + mark


def _box(node: Node, x: float, middle: float, height: float, wide: float) -> Box:
    room = wide - 2 * _PAD - (16 if node.severity else 0)
    title = fitted(node.title, TITLE, room, bold=True)
    return Box(node, x, middle - height / 2, wide, height, title, fitted(node.subtitle, SMALL, wide - 2 * _PAD))
