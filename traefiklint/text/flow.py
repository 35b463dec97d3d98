"""Text in lines that end where a terminal does, cut between words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from traefiklint.patterns import lazy

_WORD = lazy(r"(\s*)((?:`[^`\n]*`|\S)+)")
"""What is not cut, with the room before it: a word, and code in back-ticks though it has spaces."""
_LABEL = lazy(r"\s*\S+(?: \S+)?\s{2,}(?=\S)")
"""The first column of a line that has one."""


class Whole(str):
    """A line that is never cut: of code, of a diff, of a table."""

    __slots__ = ()


def flowing(text: str, width: int, taken: int = 0, indent: int = 0, length: Callable[[str], int] = len) -> list[str]:
    """A text in lines of at most so many columns; a word that is longer stays whole.

    Args:
        taken: how many columns of the first line are taken by what stands before it.
        indent: how far the other lines are indented; less where a word has room only so.
        length: how many columns a text takes.
    """
    if taken + length(text) <= width:
        return [text]
    lines: list[str] = []
    here, used = "", taken
    for gap, word in _words(text, width - indent, length):
        needed = length(word)
        if here and used + len(gap) + needed > width:
            lines.append(here)
            start = min(indent, max(width - needed, 0))
            here, used = " " * start + word, start + needed
        else:
            here, used = here + gap + word, used + len(gap) + needed
    return [*lines, here]


def hanging(line: str, width: int) -> int:
    """How far what follows a line is indented: to its second column where it has one and there is room, else a bit more
    than the line itself."""
    label = _LABEL.match(line) if "  " in line else None
    if label is not None and 3 * label.end() <= 2 * width:
        return label.end()
    return len(line) - len(line.lstrip()) + 2


def _words(text: str, room: int, length: Callable[[str], int]) -> Iterator[tuple[str, str]]:
    for found in _WORD.finditer(text):
        gap, word = found.groups()
        if length(word) <= room:
            yield gap, word
            continue
        first, *rest = word.split(" ")
        yield gap, first
        yield from ((" ", one) for one in rest)
