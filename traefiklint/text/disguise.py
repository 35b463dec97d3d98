"""A secret that comes back in another shape: in base64 or hex, reversed, with blanks between, a letter short."""

from __future__ import annotations

import re
from base64 import b32encode, b64encode
from collections.abc import Iterator
from functools import lru_cache
from html import unescape
from urllib.parse import quote, unquote

from traefiklint.text.looks import Stretch

_ESCAPES = re.compile(r"%[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\x[0-9A-Fa-f]{2}|&#?\w{1,8};|.", re.DOTALL)
_SEED, _NEIGHBOUR = 8, 3
"""How many signs in a row give a shape away; how many do so beside what is given away already."""


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
    """The stretches of signs that are pieces of the shape: one of `seed` signs, and what of it stands around."""
    pieces = {shape[at : at + seed] for at in range(len(shape) - seed + 1)}
    small = {shape[at : at + _NEIGHBOUR] for at in range(len(shape) - _NEIGHBOUR + 1)}
    at = 0
    while at <= len(signs) - seed:
        if signs[at : at + seed] not in pieces:
            at += 1
            continue
        start, end = at, at + seed
        while any(signs[start - step - _NEIGHBOUR : start - step] in small for step in range(3) if start > step + 2):
            start -= 1
        while any(signs[end + step : end + step + _NEIGHBOUR] in small for step in range(3)):
            end += 1
        yield start, min(end + 2, len(signs))
        at = end + 1


def _whole_words(text: str, start: int, end: int) -> Stretch:
    while start > 0 and not text[start - 1].isspace() and text[start - 1] not in "\"'`(<":
        start -= 1
    while end < len(text) and not text[end].isspace() and text[end] not in "\"'`)>":
        end += 1
    return start, end


def written_shapes(secret: str) -> Iterator[str]:
    """The shapes as they would be written, for finding them whole."""
    yield from (shape for shape in shapes(secret) if len(shape) > 5)
    yield quote(secret, safe="")
    yield "".join(f"%{byte:02X}" for byte in secret.encode())
    yield "".join(f"%{byte:02x}" for byte in secret.encode())
