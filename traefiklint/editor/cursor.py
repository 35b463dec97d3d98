"""Where in a configuration an offset of a text is, as its lines tell: also in a text that no reader understands, as one
that is being typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_LINE = re.compile(r"\r\n|\n|\r")
_DASH = re.compile(r"-(?:[ \t]+|$)")
_KEY = re.compile(
    r"(?P<key>\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'|[^\s#\"'\[\]{},:&*!|>%@`-][^:#\r\n]*?|-?[\w./@-]+)\s*:(?=\s|$)"
)
_TOML_KEY = re.compile(
    r"\s*(?P<key>(?:[\w@/-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[\w@/-]+|\"[^\"]*\"|'[^']*'))*)\s*=(?!=)"
)
_HEADER = re.compile(r"\s*\[{1,2}(?P<name>[^\]\r\n]*)")
_PART = re.compile(r"\"[^\"]*\"|'[^']*'|[^\s.\"'\[\]]+")
_WORD_BEFORE = re.compile(r"[^\s\"'\[\]{},]*$")
_WORD_AFTER = re.compile(r"[^\s\"'\[\]{},:=]*")
_FURTHEST = 4_000
"""How many lines above are looked at for what a value in brackets begins with."""


class Cursor(NamedTuple):
    """A place in a configuration."""

    path: tuple[str, ...]
    """The keys above; an item of a list is `[]`."""
    key: str | None
    """The key whose value is here; None where a key (or an item that may be anything) is."""
    start: int
    """Where the word begins that the offset is in."""
    end: int
    """Where it ends."""
    before: str
    """What of the word stands before the offset."""
    value_start: int
    """Where the whole value begins, behind its opening quote."""
    siblings: frozenset[str] = frozenset()
    """The keys that stand beside it."""
    indent: str = ""
    """What its line begins with."""
    is_flow: bool = False
    is_toml: bool = False
    is_header: bool = False
    """Whether it is in the head of a table of TOML."""
    is_item: bool = False
    """Whether it is an item of a list."""

    @property
    def whole(self) -> tuple[str, ...]:
        """The path with the key of the value."""
        return self.path if self.key is None else (*self.path, self.key)


def cursor_at(file: str, text: str, offset: int) -> Cursor:
    """Where an offset of a text is."""
    return (_toml if file[-5:].lower() == ".toml" else _yaml)(text, offset)


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
    return _Row(start, tuple(dashes), at - start, _bare(key["key"]), value)


def _yaml(text: str, offset: int) -> Cursor:
    starts = [0, *(found.end() for found in _LINE.finditer(text))]
    number = max(sum(1 for start in starts if start <= offset) - 1, 0)
    start = starts[number]
    end = _end(text, start)
    row = _row(text, start, end)
    indent = text[start:end][: len(text[start:end]) - len(text[start:end].lstrip(" "))]
    if row is None or (row.key is None and not row.dashes and not text[row.value : end].strip()):
        row = _Row(start, (), offset - start, None, offset)
    above = list(_rows(text, starts, number))
    path, siblings = _ancestors(above, row)
    siblings |= _below(text, starts, number, row)
    in_value = row.key is not None and offset >= row.value and text[row.value - 1 : row.value] in (":", " ", "\t")
    if in_value:
        return _inside(text, Cursor(path, row.key, 0, 0, "", row.value, indent=indent), offset, end)
    if row.key is None and not row.dashes:
        carried = _carried(above, row, text, offset)
        if carried is not None:
            return carried
    is_item = bool(row.dashes)
    if is_item and row.key is None:
        return _inside(text, Cursor(path, None, 0, 0, "", row.value, siblings, indent, is_item=True), offset, end)
    first, last = _word(text, offset, start, end)
    content = start + row.column
    first = content if content <= offset else first
    return Cursor(path, None, first, last, text[first:offset], first, siblings, indent, is_item=is_item)


def _rows(text: str, starts: list[int], number: int) -> Iterator[_Row]:
    """The lines above one, from the nearest up."""
    for above in range(number - 1, -1, -1):
        row = _row(text, starts[above], _end(text, starts[above]))
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
        other = _row(text, start, _end(text, start))
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
    for other in above[:_FURTHEST]:
        if other.key is None:
            continue
        if other.column >= row.column and not text[other.value : _end(text, other.value)].startswith(("[", "{")):
            return None
        rest = text[other.value : _end(text, other.value)].rstrip()
        path, _ = _ancestors(above[above.index(other) + 1 :], other)
        if re.fullmatch(r"[|>][0-9+-]{0,2}(?:\s*#.*)?", rest) and other.column < row.column:
            first, last = _word(text, offset, row.start, _end(text, row.start))
            return Cursor(path, other.key, first, last, text[first:offset], _after_line(text, other.value))
        if rest[:1] in ("[", "{") and _is_open(text, other.value, offset):
            return _inside(text, Cursor(path, other.key, 0, 0, "", other.value), offset, _end(text, offset))
        return None
    return None


def _inside(text: str, found: Cursor, offset: int, end: int) -> Cursor:
    """Where in a value an offset is: in its quotes, or in brackets, as deep as they go."""
    path, key, at = found.path, found.key, found.value_start
    start, quote = at, ""
    stack: list[tuple[str, tuple[str, ...], str | None]] = []
    siblings: set[str] = set()
    is_flow = False
    while at < offset:
        character = text[at]
        if quote:
            if character == "\\" and quote == '"':
                at += 1
            elif character == quote:
                quote = ""
        elif character in "\"'" and not text[start:at].strip():
            quote, start = character, at + 1
        elif character in "[{" and (is_flow or not text[start:at].strip()):
            stack.append((character, path, key))
            path = path if key is None else (*path, key)
            if character == "[":
                path = (*path, "[]")
            key, is_flow, siblings, start = None, True, set(), at + 1
        elif stack and character in "]}":
            _, path, key = stack.pop()
            start = at + 1
        elif stack and character == ",":
            key, start = (None, at + 1)
        elif stack and stack[-1][0] == "{" and character in ":=" and text[at + 1 : at + 2] in (" ", "\t", '"', "'", ""):
            key, start = _bare(text[start:at].strip().strip("\"'")), at + 1
            siblings.add(key)
        at += 1
    while not quote and start < offset and text[start] in " \t\r\n":
        start += 1
    last = _value_end(text, offset, end, quote, in_flow=bool(stack))
    is_item = (bool(stack) and stack[-1][0] == "[") or (found.is_item and not stack)
    return found._replace(
        path=path,
        key=key,
        start=start,
        end=last,
        before=text[start:offset],
        value_start=start,
        siblings=frozenset(siblings) | found.siblings,
        is_flow=bool(stack),
        is_item=is_item,
    )


def _value_end(text: str, offset: int, end: int, quote: str, *, in_flow: bool) -> int:
    at = offset
    while at < end:
        character = text[at]
        if (quote and character == quote) or (
            (not quote and (in_flow and character in ",]}")) or (not quote and text.startswith(" #", at))
        ):
            break
        at += 1
    while at > offset and not quote and text[at - 1] in " \t":
        at -= 1
    return at


def _toml(text: str, offset: int) -> Cursor:
    starts = [0, *(found.end() for found in _LINE.finditer(text))]
    number = max(sum(1 for start in starts if start <= offset) - 1, 0)
    start = starts[number]
    end = _end(text, start)
    line = text[start:end]
    indent = line[: len(line) - len(line.lstrip())]
    header = _HEADER.match(text, start, end)
    if header and offset <= header.end("name") and not line.lstrip().startswith("[ "):
        done = text[header.start("name") : offset]
        *path, begun = done.split(".")
        first = offset - len(begun)
        last = first + len(re.match(r"[^\].\s]*", text[first:end])[0])  # type: ignore[index]
        names = tuple(_bare(part.strip()) for part in path)
        return Cursor(names, None, first, last, begun, first, indent=indent, is_toml=True, is_header=True)
    table = _table(text, starts, number)
    for above in range(number, max(number - _FURTHEST, -1), -1):
        key = _TOML_KEY.match(text, starts[above], _end(text, starts[above]))
        if key is None:
            if above < number and _HEADER.match(text, starts[above]):
                break
            continue
        value = key.end()
        if above < number and not _is_open(text, value, offset):
            break
        if offset >= value:
            while value < offset and text[value] in " \t":
                value += 1
            names = _parts(key["key"])
            found = Cursor((*table, *names[:-1]), names[-1], 0, 0, "", value, indent=indent, is_toml=True)
            return _inside(text, found, offset, end)
        break
    first = start + len(indent) if start + len(indent) <= offset else offset
    done = text[first:offset]
    *path, begun = done.split(".")
    first = offset - len(begun)
    last = first + len(re.match(r"[\w@/-]*", text[first:end])[0])  # type: ignore[index]
    beside = frozenset(_siblings(text, starts, number))
    return Cursor((*table, *path), None, first, last, begun, first, beside, indent, is_toml=True)


def _table(text: str, starts: list[int], number: int) -> tuple[str, ...]:
    for above in range(number, -1, -1):
        header = re.compile(r"\s*(?P<open>\[{1,2})(?P<name>[^\[\]]+)\]{1,2}\s*(?:#.*)?$").match(
            text, starts[above], _end(text, starts[above])
        )
        if header:
            names = _parts(header["name"])
            return (*names, "[]") if header["open"] == "[[" else names
    return ()


def _siblings(text: str, starts: list[int], number: int) -> Iterator[str]:
    for way in (range(number - 1, -1, -1), range(number + 1, len(starts))):
        for row in way:
            end = _end(text, starts[row])
            if _HEADER.match(text, starts[row], end):
                break
            if key := _TOML_KEY.match(text, starts[row], end):
                yield _parts(key["key"])[0]


def _parts(name: str) -> tuple[str, ...]:
    return tuple(_bare(part) for part in _PART.findall(name))


def _is_open(text: str, start: int, offset: int) -> bool:
    """Whether a bracket that opens behind `start` is still open at an offset."""
    depth, quote = 0, ""
    for character in text[start:offset]:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
            if depth <= 0:
                return False
    return depth > 0


def _word(text: str, offset: int, start: int, end: int) -> tuple[int, int]:
    before = _WORD_BEFORE.search(text[start:offset])
    after = _WORD_AFTER.match(text, offset, end)
    return offset - len(before[0] if before else ""), after.end() if after else offset


def _end(text: str, start: int) -> int:
    found = _LINE.search(text, start)
    return found.start() if found else len(text)


def _after_line(text: str, at: int) -> int:
    found = _LINE.search(text, at)
    return found.end() if found else len(text)


def _bare(key: str) -> str:
    key = key.strip()
    return key[1:-1] if key[:1] in ('"', "'") and key[-1:] == key[:1] and len(key) > 1 else key
