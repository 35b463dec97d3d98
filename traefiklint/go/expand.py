"""What Go puts in the place of `$1` and `${name}` in a replacement (`regexp.Expand` and `ReplaceAllString`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from traefiklint.go.regexp import Match, go_regex
from traefiklint.go.strconv import digits
from traefiklint.records import NamedTuple

_REFERENCE = re.compile(r"\$(?:\$|([A-Za-z0-9_]+)|\{([A-Za-z0-9_]+)\})")


class GroupReference(NamedTuple):
    """A place in a replacement that stands for a group."""

    start: int
    end: int
    name: str
    """The group's number or name; empty for `$$`, which stands for a dollar sign."""


def references(replacement: str) -> Iterator[GroupReference]:
    """Everything in a replacement that Go does not take as it is written."""
    for found in _REFERENCE.finditer(replacement):
        yield GroupReference(found.start(), found.end(), found[1] or found[2] or "")


def groups_of(pattern: str) -> frozenset[str] | None:
    """The numbers and names of an expression's groups; None where it does not compile."""
    numbers = numbers_of(pattern)
    return frozenset(numbers) if numbers is not None else None


def numbers_of(pattern: str) -> dict[str, int] | None:
    """The numbers of an expression's groups by what refers to them; None where it does not compile."""
    compiled = go_regex(pattern).compiled
    if compiled is None:
        return None
    numbers = {str(number): number for number in range(compiled.groups + 1)}
    return numbers | {_text(name): number for name, number in compiled.groupindex.items()}


def substitute(pattern: str, replacement: str, text: bytes) -> bytes | None:
    """A text with every match of an expression replaced; None where nothing matches, or where it does not compile."""
    pieces: list[bytes] = []
    end = 0
    for found in go_regex(pattern).each(text):
        start, stop = found.span()
        pieces += (text[end:start], _expand(replacement, found))
        end = stop
    return b"".join([*pieces, text[end:]]) if pieces else None


def _expand(replacement: str, found: Match) -> bytes:
    pieces: list[bytes] = []
    end = 0
    for start, stop, name in references(replacement):
        pieces += (_bytes(replacement[end:start]), _group(name, found) if name else b"$")
        end = stop
    return b"".join([*pieces, _bytes(replacement[end:])])


def _group(name: str, found: Match) -> bytes:
    """What a group holds; nothing where there is none of that name or number (`$01` is a name)."""
    number = digits(name) if name == "0" or name[0] != "0" else None
    if number is None:
        number = found.re.groupindex.get(name.encode(), -1)
    return (found.group(number) or b"") if 0 <= number <= found.re.groups else b""


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")


def _text(data: Any) -> str:
    return data if isinstance(data, str) else data.decode("utf-8", "surrogateescape")
