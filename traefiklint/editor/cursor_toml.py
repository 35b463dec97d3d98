"""Where in a text of TOML an offset is, as its lines tell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.editor.cursor_text import FURTHEST, Cursor, bare, inside, is_open, line_end, lines_to, word_at

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
