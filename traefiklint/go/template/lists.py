"""Sprig's functions on numbers, lists and maps."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from traefiklint.go.template.functions import LONGEST, Failed, bounded, integer, listed, mapped, text
from traefiklint.go.template.values import Long, Unsure, shown

_DECIMAL = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\Z")


def _whole(value: Any) -> int:
    """The value as sprig's `toInt64` takes it."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int):
        return int(value)
    if isinstance(value, float) and abs(value) < 2**62:
        return int(value)
    if isinstance(value, str) and _DECIMAL.match(value):
        return int(value)
    raise Unsure


def _fits(value: int) -> Long:
    if -(2**63) <= value < 2**63:
        return Long(value)
    raise Unsure


def _float64(value: Any) -> float:
    if isinstance(value, float):
        return value
    return float(_whole(value))


def _mul(first: Any, *others: Any) -> Long:
    product = Long(1)
    for value in (first, *others):
        product = _fits(product * _whole(value))
    return product


def _div(left: Any, right: Any) -> int:
    above, below = _whole(left), _whole(right)
    if not below:
        raise Failed("runtime error: integer divide by zero")
    size = abs(above) // abs(below)
    return Long(size if (above < 0) == (below < 0) else -size)


def _until(count: Any) -> list[int]:
    number = integer(count)
    return _steps(0, number, 1 if number >= 0 else -1)


def _steps(start: int, stop: int, step: int) -> list[int]:
    if not step or (stop < start) != (step < 0):
        return []
    if abs(stop - start) // abs(step) > LONGEST:
        raise Unsure
    return list(range(start, stop, step))


def _seq(*values: Any) -> str:
    numbers = [integer(value) for value in values]
    if not numbers or len(numbers) > 3:
        return ""
    start, end = (1 if len(numbers) == 1 else numbers[0]), numbers[-1]
    towards = 1 if end >= start else -1
    step = numbers[1] if len(numbers) == 3 else towards
    if step * towards <= 0:
        return ""
    return " ".join(map(str, _steps(start, end + towards, step)))


def _same(left: Any, right: Any) -> bool:
    for value in (left, right):
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if any(isinstance(one, (list, dict)) for one in inner):
            raise Unsure
    return type(left) is type(right) and bool(left == right)


def _uniq(values: Any) -> list[Any]:
    found: list[Any] = []
    if len(listed(values)) > 100:
        raise Unsure
    for value in listed(values):
        if not any(_same(value, other) for other in found):
            found.append(value)
    return found


def _without(values: Any, *left_out: Any) -> list[Any]:
    if len(listed(values)) * len(left_out) > LONGEST:
        raise Unsure
    return [value for value in listed(values) if not any(_same(value, other) for other in left_out)]


def _dict(*pairs: Any) -> dict[str, Any]:
    values = [*pairs, ""] if len(pairs) % 2 else pairs
    return {shown(key): value for key, value in zip(values[::2], values[1::2], strict=True)}


def _set(mapping: Any, key: Any, value: Any) -> dict[str, Any]:
    if mapping is None:
        raise Failed("assignment to entry in nil map")
    mapped(mapping)[text(key)] = value
    return mapped(mapping)


def _unset(mapping: Any, key: Any) -> dict[str, Any]:
    mapped(mapping).pop(text(key), None)
    return mapped(mapping)


def _unordered(values: list[Any]) -> list[Any]:
    """Go walks a map in another order every time."""
    if len(values) > 1:
        raise Unsure
    return values


LISTS: dict[str, Callable[..., Any]] = {
    "int": lambda value: int(_fits(_whole(value))),
    "int64": lambda value: _fits(_whole(value)),
    "atoi": lambda value: _whole(text(value)),
    "float64": _float64,
    "add": lambda *values: _fits(sum(map(_whole, values))),
    "add1": lambda value: _fits(_whole(value) + 1),
    "sub": lambda left, right: _fits(_whole(left) - _whole(right)),
    "mul": _mul,
    "div": _div,
    "mod": lambda left, right: Long(_whole(left) - _whole(right) * _div(left, right)),
    "max biggest": lambda first, *others: Long(max(map(_whole, (first, *others)))),
    "min": lambda first, *others: Long(min(map(_whole, (first, *others)))),
    "until": _until,
    "untilStep": lambda start, stop, step: _steps(integer(start), integer(stop), integer(step)),
    "seq": _seq,
    "list tuple": lambda *values: list(values),
    "first mustFirst": lambda values: listed(values)[0] if listed(values) else None,
    "last mustLast": lambda values: listed(values)[-1] if listed(values) else None,
    "rest mustRest": lambda values: listed(values)[1:],
    "initial mustInitial": lambda values: listed(values)[:-1],
    "append push mustAppend mustPush": lambda values, value: bounded([*listed(values), value]),
    "prepend mustPrepend": lambda values, value: bounded([value, *listed(values)]),
    "concat": lambda *lists: bounded([value for values in lists for value in listed(values)]),
    "reverse mustReverse": lambda values: listed(values)[::-1],
    "compact mustCompact": lambda values: [value for value in listed(values) if value],
    "uniq mustUniq": _uniq,
    "deepEqual": _same,
    "toStrings": lambda values: [shown(value) for value in listed(values)],
    "has mustHas": lambda value, values: values is not None and any(_same(value, other) for other in listed(values)),
    "without mustWithout": _without,
    "dict": _dict,
    "get": lambda mapping, key: mapped(mapping).get(text(key), ""),
    "set": _set,
    "unset": _unset,
    "hasKey": lambda mapping, key: text(key) in mapped(mapping),
    "keys": lambda *mappings: _unordered([key for mapping in mappings for key in mapped(mapping)]),
    "values": lambda mapping: _unordered(list(mapped(mapping).values())),
}
