"""A line of source with a mark under the exact place, also for tabs, wide characters and lines of any length."""

from __future__ import annotations

from typing import NamedTuple

from traefiklint.findings import Span
from traefiklint.text.breaks import break_of
from traefiklint.text.covers import COVER, uncovered_rows
from traefiklint.text.printable import printable

TAB = "    "
CUT = "…"


class MarkedLine(NamedTuple):
    """One line of source, and what to print under it so that the mark stands under the span."""

    line: str
    before: str
    mark: str


class Sources:
    """The lines of the files of a report; a file is split when the first of its lines is asked for."""

    __slots__ = ("_lines", "_texts")

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self._lines: dict[str, list[str]] = {}

    def line(self, file: str, number: int) -> str | None:
        """Line `number` (from 1) of a file, split where YAML or TOML splits lines; None where there is none."""
        lines = self._lines.get(file)
        if lines is None:
            text = self._texts.get(file)
            if not text:
                return None  # nothing can be shown of it
            lines = self._lines[file] = break_of(file).split(text.removeprefix("\ufeff"))
        return lines[number - 1] if 0 < number <= len(lines) else None

    def snippet(self, file: str, span: Span, width: int, sign: str = "^") -> MarkedLine | None:
        """The first line of a span with its mark; None where the file has no such line."""
        line = self.line(file, span.line)
        if line is None:
            return None
        start = span.column - 1
        end = span.end_column - 1 if span.end_line == span.line else len(line.rstrip())
        return mark(line, start, max(end, start + 1), width, sign)


def mark(line: str, start: int, end: int, width: int, sign: str = "^") -> MarkedLine:
    """The line, at most `width` columns of it around the span, and the mark under the span.

    Args:
        line: the line without its end.
        start: the first character of the span, counted from 0.
        end: the character after the span.
        width: how many columns the line may take; the mark is cut to them too.
        sign: what the mark is made of.
    """
    start = min(start, len(line))
    if COVER in line:
        line, start, end = _with_masks(line, start, end)
    end = max(min(end, len(line)), start + 1)
    if line.isascii() and line.isprintable() and len(line) <= width:
        return MarkedLine(line, " " * start, sign * (end - start))
    left, right = _window(line, start, end, width)
    end = min(end, right)
    head = (CUT if left else "") + printable(line[left:start], TAB)
    body = printable(line[start:end], TAB)
    tail = printable(line[end:right], TAB) + (CUT if right < len(line) else "")
    return MarkedLine(head + body + tail, " " * columns(head), sign * max(columns(body), 1))


def _with_masks(line: str, start: int, end: int) -> tuple[str, int, int]:
    """The line with one mask for each covered stretch, and where the span stands in it."""
    before, after = uncovered_rows(line[:start]), uncovered_rows(line[:end])
    return uncovered_rows(line), min(len(before), len(after)), len(after)


def _window(line: str, start: int, end: int, width: int) -> tuple[int, int]:
    """The stretch of a line that fits into the width: the span, and about as much of the text before it as after it."""
    room = width - 2 * len(CUT)
    span = columns(printable(line[start : min(end, start + room)], TAB))
    left = right = start
    left, used = _leftward(line, left, max(room // 4, (room - span) // 2))
    while right < len(line) and used + (step := columns(printable(line[right], TAB))) <= room:
        right += 1
        used += step
    left, _ = _leftward(line, left, room - used)
    return left, right


def _leftward(line: str, left: int, room: int) -> tuple[int, int]:
    """How far to the left one can go from a character within a number of columns, and how many of them that takes."""
    used = 0
    while left > 0 and used + (step := columns(printable(line[left - 1], TAB))) <= room:
        left -= 1
        used += step
    return left, used


def columns(text: str) -> int:
    """How many columns a terminal gives the text: 2 for wide characters, 0 for those that join the one before."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    return sum(
        0
        if combining(character) or character in "\u200b\u200c\u200d\ufe0e\ufe0f"
        else 2
        if east_asian_width(character) in "WF"
        else 1
        for character in text
    )
