"""Edits that put keys deeper: below a new section, or below the names that stand before them with dots."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from traefiklint.patch.edits import indent_step
from traefiklint.patch.ranges import (
    Edits,
    can_edit,
    end_of_pair,
    is_in_place,
)
from traefiklint.text.breaks import end_of_line, line_break, next_line
from traefiklint.text.diagnostics import Replacement
from traefiklint.text.document import Document
from traefiklint.text.lines import line_start
from traefiklint.text.nodes import Mapping, Node, Scalar

_MOST_KEYS = 500
"""In a mapping with more keys nobody looks for a clash of their names."""


def put_below(document: Document, names: frozenset[str], section: str) -> Edits | None:
    """Put all keys of the top level that have one of these names (in small letters) below a new section; None where the
    section is there already, or the keys do not stand together.
    """
    root = document.root
    if not can_edit(document) or type(root) is not Mapping or root.flow:
        return None
    keys = [key.value.lower() for key, _ in root.pairs]
    numbers = [number for number, key in enumerate(keys) if key in names]
    if section in keys or not numbers or numbers[-1] - numbers[0] >= len(numbers):
        return None
    first, last = root.pairs[numbers[0]], root.pairs[numbers[-1]]
    text = document.text
    start = line_start(text, first[0].start.index)
    if first[0].start.index != start or not all(is_in_place(root, root.pairs[number]) for number in numbers):
        return None
    heading = Replacement(start, start, section + ":" + line_break(text) + " " * indent_step(document))
    return (heading, *_indented(text, next_line(text, start), end_of_pair(text, *last), indent_step(document)))


def nest_key(document: Document, mapping: Mapping, key: Scalar, words: Sequence[str]) -> Edits | None:
    """Write `a.b.c: x` as sections below each other; None where another key of the mapping begins with that word."""
    first = words[0].lower()
    if not can_edit(document) or key.style or len(mapping.pairs) > _MOST_KEYS:
        return None
    if sum(other.value.lower().partition(".")[0] == first for other, _ in mapping.pairs) != 1:
        return None
    pair = next(pair for pair in mapping.pairs if pair[0] is key)
    if not is_in_place(mapping, pair) or not all(word.replace("-", "").replace("_", "").isalnum() for word in words):
        return None
    return _nested_in_braces(document, pair, words) if mapping.flow else _nested(document, pair, words)


def _nested(document: Document, pair: tuple[Scalar, Node], words: Sequence[str]) -> Edits:
    key, node = pair
    text, step = document.text, indent_step(document)
    column = key.start.column
    lines = (" " * (step * depth) + word for depth, word in enumerate(words))
    name = (":" + line_break(text) + " " * column).join(lines)
    deeper = _indented(text, next_line(text, key.end.index), end_of_pair(text, key, node), step * (len(words) - 1))
    return (Replacement(key.start.index, key.end.index, name), *deeper)


def _nested_in_braces(document: Document, pair: tuple[Scalar, Node], words: Sequence[str]) -> Edits:
    key, node = pair
    end = end_of_pair(document.text, key, node)
    braces = "}" * (len(words) - 1)
    return (Replacement(key.start.index, key.end.index, ": {".join(words)), Replacement(end, end, braces))


def _indented(text: str, start: int, end: int, columns: int) -> Iterator[Replacement]:
    """The lines of a stretch, further to the right."""
    while start < end:
        if text[start : end_of_line(text, start)].strip():
            yield Replacement(start, start, " " * columns)
        start = next_line(text, start)
