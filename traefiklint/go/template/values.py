"""Go's values as far as templates show them: nil, bool, integers, float64, strings, lists and maps of strings."""

from __future__ import annotations

from typing import Any


class Long(int):
    """An int64, which Go does not take where it wants an int."""


class Unsure(Exception):  # noqa: N818 - an answer, not an error
    """What comes out here depends on what only the running Traefik knows, or on what is not worked out here."""


class Unknown:
    """The value of which nothing is known."""


UNKNOWN = Unknown()


def type_name(value: Any) -> str:
    """The Go type of a value, as error texts name it."""
    if value is None:
        return "nil"
    return _GO_TYPES.get(type(value), "interface {}")


_GO_TYPES: dict[type, str] = {
    bool: "bool",
    str: "string",
    int: "int",
    Long: "int64",
    float: "float64",
    list: "[]interface {}",
    dict: "map[string]interface {}",
}


def truth(value: Any) -> bool:
    """Whether `if` takes the value for true (`IsTrue` in Go's text/template)."""
    return bool(value)


def printed(value: Any) -> str:
    """The value as an action prints it (`%v`)."""
    if value is None:
        return "<no value>"
    return shown(value)


def shown(value: Any) -> str:
    """The value as `fmt.Sprint` writes it."""
    if value is None:
        return "<nil>"
    if value is True or value is False:
        return "true" if value else "false"
    if isinstance(value, float):
        return _float(value)
    if isinstance(value, (str, int)):
        return str(value)
    if isinstance(value, list):
        return "[" + " ".join(shown(item) for item in value) + "]"
    if isinstance(value, dict):
        return "map[" + " ".join(f"{key}:{shown(value[key])}" for key in sorted(value)) + "]"
    raise Unsure


def _float(value: float) -> str:
    """The shortest text that reads back, with an exponent below -4 and from 21 on (Go's `%v`)."""
    if value != value or value in (float("inf"), float("-inf")):
        raise Unsure
    from decimal import Decimal

    exact = Decimal(repr(value))
    power = exact.adjusted() if value else 0
    if power < -4 or power >= 6:
        sign, figures, _ = exact.as_tuple()
        digits = "".join(map(str, figures)).rstrip("0")
        mantissa = digits[0] + ("." + digits[1:] if len(digits) > 1 else "")
        return f"{'-' if sign else ''}{mantissa}e{'-' if power < 0 else '+'}{abs(power):02d}"
    return f"{exact:f}".removesuffix(".0")
