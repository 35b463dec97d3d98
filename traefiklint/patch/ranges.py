"""Where the pieces of a text begin and end that belong to a node: lines, pairs, items, and the way down to them."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from traefiklint.text.breaks import is_toml_file
from traefiklint.text.diagnostics import Replacement
from traefiklint.text.document import Document
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence

_ALIAS = re.compile(r"\s*:\s*(\*[^\s,\[\]{}]+)")


Edits = tuple[Replacement, ...]


def can_edit(document: Document) -> bool:
    """Whether a text can be edited as YAML: not TOML, nor what stands for several labels."""
    return not document.holds_labels and not is_toml(document)


def is_toml(document: Document) -> bool:
    """Whether a text is TOML, which `patch.toml_edits` writes."""
    return not document.holds_labels and is_toml_file(document.file)


class PathStep(NamedTuple):
    """One step down the tree: into a mapping's pair, or a list's item."""

    parent: Mapping | Sequence
    number: int


Chain = tuple[PathStep, ...]


def chain_to(document: Document, target: Node) -> Chain | None:
    """The steps from the root down to a key, a value or an item; None where it is not written where it counts."""
    node: Node | None = document.root
    steps: list[PathStep] = []
    while node is not target and type(node) in (Mapping, Sequence):
        found = _step(node, target)  # type: ignore[arg-type]
        if found is None:
            return None
        steps.append(found[0])
        node = found[1]
    return tuple(steps) if node is target and steps else None


def _step(parent: Mapping | Sequence, target: Node) -> tuple[PathStep, Node] | None:
    if type(parent) is Sequence:
        items = parent.items
        number = bisect_right(items, target.start.index, key=lambda item: item.start.index) - 1
        if number < 0 or not (items[number] is target or _holds(items[number], target)):
            return None
        return (PathStep(parent, number), items[number]) if _is_within(parent, items[number]) else None
    assert type(parent) is Mapping, "nothing else has anything below it"
    return _step_in_mapping(parent, target)


def _step_in_mapping(parent: Mapping, target: Node) -> tuple[PathStep, Node] | None:
    pairs = parent.pairs
    number = bisect_right(pairs, target.start.index, key=lambda pair: pair[0].start.index) - 1
    if number < 0 or not _leads(parent, number, target):
        if all(is_in_place(parent, pair) for pair in pairs):
            return None
        number = next((other for other in range(len(pairs)) if _leads(parent, other, target)), -1)
    if number < 0:
        return None
    key, value = pairs[number]
    return PathStep(parent, number), (key if key is target else value)


def _leads(parent: Mapping, number: int, target: Node) -> bool:
    """Whether a pair is the way to a node."""
    key, value = parent.pairs[number]
    if key is target:
        return is_in_place(parent, (key, key))
    inside = value is target or _holds(value, target)
    return inside and is_in_place(parent, (key, value))


def _holds(node: Node, target: Node) -> bool:
    """Whether a node holds another one, by their places; an empty one may stand at the very end."""
    return bool(node.start.index <= target.start.index and target.end.index <= node.end.index)


def is_in_place(mapping: Mapping, pair: tuple[Scalar, Node]) -> bool:
    """Whether a pair is written in its mapping, and not brought there by a merge key or an alias."""
    key, value = pair
    return _is_within(mapping, key) and (value is key or value.start.index >= key.end.index)


def _is_within(parent: Node, child: Node) -> bool:
    return bool(parent.start.index <= child.start.index and child.end.index <= max(parent.end.index, child.start.index))


def in_flow(chain: Chain) -> bool:
    """Whether a way leads into brackets or braces."""
    return any(step.parent.flow for step in chain)


def end_of_pair(text: str, key: Scalar, node: Node) -> int:
    """Where a pair ends: behind its value, or behind the alias that stands for it."""
    if alias := _ALIAS.match(text, key.end.index):
        return alias.end()
    return _trimmed(text, max(key.end.index, node.start.index), max(key.end.index, node.end.index))


def end_of_item(text: str, sequence: Sequence, index: int) -> int | None:
    """Where an item of a list ends; None where it is an alias, or not there."""
    if not 0 <= index < len(sequence.items):
        return None
    item = sequence.items[index]
    if not _is_within(sequence, item) or (index and item.start.index < sequence.items[index - 1].end.index):
        return None
    return _trimmed(text, item.start.index, item.end.index)


def _trimmed(text: str, start: int, end: int) -> int:
    """The end without the empty lines that a block scalar takes with it."""
    return start + len(text[start:end].rstrip(" \t\r\n"))


_ACTION = re.compile(r"\{\{(?:\"(?:\\.|[^\"\\\n])*\"|`[^`]*`|[^\"`])*?\}\}", re.DOTALL)


def outside_actions(document: Document, edits: Edits | None) -> Edits | None:
    """The edits, where none of them touches a template action or writes one; else None."""
    if edits is None or not document.is_template:
        return edits
    if any("{{" in edit.text for edit in edits):
        return None
    for action in _ACTION.finditer(document.text):
        if any(edit.start < action.end() and action.start() < max(edit.end, edit.start + 1) for edit in edits):
            return None
    return edits
