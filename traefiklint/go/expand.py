"""What Go puts in the place of `$1` and `${name}` in a replacement (`regexp.Expand` and `ReplaceAllString`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
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


MOST = 1 << 20
"""How long a text gets, and of how many pieces it is made: `${1}` a thousand times in a replacement, of a text that was
made so before, would take gigabytes. No server takes a request whose head is longer."""


def substitute(pattern: str, replacement: str, text: bytes) -> bytes | None:
    """A text with every match of an expression replaced; None where nothing matches, or where it does not compile. What
    gets longer than `MOST` is the beginning of it."""
    made = bytearray()
    pieces = _pieces(go_regex(pattern).each(text), replacement, text)
    count = 0
    for count, piece in enumerate(pieces, 1):
        made += piece
        if max(count, len(made)) > MOST:
            break
    return bytes(made[:MOST]) if count else None


def _pieces(matches: Iterable[Match], replacement: str, text: bytes) -> Iterator[bytes]:
    """What a text with every match replaced consists of; nothing where there is no match."""
    end = 0
    found = None
    for found in matches:
        start, stop = found.span()
        yield text[end:start]
        yield from _expanded(replacement, found)
        end = stop
    if found is not None:
        yield text[end:]


def _expanded(replacement: str, found: Match) -> Iterator[bytes]:
    end = 0
    for start, stop, name in references(replacement):
        yield _bytes(replacement[end:start])
        yield _group(name, found) if name else b"$"
        end = stop
    yield _bytes(replacement[end:])


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
