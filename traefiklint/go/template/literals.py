"""Go's string and number literals, as `strconv.Unquote` and `text/template/parse` read them."""

from __future__ import annotations

import re

_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "\\": "\\"}
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3})|([abfnrtv\\\"']))")
_INT = re.compile(
    r"[+-]?(?:0[xX](_?[0-9a-fA-F])+|0[bB](_?[01])+|0[oO](_?[0-7])+|0(_?[0-7])*|[1-9](_?[0-9])*)\Z",
)
_DIGITS = "[0-9](?:_?[0-9])*"
_FLOAT = re.compile(rf"[+-]?(?:{_DIGITS}\.?(?:{_DIGITS})?|\.{_DIGITS})(?:[eE][+-]?{_DIGITS})?\Z")


def unquote(text: str) -> str | None:
    """What a literal in double quotes or back-ticks stands for; None where Go does not take it."""
    body = text[1:-1]
    if text[0] == "`":
        return body.replace("\r", "")
    return _unescaped(body, text[0])


def _unescaped(body: str, quote: str) -> str | None:
    if "\\" not in body:
        return body
    parts, at = [], 0
    while (found := body.find("\\", at)) >= 0:
        match = _ESCAPE.match(body, found)
        if match is None:
            return None
        parts.append(body[at:found])
        character = _character(match, quote)
        if character is None:
            return None
        parts.append(character)
        at = match.end()
    return "".join(parts) + body[at:]


def _character(match: re.Match[str], quote: str) -> str | None:
    byte, short, long, octal, letter = match.groups()
    if letter:
        if letter in "\"'":
            return letter if letter == quote else None
        return _SIMPLE[letter]
    code = int(octal, 8) if octal else int(byte or short or long, 16)
    if (octal and code > 0xFF) or code > 0x10FFFF or 0xD800 <= code < 0xE000:
        return None
    # A byte above 0x7f is half a character; nobody writes one in a configuration file.
    return chr(code) if (short or long or code < 0x80) else None


def number(text: str) -> int | float | None:
    """The value of a number or a character constant; None where Go does not take it (or it is a complex number)."""
    if text[0] == "'":
        character = _unescaped(text[1:-1], "'")
        return ord(character) if character is not None and len(character) == 1 else None
    if len(text) > 400:
        return None
    if _INT.match(text):
        value = int(text.replace("_", ""), 0) if not re.match(r"[+-]?0_?[0-7]", text) else int(text.replace("_", ""), 8)
        return value if -(2**63) <= value < 2**64 else None
    if _FLOAT.match(text):
        result = float(text.replace("_", ""))
        return None if result in (float("inf"), float("-inf")) else result
    return None
