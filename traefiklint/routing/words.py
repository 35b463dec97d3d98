"""Small words for texts that a person reads."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """A number with its noun, as in `1 router` and `1,200 routers`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
