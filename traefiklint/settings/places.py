"""Where each key of a TOML text stands. The standard library reads TOML without telling."""

from __future__ import annotations

import re
from typing import NamedTuple


class Place(NamedTuple):
    """A line and a column, both from 1."""

    line: int
    column: int


_SPACE = re.compile(r"(?:[ \t\r\n]|#[^\n]*)*")
_KEY = re.compile(r"""\s*("(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)\s*""")
_VALUE = re.compile(
    r'"{3}(?:[^\\]|\\.)*?"{3,5}'  # texts over several lines
    r"|'{3}.*?'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*"'
    r"|'[^'\n]*'"
    r"|[^\s,\[\]{}#\"']+(?: \d[\d:.]*)?",  # numbers, truth values, dates with their time
    re.DOTALL,
)


def places(text: str) -> dict[tuple[str, ...], Place]:
    """The place of every key and table header of a text that is known to be TOML, by its path."""
    return _Scanner(text).scan()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.found: dict[tuple[str, ...], Place] = {}

    def scan(self) -> dict[tuple[str, ...], Place]:
        table: tuple[str, ...] = ()
        while self._skip_space() < len(self.text):
            if self.text[self.at] == "[":
                self.at += 2 if self.text.startswith("[[", self.at) else 1
                table = self._key(())
                self.at = self.text.find("\n", self.at) if "\n" in self.text[self.at :] else len(self.text)
            else:
                self._pair(table)
        return self.found

    def _pair(self, table: tuple[str, ...]) -> None:
        path = self._key(table)
        self.at += 1  # the equals sign
        self._value(path)

    def _key(self, table: tuple[str, ...]) -> tuple[str, ...]:
        """Read a dotted key, and note where each part of it stands for the first time."""
        path = table
        while match := _KEY.match(self.text, self.at):
            path = (*path, _plain(match[1]))
            self.found.setdefault(path, self._place(match.start(1)))
            self.at = match.end()
            if not self.text.startswith(".", self.at):
                break
            self.at += 1
        return path

    def _value(self, path: tuple[str, ...]) -> None:
        self._skip_space()
        if self.text.startswith("{", self.at):
            self.at += 1
            while self._skip_space() < len(self.text) and self.text[self.at] != "}":
                self._pair(path)
                self._skip_comma()
            self.at += 1
        elif self.text.startswith("[", self.at):
            self.at += 1
            while self._skip_space() < len(self.text) and self.text[self.at] != "]":
                self._value((*path, "[]"))
                self._skip_comma()
            self.at += 1
        else:
            match = _VALUE.match(self.text, self.at)
            self.at = match.end() if match else self.at + 1

    def _skip_comma(self) -> None:
        if self.text.startswith(",", self._skip_space()):
            self.at += 1

    def _skip_space(self) -> int:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def _place(self, at: int) -> Place:
        start = self.text.rfind("\n", 0, at) + 1
        return Place(self.text.count("\n", 0, at) + 1, at - start + 1)


def _plain(key: str) -> str:
    """A key without its quotes. Escapes stay as they are: no known key needs any."""
    return key[1:-1] if key[:1] in "\"'" else key
