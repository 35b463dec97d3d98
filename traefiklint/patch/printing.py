"""Prints pieces of data as YAML, to be put into a text: in block style as the text is written, or on one line."""

from __future__ import annotations

from typing import NamedTuple

from traefiklint.patch.data import Data, Leaf
from traefiklint.patch.inside import in_quotes, needs_no_quotes
from traefiklint.text.nodes import Mapping, Node, Sequence
from traefiklint.yaml.scalars import NULL, STRING


def print_leaf(leaf: Leaf, *, flow: bool = False) -> str:
    """One value on one line, in quotes where it would be read as something else without."""
    if leaf.kind == NULL:
        return "null"
    if leaf.kind != STRING:
        return leaf.value
    return leaf.value if needs_no_quotes(leaf.value, flow=flow) else in_quotes(leaf.value)


def print_key(key: str) -> str:
    """A key, in quotes where it needs them, in brackets or not."""
    return key if key == "<<" or needs_no_quotes(key) else in_quotes(key)


def print_flow(data: Data) -> str:
    """The data on one line, as `{a: 1}` and `[a, b]`."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{print_key(key)}: {print_flow(value)}" for key, value in data.items()) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(map(print_flow, data)) + "]"
    return print_leaf(data, flow=True)


class Layout(NamedTuple):
    """How a file writes its blocks: by how much it indents what is below a key, and the dashes of a list there."""

    step: int = 2
    dash: int = 2

    def pair(self, key: str, value: Data, column: int) -> str:
        """`key: value` in block style, the key in the given column; no line end after it."""
        return f"{print_key(key)}:{self.value(value, column)}"

    def value(self, value: Data, column: int) -> str:
        """What follows a key's colon: on the same line, or on lines of its own under a key in the given column."""
        if isinstance(value, dict) and value:
            inner = column + self.step
            return "".join(f"\n{' ' * inner}{self.pair(key, item, inner)}" for key, item in value.items())
        if isinstance(value, list) and value:
            inner = column + self.dash
            return "".join(f"\n{' ' * inner}{self.item(item, inner)}" for item in value)
        return " " + (print_leaf(value) if isinstance(value, Leaf) else print_flow(value))

    def item(self, item: Data, column: int) -> str:
        """`- item` in block style, the dash in the given column."""
        if isinstance(item, dict) and item:
            inner = column + 2
            return "- " + f"\n{' ' * inner}".join(self.pair(key, value, inner) for key, value in item.items())
        if isinstance(item, list) and item:
            return "-" + Layout(self.step, 2).value(item, column)
        return "- " + (print_leaf(item) if isinstance(item, Leaf) else print_flow(item))

    def document(self, data: dict[str, Data]) -> str:
        """A whole file in block style."""
        if not data:
            return "{}\n"
        return "\n".join(self.pair(key, value, 0) for key, value in data.items()) + "\n"


def layout_of(root: Mapping) -> Layout:
    """How a file writes its blocks: as the first of each kind is written."""
    step = dash = 0
    waiting: list[tuple[int, Node]] = [(key.start.column, value) for key, value in root.pairs]
    for column, node in waiting:
        if isinstance(node, Mapping) and node.pairs and not node.flow:
            inner = node.pairs[0][0].start.column
            step = step or max(inner - column, 0)
            waiting += ((inner, value) for _, value in node.pairs)
        elif isinstance(node, Sequence) and node.items and not node.flow:
            dash = dash or node.start.column - column + 1
            waiting += ((node.start.column + 2, item) for item in node.items if isinstance(item, Mapping))
        if step and dash:
            break
    return Layout(step or 2, dash - 1 if dash else 2)


def print_document(data: dict[str, Data]) -> str:
    """A whole file in block style, as Dokploy prints it."""
    return Layout().document(data)
