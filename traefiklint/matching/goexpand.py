"""What Go puts in the place of `$1` and `${name}` in a replacement (`regexp.Expand` and `ReplaceAllString`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from traefiklint.matching.goregex import go_regex

_REFERENCE = re.compile(r"\$(?:(\$)|([A-Za-z0-9_]+)|\{([A-Za-z0-9_]+)\})")


class Reference(NamedTuple):
    """A place in a replacement that stands for a group."""

    start: int
    end: int
    name: str
    """The group's number or name; empty for `$$`, which stands for a dollar sign."""


def references(replacement: str) -> Iterator[Reference]:
    """Everything in a replacement that Go does not take as it is written."""
    for found in _REFERENCE.finditer(replacement):
        yield Reference(found.start(), found.end(), found[2] or found[3] or "")


def groups_of(pattern: str) -> frozenset[str] | None:
    """The numbers and names of an expression's groups; None where it does not compile."""
    compiled = go_regex(pattern).compiled
    if compiled is None:
        return None
    return frozenset(map(str, range(compiled.groups + 1))) | frozenset(_text(name) for name in compiled.groupindex)


def substitute(pattern: str, replacement: str, text: str) -> str | None:
    """A text with every match of an expression replaced; None where nothing matches."""
    compiled = go_regex(pattern).compiled
    data = text.encode("utf-8", "surrogateescape")
    pieces: list[str] = []
    end = 0
    for found in compiled.finditer(data) if compiled is not None else ():
        start, stop = found.span()
        pieces += (_text(data[end:start]), _expand(replacement, found))
        end = stop
    return "".join([*pieces, _text(data[end:])]) if pieces else None


def _expand(replacement: str, found: Any) -> str:
    pieces: list[str] = []
    end = 0
    for start, stop, name in references(replacement):
        pieces.append(replacement[end:start])
        end = stop
        if not name:
            pieces.append("$")
            continue
        try:
            value = found.group(int(name) if name.isdigit() else name)
        except (IndexError, KeyError):
            continue
        pieces.append(_text(value or b""))
    return "".join([*pieces, replacement[end:]])


def _text(data: Any) -> str:
    return data if isinstance(data, str) else data.decode("utf-8", "surrogateescape")
