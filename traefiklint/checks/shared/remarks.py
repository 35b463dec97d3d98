"""The lines around an option: what their comments say shows whether its author knows what it does."""

from __future__ import annotations

from typing import NamedTuple

from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of


class Surroundings(NamedTuple):
    """A line and those around it, without their breaks."""

    remark: str
    """The comment at the end of the line itself; empty where it has none."""
    above: tuple[str, ...]
    """The lines before it, the nearest first."""
    below: tuple[str, ...]
    """The lines behind it."""


def around(document: Document, line: int, reach: int = 0) -> Surroundings:
    """What stands at and near a line of a document.

    Args:
        line: its number, from 1.
        reach: how many lines before it and behind it are meant.
    """
    lines = lines_of(document.text, document.file)
    line = min(line, lines.count)

    def text(number: int) -> str:
        start = lines.start(number)
        return document.text[start : start + lines.width(number)]

    return Surroundings(
        text(line).partition(" #")[2],
        tuple(map(text, range(line - 1, max(0, line - 1 - reach), -1))),
        tuple(map(text, range(line + 1, min(lines.count, line + reach) + 1))),
    )
