"""Secrets of compose files: out of the files that go into git, and back in for a push.

A compose file is full of them (`environment`, `command`, labels with hashes), so they never come here at all: each is
covered by a sign with a number, and a push puts in its place what the server's text has under that number.
"""

from __future__ import annotations

import re
from functools import lru_cache

from traefiklint.decoding.file import read_document
from traefiklint.instance.secrets import hidden_in
from traefiklint.text.looks import Stretch, joined

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
    """The text with the secrets of `source` in the place of their signs, and which of them it has not."""
    secrets = {} if source is None else _by_number(source)
    missing: dict[str, None] = {}

    def back(found: re.Match[str]) -> str:
        secret = secrets.get(int(found[1]))
        if secret is None:
            missing[f"number {found[1]}"] = None
        return found[0] if secret is None else secret

    return _SIGN.sub(back, text), tuple(missing)


def _sign(number: int) -> str:
    return f"REDACTED-{number}-by-traefiklint"


def _by_number(source: str) -> dict[int, str]:
    return {number: source[start:end] for number, (start, end) in enumerate(_secrets(source), 1)}


@lru_cache(maxsize=512)
def _secrets(text: str) -> tuple[Stretch, ...]:
    """Where the secrets stand, in order; a sign of ours, and a variable, is none."""
    found = joined(hidden_in(read_document("compose.yml", text, templates=False)).stretches)
    return tuple(
        (start, end)
        for start, end in found
        if not _SIGN.fullmatch(text, start, end) and not _VARIABLE.fullmatch(text, start, end)
    )
