"""A place in a configuration, and what YAML and TOML have in common around it: quotes, brackets, words."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

LINE = re.compile(r"\r\n|\n|\r")
FURTHEST = 4_000
"""How many lines above are looked at for what a value in brackets begins with."""
_WORD_BEFORE = re.compile(r"[^\s\"'\[\]{},]*$")
_WORD_AFTER = re.compile(r"[^\s\"'\[\]{},:=]*")


class Cursor(NamedTuple):
    """A place in a configuration."""

    path: tuple[str, ...]
    """The keys above; an item of a list is `[]`."""
    key: str | None
    """The key whose value is here; None where a key (or an item that may be anything) is."""
    start: int
    """Where the word begins that the offset is in."""
    end: int
    """Where it ends."""
    before: str
    """What of the word stands before the offset."""
    value_start: int
    """Where the whole value begins, behind its opening quote."""
    siblings: frozenset[str] = frozenset()
    """The keys that stand beside it."""
    indent: str = ""
    """What its line begins with."""
    is_flow: bool = False
    is_toml: bool = False
    is_header: bool = False
    """Whether it is in the head of a table of TOML."""
    is_item: bool = False
    """Whether it is an item of a list."""

    @property
    def whole(self) -> tuple[str, ...]:
        """The path with the key of the value."""
        return self.path if self.key is None else (*self.path, self.key)


def lines_to(text: str, offset: int) -> tuple[list[int], int]:
    """Where the lines of a text begin, and the number (from 0) of the one that an offset is in."""
    starts = [0, *(found.end() for found in LINE.finditer(text))]
    return starts, bisect_right(starts, offset) - 1


def inside(text: str, found: Cursor, offset: int, end: int) -> Cursor:
    """Where in a value an offset is: in its quotes, or in brackets, as deep as they go."""
    path, key, at = found.path, found.key, found.value_start
    start, quote = at, ""
    stack: list[tuple[str, tuple[str, ...], str | None]] = []
    siblings: set[str] = set()
    is_flow = False
    while at < offset:
        character = text[at]
        if quote:
            if character == "\\" and quote == '"':
                at += 1
            elif character == quote:
                quote = ""
        elif character in "\"'" and not text[start:at].strip():
            quote, start = character, at + 1
        elif character in "[{" and (is_flow or not text[start:at].strip()):
            stack.append((character, path, key))
            path = path if key is None else (*path, key)
            if character == "[":
                path = (*path, "[]")
            key, is_flow, siblings, start = None, True, set(), at + 1
        elif stack and character in "]}":
            _, path, key = stack.pop()
            start = at + 1
        elif stack and character == ",":
            key, start = (None, at + 1)
        elif stack and stack[-1][0] == "{" and character in ":=" and text[at + 1 : at + 2] in (" ", "\t", '"', "'", ""):
            key, start = bare(text[start:at].strip().strip("\"'")), at + 1
            siblings.add(key)
        at += 1
    while not quote and start < offset and text[start] in " \t\r\n":
        start += 1
    last = _value_end(text, offset, end, quote, in_flow=bool(stack))
    is_item = (bool(stack) and stack[-1][0] == "[") or (found.is_item and not stack)
    return found._replace(
        path=path,
        key=key,
        start=start,
        end=last,
        before=text[start:offset],
        value_start=start,
        siblings=frozenset(siblings) | found.siblings,
        is_flow=bool(stack),
        is_item=is_item,
    )


def _value_end(text: str, offset: int, end: int, quote: str, *, in_flow: bool) -> int:
    at = offset
    while at < end:
        character = text[at]
        if (quote and character == quote) or (
            (not quote and (in_flow and character in ",]}")) or (not quote and text.startswith(" #", at))
        ):
            break
        at += 1
    while at > offset and not quote and text[at - 1] in " \t":
        at -= 1
    return at


def is_open(text: str, start: int, offset: int) -> bool:
    """Whether a bracket that opens behind `start` is still open at an offset."""
    depth, quote = 0, ""
    for character in text[start:offset]:
        if quote:
            quote = "" if character == quote else quote
        elif character in "\"'":
            quote = character
        elif character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
            if depth <= 0:
                return False
    return depth > 0


def word_at(text: str, offset: int, start: int, end: int) -> tuple[int, int]:
    before = _WORD_BEFORE.search(text[start:offset])
    after = _WORD_AFTER.match(text, offset, end)
    return offset - len(before[0] if before else ""), after.end() if after else offset


def line_end(text: str, start: int) -> int:
    found = LINE.search(text, start)
    return found.start() if found else len(text)


def next_line(text: str, at: int) -> int:
    found = LINE.search(text, at)
    return found.end() if found else len(text)


def bare(key: str) -> str:
    key = key.strip()
    return key[1:-1] if key[:1] in ('"', "'") and key[-1:] == key[:1] and len(key) > 1 else key
