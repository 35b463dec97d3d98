"""YAML to nodes: libyaml's events, built into the tree that gopkg.in/yaml.v3 would see.

Ordinary documents are done when the last event is in. Those with anchors, tags, merge keys, odd or repeated keys go
through `unmarshal`, which does with them what yaml.v3 does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from yaml._yaml import CParser
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

from traefiklint.syntax.nodes import Alias, Mapping, Node, Scalar, Sequence
from traefiklint.syntax.scalars import WORDS

if TYPE_CHECKING:
    from traefiklint.syntax.problem import Problem

MAX_DEPTH = 10_000
"""yaml.v3 refuses anything nested deeper, in blocks and in brackets each."""

_ODD_NAMES = frozenset(WORDS) | {"<<"}


class Tree:
    """What the events came to. `odd` says that yaml.v3's own ways with anchors, tags and keys must be looked into."""

    __slots__ = ("anchors", "explicit_end", "odd", "root", "version")

    def __init__(self) -> None:
        self.root: Node | None = None
        self.odd = False
        self.anchors: dict[str, Node] = {}
        self.version: tuple[int, int] | None = None


class TooDeep(Exception):  # noqa: N818 - a way out of the loop, not an error of ours
    """The nesting goes beyond what yaml.v3 takes; `mark` is where."""

    def __init__(self, mark: Any) -> None:
        super().__init__()
        self.mark = mark


class UnknownAnchor(Exception):  # noqa: N818
    """An alias refers to an anchor that stands nowhere before it."""

    def __init__(self, name: str, mark: Any, end: Any) -> None:
        super().__init__(name)
        self.name = name
        self.mark = mark
        self.end = end


def read_yaml(text: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """The first document of a text, which is all that Traefik looks at, and what is wrong with it."""
    try:
        tree = build(text)
    except (YAMLError, TooDeep, UnknownAnchor, UnicodeError) as error:
        from traefiklint.syntax.complaints import explain

        return None, (explain(text, error),)
    root = tree.root
    if root is None or (not tree.odd and type(root) is Mapping):
        return root, ()
    from traefiklint.syntax.unmarshal import unmarshal

    return unmarshal(root)


def build(text: str) -> Tree:
    """The tree of the first document as it is written, aliases still standing.

    Raises:
        YAMLError: libyaml refuses the text.
        TooDeep, UnknownAnchor: yaml.v3 refuses it.
    """
    tree = Tree()
    get: Callable[[], Any] = CParser(text).get_event
    get()
    event = get()
    if type(event) is StreamEndEvent:
        return tree
    tree.version = event.version
    children: list[Any] = []
    append = children.append
    open_nodes: list[tuple[Any, list[Any]]] = []
    while True:
        event = get()
        kind = event.__class__
        if kind is ScalarEvent:
            node: Any = Scalar(event.value, event.style, "", event.start_mark, event.end_mark)
            append(node)
        elif kind is MappingStartEvent:
            if open_nodes and type(open_nodes[-1][0]) is Mapping and not len(children) & 1:
                tree.odd = True
            node = Mapping([], event.flow_style, event.start_mark, None)
            append(node)
            open_nodes.append((node, children))
            children = []
            append = children.append
        elif kind is MappingEndEvent:
            node, siblings = open_nodes.pop()
            keys = children[::2]
            node.pairs = list(zip(keys, children[1::2], strict=True))
            node.end = children[-1].end if children and not node.flow else event.end_mark
            if keys and not tree.odd:
                names = [key.value for key in keys]
                if len(names) != len(set(names)) or min(names) < ":" or not _ODD_NAMES.isdisjoint(names):
                    tree.odd = True
            children = siblings
            append = children.append
            continue
        elif kind is SequenceStartEvent:
            if open_nodes and type(open_nodes[-1][0]) is Mapping and not len(children) & 1:
                tree.odd = True
            node = Sequence([], event.flow_style, event.start_mark, None)
            append(node)
            open_nodes.append((node, children))
            children = node.items
            append = children.append
        elif kind is SequenceEndEvent:
            node, siblings = open_nodes.pop()
            node.end = children[-1].end if children and not node.flow else event.end_mark
            children = siblings
            append = children.append
            continue
        elif kind is AliasEvent:
            tree.odd = True
            target = tree.anchors.get(event.anchor)
            if target is None:
                raise UnknownAnchor(event.anchor, event.start_mark, event.end_mark)
            append(Alias(event.anchor, target, event.start_mark, event.end_mark))
            continue
        elif kind is DocumentEndEvent:
            tree.root = children[0]
            return tree
        if event.anchor is not None:
            tree.odd = True
            tree.anchors[event.anchor] = node
        if event.tag is not None:
            tree.odd |= _tag(node, event.tag)
        if len(open_nodes) > MAX_DEPTH:
            _check_depth(open_nodes, event.start_mark)


def _tag(node: Any, tag: str) -> bool:
    """Note the tag of a scalar in its short form, and say whether it counts: on collections it means nothing."""
    if type(node) is not Scalar or tag == "!":
        return False
    prefix = "tag:yaml.org,2002:"
    node.tag = "!!" + tag[len(prefix) :] if tag.startswith(prefix) else tag
    return True


def _check_depth(open_nodes: list[tuple[Any, list[Any]]], mark: Any) -> None:
    flow = sum(node.flow for node, _ in open_nodes)
    indents = 0
    column = -1
    for node, _ in open_nodes:
        if not node.flow and node.start.column > column:
            column = node.start.column
            indents += 1
    if flow > MAX_DEPTH or indents > MAX_DEPTH:
        raise TooDeep(mark)
