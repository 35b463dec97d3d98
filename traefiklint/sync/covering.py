"""Secrets of compose files: out of the files that go into git, and back in for a push.

A compose file is full of them (`environment`, `command`, labels with hashes), so they never come here at all: each is
covered by a sign with a number, and a push puts in its place what the server's text has at that place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import TypeAlias

from traefiklint.decoding.file import read_document
from traefiklint.instance.secrets import hidden_in
from traefiklint.text.looks import Stretch, joined
from traefiklint.text.outline import outline

_SIGN = re.compile(r"REDACTED-(\d+)-by-traefiklint")
_VARIABLE = re.compile(r"\$(?:\w+|\{\w+\})")
"""A value that only says where its secret is."""


def cover(text: str) -> str:
    """The text with a sign in the place of each secret; everything else is as it was."""
    pieces: list[str] = []
    at = 0
    for number, (start, end) in enumerate(_secrets(text), 1):
        pieces += (text[at:start], _sign(number))
        at = end
    return "".join(pieces) + text[at:]


def uncover(text: str, source: str | None) -> tuple[str, tuple[str, ...]]:
    """The text with the secrets of `source` in the place of their signs, and which of them it has not.

    A sign stands for the secret of the same place (the keys above it, and what is before it on its line), not for that
    of its number alone: in an older version of the file, the same number may be another secret.
    """
    pieces: list[str] = []
    missing: dict[str, None] = {}
    at = 0
    secrets = _found(text, source)
    for sign in _SIGN.finditer(text):
        secret = next(secrets)
        if secret is None:
            missing[f"number {sign[1]}"] = None
        pieces += (text[at : sign.start()], sign[0] if secret is None else secret)
        at = sign.end()
    return "".join(pieces) + text[at:], tuple(missing)


def _found(text: str, source: str | None) -> Iterator[str | None]:
    """The secret of each sign in a text, in their order; None where the source has none that is surely meant."""
    if source is None or not _SIGN.search(text):
        yield from (None for _ in _SIGN.finditer(text))
        return
    values = [source[start:end] for start, end in _secrets(source)]
    theirs = _by_place(cover(source))
    spots = list(_spots(_blanked(text)))
    mine: dict[_Place, list[int]] = {}
    for place, number in spots:
        mine.setdefault(place, []).append(number)
    seen: Counter[_Place] = Counter()
    for place, number in spots:
        there, here = theirs.get(place, []), mine[place]
        if number != _WRITTEN:
            known = len(there) == len(here)
            by_number = known and all(one in there for one in here if one != _WRITTEN)
            yield values[(number if by_number else there[seen[place]]) - 1] if known else None
        seen[place] += 1


_Place: TypeAlias = tuple[tuple[str, ...], str]
"""The keys above a secret, and what stands before it on its line."""
_WRITTEN = 0
"""The number of a secret that somebody wrote out."""


def _blanked(text: str) -> str:
    pieces: list[str] = []
    at = 0
    for start, end in _secrets(text):
        pieces += (text[at:start], _sign(_WRITTEN))
        at = end
    return "".join(pieces) + text[at:]


def _by_place(covered: str) -> dict[_Place, list[int]]:
    found: dict[_Place, list[int]] = {}
    for place, number in _spots(covered):
        found.setdefault(place, []).append(number)
    return found


def _spots(covered: str) -> Iterator[tuple[_Place, int]]:
    """The place of each sign, and its number, in their order."""
    values = list(outline(covered))
    at = 0
    for sign in _SIGN.finditer(covered):
        while at < len(values) and values[at].end <= sign.start():
            at += 1
        inside = at < len(values) and values[at].start <= sign.start()
        before = covered[covered.rfind("\n", 0, sign.start()) + 1 : sign.start()]
        yield (values[at].path if inside else (), _SIGN.sub(_sign(_WRITTEN), before).strip("\t '\"")), int(sign[1])


def _sign(number: int) -> str:
    return f"REDACTED-{number}-by-traefiklint"


@lru_cache(maxsize=512)
def _secrets(text: str) -> tuple[Stretch, ...]:
    """Where the secrets stand, in order; a sign of ours, and a variable, is none."""
    found = joined(hidden_in(read_document("compose.yml", text, templates=False)).stretches)
    return tuple(
        (start, end)
        for start, end in found
        if not _SIGN.fullmatch(text, start, end) and not _VARIABLE.fullmatch(text, start, end)
    )
