"""Messages that end where the terminal does."""

from __future__ import annotations

from typing import TextIO

from traefiklint.cli.streams import without_marks
from traefiklint.text.flow import Whole, flowing, hanging

NARROWEST = 40


def on_terminal(text: str, stream: TextIO, taken: int = 0) -> str:
    """A message as a terminal shows it: cut between words, with what follows below where it begins; elsewhere as it is.

    Args:
        text: may have colours; a `Whole` line stays as it is.
        taken: how many columns of the first line are taken by what stands before it.
    """
    if isinstance(text, Whole) or not stream.isatty():
        return text
    width = max(columns(), NARROWEST)
    return "\n".join(flowing(text, width, taken, hanging(without_marks(text), width), _length))


def _length(text: str) -> int:
    return len(without_marks(text))


def columns() -> int:
    """How wide the terminal is."""
    from shutil import get_terminal_size

    return get_terminal_size().columns
