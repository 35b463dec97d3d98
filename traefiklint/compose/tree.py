"""The untyped tree of a project while its files are put together: every piece remembers its document and its path."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from traefiklint.compose.interpolation import interpolate
from traefiklint.compose.project import Origin
from traefiklint.compose.values import Piece, Place, Value, Written
from traefiklint.text.document import Document
from traefiklint.text.nodes import Mapping as MappingNode
from traefiklint.text.nodes import Node, Scalar
from traefiklint.text.nodes import Sequence as SequenceNode
from traefiklint.yaml.scalars import STRING, resolve

_TAG = re.compile(r"(?:&\S+\s+)?(!reset|!override)(?=\s|\Z)")
_DEEPEST = 40
"""How many levels are looked at: Compose knows a dozen, and what is deeper is somebody's extension."""


class Source(NamedTuple):
    """A document and what its values are read with.

    Attributes:
        variables: the variables that have a value.
        folder: the folder that paths in it start from, with `/`; empty where that is where the project stands.
    """

    document: Document
    variables: Mapping[str, str]
    folder: str


class Leaf(NamedTuple):
    """A scalar."""

    source: Source
    node: Scalar
    path: str


class Items(NamedTuple):
    """A list; also a mapping that Compose has made a list of, whose items then have keys."""

    source: Source
    node: Node
    path: str
    items: tuple[Item, ...]


class Entries(NamedTuple):
    """A mapping."""

    source: Source
    node: Node
    path: str
    entries: dict[str, Item]

    def get(self, key: str) -> Tree | None:
        """The value of a key; None where it is not there."""
        found = self.entries.get(key)
        return found.value if found else None


Tree: TypeAlias = Leaf | Items | Entries


class Item(NamedTuple):
    """What a list or a mapping holds, wherever it is written.

    Attributes:
        holder: the node of the list or mapping that it is written in, and `number` its place there.
        key: its key; None in a list.
        origin: by which way it came to the mapping or list that it is in now, and `via` where.
    """

    value: Tree
    holder: Node
    number: int
    key: Leaf | None = None
    origin: Origin = Origin.OWN
    via: Place | None = None


Tagged = Callable[[str, str], None]
"""Told of every `!reset` and `!override`: the tag, and the path of what it is on."""


def root_of(source: Source, node: MappingNode, tagged: Tagged) -> Entries:
    """The tree of a document. Nothing is interpolated yet; what carries `!reset` is left out."""
    tree = _Growth(source, tagged).tree(node, "", None, 0)
    assert isinstance(tree, Entries)
    return tree


class _Growth:
    def __init__(self, source: Source, tagged: Tagged) -> None:
        self.source = source
        self.text = source.document.text
        self.tagged = tagged

    def tree(self, node: Node, path: str, above: Scalar | None, depth: int) -> Tree | None:
        """The tree below a node; None where it is to be reset. `above` is the key that it is the value of."""
        tag = node.tag if type(node) is Scalar else _collection_tag(self.text, node)
        if tag in ("!reset", "!override"):
            self.tagged(tag, path)
            if tag == "!reset":
                return None
        if type(node) is Scalar:
            return Leaf(self.source, node, path)
        if type(node) is SequenceNode:
            return Items(self.source, node, path, self._items(node, path, depth) if depth < _DEEPEST else ())
        assert type(node) is MappingNode
        return Entries(self.source, node, path, self._entries(node, path, above, depth) if depth < _DEEPEST else {})

    def _items(self, node: SequenceNode, path: str, depth: int) -> tuple[Item, ...]:
        made = []
        for number, item in enumerate(node.items):
            value = self.tree(item, f"{path}[{number}]", None, depth + 1)
            if value is not None:
                made.append(Item(value, node, number))
        return tuple(made)

    def _entries(self, node: MappingNode, path: str, above: Scalar | None, depth: int) -> dict[str, Item]:
        made: dict[str, Item] = {}
        prefix = f"{path}." if path else ""
        start, end = node.start.index, node.end.index
        for number, (key, value) in enumerate(node.pairs):
            below = prefix + key.value
            tree = self.tree(value, below, key, depth + 1)
            if tree is None:
                continue
            leaf = Leaf(self.source, key, below)
            at = key.start.index
            if start <= at <= end and value.start.index >= at:
                made[key.value] = Item(tree, node, number, leaf)
            else:
                brought = above if above is not None and not start <= at <= end else key
                via = Place(self.source.document.file, brought.span, path or below)
                made[key.value] = Item(tree, node, number, leaf, Origin.MERGED, via)
        return made


def _collection_tag(text: str, node: Node) -> str:
    start = node.start.index
    if text[start : start + 1] not in ("!", "&"):
        return ""
    found = _TAG.match(text, start)
    return found[1] if found else ""


def value_of(leaf: Leaf) -> Value:
    """The scalar with its variables put in.

    Raises:
        InvalidTemplate: Compose refuses the text.
    """
    source, node, path = leaf
    kind = STRING if node.style and not node.tag else resolve(node)[0]
    text = node.value
    written = Written(source.document, node, path)
    if "$" not in text:
        return Value(text, kind, written, (Piece(text, 0, len(text)),))
    pieces = interpolate(text, source.variables)
    return Value("".join(piece.text for piece in pieces), kind, written, pieces)


def literal(leaf: Leaf) -> Value:
    """The scalar as it is written, as Compose takes keys: variables stay what they are."""
    source, node, path = leaf
    text = node.value
    return Value(text, STRING, Written(source.document, node, path), (Piece(text, 0, len(text)),))


def place_of(tree: Tree) -> Place:
    """Where a piece of the tree stands."""
    return Place(tree.source.document.file, tree.node.span, tree.path)
