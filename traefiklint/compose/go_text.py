"""What Go prints for a scalar that YAML read as a number, a truth value, a date or nothing (`fmt.Sprint`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traefiklint.go.strconv import whole_number
from traefiklint.patterns import lazy
from traefiklint.text.nodes import Scalar
from traefiklint.yaml.scalars import FLOAT, INT, NULL, STRING, TIMESTAMP, resolve

if TYPE_CHECKING:
    from traefiklint.compose.values import Value

_DATE = lazy(
    r"(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d?):(\d\d?)(?:[.,](\d+))?\s*(Z|[-+]\d\d?:\d\d)?)?\Z"
)


def printed(node: Scalar) -> str:
    """The text of a scalar in a mapping of labels or variables, before anything is interpolated."""
    kind, text = resolve(node)
    if kind == STRING:
        return node.value
    if kind == NULL:
        return ""
    if kind == FLOAT:
        return _float(node.value, text)
    return _timestamp(node.value) if kind == TIMESTAMP else text


def text_of(value: Value) -> str:
    """The text of a value, numbers as Go prints them: `0x10` is 16, and `1e3` is 1000."""
    return printed(value.node) if value.kind in (INT, FLOAT) else value.text


def count_of(value: Value) -> int | None:
    """How many a value says there are: a whole number in any spelling, in a text with digits and a sign only."""
    try:
        return whole_number(text_of(value))
    except ValueError:
        return None


def _float(written: str, text: str) -> str:
    if text in ("+Inf", "-Inf", "NaN"):
        return text
    number = float(written.replace("_", ""))
    shortest = repr(number)
    mantissa, _, exponent = f"{number:e}".partition("e")
    digits = shortest.lower().partition("e")[0].replace(".", "").replace("-", "").strip("0") or "0"
    power = int(exponent)
    if number == 0:
        return "-0" if mantissa.startswith("-") else "0"
    if -5 < power < 6:
        return f"{number:.{max(len(digits) - 1 - power, 0)}f}"
    rest = f".{digits[1:]}" if digits[1:] else ""
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[0]}{rest}e{'-' if power < 0 else '+'}{abs(power):02d}"


def _timestamp(written: str) -> str:
    """A date as Go's `time.Time` prints itself: `2024-01-01 00:00:00 +0000 UTC`."""
    found = _DATE.match(written)
    if found is None:
        return written
    year, month, day, hour, minute, second, fraction, zone = found.groups()
    text = f"{year}-{int(month):02d}-{int(day):02d} {int(hour or 0):02d}:{int(minute or 0):02d}:{int(second or 0):02d}"
    if fraction and fraction[:9].strip("0"):
        text += "." + fraction[:9].rstrip("0")
    if zone is None or zone == "Z":
        return f"{text} +0000 UTC"
    offset = zone[0] + zone[1:].replace(":", "").zfill(4)
    return f"{text} {offset} {offset}"
