"""YAML to nodes: libyaml's events, built into the tree that gopkg.in/yaml.v3 would see.

Ordinary documents are done when the last event is in. Those with anchors, tags, merge keys, odd or repeated keys go
through `unmarshal`, which does with them what yaml.v3 does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)
from yaml.reader import ReaderError

from traefiklint.records import NamedTuple
from traefiklint.text.nodes import Alias, Mapping, Node, Scalar, Sequence
from traefiklint.yaml.events import parsed
from traefiklint.yaml.limits import MAX_DEPTH, TooDeep, UnknownAnchor
from traefiklint.yaml.scalars import WORDS

if TYPE_CHECKING:
    from traefiklint.text.diagnostics import TextDiagnostic


_YAML_TAG = "tag:yaml.org,2002:"
_ODD_NAMES = frozenset(WORDS) | {"<<"}


class Tree:
    """What the events came to. `odd` says that yaml.v3's own ways with anchors, tags and keys must be looked into."""

    __slots__ = ("anchors", "end", "odd", "root", "tags", "text", "version")

    def __init__(self, text: str) -> None:
        self.root: Node | None = None
        self.odd = False
        self.anchors: dict[str, Node] = {}
        self.version: tuple[int, int] | None = None
        self.text = text
        self.end = len(text)
        """Where the first document ends, which is where the next token begins."""
        self.tags: list[Any] = []
        """The marks of the nodes that carry a tag."""

    def note(self, node: Any, event: Any) -> None:
        """Note the anchor and the tag of a node; a tag on a collection means nothing."""
        if event.anchor is not None:
            self.odd = True
            self.anchors[event.anchor] = node
        tag = event.tag
        if tag is None:
            return
        self.tags.append(event.start_mark)
        if type(node) is Scalar and tag != "!":
            self.odd = True
            node.tag = "!!" + tag[len(_YAML_TAG) :] if tag.startswith(_YAML_TAG) else tag

    def fill(self, node: Mapping, children: list[Any]) -> None:
        """Make pairs of the keys and values of a mapping, and see whether the keys are ordinary."""
        keys = children[::2]
        node.pairs = list(zip(keys, children[1::2], strict=True))
        if keys and not self.odd:
            names = [key.value for key in keys]
            # Numbers, dates and signs sort before letters, so the smallest name tells whether there are any.
            self.odd = len(names) != len(set(names)) or min(names) < ":" or not _ODD_NAMES.isdisjoint(names)

    def alias(self, event: Any) -> Alias:
        """The node for an alias.

        Raises:
            UnknownAnchor: nothing before it has that name.
        """
        self.odd = True
        target = self.anchors.get(event.anchor)
        if target is None:
            raise UnknownAnchor(event.anchor, event.start_mark, event.end_mark)
        return Alias(event.anchor, target, event.start_mark, event.end_mark)


def read_yaml(text: str, *, by_compose: bool = False) -> tuple[Node | None, tuple[TextDiagnostic, ...]]:
    """The first document of a text, which is all that Traefik looks at, and what is wrong with it.

    Args:
        by_compose: whether Compose reads it, which takes a little more.
    """
    try:
        tree = _build_as_yaml_v3(text)
        if tree.end < len(text):
            from traefiklint.yaml.libyaml import look_beyond

            look_beyond(tree.text, tree.end)
    except (YAMLError, TooDeep, UnknownAnchor, UnicodeError) as error:
        seen = _seen_of(text, error)
        if seen is None:
            from traefiklint.yaml.errors import explain

            return None, (explain(text, error),)
        tree = seen
    root = tree.root
    if root is None:
        return None, ()
    found: tuple[TextDiagnostic, ...] = ()
    if tree.version is not None or "?" in text or "\\/" in text:
        from traefiklint.yaml.libyaml import refusals

        found = tuple(refusals(text, root, tree.version))
    if tree.odd or type(root) is not Mapping:
        from traefiklint.yaml.unmarshal import unmarshal

        root, more = unmarshal(root, by_compose=by_compose)
        found += more
    return root, found


def _seen_of(text: str, error: Exception) -> Tree | None:
    """The first document of a text with characters that YAML forbids, where yaml.v3 never comes to look at these."""
    if not isinstance(error, ReaderError | UnicodeError):
        return None
    from traefiklint.yaml import libyaml as dialect

    try:
        tree = _build_as_yaml_v3(dialect.before_forbidden(text))
        return tree if dialect.is_past(tree.text, tree.end) else None
    except (YAMLError, TooDeep, UnknownAnchor, UnicodeError):
        return None


def _build_as_yaml_v3(text: str) -> Tree:
    """Build, and where libyaml stumbles over what yaml.v3 takes, build again from the same text in other words."""
    if "\ufeff" in text:
        from traefiklint.yaml.libyaml import without_marks

        return _rebuild(without_marks(text), None)
    try:
        tree = build(text)
    except YAMLError as error:
        return _rebuild(text, error)
    if tree.tags:
        from traefiklint.yaml.libyaml import with_whole_tags

        reworded = with_whole_tags(text, tree.tags)
        if reworded is not None:
            return _rebuild(reworded, None)
    return tree


def _rebuild(text: str, error: YAMLError | None) -> Tree:
    from traefiklint.yaml import libyaml as dialect

    first = error
    for _ in range(dialect.attempts(text)):
        if error is not None:
            reworded = dialect.reworded(text, error)
            if reworded is None:
                raise error
            text = reworded
        try:
            tree = build(text)
        except YAMLError as stumbled:
            error = stumbled
            continue
        reworded = dialect.with_whole_tags(text, tree.tags) if tree.tags else None
        if reworded is None:
            if tree.root is not None:
                dialect.restore(tree.root)
            return tree
        text, error = reworded, None
    raise first or error or YAMLError("too many tags")


def build(text: str) -> Tree:
    """The tree of the first document as it is written, aliases still standing.

    Raises:
        YAMLError: libyaml refuses the text.
        TooDeep, UnknownAnchor: yaml.v3 refuses it.
    """
    return parsed(text, lambda parser: _built(Tree(text), parser.get_event))


def _built(tree: Tree, get: Callable[[], Any]) -> Tree:
    """A tree that is filled from events."""
    get()
    event = get()
    if type(event) is StreamEndEvent:
        return tree
    tree.version = event.version
    children: list[Any] = []
    append = children.append
    open_nodes: list[tuple[Any, list[Any]]] = []
    depths: list[_Depth] = []
    while True:
        event = get()
        kind = event.__class__
        if kind is ScalarEvent:
            node: Any = Scalar(event.value, event.style, "", event.start_mark, event.end_mark)
            append(node)
            if event.anchor is not None or event.tag is not None:
                tree.note(node, event)
        elif kind is MappingStartEvent or kind is SequenceStartEvent:
            if open_nodes and type(open_nodes[-1][0]) is Mapping and not len(children) & 1:
                tree.odd = True
            node = (Mapping if kind is MappingStartEvent else Sequence)([], event.flow_style, event.start_mark, None)
            append(node)
            open_nodes.append((node, children))
            children = []
            append = children.append
            if event.anchor is not None or event.tag is not None:
                tree.note(node, event)
            if len(open_nodes) > MAX_DEPTH:
                _check_depth(open_nodes, depths, event.start_mark)
        elif kind is MappingEndEvent or kind is SequenceEndEvent:
            node, siblings = open_nodes.pop()
            node.end = children[-1].end if children and not node.flow else event.end_mark
            if kind is MappingEndEvent:
                tree.fill(node, children)
            else:
                node.items = children
            children = siblings
            append = children.append
        elif kind is AliasEvent:
            append(tree.alias(event))
        elif kind is DocumentEndEvent:
            tree.root = children[0]
            tree.end = event.start_mark.index
            return tree


class _Depth(NamedTuple):
    """How deep yaml.v3 finds an open node: in brackets, in indents, and the column of the last indent."""

    node: Any
    flow: int
    indents: int
    column: int


def _check_depth(open_nodes: list[tuple[Any, list[Any]]], known: list[_Depth], mark: Any) -> None:
    """Bring `known`, what the last call found, up to the nodes that are open now, and see whether they are too deep."""
    same = min(len(known), len(open_nodes))
    while same and known[same - 1].node is not open_nodes[same - 1][0]:
        same -= 1
    del known[same:]
    depth = known[-1] if known else _Depth(None, 0, 0, -1)
    for node, _ in open_nodes[same:]:
        if node.flow:
            depth = depth._replace(node=node, flow=depth.flow + 1)
        elif node.start.column > depth.column:
            depth = depth._replace(node=node, indents=depth.indents + 1, column=node.start.column)
        else:
            depth = depth._replace(node=node)
        known.append(depth)
    if depth.flow > MAX_DEPTH or depth.indents > MAX_DEPTH:
        raise TooDeep(mark)
