"""Small words for texts that a person reads."""

from __future__ import annotations


def counted(number: int, noun: str) -> str:
    """A number with its noun, as in `1 router` and `1,200 routers`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def printable(text: str) -> str:
    """The text on one line, `\ufffd` for what a terminal or a browser might obey: names in a file may hold anything."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else " " if char in "\r\n\t" else "\ufffd" for char in text)
