"""Texts to values as Go reads them: truth, numbers, durations, lists.

Each function gives the value, or raises `ValueError` with Go's own words. Source: Go's `strconv` and `time` packages,
and `element_fill.go` of github.com/traefik/paerser, which calls them.
"""

from __future__ import annotations

import re
from functools import lru_cache

TRUTHS = dict.fromkeys(("1", "t", "T", "TRUE", "true", "True"), True) | dict.fromkeys(
    ("0", "f", "F", "FALSE", "false", "False"), False
)
"""What `strconv.ParseBool` knows."""

SEPARATOR = "║"
"""Between the items of a list, once paerser has made one text of them: `║KIND║a║b`."""

SPACE = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)
"""What Go's `strings.TrimSpace` takes off."""

_UNITS = {
    "ns": 1,
    "us": 1_000,
    "µs": 1_000,
    "μs": 1_000,
    "ms": 1_000_000,
    "s": 1_000_000_000,
    "m": 60_000_000_000,
    "h": 3_600_000_000_000,
}
_INTEGER = r"[-+]?[0-9]+\Z"
_DIGITS = r"0*[0-9]{1,18}"
_FLOAT = (
    r"[-+]?(?:[0-9]+(?:_[0-9]+)*\.?(?:[0-9]+(?:_[0-9]+)*)?|\.[0-9]+(?:_[0-9]+)*)(?:e[-+]?[0-9]+(?:_[0-9]+)*)?"
    r"|[-+]?0x_?(?:[0-9a-f]+(?:_[0-9a-f]+)*\.?(?:[0-9a-f]+(?:_[0-9a-f]+)*)?|\.[0-9a-f]+(?:_[0-9a-f]+)*)"
    r"p[-+]?[0-9]+(?:_[0-9]+)*"
)
_NAMED_FLOAT = r"[-+]?inf(?:inity)?|nan"
_INFINITE = float("inf")
_PIECE = r"([0-9]*)(?:(\.)([0-9]*))?([^0-9.]*)"
_LIMIT = 1 << 63


def truth(text: str) -> bool:
    """`strconv.ParseBool`."""
    value = TRUTHS.get(text)
    if value is None:
        raise ValueError(f'strconv.ParseBool: parsing "{quoted(text)}": invalid syntax')
    return value


def whole_number(text: str, limit: int = _LIMIT) -> int:
    """`strconv.ParseInt` with base 10 and 64 bits, or with those that a number of less than `limit` has."""
    if not re.match(_INTEGER, text):
        raise ValueError(f'strconv.ParseInt: parsing "{quoted(text)}": invalid syntax')
    value = int(text) if len(text) < 300 else _LIMIT
    if not -limit <= value < limit:
        raise ValueError(f'strconv.ParseInt: parsing "{quoted(text)}": value out of range')
    return value


def small_number(text: str) -> int:
    """`strconv.ParseInt` with base 10 and 32 bits."""
    return whole_number(text, 1 << 31)


def digits(text: str) -> int | None:
    """The number that a text of ASCII digits stands for; None for anything else, and for one that no 63 bits hold."""
    return int(text) if re.fullmatch(_DIGITS, text) else None


def unsigned_number(text: str) -> int:
    """`strconv.ParseUint` with base 10 and 32 bits."""
    if not re.match(_INTEGER, text) or text[0] in "+-":
        raise ValueError(f'strconv.ParseUint: parsing "{quoted(text)}": invalid syntax')
    if len(text) > 300 or int(text) >= 1 << 32:
        raise ValueError(f'strconv.ParseUint: parsing "{quoted(text)}": value out of range')
    return int(text)


@lru_cache(maxsize=64)
def floating_number(text: str) -> float:
    """`strconv.ParseFloat` with 64 bits: decimal and hexadecimal, `inf` and `nan` in any case."""
    word = text.lower()
    if re.fullmatch(_NAMED_FLOAT, word):
        return float(word)
    if not re.fullmatch(_FLOAT, word):
        raise ValueError(f'strconv.ParseFloat: parsing "{quoted(text)}": invalid syntax')
    plain = word.replace("_", "")
    try:
        value = float.fromhex(plain) if "x" in plain else float(plain)
    except OverflowError:
        value = _INFINITE
    if abs(value) == _INFINITE:
        raise ValueError(f'strconv.ParseFloat: parsing "{quoted(text)}": value out of range')
    return value


def nanoseconds(text: str) -> int:
    """paerser's `setDuration`: a whole number is in seconds (and wraps at 64 bits), anything else is Go's duration."""
    try:
        seconds = whole_number(text)
    except ValueError:
        return go_duration(text)
    wrapped = (seconds * 1_000_000_000) & ((1 << 64) - 1)
    return wrapped - (1 << 64) if wrapped >= _LIMIT else wrapped


@lru_cache(maxsize=512)
def go_duration(text: str) -> int:
    """`time.ParseDuration`, in nanoseconds."""
    shown = _bytes_quoted(text)
    invalid = f'time: invalid duration "{shown}"'
    rest = text[1:] if text[:1] in ("-", "+") else text
    if rest == "0":
        return 0
    if not rest:
        raise ValueError(invalid)
    total = 0
    while rest:
        piece = re.match(_PIECE, rest)
        assert piece is not None, "the pattern matches every text"
        before, point, after, unit = piece.groups()
        if (not before and not after) or len(before) > 300 or int(before or "0") > _LIMIT:
            raise ValueError(invalid)
        if not unit:
            raise ValueError(f'time: missing unit in duration "{shown}"')
        if unit not in _UNITS:
            raise ValueError(f'time: unknown unit "{_bytes_quoted(unit)}" in duration "{shown}"')
        total += _amount(before, after if point else "", _UNITS[unit], invalid)
        if total > _LIMIT:
            raise ValueError(invalid)
        rest = rest[piece.end() :]
    if text[0] == "-":
        return -total
    if total == _LIMIT:
        raise ValueError(invalid)
    return total


def _amount(before: str, after: str, unit: int, invalid: str) -> int:
    whole = int(before or "0")
    if whole > _LIMIT // unit:
        raise ValueError(invalid)
    # Go stops reading a fraction where it no longer fits 63 bits, and rounds towards zero.
    fraction = after[:18]
    return whole * unit + (int(fraction) * unit // 10 ** len(fraction) if fraction else 0)


def items(text: str) -> tuple[str, ...]:
    """The items of a list that is written as one text: split at commas, or at paerser's separator if it holds that."""
    if not text:
        return ()
    if SEPARATOR in text:
        return tuple(item.strip(SPACE) for item in text.split(SEPARATOR)[2:])
    if "," in text:
        return tuple(item.strip(SPACE) for item in text.split(","))
    return (text.strip(SPACE),)


def quoted(text: str) -> str:
    """A text as Go's `%q` shows it, without the quotes around it, as far as texts in configurations go."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return text
    shown = []
    for sign in text:
        if sign in '"\\':
            shown.append("\\" + sign)
        elif sign.isprintable():
            shown.append(sign)
        else:
            shown.append(_ESCAPES.get(sign) or (f"\\x{ord(sign):02x}" if sign < "\x80" else f"\\u{ord(sign):04x}"))
    return "".join(shown)


_ESCAPES = {"\n": "\\n", "\t": "\\t", "\r": "\\r", "\a": "\\a", "\b": "\\b", "\f": "\\f", "\v": "\\v"}


def _bytes_quoted(text: str) -> str:
    """A text as the `time` package shows it: everything outside printable ASCII byte by byte."""
    if text.isascii() and text.isprintable() and '"' not in text and "\\" not in text:
        return text
    shown = []
    for byte in text.encode("utf-8", "surrogatepass"):
        sign = chr(byte)
        if sign in '"\\':
            shown.append("\\" + sign)
        else:
            shown.append(sign if 0x20 <= byte < 0x80 else f"\\x{byte:02x}")
    return "".join(shown)


def fold(key: str) -> str:
    """A key in the form in which Go's `strings.EqualFold` compares it with a field's name, which is plain ASCII."""
    return key.lower() if key.isascii() else key.replace("ſ", "s").replace("\u212a", "k").lower()
