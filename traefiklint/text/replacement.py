"""Characters of a text that are to be others."""

from __future__ import annotations

from collections.abc import Iterable

from traefiklint.records import NamedTuple


class Replacement(NamedTuple):
    """Put `text` in the place of the characters from `start` up to `end`."""

    start: int
    end: int
    text: str


def replaced(text: str, replacements: Iterable[Replacement]) -> str:
    """A text with replacements made, which must not overlap."""
    for start, end, instead in sorted(replacements, key=lambda one: one.start, reverse=True):
        text = text[:start] + instead + text[end:]
    return text
