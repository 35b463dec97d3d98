"""The entries of a YAML text that cannot be read, by their indentation."""

from __future__ import annotations


def without_entry(text: str, number: int) -> str:
    """A text without the entry at the second level that a line belongs to, as a service of a compose file is one.

    Args:
        number: that of the line, from 0.
    """
    lines = text.splitlines(keepends=True)
    number = min(number, len(lines) - 1)
    roots = (at for at in range(number, -1, -1) if _indent(lines[at]) == 0)
    root = next(roots, -1)
    depth = next((indent for line in lines[root + 1 :] if (indent := _indent(line)) is not None), 0)
    if not depth:
        return "".join(lines[:number])
    start = next((at for at in range(number, root, -1) if _is_within(lines[at], depth)), root + 1)
    end = next((at for at in range(start + 1, len(lines)) if _is_within(lines[at], depth)), len(lines))
    return "".join(lines[:start] + lines[end:])


def _is_within(line: str, depth: int) -> bool:
    indent = _indent(line)
    return indent is not None and indent <= depth


def _indent(line: str) -> int | None:
    """How far a line is indented; None where it says nothing."""
    content = line.lstrip(" ")
    return len(line) - len(content) if content.strip() and content[0] != "#" else None
