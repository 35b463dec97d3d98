"""What a scalar is to Go: null, bool, int, float, timestamp or string, and the text Traefik's decoder makes of it.

Source: gopkg.in/yaml.v3 `resolve.go`, and the file decoder of github.com/traefik/paerser (`decodeRaw`), which turns
every value back into text before it fills the fields.
"""

from __future__ import annotations

import re
from functools import lru_cache

from traefiklint.patterns import lazy
from traefiklint.text.nodes import Scalar

NULL, BOOL, INT, FLOAT, TIMESTAMP, STRING = "null", "bool", "int", "float", "timestamp", "string"

TOML_TIME = "!toml-time"
"""The tag of a TOML date or time."""

_TELLING = frozenset("+-0123456789.~tTfFnN")
"""The first characters a plain scalar must have to be anything but a string."""

WORDS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), (NULL, "")),
    **dict.fromkeys(("true", "True", "TRUE"), (BOOL, "true")),
    **dict.fromkeys(("false", "False", "FALSE"), (BOOL, "false")),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), (FLOAT, "+Inf")),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), (FLOAT, "-Inf")),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), (FLOAT, "NaN")),
}
"""The plain scalars that are something by their spelling alone, and what they are."""

_INT = lazy(r"([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|(0|[1-9][0-9]*))\Z")
_SIGNED_DIGITS = lazy(r"(-?)0(?:b([-+]?)([01]+)|o([-+]?)([0-7]+))\Z")
_FLOAT = lazy(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_TIMESTAMP = lazy(
    r"(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:([Tt]| +)(\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:(Z)|[-+](\d\d):(\d\d))?)?\Z",
    re.ASCII,
)
_RESOLVABLE = frozenset(("!!str", "!!bool", "!!int", "!!float", "!!null", "!!timestamp"))

GO_NAMES = {
    "int": "<int Value>",
    "float": "<float64 Value>",
    "bool": "<bool Value>",
    "timestamp": "<time.Time Value>",
}
"""The name that a key of this kind ends up with: the decoder prints the value's type, not the value."""


class TagError(ValueError):
    """A scalar does not fit the tag it carries; the message is yaml.v3's."""


def resolve(scalar: Scalar) -> tuple[str, str]:
    """The kind of a scalar, and its text as Traefik's decoder sees it (empty for null and for a timestamp its own).

    Raises:
        TagError: it carries a tag such as `!!int` that its value does not fit; such a file never gets past its reader.
    """
    value = scalar.value
    if scalar.tag:
        return _resolve_tagged(scalar.tag, value)
    if scalar.style or (value and value[0] not in _TELLING):
        return STRING, value
    return resolve_plain(value)


@lru_cache(maxsize=4096)
def resolve_plain(value: str) -> tuple[str, str]:
    """The same for the text of a scalar without quotes and tag."""
    word = WORDS.get(value)
    if word is not None:
        return word
    first = value[0]
    if first == ".":
        return _float(value) or (STRING, value)
    if first not in "+-0123456789":
        return STRING, value
    if is_timestamp(value):
        return TIMESTAMP, value
    return _number(value.replace("_", "")) or (STRING, value)


def _resolve_tagged(tag: str, value: str) -> tuple[str, str]:
    if tag == TOML_TIME:
        return TIMESTAMP, value
    if tag == "!!binary":
        return STRING, _decoded_binary(value)
    if tag not in _RESOLVABLE or tag == "!!str":
        return STRING, value
    kind, text = resolve_plain(value)
    if kind == TIMESTAMP and tag != "!!timestamp":
        kind, text = _number(value.replace("_", "")) or (STRING, value)
    if kind == tag[2:]:
        return kind, text
    if tag == "!!float" and kind == INT and -(2**63) <= int(text) < 2**63:
        return FLOAT, _float_text(float(text))
    raise TagError(f"cannot decode {_TAGS[kind]} `{value}` as a {tag}")


_TAGS = {kind: "!!" + kind for kind in (NULL, BOOL, INT, FLOAT, TIMESTAMP)} | {STRING: "!!str"}


def _decoded_binary(value: str) -> str:
    from base64 import b64decode

    try:
        # Go skips line ends inside base64 and nothing else.
        return b64decode(value.replace("\n", "").replace("\r", ""), validate=True).decode("utf-8", "surrogateescape")
    except ValueError:
        raise TagError("!!binary value contains invalid base64 data") from None


def _number(digits: str) -> tuple[str, str] | None:
    """What the digits (`_` already taken out) are: an int up to 64 bits, a float, or nothing."""
    number = _integer(digits)
    if number is not None:
        return INT, str(number)
    return _float(digits)


def _integer(digits: str) -> int | None:
    match = _INT.match(digits) if len(digits) < 70 else None
    if match is None:
        return _oddly_signed_integer(digits)
    sign, hexadecimal, binary, octal, decimal = match.groups()
    if hexadecimal:
        size = int(hexadecimal, 16)
    elif binary:
        size = int(binary, 2)
    elif octal:
        size = int(octal, 8)
    else:
        size = int(decimal)
    if size < 2**63 or (not sign and size < 2**64):
        return -size if sign == "-" else size
    return -size if sign == "-" and size == 2**63 else None


def _oddly_signed_integer(digits: str) -> int | None:
    """yaml.v3 cuts `0b` and `0o` off and reads the rest, so a sign may stand behind the prefix."""
    match = _SIGNED_DIGITS.match(digits) if len(digits) < 70 else None
    if match is None:
        return None
    outer, binary_sign, binary, octal_sign, octal = match.groups()
    inner = binary_sign or octal_sign
    if outer and inner:
        return None
    size = int(binary, 2) if binary else int(octal, 8)
    if size > 2**63 - 1:
        return None
    return -size if "-" in (outer, inner) else size


def _float(text: str) -> tuple[str, str] | None:
    if not _FLOAT.match(text):
        return None
    number = float(text)
    if number in (float("inf"), float("-inf")):
        return None
    return FLOAT, _float_text(number)


def _float_text(number: float) -> str:
    return f"{number:.6f}".removesuffix(".000000")


def is_timestamp(value: str) -> bool:
    """Whether yaml.v3 reads a plain scalar as a point in time, which no field of Traefik can hold."""
    match = _TIMESTAMP.match(value)
    if match is None:
        return False
    year, month, day, letter, hour, minute, second, utc, zone_hour, zone_minute = match.groups()
    if letter is not None:
        zoned = bool(utc or zone_hour)
        if zoned is letter.startswith(" "):
            return False
        if int(hour) > 23 or int(minute) > 59 or int(second) > 59:
            return False
        if zone_hour and (int(zone_hour) > 24 or int(zone_minute) > 60):
            return False
    return 1 <= int(month) <= 12 and 1 <= int(day) <= days_of_month(int(year), int(month))


def days_of_month(year: int, month: int) -> int:
    """How many days a month has."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in (4, 6, 9, 11) else 31
