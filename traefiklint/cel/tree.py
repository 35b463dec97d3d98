"""The tree of an expression, as the library hands it out: a `CheckedExpr` in protobuf's wire format.

Source: `proto/cel/expr/syntax.proto` and `checked.proto` of the CEL specification. A piece of a tree can be packed
again, so that the library evaluates it alone.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any, NamedTuple

_EXPR, _SOURCE = 4, 5
"""The fields of a `CheckedExpr` that matter here: the tree, and the places of its nodes."""


class Const(NamedTuple):
    """A value that is written out."""

    at: int
    raw: bytes
    value: Any
    """A text, a number, a truth value or `NULL`; None for anything else."""


class Ident(NamedTuple):
    """A name."""

    at: int
    raw: bytes
    name: str


class Select(NamedTuple):
    """`operand.field`, or `has(operand.field)`."""

    at: int
    raw: bytes
    operand: Node
    field: str
    test: bool
    """Whether it only asks if the field is there."""


class Call(NamedTuple):
    """A function, a method of `target`, or an operator such as `_&&_`."""

    at: int
    raw: bytes
    function: str
    target: Node | None
    args: tuple[Node, ...]

    @property
    def operands(self) -> tuple[Node, ...]:
        """Everything that it is about."""
        return self.args if self.target is None else (self.target, *self.args)


class Elements(NamedTuple):
    """A list, or the values and keys of a mapping, that are written out."""

    at: int
    raw: bytes
    items: tuple[Node, ...]
    is_list: bool


class Loop(NamedTuple):
    """What `all`, `exists`, `map` and `filter` come to: a comprehension."""

    at: int
    raw: bytes
    variable: str
    range: Node
    start: Node
    condition: Node
    step: Node
    result: Node


Node = Const | Ident | Select | Call | Elements | Loop
NULL = object()
"""The value of `null`."""
RESULT = "@result"
"""What comprehensions call what they gather."""


class CelTree(NamedTuple):
    """An expression, and what is needed to pack pieces of it."""

    root: Node
    kind: bytes
    others: tuple[tuple[int, bytes], ...]

    def packed(self, node: Node) -> bytes:
        """A node as an expression of its own, for the library to deserialize."""
        body = b"".join(_field(number, value) for number, value in (*self.others, (_EXPR, node.raw)))
        return _field(1, self.kind) + _field(2, body)


def read_tree(serialized: bytes) -> CelTree:
    """The tree of what the library has serialized."""
    whole = dict(_fields(serialized))
    parts = [(number, value) for number, value in _fields(whole[2]) if isinstance(value, bytes)]
    places: dict[int, int] = {}
    for number, value in parts:
        if number == _SOURCE:
            for inner, pair in _fields(value):
                if inner == 4:
                    entry = dict(_fields(pair))
                    places[entry.get(1, 0)] = entry.get(2, 0)
    raw = next(value for number, value in parts if number == _EXPR)
    return CelTree(_node(raw, places), whole[1], tuple(part for part in parts if part[0] != _EXPR))


def below(node: Node) -> tuple[Node, ...]:
    """The nodes right below a node."""
    if isinstance(node, Select):
        return (node.operand,)
    if isinstance(node, Call):
        return node.operands
    if isinstance(node, Elements):
        return node.items
    if isinstance(node, Loop):
        return node.range, node.start, node.condition, node.step, node.result
    return ()


def walk(node: Node) -> Iterator[Node]:
    """A node and all below it."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        yield one
        waiting += below(one)


def path_of(node: Node) -> tuple[str, ...] | None:
    """The names of `a.b.c` or `a.?b.?c`; None where a node is something else."""
    names: list[str] = []
    while not isinstance(node, Ident):
        if isinstance(node, Select) and not node.test:
            names.append(node.field)
            node = node.operand
        elif isinstance(node, Call) and node.function == "_?._" and isinstance(node.args[1], Const):
            names.append(str(node.args[1].value))
            node = node.args[0]
        else:
            return None
    return node.name, *reversed(names)


def _node(raw: bytes, places: dict[int, int]) -> Node:
    at, kind, body = 0, 0, b""
    for number, value in _fields(raw):
        if number == 2:
            at = places.get(value, 0)
        else:
            kind, body = number, value
    if kind == 3:
        return Const(at, raw, _constant(body))
    if kind == 4:
        return Ident(at, raw, _text(dict(_fields(body)).get(1, b"")))
    if kind == 5:
        select = dict(_fields(body))
        return Select(at, raw, _node(select[1], places), _text(select[2]), bool(select.get(3)))
    if kind == 6:
        call = _fields(body)
        target = next((_node(value, places) for number, value in call if number == 1), None)
        function = next((_text(value) for number, value in call if number == 2), "")
        return Call(at, raw, function, target, tuple(_node(value, places) for number, value in call if number == 3))
    if kind == 9:
        loop = dict(_fields(body))
        parts = (_node(loop[number], places) for number in (2, 4, 5, 6, 7))
        return Loop(at, raw, _text(loop.get(1, b"")), *parts)
    return Elements(at, raw, tuple(_items(kind, body, places)), kind == 7)


_KEY_AND_VALUE = frozenset({3, 4})
"""The fields of an entry of a map that hold expressions."""


def _items(kind: int, body: bytes, places: dict[int, int]) -> Iterator[Node]:
    for number, value in _fields(body):
        if kind == 7 and number == 1:
            yield _node(value, places)
        elif kind == 8 and number == 2:
            yield from (_node(inner, places) for part, inner in _fields(value) if part in _KEY_AND_VALUE)


def _constant(body: bytes) -> Any:
    for number, value in _fields(body):
        if number == 1:
            return NULL
        if number == 2:
            return bool(value)
        if number == 3:
            return value - (1 << 64) if value >= 1 << 63 else value
        if number == 4:
            return value
        if number == 5:
            return struct.unpack("<d", value)[0]
        if number == 6:
            return _text(value)
    return None


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")


# Protobuf's wire format: https://protobuf.dev/programming-guides/encoding/


def _fields(data: bytes) -> list[tuple[int, Any]]:
    """The fields of a message: numbers, and the bytes of all else. Most numbers are below 128, and have one byte."""
    found: list[tuple[int, Any]] = []
    at, end = 0, len(data)
    while at < end:
        tag = data[at]
        at += 1
        if tag > 127:
            tag, at = _varint(data, at - 1)
        wire = tag & 7
        if wire == 0 or wire == 2:
            size = data[at]
            at += 1
            if size > 127:
                size, at = _varint(data, at - 1)
            if wire == 0:
                found.append((tag >> 3, size))
                continue
        else:
            size = 8 if wire == 1 else 4
        found.append((tag >> 3, data[at : at + size]))
        at += size
    return found


def _varint(data: bytes, at: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 127) << shift
        at, shift = at + 1, shift + 7
        if byte < 128:
            return value, at


def _field(number: int, value: bytes) -> bytes:
    return _number(number << 3 | 2) + _number(len(value)) + value


def _number(value: int) -> bytes:
    found = bytearray()
    while value > 127:
        found.append(value & 127 | 128)
        value >>= 7
    found.append(value)
    return bytes(found)
