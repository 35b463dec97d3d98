"""Texts as Go writes them in its messages."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from traefiklint.patterns import lazy

_SURROGATE = lazy("[\ud800-\udfff]")
_SHORT = {7: "\\a", 8: "\\b", 12: "\\f", 10: "\\n", 13: "\\r", 9: "\\t", 11: "\\v", 34: '\\"', 92: "\\\\"}


def quoted(text: str) -> str:
    """A text as Go's `%q` writes it."""
    return '"' + "".join(map(_escaped, text)) + '"'


def listed(values: Iterable[str]) -> str:
    """A list of texts as Go's `%v` writes it: `[a b]`."""
    return f"[{' '.join(values)}]"


def _escaped(char: str) -> str:
    code = ord(char)
    if code in _SHORT:
        return _SHORT[code]
    if 0xDC80 <= code <= 0xDCFF:
        return f"\\x{code - 0xDC00:02x}"
    if char == " " or unicodedata.category(char)[0] in "LMNPS":
        return char
    if code < 0x20 or code == 0x7F:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def printable(text: str) -> str:
    """A text without lone surrogates: bytes that are no UTF-8 become U+FFFD, as in what Traefik's API answers."""
    if text.isascii():
        return text
    return _SURROGATE.sub("\ufffd", text)
