"""The functions that are worked out here, because what they return depends on their arguments alone.

Source: Go's `text/template/funcs.go`; github.com/Masterminds/sprig/v3. Where a call goes beyond what is sure, it raises
`Unsure`, and the action counts as unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import quote_plus

from traefiklint.go.template.values import LONGEST_TEXT, StringMap, Unsure, shown, truth, type_name

LONGEST = 100_000
"""How long a list may get here before it counts as unknown."""


class Failed(Exception):  # noqa: N818 - what Go reports
    """Go's function returns an error for sure; the message is Go's to the letter where it is `exact`."""

    def __init__(self, message: str, exact: bool = False) -> None:
        super().__init__(message)
        self.exact = exact


def _wrong(expected: str, value: Any) -> Failed:
    got = "nil" if value is None else f"got {type_name(value)}"
    return Failed(f"wrong type for value; expected {expected}; {got}")


def text(value: Any) -> str:
    """The value where Go wants a string."""
    if not isinstance(value, str):
        raise _wrong("string", value)
    return value


def plain(value: Any) -> str:
    """A text of ASCII letters, where bytes and characters are the same and upper case has no surprises."""
    if not text(value).isascii():
        raise Unsure
    return text(value)


def integer(value: Any) -> int:
    """The value where Go wants an int."""
    if isinstance(value, float) and value.is_integer():
        raise Unsure  # Go takes `1.0` where it is written out, and refuses the same from a variable.
    if type(value) is not int:
        raise _wrong("int", value)
    return value


def listed(value: Any) -> list[Any]:
    """The value where sprig wants a list."""
    if not isinstance(value, list):
        raise Failed(f"Cannot find a list on type {type_name(value)}")
    return value


def mapped(value: Any) -> dict[str, Any]:
    """The value where Go wants a map of strings; nil is an empty one."""
    if value is None:
        return {}
    if not isinstance(value, dict) or isinstance(value, StringMap):
        raise _wrong("map[string]interface {}", value)
    return value


def bounded(value: Any) -> Any:
    """The value, unless it has grown out of hand."""
    if len(value) > LONGEST:
        raise Unsure
    return value


def together(separator: str, parts: Iterable[str]) -> str:
    """The texts with the separator between them, unless that is too long."""
    found, length = [], 0
    for part in parts:
        found.append(part)
        length += len(part) + len(separator)
        if length > LONGEST_TEXT:
            raise Unsure
    return separator.join(found)


# Go's own


def _len(value: Any) -> int:
    if isinstance(value, str):
        return len(value.encode("utf-8", "surrogatepass"))
    if isinstance(value, (list, dict)):
        return len(value)
    raise Failed(f"len of type {type_name(value)}")


def _index(value: Any, *keys: Any) -> Any:
    for key in keys:
        if isinstance(value, list):
            if isinstance(key, bool) or not isinstance(key, int):
                raise Failed(f"cannot index slice/array with type {type_name(key)}")
            if not 0 <= key < len(value):
                raise Failed(f"index out of range: {key}")
            value = value[key]
        elif isinstance(value, dict):
            value = value.get(text(key), "" if type(value) is StringMap else None)
        elif isinstance(value, str) and type(key) is int and value.isascii() and 0 <= key < len(value):
            value = ord(value[key])  # a byte
        elif isinstance(value, str):
            raise Unsure
        else:
            raise Failed("index of untyped nil" if value is None else f"can't index item of type {type_name(value)}")
    return value


def _kind(value: Any) -> str:
    return "int" if isinstance(value, int) and not isinstance(value, bool) else type_name(value)


def _comparable(left: Any, right: Any) -> None:
    if left is None or right is None:
        raise Unsure
    if _kind(left) != _kind(right):
        raise Failed(f"incompatible types for comparison: {type_name(left)} and {type_name(right)}", exact=True)
    if isinstance(left, (list, dict)):
        raise Failed(f"non-comparable type {type_name(left)}")


def _eq(first: Any, second: Any, *others: Any) -> bool:
    for other in (second, *others):
        _comparable(first, other)
        if first == other:
            return True
    return False


def _ne(left: Any, right: Any) -> bool:
    _comparable(left, right)
    return bool(left != right)


def _lt(left: Any, right: Any) -> bool:
    if isinstance(left, (list, dict)) or isinstance(right, (list, dict)):
        raise Failed("invalid type for comparison", exact=True)
    _comparable(left, right)
    if isinstance(left, bool):
        raise Failed("invalid type for comparison", exact=True)
    if isinstance(left, str):
        return bool(left.encode("utf-8", "surrogatepass") < right.encode("utf-8", "surrogatepass"))
    return bool(left < right)


def _le(left: Any, right: Any) -> bool:
    return bool(_lt(left, right) or left == right)


def _print(*values: Any) -> str:
    parts: list[str] = []
    for place, value in enumerate(values):
        if place and not isinstance(value, str) and not isinstance(values[place - 1], str):
            parts.append(" ")
        parts.append(shown(value))
    return together("", parts)


def _argument(value: Any) -> Any:
    return "<no value>" if value is None else value


def _html(*values: Any) -> str:
    escapes: dict[str, str | int | None] = {
        "&": "&amp;",
        "<": "&lt;",
        ">": "&gt;",
        '"': "&#34;",
        "'": "&#39;",
        "\0": "\ufffd",
    }
    return _print(*map(_argument, values)).translate(str.maketrans(escapes))


# Values


def _ternary(yes: Any, no: Any, which: Any) -> Any:
    if not isinstance(which, bool):
        raise _wrong("bool", which)
    return yes if which else no


def _fail(message: Any) -> str:
    raise Failed(text(message), exact=True)


def _type_of(value: Any) -> str:
    """What Go's `%T` says of a value; of lists nobody knows here what they are lists of."""
    if value is None or isinstance(value, list):
        raise Unsure
    return type_name(value)


def _kind_of(value: Any) -> str:
    return "map" if isinstance(value, dict) else _type_of(value)


def _normalize(name: Any) -> str:
    """Traefik's `provider.Normalize`: everything but letters and digits becomes a hyphen between the words."""
    return "-".join("".join(c if c.isalnum() else " " for c in plain(name)).split())


BASICS: dict[str, Callable[..., Any]] = {
    "not": lambda value: not truth(value),
    "len": _len,
    "index": _index,
    "eq": _eq,
    "ne": _ne,
    "lt": _lt,
    "le": _le,
    "gt": lambda left, right: not _le(left, right),
    "ge": lambda left, right: not _lt(left, right),
    "print": _print,
    "println": lambda *values: together(" ", map(shown, values)) + "\n",
    "html": _html,
    "urlquery": lambda *values: quote_plus(_print(*map(_argument, values)), safe="-_.~"),
    "default": lambda fallback, *given: given[0] if given and truth(given[0]) else fallback,
    "empty": lambda value: not truth(value),
    "coalesce": lambda *values: next((value for value in values if truth(value)), None),
    "all": lambda *values: all(map(truth, values)),
    "any": lambda *values: any(map(truth, values)),
    "ternary": _ternary,
    "fail": _fail,
    "hello": lambda: "Hello!",
    "toString": lambda value: shown(value),
    "typeOf": _type_of,
    "typeIs": lambda name, value: text(name) == _type_of(value),
    "kindOf": _kind_of,
    "kindIs": lambda name, value: text(name) == _kind_of(value),
    "normalize": _normalize,
}
