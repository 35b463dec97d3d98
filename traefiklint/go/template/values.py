"""Go's values as far as templates show them: nil, bool, integers, float64, strings, lists and maps of strings."""

from __future__ import annotations

from typing import Any


class Long(int):
    """An int64, which Go does not take where it wants an int."""


class Struct(dict[str, Any]):
    """A Go struct: a field that it does not have is an error."""


class StringMap(dict[str, str]):
    """A Go map of strings, in which `index` finds an empty one where there is none."""


class Unsure(Exception):  # noqa: N818 - an answer, not an error
    """What comes out here depends on what only the running Traefik knows, or on what is not worked out here."""


class UnknownValue:
    """The value of which nothing is known."""


UNKNOWN = UnknownValue()


LONGEST_TEXT = 1_000_000
"""How long a text may get before it counts as unknown."""

MOST_PARTS = 100_000
"""Of how many pieces."""


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
    StringMap: "map[string]string",
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
    if isinstance(value, (list, dict)):
        return _nested(value)
    raise Unsure


def _nested(value: Any) -> str:
    """A list or map: each may stand in others many times, so that the text is far longer than the template."""
    parts: list[str] = []
    length = 0
    waiting: list[Any] = [value]
    while waiting:
        one = waiting.pop()
        if type(one) is _Piece:
            text: str = one
        elif isinstance(one, list):
            text = "["
            waiting.append(_Piece("]"))
            for number, item in enumerate(reversed(one)):
                waiting += [_Piece(" "), item] if number else [item]
        elif isinstance(one, dict):
            text = "map["
            waiting.append(_Piece("]"))
            for number, key in enumerate(sorted(one, reverse=True)):
                waiting += [*([_Piece(" ")] if number else []), one[key], _Piece(f"{key}:")]
        else:
            text = shown(one)
        parts.append(text)
        length += len(text)
        if length > LONGEST_TEXT or len(parts) + len(waiting) > MOST_PARTS:
            raise Unsure
    return "".join(parts)


class _Piece(str):
    """What stands between the values of a list or map."""

    __slots__ = ()


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
