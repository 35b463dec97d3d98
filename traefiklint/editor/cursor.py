"""Where in a configuration an offset of a text is, as its lines tell: also in a text that no reader understands, as one
that is being typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from traefiklint.editor.cursor_text import (
    FURTHEST,
    Cursor,
    bare,
    inside,
    is_open,
    line_end,
    lines_to,
    next_line,
    word_at,
)
from traefiklint.text.breaks import is_toml_file

_TOML_KEY = re.compile(
    r"\s*(?P<key>(?:[\w@/-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w@/-]+|\"[^\"]*\"|'[^']*'))*)\s*=(?!=)"
)
_HEADER = re.compile(r"\s*\[{1,2}(?P<name>[^\]\r\n]*)")
_TABLE = re.compile(r"\s*(?P<open>\[{1,2})(?P<name>[^\[\]]+)\]{1,2}\s*(?:#.*)?$")
_BLOCK = re.compile(r"\s*(?P<sign>\"{3}|'{3})(?:\r?\n)?")
_PART = re.compile(r"\"[^\"]*\"|'[^']*'|[^\s.\"'\[\]]+")


def cursor_in_toml(text: str, offset: int) -> Cursor:
    """Where an offset of a text of TOML is."""
    starts, number = lines_to(text, offset)
    start = starts[number]
    end = line_end(text, start)
    line = text[start:end]
    indent = line[: len(line) - len(line.lstrip())]
    header = _HEADER.match(text, start, end)
    if header and offset <= header.end("name") and not line.lstrip().startswith("[ "):
        done = text[header.start("name") : offset]
        *path, begun = done.split(".")
        first = offset - len(begun)
        last = first + len(re.match(r"[^\].\s]*", text[first:end])[0])  # type: ignore[index]
        names = tuple(bare(part.strip()) for part in path)
        return Cursor(names, None, first, last, begun, first, indent=indent, is_toml=True, is_header=True)
    table = _table(text, starts, number)
    for above in range(number, max(number - FURTHEST, -1), -1):
        key = _TOML_KEY.match(text, starts[above], line_end(text, starts[above]))
        if key is None:
            if above < number and _HEADER.match(text, starts[above]):
                break
            continue
        value = key.end()
        if (block := _BLOCK.match(text, value)) is not None and text.find(block["sign"], block.end(), offset) < 0:
            if offset >= block.end():
                return _in_block(text, offset, (*table, *_parts(key["key"])), block.end(), end)
            break
        if above < number and not is_open(text, value, offset):
            break
        if offset >= value:
            while value < offset and text[value] in " \t":
                value += 1
            names = _parts(key["key"])
            found = Cursor((*table, *names[:-1]), names[-1], 0, 0, "", value, indent=indent, is_toml=True)
            return inside(text, found, offset, end)
        break
    first = start + len(indent) if start + len(indent) <= offset else offset
    done = text[first:offset]
    *path, begun = done.split(".")
    first = offset - len(begun)
    last = first + len(re.match(r"[\w@/-]*", text[first:end])[0])  # type: ignore[index]
    beside = frozenset(_siblings(text, starts, number))
    return Cursor((*table, *path), None, first, last, begun, first, beside, indent, is_toml=True)


def _in_block(text: str, offset: int, whole: tuple[str, ...], value: int, end: int) -> Cursor:
    """In a text of several lines."""
    first, last = word_at(text, offset, max(value, text.rfind("\n", 0, offset) + 1), end)
    return Cursor(whole[:-1], whole[-1], first, last, text[first:offset], value, is_toml=True)


def _table(text: str, starts: list[int], number: int) -> tuple[str, ...]:
    for above in range(number, -1, -1):
        header = _TABLE.match(text, starts[above], line_end(text, starts[above]))
        if header:
            names = _parts(header["name"])
            return (*names, "[]") if header["open"] == "[[" else names
    return ()


def _siblings(text: str, starts: list[int], number: int) -> Iterator[str]:
    for way in (range(number - 1, -1, -1), range(number + 1, len(starts))):
        for row in way:
            end = line_end(text, starts[row])
            if _HEADER.match(text, starts[row], end):
                break
            if key := _TOML_KEY.match(text, starts[row], end):
                yield _parts(key["key"])[0]


def _parts(name: str) -> tuple[str, ...]:
    return tuple(bare(part) for part in _PART.findall(name))


_DASH = re.compile(r"-(?:[ \t]+|$)")
_KEY = re.compile(
    r"(?P<key>\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^\s#\"'\[\]{},:&*!|>%@`-][^:#\r\n]*?|-?[\w./@-]+)\s*:(?=\s|$)"
)


def cursor_at(file: str, text: str, offset: int) -> Cursor:
    """Where an offset of a text is."""
    return (cursor_in_toml if is_toml_file(file) else _yaml)(text, offset)


class _Row(NamedTuple):
    """A line of YAML: the columns of its dashes, then its key with its column, then its value."""

    start: int
    dashes: tuple[int, ...]
    column: int
    key: str | None
    value: int
    """The offset at which the value behind the key begins; the content where there is no key."""


def _row(text: str, start: int, end: int) -> _Row | None:
    """A line as YAML; None for one with nothing in it."""
    at = start
    while at < end and text[at] == " ":
        at += 1
    dashes = []
    while dash := _DASH.match(text, at, end):
        dashes.append(at - start)
        at = dash.end()
    if (at >= end and not dashes) or text[at : at + 1] == "#" or text.startswith(("---", "..."), start, end):
        return None
    key = _KEY.match(text, at, end)
    if key is None:
        return _Row(start, tuple(dashes), at - start, None, at)
    value = key.end()
    while value < end and text[value] in " \t":
        value += 1
    if text[value : value + 1] == "#":
        value = min(key.end() + 1, value)  # there is nothing before the comment yet
    return _Row(start, tuple(dashes), at - start, bare(key["key"]), value)


def _yaml(text: str, offset: int) -> Cursor:
    starts, number = lines_to(text, offset)
    start = starts[number]
    end = line_end(text, start)
    row = _row(text, start, end)
    indent = text[start:end][: len(text[start:end]) - len(text[start:end].lstrip(" "))]
    if row is None or (row.key is None and not row.dashes and not text[row.value : end].strip()):
        row = _Row(start, (), offset - start, None, offset)
    above = list(_rows(text, starts, number))
    path, siblings = _ancestors(above, row)
    siblings |= _below(text, starts, number, row)
    in_value = row.key is not None and offset >= row.value and text[row.value - 1 : row.value] in (":", " ", "\t")
    if in_value:
        return inside(text, Cursor(path, row.key, 0, 0, "", row.value, indent=indent), offset, end)
    if row.key is None and not row.dashes:
        carried = _carried(above, row, text, offset)
        if carried is not None:
            return carried
    is_item = bool(row.dashes)
    if is_item and row.key is None:
        return inside(text, Cursor(path, None, 0, 0, "", row.value, siblings, indent, is_item=True), offset, end)
    first, last = word_at(text, offset, start, end)
    content = start + row.column
    first = content if content <= offset else first
    if first < offset and text[first] in "\"'":
        first += 1
    return Cursor(path, None, first, last, text[first:offset], first, siblings, indent, is_item=is_item)


def _rows(text: str, starts: list[int], number: int) -> Iterator[_Row]:
    """The lines above one, from the nearest up."""
    for above in range(number - 1, -1, -1):
        row = _row(text, starts[above], line_end(text, starts[above]))
        if row is not None:
            yield row


def _ancestors(above: list[_Row], row: _Row) -> tuple[tuple[str, ...], frozenset[str]]:
    """The path of a line, and the keys that stand above it in the same mapping."""
    steps: list[str] = []
    siblings: set[str] = set()
    limit = row.column
    is_near = True
    for dash in reversed(row.dashes):
        steps.append("[]")
        limit, is_near = dash + 1, False
    for other in above:
        if other.key is not None and other.column < limit:
            steps.append(other.key)
            limit, is_near = other.column, False
        elif is_near and other.key is not None and other.column == limit:
            siblings.add(other.key)
        for dash in reversed(other.dashes):
            if dash < limit:
                steps.append("[]")
                limit, is_near = dash + 1, False
                if not dash:
                    limit = 1
        if limit <= 0:
            break
    return tuple(reversed(_without_doubles(steps))), frozenset(siblings)


def _without_doubles(steps: list[str]) -> list[str]:
    """An item is one item, also where several dashes of the same list stand above each other."""
    found: list[str] = []
    for step in steps:
        if step != "[]" or found[-1:] != ["[]"]:
            found.append(step)
    return found


def _below(text: str, starts: list[int], number: int, row: _Row) -> frozenset[str]:
    """The keys that stand below a line in the same mapping."""
    found: set[str] = set()
    for start in starts[number + 1 :]:
        other = _row(text, start, line_end(text, start))
        if other is None:
            continue
        first = other.dashes[0] if other.dashes else other.column
        if first < row.column:
            break
        if other.key is not None and other.column == row.column and not other.dashes:
            found.add(other.key)
    return frozenset(found)


def _carried(above: list[_Row], row: _Row, text: str, offset: int) -> Cursor | None:
    """The value that a line carries on: a block of text, or brackets that were opened above."""
    for other in above[:FURTHEST]:
        if other.key is None:
            continue
        if other.column >= row.column and not text[other.value : line_end(text, other.value)].startswith(("[", "{")):
            return None
        rest = text[other.value : line_end(text, other.value)].rstrip()
        path, _ = _ancestors(above[above.index(other) + 1 :], other)
        if re.fullmatch(r"[|>][0-9+-]{0,2}(?:\s*#.*)?", rest) and other.column < row.column:
            first, last = word_at(text, offset, row.start, line_end(text, row.start))
            return Cursor(path, other.key, first, last, text[first:offset], next_line(text, other.value))
        if rest[:1] in ("[", "{") and is_open(text, other.value, offset):
            return inside(text, Cursor(path, other.key, 0, 0, "", other.value), offset, line_end(text, offset))
        return None
    return None
