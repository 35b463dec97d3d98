"""The tree of one document: scalars, sequences and mappings, each with its place in the text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from traefiklint.findings import Span


class Node:
    """A piece of a document. `start` and `end` are marks: `text.lines.Mark`, or libyaml's own, which look the same."""

    __slots__ = ("end", "start")

    def __init__(self, start: Any, end: Any) -> None:
        self.start = start
        self.end = end

    @property
    def span(self) -> Span:
        """Where the node stands, in lines and columns from 1."""
        start, end = self.start, self.end
        return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


class Scalar(Node):
    """One value. `style` is how it is written: `"` and `'` for quotes, `|` and `>` for blocks, empty for plain."""

    __slots__ = ("style", "tag", "value")

    def __init__(self, value: str, style: str, tag: str, start: Any, end: Any) -> None:
        self.value = value
        self.style = style
        self.tag = tag
        self.start = start
        self.end = end


class Sequence(Node):
    """A list of nodes. `flow` says that it is written in brackets."""

    __slots__ = ("flow", "items")

    def __init__(self, items: list[Node], flow: bool, start: Any, end: Any) -> None:
        self.items = items
        self.flow = flow
        self.start = start
        self.end = end


class Mapping(Node):
    """Keys and values in the order of the text, merge keys (`<<`) already replaced by what they bring.

    `flow` says that it is written in braces.
    """

    __slots__ = ("flow", "pairs")

    def __init__(self, pairs: list[tuple[Scalar, Node]], flow: bool, start: Any, end: Any) -> None:
        self.pairs = pairs
        self.flow = flow
        self.start = start
        self.end = end


class Alias(Node):
    """A reference to an anchored node. Only the readers see it: a document's tree has the node itself in its place."""

    __slots__ = ("name", "target")

    def __init__(self, name: str, target: Node, start: Any, end: Any) -> None:
        self.name = name
        self.target = target
        self.start = start
        self.end = end


def walk(root: Node) -> Iterator[tuple[Any, bool]]:
    """Every node as it is written, keys included, and whether it stands inside brackets or braces.

    What an alias refers to is not walked again.
    """
    waiting: list[tuple[Any, bool]] = [(root, False)]
    while waiting:
        node, flow = waiting.pop()
        yield node, flow
        kind = type(node)
        if kind is Mapping:
            inside = flow or node.flow
            for key, value in reversed(node.pairs):
                waiting.append((value, inside))
                waiting.append((key, inside))
        elif kind is Sequence:
            inside = flow or node.flow
            waiting.extend((item, inside) for item in reversed(node.items))
