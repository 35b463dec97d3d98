"""A secret that comes back in another shape: in base64 or hex, reversed, with blanks between, a letter short."""

from __future__ import annotations

import re
from base64 import b32encode, b64encode
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import unquote

from traefiklint.text.looks import Stretch

_ESCAPES = re.compile(r"%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|&#?\w{1,8};|.", re.DOTALL)
_SEED = 8
"""How many signs in a row give a shape away; fewer where the shape is short."""


def shapes(secret: str) -> Iterator[str]:
    """The secret as it is, and in the shapes that somebody may give it; letters and digits decide, case does not."""
    data = secret.encode()
    yield secret
    yield secret[::-1]
    for shift in range(3):  # base64 of a longer text that holds it
        whole = b64encode(b"\0" * shift + data).decode()
        yield whole[(0, 2, 3)[shift] :].rstrip("=")[: -2 if (len(data) + shift) % 3 else None]
    yield b64encode(b64encode(data)).decode()
    yield b64encode(data).decode().rstrip("=")[::-1]
    yield b64encode(data[::-1]).decode()
    yield b32encode(data).decode()
    yield data.hex()
    yield data[::-1].hex()
    yield "".join(map(str, data))
    yield secret.translate(_ROT13)


_SMALL = "abcdefghijklmnopqrstuvwxyz"
_ROT13 = str.maketrans(_SMALL + _SMALL.upper(), _SMALL[13:] + _SMALL[:13] + (_SMALL[13:] + _SMALL[:13]).upper())


def disguised(text: str, secret: str) -> list[Stretch]:
    """Where a text gives the secret away, in whatever shape; stretches end where words end."""
    if len(secret) < 4:
        return []
    found: list[Stretch] = []
    for decode in (False, True):
        signs, places = _signs(text, decode)
        for shape in _bare_shapes(secret):
            found += (
                (places[start][0], places[end - 1][1])
                for start, end in _given_away(signs, shape, min(_SEED, max(len(shape) // 2, 3)))
            )
    return [_whole_words(text, *stretch) for stretch in found]


@lru_cache(8)
def _bare_shapes(secret: str) -> tuple[str, ...]:
    bare = (re.sub(r"[\W_]", "", shape).lower() for shape in shapes(secret))
    return tuple(dict.fromkeys(shape for shape in bare if len(shape) > 3))


def _signs(text: str, decode: bool) -> tuple[str, list[Stretch]]:
    """The letters and digits of a text, small, and where each stands; escapes read where `decode` says so."""
    signs: list[str] = []
    places: list[Stretch] = []
    for found in _ESCAPES.finditer(text) if decode else re.finditer(r"[^\W_]", text):
        for sign in _read(found[0]) if decode and len(found[0]) > 1 else found[0]:
            if sign.isalnum():
                signs.append(sign.lower()[:1])
                places.append(found.span())
    return "".join(signs), places


def _read(escape: str) -> str:
    if escape[0] == "%":
        return unquote(escape, errors="ignore")
    return unescape(escape) if escape[0] == "&" else chr(int(escape[2:], 16))


def _given_away(signs: str, shape: str, seed: int) -> Iterator[Stretch]:
    """The stretches of signs in which every `seed` signs are a piece of the shape."""
    pieces = {shape[at : at + seed] for at in range(len(shape) - seed + 1)}
    start: int | None = None
    for at in range(len(signs) - seed + 2):
        if signs[at : at + seed] in pieces:
            start = at if start is None else start
        elif start is not None:
            yield start, at - 1 + seed
            start = None


def _whole_words(text: str, start: int, end: int) -> Stretch:
    """The stretch with the words that it begins and ends in; where these are single letters, with those beside them."""
    before, after = _WORD_BEFORE.search(text, 0, start), _WORD_AFTER.match(text, end)
    start, end = before.start() if before else start, after.end() if after else end
    if _LONE.search(text[start:end]):
        spelt, on = _LETTERS_BEFORE.search(text, max(0, start - 300), start), _LETTERS_AFTER.match(text, end)
        start, end = spelt.start() if spelt else start, on.end() if on else end
    return start, end


_WORD_BEFORE = re.compile(r"[^\s\"'`(<]*\Z")
_WORD_AFTER = re.compile(r"[^\s\"'`)>]*")
_LONE = re.compile(r"(?:^|\s)\S\s+\S(?:\s|$)")
_LETTERS_BEFORE = re.compile(r"(?:(?<!\S)\S\s+)+\Z")
_LETTERS_AFTER = re.compile(r"(?:\s+\S(?!\S))+")
