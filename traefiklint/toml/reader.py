"""TOML to the same nodes: what github.com/BurntSushi/toml takes (TOML 1.1), with the place of every key and value."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NoReturn

from traefiklint.text.breaks import TOML_BREAK
from traefiklint.text.lines import Lines, Mark
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.toml.diagnostics import NewerSyntax, NewerToml, RepeatedTomlKey, TomlError, TomlFault, UnparsedToml
from traefiklint.toml.values import (
    BARE,
    SPACE,
    WITHOUT_SECONDS,
    basic_string,
    literal_string,
    newer_escape,
    plain_value,
)
from traefiklint.trampoline import run
from traefiklint.yaml.scalars import TOML_TIME

Steps = Generator[Any, Any, Any]

IMPLICIT, DEFINED, ARRAY = "implicit", "defined", "array"
"""How a table came to be: by the way, as a part of a longer key; by itself; or as a list of tables."""


def read_toml(text: str) -> tuple[Node | None, tuple[UnparsedToml | RepeatedTomlKey, ...]]:
    """The tree of a TOML text, and what is wrong with it."""
    root, said, _ = read_any_toml(text)
    return root, said


def read_any_toml(
    text: str,
) -> tuple[Node | None, tuple[UnparsedToml | RepeatedTomlKey, ...], tuple[NewerToml, ...]]:
    """The tree of a TOML text, what is wrong with it, and the first thing in it that only TOML 1.1 knows."""
    lines = Lines(text, TOML_BREAK)
    reader = _Reader(text, lines)
    try:
        return reader.read(), (), reader.newer
    except TomlError as error:
        span = lines.inside(lines.span(error.start, max(error.end, error.start + 1)))
        if error.fault is not None:
            return None, (UnparsedToml(span, fault=error.fault, text=error.text),), ()
        first = lines.span(*error.first) if error.first else None
        return None, (RepeatedTomlKey(span, first=first, key=error.text),), ()


class _Reader:
    def __init__(self, text: str, lines: Lines) -> None:
        self._text = text
        self._at = 1 if text[:1] == "\ufeff" else 0
        self._lines = lines
        self._kinds: dict[int, str] = {}
        self._names: dict[int, dict[str, int]] = {}
        self.newer: tuple[NewerToml, ...] = ()
        self.root = self._table(IMPLICIT, self._at)
        self._current = self.root

    # Tables

    def _table(self, kind: str, start: int) -> Mapping:
        table = Mapping([], False, self._mark(start), self._mark(start))
        self._kinds[id(table)] = kind
        self._names[id(table)] = {}
        return table

    def _mark(self, index: int) -> Mark:
        return self._lines.mark(index)

    def _find(self, table: Mapping, key: Scalar) -> Node | None:
        place = self._names[id(table)].get(key.value)
        return None if place is None else table.pairs[place][1]

    def _put(self, table: Mapping, key: Scalar, value: Node) -> None:
        names = self._names[id(table)]
        place = names.get(key.value)
        if place is not None:
            self._repeated(key, table.pairs[place][0])
        names[key.value] = len(table.pairs)
        table.pairs.append((key, value))

    def _repeated(self, key: Scalar, earlier: Node | None) -> NoReturn:
        first = None if earlier is None else (earlier.start.index, earlier.end.index)
        raise TomlError(None, key.start.index, key.end.index, key.value, first)

    # The file

    def read(self) -> Mapping:
        text = self._text
        while True:
            self._skip_lines()
            if self._at >= len(text):
                return self.root
            if text.startswith("[[", self._at):
                self._open_array()
            elif text[self._at] == "[":
                self._open_table()
            else:
                run(self._pair(self._current))
            self._end_line()

    def _open_table(self) -> None:
        table, last, known = self._header("]", TomlFault.OPEN_HEADER)
        if known is None:
            self._current = self._table(DEFINED, last.start.index)
            self._put(table, last, self._current)
        elif type(known) is Mapping and self._kinds[id(known)] == IMPLICIT:
            self._kinds[id(known)] = DEFINED
            self._current = known
        else:
            self._repeated(last, self._key_of(table, last))
        self._current.end = self._mark(self._at)

    def _open_array(self) -> None:
        table, last, known = self._header("]]", TomlFault.OPEN_LIST_HEADER)
        if known is None:
            known = Sequence([], False, last.start, last.end)
            self._kinds[id(known)] = ARRAY
            self._put(table, last, known)
        elif type(known) is not Sequence or self._kinds.get(id(known)) != ARRAY:
            self._repeated(last, self._key_of(table, last))
        self._current = self._table(DEFINED, last.start.index)
        self._current.end = self._mark(self._at)
        known.items.append(self._current)
        known.end = self._mark(self._at)

    def _header(self, end: str, open_fault: TomlFault) -> tuple[Mapping, Scalar, Node | None]:
        """The table that a header leads to, the last key in it, and what that has been until now."""
        self._at += len(end)
        *keys, last = self._keys()
        self._expect(end, open_fault)
        table = self._descend(keys)
        return table, last, self._find(table, last)

    def _key_of(self, table: Mapping, key: Scalar) -> Node | None:
        place = self._names[id(table)].get(key.value)
        return None if place is None else table.pairs[place][0]

    def _descend(self, keys: list[Scalar]) -> Mapping:
        """The table that a header's leading keys name, made where it is missing."""
        table = self.root
        for key in keys:
            known = self._find(table, key)
            if known is None:
                known = self._table(IMPLICIT, key.start.index)
                self._put(table, key, known)
            elif type(known) is Sequence and self._kinds.get(id(known)) == ARRAY:
                known = known.items[-1]
            if type(known) is not Mapping:
                self._repeated(key, self._key_of(table, key))
            table = known
        return table

    def _pair(self, table: Mapping) -> Steps:
        keys = self._keys()
        self._expect("=", TomlFault.NO_EQUALS_SIGN)
        touched = [table]
        for key in keys[:-1]:
            known = self._find(table, key)
            if known is None:
                known = self._table(IMPLICIT, key.start.index)
                self._put(table, key, known)
            elif type(known) is Mapping:
                self._kinds[id(known)] = DEFINED  # BurntSushi lets a table be made by the way once only.
            if type(known) is not Mapping:
                self._repeated(key, self._key_of(table, key))
            table = known
            touched.append(table)
        self._skip_blanks()
        yield self._set(table, keys[-1])
        for changed in touched:
            changed.end = self._mark(self._at)

    def _set(self, table: Mapping, key: Scalar) -> Steps:
        """Give the key its value; BurntSushi lets one pass that comes too late for a table made by the way."""
        known = self._find(table, key)
        if known is None:
            self._put(table, key, (yield self._value()))
        elif self._kinds.get(id(known)) == IMPLICIT:
            self._kinds[id(known)] = DEFINED
            if type((yield self._value())) is Mapping:
                self._repeated(key, self._key_of(table, key))
        else:
            self._repeated(key, self._key_of(table, key))

    # Keys

    def _keys(self) -> list[Scalar]:
        keys = []
        while True:
            self._skip_blanks()
            keys.append(self._key())
            self._skip_blanks()
            if not self._text.startswith(".", self._at):
                return keys
            self._at += 1

    def _key(self) -> Scalar:
        text, start = self._text, self._at
        first = text[start : start + 1]
        if first in ('"', "'"):
            if text.startswith(first * 3, start):
                self._fail(TomlFault.KEY_OF_LINES, start, start + 3)
            value, self._at = self._string(first)
        else:
            match = BARE.match(text, start)
            if match is None:
                self._fail(TomlFault.NO_KEY, start, start + 1)
            value, first, self._at = match.group(), "", match.end()
        return Scalar(value, first, "", self._mark(start), self._mark(self._at))

    def _string(self, quote: str) -> tuple[str, int]:
        """The value of the string that begins here, and where it ends."""
        text, start = self._text, self._at
        if quote == "'":
            return literal_string(text, start)
        value, end = basic_string(text, start)
        if not self.newer and (escape := newer_escape(text, start, end)) is not None:
            self._note_newer(NewerSyntax.ESCAPE, *escape)
        return value, end

    def _note_newer(self, syntax: NewerSyntax, start: int, end: int) -> None:
        if not self.newer:
            written = self._text[start:end]
            self.newer = (NewerToml(self._lines.span(start, end), syntax=syntax, text=written),)

    # Values

    def _value(self) -> Steps:
        text, start = self._text, self._at
        first = text[start : start + 1]
        if first == "[":
            return (yield self._array(start))
        if first == "{":
            return (yield self._inline(start))
        if first in ('"', "'"):
            value, self._at = self._string(first)
            return Scalar(value, first, "", self._mark(start), self._mark(self._at))
        value, tag, self._at = plain_value(text, start)
        if tag == TOML_TIME and WITHOUT_SECONDS.search(value):
            self._note_newer(NewerSyntax.TIME, start, self._at)
        return Scalar(value, "", tag, self._mark(start), self._mark(self._at))

    def _array(self, start: int) -> Steps:
        self._at += 1
        items: list[Node] = []
        while True:
            self._skip_lines()
            if self._text.startswith("]", self._at):
                break
            items.append((yield self._value()))
            self._skip_lines()
            if not self._next_item("]", TomlFault.OPEN_LIST, start):
                break
        self._at += 1
        return Sequence(items, True, self._mark(start), self._mark(self._at))

    def _inline(self, start: int) -> Steps:
        self._at += 1
        comma = start
        table = self._table(DEFINED, start)
        table.flow = True
        while True:
            self._skip_lines_in_table()
            if self._text.startswith("}", self._at):
                if table.pairs:
                    self._note_newer(NewerSyntax.LAST_COMMA, comma, comma + 1)
                break
            yield self._pair(table)
            self._skip_lines_in_table()
            comma = self._at
            if not self._next_item("}", TomlFault.OPEN_TABLE, start):
                break
        self._at += 1
        table.end = self._mark(self._at)
        return table

    def _next_item(self, closing: str, fault: TomlFault, start: int) -> bool:
        if self._text.startswith(closing, self._at):
            return False
        if not self._text.startswith(",", self._at):
            self._fail(fault, start, start + 1)
        self._at += 1
        return True

    # Blanks and lines

    def _skip_blanks(self) -> None:
        while self._text[self._at : self._at + 1] in (" ", "\t"):
            self._at += 1

    def _skip_lines(self) -> None:
        """Go on to what is neither blank, nor a line's end, nor a comment."""
        match = SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _skip_lines_in_table(self) -> None:
        start = self._at
        self._skip_lines()
        line_end = self._text.find("\n", start, self._at)
        if line_end >= 0:
            self._note_newer(NewerSyntax.LINE_IN_TABLE, line_end, line_end + 1)

    def _end_line(self) -> None:
        is_quoted = self._text[self._at - 1 : self._at] in ("'", '"')
        self._skip_blanks()
        rest = self._text[self._at : self._at + 2]
        if rest and rest[0] not in "\n#" and rest != "\r\n":
            fault = TomlFault.BEHIND_QUOTE if is_quoted else TomlFault.REST_OF_LINE
            self._fail(fault, self._at, self._at + 1)

    def _expect(self, sign: str, fault: TomlFault) -> None:
        self._skip_blanks()
        if not self._text.startswith(sign, self._at):
            self._fail(fault, self._at, self._at + 1)
        self._at += len(sign)

    def _fail(self, fault: TomlFault, start: int, end: int) -> NoReturn:
        raise TomlError(fault, start, end)
