"""Where the lines of a text begin and end, and from offsets to lines and columns and back.

A byte order mark at the very start is a character of the text, and no column of its first line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

from traefiklint.findings import Span
from traefiklint.text.breaks import YAML_BREAK, break_of


class Mark:
    """A point in the text: `line` and `column` count from 0 as libyaml counts them, `index` counts characters."""

    __slots__ = ("column", "index", "line")

    def __init__(self, line: int, column: int, index: int) -> None:
        self.line = line
        self.column = column
        self.index = index


class Lines:
    """The lines of one text."""

    __slots__ = ("_ends", "_length", "_starts")

    def __init__(self, text: str, ending: re.Pattern[str] = YAML_BREAK) -> None:
        self._starts = [int(text[:1] == "\ufeff")]
        self._ends: list[int] = []
        for found in ending.finditer(text):
            self._ends.append(found.start())
            self._starts.append(found.end())
        self._ends.append(len(text))
        self._length = len(text)

    @property
    def count(self) -> int:
        """How many there are; one that is empty behind the last break is one of them."""
        return len(self._starts)

    def start(self, line: int) -> int:
        """The offset at which a line (from 1) begins; that of the last one for any number behind it."""
        return self._starts[min(line, len(self._starts)) - 1]

    def width(self, line: int) -> int:
        """How many characters a line (from 1) has, its break not among them."""
        return self._ends[line - 1] - self._starts[line - 1]

    def mark(self, index: int) -> Mark:
        """The mark at an offset; one behind the end of the text is the end."""
        index = min(index, self._length)
        line = max(bisect_right(self._starts, index) - 1, 0)
        return Mark(line, max(index - self._starts[line], 0), index)

    def index(self, line: int, column: int) -> int:
        """The offset of a line and a column that count from 1."""
        return min(self.start(line) + column - 1, self._length)

    def span(self, start: int, end: int) -> Span:
        """The stretch from one offset to another."""
        first, last = self.mark(start), self.mark(end)
        return Span(first.line + 1, first.column + 1, last.line + 1, last.column + 1)

    def inside(self, span: Span) -> Span:
        """The stretch as far as it lies in the text: libyaml puts what it misses at the end on a line of its own."""
        line, column, end_line, end_column = span
        first, last = (self._nearest(*place) for place in ((line, column), (end_line, end_column)))
        return Span(*first, *max(first, last))

    def _nearest(self, line: int, column: int) -> tuple[int, int]:
        if line > self.count:
            line, column = self.count, self._length
        return line, min(column, self.width(line) + 1)


@lru_cache(maxsize=8)
def lines_of(text: str, file: str = "") -> Lines:
    """The lines of the text of a file, whose name tells what ends them."""
    return Lines(text, break_of(file))


def line_at(text: str, line: int, file: str = "") -> str:
    """A line (from 1) as it is written, without its break; empty where there is none."""
    lines = lines_of(text, file)
    start = lines.start(line)
    return text[start : start + lines.width(line)] if line <= lines.count else ""


def written_at(text: str, span: Span, file: str = "") -> str:
    """What stands in a stretch of a line; empty where it is more than one."""
    return line_at(text, span.line, file)[span.column - 1 : span.end_column - 1] if span.line == span.end_line else ""


def line_start(text: str, at: int) -> int:
    """Where the line of YAML begins that a character stands in; a byte order mark is before the first line."""
    return at - lines_of(text).mark(at).column
