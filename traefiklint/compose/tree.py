"""The untyped tree of a project while its files are put together: every piece remembers its document and its path."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeAlias

from traefiklint.compose.interpolation import interpolate, interpolate_in_stack
from traefiklint.compose.project import Origin
from traefiklint.compose.values import Given, Piece, Place, Value, Written
from traefiklint.findings import Span
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of
from traefiklint.text.nodes import Mapping as MappingNode
from traefiklint.text.nodes import Node, Scalar
from traefiklint.text.nodes import Sequence as SequenceNode
from traefiklint.yaml.scalars import GO_NAMES, STRING, resolve

_TAG = lazy(r"(?:&\S+\s+)?(!reset|!override)(?=\s|\Z)")
_GO_NAMES = frozenset(GO_NAMES.values()) | {"<uint64 Value>"}
"""What the reader calls keys that are no texts."""

_MERGE = lazy(r"<<\s*:(?:\s*\*[^\s,\[\]{}]+)?")
_DEEPEST = 40
"""How many levels are looked at: Compose knows a dozen, and what is deeper is somebody's extension."""


class Source(NamedTuple):
    """A document and what its values are read with.

    Attributes:
        variables: the variables that have a value.
        folder: the folder that paths in it start from, with `/`; empty where that is where the project stands.
        is_stack: whether `docker stack` reads it, which puts variables in otherwise.
        stand_in: what stands in for variables without a value; None for what Compose makes of them.
        is_extended: whether `extends` leads to it as a file, of which Compose cleans the paths.
    """

    document: Document
    variables: Mapping[str, Given]
    folder: str
    is_stack: bool = False
    stand_in: str | None = None
    is_extended: bool = False


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


class Grown(NamedTuple):
    """The tree of a document. Nothing is interpolated yet; what carries `!reset` is left out.

    Attributes:
        replaced: the ways down to what carries `!reset` or `!override`: of the files before nothing counts there.
        odd_keys: keys that YAML reads as something else than a text.
        templates: values with something in braces to put in, which Compose refuses wherever it can make nothing of it.
    """

    root: Entries
    replaced: tuple[tuple[str, ...], ...]
    odd_keys: tuple[Leaf, ...]
    templates: tuple[Leaf, ...]


def root_of(source: Source, node: MappingNode) -> Grown:
    """The tree of a document."""
    growth = _Growth(source)
    tree = growth.tree(node, "", None, 0)
    if not isinstance(tree, Entries):
        tree = Entries(source, node, "", {})
    return Grown(tree, tuple(growth.replaced), tuple(growth.odd_keys), tuple(growth.templates))


class _Growth:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.text = source.document.text
        self.way: list[str] = []
        self.replaced: list[tuple[str, ...]] = []
        self.odd_keys: list[Leaf] = []
        self.templates: list[Leaf] = []

    def tree(self, node: Node, path: str, above: Scalar | None, depth: int) -> Tree | None:
        """The tree below a node; None where it is to be reset. `above` is the key that it is the value of."""
        tag = node.tag if type(node) is Scalar else _collection_tag(self.text, node)
        if tag in ("!reset", "!override"):
            self.replaced.append(tuple(self.way))
            if tag == "!reset":
                return None
        if type(node) is Scalar:
            leaf = Leaf(self.source, node, path)
            if "$" in node.value if self.source.is_stack else "${" in node.value:
                self.templates.append(leaf)
            return leaf
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
            leaf = Leaf(self.source, key, below)
            if key.value in _GO_NAMES:
                self.odd_keys.append(leaf)
                continue
            self.way.append(key.value)
            tree = self.tree(value, below, key, depth + 1)
            self.way.pop()
            if tree is None:
                continue
            at = key.start.index
            if start <= at <= end and value.start.index >= at:
                made[key.value] = Item(tree, node, number, leaf)
            else:
                span = key.span if start <= at <= end else self._merge_key(node) or (above or node).span
                via = Place(self.source.document.file, span, path or below)
                made[key.value] = Item(tree, node, number, leaf, Origin.MERGED, via)
        return made

    def _merge_key(self, node: MappingNode) -> Span | None:
        """Where the merge key of a mapping stands, with its alias; the reader has put what it brings in its place."""
        lines = lines_of(self.text, self.source.document.file)
        for found in _MERGE.finditer(self.text, node.start.index, node.end.index):
            if node.flow or lines.mark(found.start()).column == node.start.column:
                return lines.span(found.start(), found.end())
        return None


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
    pieces = (interpolate_in_stack if source.is_stack else interpolate)(text, source.variables.get, source.stand_in)
    return Value("".join(piece.text for piece in pieces), kind, written, pieces)


def literal(leaf: Leaf) -> Value:
    """The scalar as it is written, as Compose takes keys: variables stay what they are."""
    source, node, path = leaf
    text = node.value
    return Value(text, STRING, Written(source.document, node, path, True), (Piece(text, 0, len(text)),))


def is_null(tree: Tree) -> bool:
    """Whether a piece of the tree is YAML's null, which is mostly nothing at all."""
    return isinstance(tree, Leaf) and not tree.node.style and tree.node.value in ("", "~", "null", "Null", "NULL")


def place_of(tree: Tree) -> Place:
    """Where a piece of the tree stands."""
    return Place(tree.source.document.file, tree.node.span, tree.path)
