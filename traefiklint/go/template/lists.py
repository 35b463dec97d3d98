"""Sprig's functions on numbers, lists and maps."""

from __future__ import annotations

import re
from typing import Any

from traefiklint.go.template.functions import LONGEST, Failed, bounded, go, integer, listed, mapped, text
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


@go("int", least=1)
def _int(value: Any) -> int:
    return int(_fits(_whole(value)))


@go("int64", least=1)
def _int64(value: Any) -> Long:
    return _fits(_whole(value))


@go("atoi", least=1)
def _atoi(value: Any) -> int:
    return _whole(text(value))


@go("float64", least=1)
def _float64(value: Any) -> float:
    if isinstance(value, float):
        return value
    return float(_whole(value))


@go("add", least=0, most=-1)
def _add(*values: Any) -> Long:
    return _fits(sum(map(_whole, values)))


@go("add1", least=1)
def _add1(value: Any) -> Long:
    return _fits(_whole(value) + 1)


@go("sub", least=2)
def _sub(left: Any, right: Any) -> Long:
    return _fits(_whole(left) - _whole(right))


@go("mul", least=1, most=-1)
def _mul(*values: Any) -> Long:
    product = Long(1)
    for value in values:
        product = _fits(product * _whole(value))
    return product


@go("div", least=2)
def _div(left: Any, right: Any) -> int:
    above, below = _whole(left), _whole(right)
    if not below:
        raise Failed("runtime error: integer divide by zero")
    size = abs(above) // abs(below)
    return Long(size if (above < 0) == (below < 0) else -size)


@go("mod", least=2)
def _mod(left: Any, right: Any) -> int:
    return Long(_whole(left) - _whole(right) * _div(left, right))


@go("max", "biggest", least=1, most=-1)
def _max(*values: Any) -> int:
    return Long(max(map(_whole, values)))


@go("min", least=1, most=-1)
def _min(*values: Any) -> int:
    return Long(min(map(_whole, values)))


@go("until", least=1)
def _until(count: Any) -> list[int]:
    number = integer(count)
    return _steps(0, number, 1 if number >= 0 else -1)


@go("untilStep", least=3)
def _until_step(start: Any, stop: Any, step: Any) -> list[int]:
    return _steps(integer(start), integer(stop), integer(step))


def _steps(start: int, stop: int, step: int) -> list[int]:
    if not step or (stop < start) != (step < 0):
        return []
    if abs(stop - start) // abs(step) > LONGEST:
        raise Unsure
    return list(range(start, stop, step))


@go("seq", least=0, most=-1)
def _seq(*values: Any) -> str:
    numbers = [integer(value) for value in values]
    if not numbers or len(numbers) > 3:
        return ""
    if len(numbers) == 1:
        start, end = 1, numbers[0]
        step = 1 if end >= start else -1
    elif len(numbers) == 2:
        start, end = numbers
        step = 1 if end >= start else -1
    else:
        start, step, end = numbers
    if not step or (end < start and step > 0):
        return ""
    return " ".join(map(str, _steps(start, end + (1 if step > 0 else -1), step)))


@go("list", "tuple", least=0, most=-1)
def _list(*values: Any) -> list[Any]:
    return list(values)


@go("first", "mustFirst", least=1)
def _first(values: Any) -> Any:
    return listed(values)[0] if listed(values) else None


@go("last", "mustLast", least=1)
def _last(values: Any) -> Any:
    return listed(values)[-1] if listed(values) else None


@go("rest", "mustRest", least=1)
def _rest(values: Any) -> list[Any]:
    return listed(values)[1:]


@go("initial", "mustInitial", least=1)
def _initial(values: Any) -> list[Any]:
    return listed(values)[:-1]


@go("append", "push", "mustAppend", "mustPush", least=2)
def _append(values: Any, value: Any) -> list[Any]:
    return bounded([*listed(values), value])  # type: ignore[no-any-return]


@go("prepend", "mustPrepend", least=2)
def _prepend(values: Any, value: Any) -> list[Any]:
    return bounded([value, *listed(values)])  # type: ignore[no-any-return]


@go("concat", least=0, most=-1)
def _concat(*lists: Any) -> list[Any]:
    return bounded([value for values in lists for value in listed(values)])  # type: ignore[no-any-return]


@go("reverse", "mustReverse", least=1)
def _reverse(values: Any) -> list[Any]:
    return listed(values)[::-1]


@go("compact", "mustCompact", least=1)
def _compact(values: Any) -> list[Any]:
    return [value for value in listed(values) if value]


def _same(left: Any, right: Any) -> bool:
    for value in (left, right):
        inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        if any(isinstance(one, (list, dict)) for one in inner):
            raise Unsure
    return type(left) is type(right) and bool(left == right)


@go("uniq", "mustUniq", least=1)
def _uniq(values: Any) -> list[Any]:
    found: list[Any] = []
    if len(listed(values)) > 100:
        raise Unsure
    for value in listed(values):
        if not any(_same(value, other) for other in found):
            found.append(value)
    return found


@go("has", "mustHas", least=2)
def _has(value: Any, values: Any) -> bool:
    return values is not None and any(_same(value, other) for other in listed(values))


@go("without", "mustWithout", least=1, most=-1)
def _without(values: Any, *left_out: Any) -> list[Any]:
    if len(listed(values)) * len(left_out) > LONGEST:
        raise Unsure
    return [value for value in listed(values) if not any(_same(value, other) for other in left_out)]


@go("dict", least=0, most=-1)
def _dict(*pairs: Any) -> dict[str, Any]:
    values = [*pairs, ""] if len(pairs) % 2 else pairs
    return {shown(key): value for key, value in zip(values[::2], values[1::2], strict=True)}


@go("get", least=2)
def _get(mapping: Any, key: Any) -> Any:
    return mapped(mapping).get(text(key), "")


@go("set", least=3)
def _set(mapping: Any, key: Any, value: Any) -> dict[str, Any]:
    if mapping is None:
        raise Failed("assignment to entry in nil map")
    mapped(mapping)[text(key)] = value
    return mapped(mapping)


@go("unset", least=2)
def _unset(mapping: Any, key: Any) -> dict[str, Any]:
    mapped(mapping).pop(text(key), None)
    return mapped(mapping)


@go("hasKey", least=2)
def _has_key(mapping: Any, key: Any) -> bool:
    return text(key) in mapped(mapping)


@go("keys", least=0, most=-1)
def _keys(*mappings: Any) -> list[str]:
    return _unordered([key for mapping in mappings for key in mapped(mapping)])


@go("values", least=1)
def _values(mapping: Any) -> list[Any]:
    return _unordered(list(mapped(mapping).values()))


def _unordered(values: list[Any]) -> list[Any]:
    """Go walks a map in another order every time."""
    if len(values) > 1:
        raise Unsure
    return values
