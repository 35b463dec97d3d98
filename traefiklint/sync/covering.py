"""Secrets of compose files: out of the files that go into git, and back in for a push.

A compose file is full of them (`environment`, `command`, labels with hashes), so what looks like one stays there: each
is covered by a sign with a number, and a push puts in its place what the server's text has at that place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from traefiklint.decoding.file import read_document
from traefiklint.instance.secrets import hidden_in
from traefiklint.text.looks import Stretch, joined
from traefiklint.text.outline import outline

_SIGN = re.compile(r"REDACTED-(\d+)-by-traefiklint")
_NAME = re.compile(r"\w")
_VARIABLE = re.compile(r"\$(?:\w+|\{\w+\})")
"""A value that only says where its secret is."""


def cover(text: str) -> str:
    """The text with a sign in the place of each secret; everything else is as it was."""
    return _replaced(text, _secrets(text), range(1, len(_secrets(text)) + 1))


def uncover(text: str, source: str | None) -> tuple[str, tuple[str, ...]]:
    """The text with the secrets of `source` in the place of their signs, and which of them it has not.

    A sign stands for the secret of the same place (the keys above it, and what is before it on its line), not for that
    of its number: in an older version of the file, the same number may be another secret. Where several stand at such a
    place, the line above tells them apart; what is still in doubt is missing. So is what would not be one secret once
    it is back: another version of this program may have covered less there than this one, or more.
    """
    signs = [*_SIGN.finditer(text)]
    secrets = iter(()) if source is None else _found(text, source)
    found = [next(secrets, None) if int(sign[1]) != _WRITTEN else None for sign in signs]
    filled, stretches = _filled(text, signs, found)
    if filled != source:
        whole = {*_secrets(filled)}
        fits = [not stretch or stretch in whole for stretch in stretches]
        found = [secret if fit else None for secret, fit in zip(found, fits, strict=True)]
        filled, _ = _filled(text, signs, found)
    missing = (_name(sign) for sign, secret in zip(signs, found, strict=True) if secret is None)
    return filled, tuple(dict.fromkeys(missing))


def signs_in(text: str) -> tuple[str, ...]:
    """The signs of a text, named as `uncover` names those that it has no secret for."""
    return tuple(dict.fromkeys(map(_name, _SIGN.finditer(text))))


def _name(sign: re.Match[str]) -> str:
    return f"number {sign[1]}"


def _filled(
    text: str, signs: Sequence[re.Match[str]], secrets: Sequence[str | None]
) -> tuple[str, list[Stretch | None]]:
    """The text with secrets in the place of their signs, and where each stands then."""
    pieces: list[str] = []
    stretches: list[Stretch | None] = []
    at = length = 0
    for sign, secret in zip(signs, secrets, strict=True):
        written = sign[0] if secret is None else secret
        pieces += (text[at : sign.start()], written)
        length += sign.start() - at + len(written)
        stretches.append(None if secret is None else (length - len(written), length))
        at = sign.end()
    return "".join(pieces) + text[at:], stretches


def replaced(new: str, old: str) -> tuple[str, ...]:
    """Where the secrets of a text stand that another one replaces by something else, or leaves out of their place."""
    stays = {new[slice(*stretch)] for stretch in _secrets(new)}
    stretches = _secrets(old)
    lines = {_even(line) for line in new.splitlines()}
    paths = {value.path for value in outline(new)}
    found: dict[str, None] = {}
    for spot, stretch in zip(_spots(_replaced(old, stretches, range(1, len(stretches) + 1))), stretches, strict=True):
        path, before = spot.place
        if old[slice(*stretch)] not in stays and path in paths and any(line.startswith(before) for line in lines):
            found[_named(path, before)] = None
    return tuple(found)


def _named(path: tuple[str, ...], before: str) -> str:
    """A place as it is told: the keys above it, and what names it on its line, as in a list of variables."""
    names = re.findall(r"[\w.-]*\w", before.rsplit(_sign(_WRITTEN))[-1])
    here = [names[-1]] if names and path[-1:] != (names[-1],) else []
    return ".".join((*path, *here))


class _Spot(NamedTuple):
    """Where a sign stands.

    Attributes:
        place: the keys above it, and what stands before it on its line.
        behind: where nothing on its own line names it, the nearest line above that is no comment, as a flag.
        above: the line above.
    """

    place: tuple[tuple[str, ...], str]
    behind: str
    above: str
    number: int


_WRITTEN = 0
"""The number of a secret that somebody wrote out here, and of a sign that the server's text holds."""


def _found(text: str, source: str) -> Iterator[str | None]:
    """The secret of each sign in a text, in their order; None where the source has none that is surely meant."""
    source = _SIGN.sub(_sign(_WRITTEN), source)
    stretches = _unsigned(source)
    theirs = _spots(_replaced(source, stretches, range(1, len(stretches) + 1)))
    mine = _spots(_replaced(text, (own := _unsigned(text)), [_WRITTEN] * len(own)))
    ways: tuple[Callable[[_Spot], object], ...] = (
        lambda spot: (spot.place, spot.behind),
        lambda spot: (spot.place, spot.behind, spot.above),
    )
    for spot in mine:
        number = spot.number if mine == theirs else _WRITTEN
        for way in ways:
            there = [one.number for one in theirs if way(one) == way(spot)]
            if len(there) == 1 == sum(way(one) == way(spot) for one in mine):
                number = there[0]
                break
        if spot.number != _WRITTEN:
            start, end = stretches[number - 1] if number != _WRITTEN else (0, 0)
            yield source[start:end] or None


def _unsigned(text: str) -> tuple[Stretch, ...]:
    """The secrets of a text that hold no sign of ours."""
    return tuple(stretch for stretch in _secrets(text) if not _SIGN.search(text, *stretch))


def _replaced(text: str, stretches: Sequence[Stretch], numbers: Iterable[int]) -> str:
    """A text with signs in the place of stretches."""
    pieces: list[str] = []
    at = 0
    for (start, end), number in zip(stretches, numbers, strict=True):
        pieces += (text[at:start], _sign(number))
        at = end
    return "".join(pieces) + text[at:]


def _spots(covered: str) -> list[_Spot]:
    """Where the signs of a text stand, in their order."""
    values = list(outline(covered))
    found: list[_Spot] = []
    at = 0
    for sign in _SIGN.finditer(covered):
        while at < len(values) and values[at].end <= sign.start():
            at += 1
        path = values[at].path if at < len(values) and values[at].start <= sign.start() else ()
        line = covered.rfind("\n", 0, sign.start()) + 1
        before = covered[line : sign.start()]
        above = covered[covered.rfind("\n", 0, max(line - 1, 0)) + 1 : max(line - 1, 0)]
        behind = "" if _NAME.search(before) else _line_above(covered, line)
        found.append(_Spot((path, _even(before)), behind, _even(above), int(sign[1])))
    return found


def _line_above(text: str, line: int) -> str:
    """The nearest line before one that holds something, and is no comment."""
    for above in reversed(text[:line].split("\n")):
        if above.strip() and not above.lstrip().startswith("#"):
            return _even(above)
    return ""


def _even(text: str) -> str:
    """A piece of a line without what tells nothing: numbers of signs, indentation, quotes."""
    return _SIGN.sub(_sign(_WRITTEN), text).strip("\t\r '\"")


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
