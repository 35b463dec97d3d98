"""Taking a pair or an item out of a text, with what becomes empty by it, and without losing a comment."""

from __future__ import annotations

import re
from bisect import bisect_left

from traefiklint.patch.ranges import (
    Chain,
    Edits,
    PathStep,
    can_edit,
    end_of_item,
    end_of_pair,
)
from traefiklint.text.breaks import end_of_line, line_break, next_line
from traefiklint.text.diagnostics import Replacement
from traefiklint.text.document import Document
from traefiklint.text.lines import line_start
from traefiklint.text.nodes import Mapping
from traefiklint.text.scalar_map import content_start
from traefiklint.yaml.comments import comments_of

NOTHING = "# Nothing is configured here."
"""What is written into a file of which nothing is left."""

_COMMA = re.compile(r"\s*,[ \t]*")


def cut(document: Document, chain: Chain, *, empty: str) -> Edits | None:
    """The edits that take out what a way through the tree leads to; None where that cannot be written."""
    if not can_edit(document):
        return None
    text = document.text
    while len(chain) > 1 and _is_alone(text, chain[-1]):
        if empty == "braces":
            return _leave_empty(document, chain)
        chain = chain[:-1]
    step = chain[-1]
    extent = _extent(text, step)
    if extent is None:
        return None
    if step.parent.flow:
        return _cut_flow(text, step, *extent)
    return _cut_lines(document, step, *extent)


def _is_alone(text: str, step: PathStep) -> bool:
    """Whether nothing else is written in the mapping or the list that a step leads into."""
    parent = step.parent
    if type(parent) is not Mapping:
        return len(parent.items) == 1  # type: ignore[union-attr]
    return len(parent.pairs) == 1 and "<<" not in text[parent.start.index : parent.end.index]


def _extent(text: str, step: PathStep) -> tuple[int, int] | None:
    """From where to where the pair or the item is written."""
    parent, number = step
    if type(parent) is Mapping:
        key, node = parent.pairs[number]
        return key.start.index, end_of_pair(text, key, node)
    end = end_of_item(text, parent, number)  # type: ignore[arg-type]
    return None if end is None else (parent.items[number].start.index, end)  # type: ignore[union-attr]


def _leave_empty(document: Document, chain: Chain) -> Edits | None:
    """Empty a section, and leave `{}` or `[]`."""
    text = document.text
    step, above = chain[-1], chain[-2]
    parent = step.parent
    brackets = "{}" if type(parent) is Mapping else "[]"
    start = content_start(text, parent)
    if parent.flow:
        if "#" in text[start : parent.end.index]:
            return None
        return (Replacement(start, parent.end.index, brackets),)
    extent = _extent(text, step)
    if type(above.parent) is not Mapping or extent is None:
        return None
    edits = _cut_lines(document, step, *extent)
    if edits is None:
        return None
    key = above.parent.pairs[above.number][0]
    colon = re.compile(r"[ \t]*:(?:[ \t]+[&!]\S+)*").match(text, key.end.index)
    if colon is None:
        return None
    return (Replacement(colon.end(), colon.end(), f" {brackets}"), *edits)


def _cut_lines(document: Document, step: PathStep, start: int, end: int) -> Edits | None:
    """Take out the lines of a pair or an item of a block."""
    text = document.text
    begin, stop = line_start(text, start), end_of_line(text, end)
    rest = text[end:stop].strip(" \t")
    prefix = text[begin:start]
    if rest and not rest.startswith("#"):
        return None
    indent = prefix[: len(prefix) - len(prefix.lstrip(" "))]
    wanted = "" if type(step.parent) is Mapping else "-"
    if prefix.strip(" ") == wanted:
        is_root = type(step.parent) is Mapping and step.parent is document.root and len(step.parent.pairs) == 1
        return _without_lines(text, begin, next_line(text, end), indent, is_root)
    if type(step.parent) is Mapping and not prefix.strip(" -") and step.number + 1 < len(step.parent.pairs):
        following = step.parent.pairs[step.number + 1][0].start.index
        kept = _comments(text, start, following, indent)
        return (*((Replacement(begin, begin, kept),) if kept else ()), Replacement(start, following, ""))
    return None


def _without_lines(text: str, begin: int, stop: int, indent: str, is_all: bool) -> Edits:
    """Take out whole lines; `is_all` says that no other key stands in the file."""
    kept = _comments(text, begin, stop, indent)
    if is_all and not kept and not (text[:begin] + text[stop:]).strip(" \t\r\n\ufeff-"):
        kept = NOTHING + line_break(text)
    if kept and not text.endswith(("\n", "\r")) and stop == len(text):
        kept = kept.rstrip("\r\n")
    return (Replacement(begin, stop, kept),)


def _comments(text: str, start: int, end: int, indent: str) -> str:
    """The comments of a stretch, each on a line of its own."""
    if "#" not in text[start:end]:
        return ""
    eol = line_break(text)
    comments = comments_of(text)
    found = comments[bisect_left(comments, (start, 0)) : bisect_left(comments, (end, 0))]
    return "".join(f"{indent}{text[comment.start : comment.end]}{eol}" for comment in found)


def _cut_flow(text: str, step: PathStep, start: int, end: int) -> Edits | None:
    """Take a pair or an item out of braces or brackets, with one comma."""
    if _comments(text, start, end, ""):
        return None
    before = _extent(text, PathStep(step.parent, step.number - 1)) if step.number else None
    comma = _COMMA.match(text, end)
    if comma:
        end = comma.end()
    elif before and not text[before[1] : start].strip(" \t,"):
        return (Replacement(before[1], end, ""),)
    begin, stop = line_start(text, start), end_of_line(text, end)
    if not text[begin:start].strip() and not text[end:stop].strip() and text[start] not in "{[" and begin > 0:
        return (Replacement(begin, next_line(text, end), ""),)
    return (Replacement(start, end, ""),)
