"""What is wrong with an expression before it is evaluated: names that do not exist, and comparisons that never hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from traefiklint.cel.shapes import ANYTHING, DURATION, NUMBER, SECONDS, TEXT, TRUTH, ListOf, MapOf, Plain, Record, Shape
from traefiklint.cel.tree import NULL, RESULT, Call, Const, Elements, Ident, Loop, Node, Select
from traefiklint.text.spelling import listed, nearest

_NULL = Plain("null")
_TEXT_METHODS = frozenset(
    (
        "startsWith", "endsWith", "matches", "lowerAscii", "upperAscii", "split", "trim", "replace", "charAt",
        "indexOf", "lastIndexOf", "substring",
    )
)  # fmt: skip
_TRUTHS = frozenset(("startsWith", "endsWith", "matches", "contains", "hasValue", "!_", "_&&_", "_||_", "@in"))
_ORDER = {"_<_": "<", "_<=_": "<=", "_>_": ">", "_>=_": ">="}
_NUMBERS = frozenset(("size", "int", "uint", "double", "indexOf", "lastIndexOf"))
_TEXTS = frozenset(
    ("string", "lowerAscii", "upperAscii", "trim", "replace", "charAt", "substring", "join", "format", "type")
)


class CelFault(NamedTuple):
    """Something that is wrong with an expression."""

    at: int
    """Where, as an offset into its text."""
    message: str
    hint: str = ""


def faults_of(text: str, root: Node, variables: Mapping[str, Shape], *, is_condition: bool = True) -> list[CelFault]:
    """What is wrong with an expression that can be read.

    Args:
        variables: what it may be about.
        is_condition: whether it must be true or false.
    """
    check = _Check(text)
    shape = check.shape(root, dict(variables))
    if is_condition and not check.faults:
        check.truth(root, shape)
    unique = {(fault.at, fault.message): fault for fault in check.faults}
    return sorted(unique.values())


def place_of_field(text: str, node: Select | Call) -> int:
    """Where the name stands that a node asks for."""
    name = node.field if isinstance(node, Select) else str(getattr(node.args[1], "value", ""))
    start = _end_of(text, node.operand) if isinstance(node, Select) and node.test else max(node.at, 0)
    found = re.compile(rf"(?<![\w]){re.escape(name)}(?![\w])").search(text, start)
    return found.start() if found else node.at


def written(node: Node) -> str:
    """A node as it stands in the text, where it is a plain path; else empty."""
    names: list[str] = []
    while not isinstance(node, Ident):
        if isinstance(node, Select):
            names.append(node.field)
            node = node.operand
        elif isinstance(node, Call) and node.function == "_?._":
            names.append(f"?{getattr(node.args[1], 'value', '')}")
            node = node.args[0]
        else:
            return ""
    return ".".join((node.name, *reversed(names)))


def _end_of(text: str, node: Node) -> int:
    if isinstance(node, Select):
        return place_of_field(text, node) + len(node.field)
    return node.at


class _Check:
    """Works out what every node is, and notes what is wrong."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.faults: list[CelFault] = []

    def shape(self, node: Node, scope: dict[str, Shape]) -> Shape:
        """What a node comes to."""
        if isinstance(node, Const):
            return _constant(node)
        if isinstance(node, Ident):
            return scope.get(node.name, ANYTHING)
        if isinstance(node, Select):
            found = self._field(node, self.shape(node.operand, scope), node.field)
            return TRUTH if node.test else found
        if isinstance(node, Elements):
            inner = [self.shape(item, scope) for item in node.items]
            return ListOf(_common(inner)) if node.is_list else MapOf(ANYTHING)
        if isinstance(node, Loop):
            return self._loop(node, scope)
        return self._call(node, scope)

    def _field(self, node: Select | Call, of: Shape, name: str) -> Shape:
        if isinstance(of, Record):
            if name in of.fields:
                return of.fields[name]
            near = nearest(name, sorted(of.fields))
            hint = f"did you mean `{near}`?" if near else f"there are {listed(sorted(of.fields))}"
            owner = written(node.operand if isinstance(node, Select) else node.args[0]) or of.name
            self._wrong(place_of_field(self.text, node), f"there is no option `{name}` in `{owner}`", hint)
            return ANYTHING
        if isinstance(of, MapOf):
            return of.of
        if of != ANYTHING:
            owner = written(node.operand if isinstance(node, Select) else node.args[0])
            hint = "ask about its items with `.exists(one, …)` or `.all(one, …)`" if isinstance(of, ListOf) else ""
            self._wrong(
                place_of_field(self.text, node), f"`{owner or 'this'}` is {of.words}, and has no `{name}`", hint
            )
        return ANYTHING

    def _entry(self, node: Call, of: Record) -> Shape:
        """What `section["name"]` comes to."""
        key = node.args[1]
        if not isinstance(key, Const) or not isinstance(key.value, str):
            return ANYTHING
        return self._field(Select(key.at, node.raw, node.args[0], key.value, False), of, key.value)

    def _loop(self, node: Loop, scope: dict[str, Shape]) -> Shape:
        over = self.shape(node.range, scope)
        item: Shape = ANYTHING
        if isinstance(over, ListOf):
            item = over.of
        elif isinstance(over, MapOf | Record):
            item = TEXT
        elif over != ANYTHING:
            self._wrong(node.range.at, f"`{written(node.range) or 'this'}` is {over.words}, and not a list")
        start = self.shape(node.start, scope)
        inner = {**scope, node.variable: item, RESULT: start}
        self.shape(node.condition, inner)
        after = self.shape(node.step, inner)
        return self.shape(node.result, {**inner, RESULT: _common((start, after))})

    def _call(self, node: Call, scope: dict[str, Shape]) -> Shape:
        name = node.function
        if name == "_?._":
            return self._field(node, self.shape(node.args[0], scope), str(getattr(node.args[1], "value", "")))
        shapes = [self.shape(one, scope) for one in node.operands]
        if name == "_[_]" and isinstance(shapes[0], Record):
            return self._entry(node, shapes[0])
        if name in ("_&&_", "_||_", "!_"):
            for operand, shape in zip(node.operands, shapes, strict=True):
                self.truth(operand, shape)
        elif name in ("_==_", "_!=_"):
            self._equal(node, shapes[0], shapes[1], name == "_==_")
        elif name == "@in":
            self._member(node, shapes[0], shapes[1])
        elif name in _ORDER:
            self._ordered(node, shapes[0], shapes[1])
        elif name in _TEXT_METHODS and node.target is not None:
            self._text_method(node, shapes[0])
        elif name == "contains" and node.target is not None and isinstance(shapes[0], ListOf):
            whole = written(node.target) or "this"
            self._wrong(node.target.at, f"`{whole}` is a list, which has no `contains`", f"write `… in {whole}`")
        return _result(name, shapes)

    def truth(self, node: Node, shape: Shape) -> None:
        """Note where something is wanted that is true or false, and is something else."""
        if shape in (ANYTHING, TRUTH):
            return
        whole = written(node)
        hint = f"write `has({whole})`" if whole and isinstance(shape, Record) else ""
        self._wrong(_start(node), f"`{whole or 'this'}` is {shape.words}, and must be true or false", hint)

    def _equal(self, node: Call, left: Shape, right: Shape, equal: bool) -> None:
        if not _differ(left, right):
            return
        one, other = (written(arg) for arg in node.args)
        value = next((arg.value for arg in node.args if isinstance(arg, Const)), None)
        hint = ""
        if SECONDS in (left, right) and (isinstance(value, str) or DURATION in (left, right)):
            hint = "write the seconds, as in `30`"
        elif NUMBER in (left, right) and isinstance(value, str) and value.lstrip("-").isdecimal():
            hint = f"write `{value}` without quotes"
        elif _NULL in (left, right):
            hint = f"write `has({one or other})`, or `!has({one or other})`" if one or other else ""
        elif isinstance(left, ListOf):
            hint = f"write `… in {one}`" if one else ""
        always = "can never be true" if equal else "is always true"
        subject = f"`{one or other}`" if one or other else "this"
        shown = left if one or not other else right
        against = right if shown is left else left
        self._wrong(
            _start(node), f"this {always}: {subject} is {shown.words}, and is compared with {against.words}", hint
        )

    def _member(self, node: Call, item: Shape, of: Shape) -> None:
        whole = written(node.args[1]) or "this"
        if isinstance(of, Plain) and of != ANYTHING:
            hint = f"write `{whole}.contains(…)`" if of == TEXT else ""
            self._wrong(_start(node.args[1]), f"`{whole}` is {of.words}, and `in` asks about lists", hint)
        elif isinstance(of, ListOf) and _differ(item, of.of):
            self._wrong(
                _start(node),
                f"this can never be true: the list holds {_several(of.of)}, and {item.words} is looked for",
            )

    def _ordered(self, node: Call, left: Shape, right: Shape) -> None:
        if not _differ(left, right):
            return
        hint = "write the seconds, as in `30`" if SECONDS in (left, right) else ""
        sign = _ORDER[node.function]
        self._wrong(node.at, f"`{sign}` cannot compare {left.words} with {right.words}", hint)

    def _text_method(self, node: Call, of: Shape) -> None:
        if node.function == "matches":
            self._pattern(node.args[0])
        if of in (ANYTHING, TEXT):
            return
        assert node.target is not None, "it is a method"
        whole = written(node.target) or "this"
        hint = f"write `{whole}.exists(one, one.{node.function}(…))`" if isinstance(of, ListOf) else ""
        self._wrong(_start(node.target), f"`{whole}` is {of.words}, and only a text has `{node.function}`", hint)

    def _pattern(self, node: Node) -> None:
        """Note that an expression is written out that RE2 does not read."""
        if isinstance(node, Const) and isinstance(node.value, str):
            from traefiklint.go.regexp import go_regex

            found = go_regex(node.value)
            if found.error:
                reason = found.error.removeprefix("error parsing regexp: ")
                hint = f"RE2 has no {found.foreign}" if found.foreign else ""
                self._wrong(node.at, f"this is not a valid regular expression: {reason}", hint)

    def _wrong(self, at: int, message: str, hint: str = "") -> None:
        self.faults.append(CelFault(at, message, hint))


def _start(node: Node) -> int:
    """Where a node begins."""
    if isinstance(node, Select):
        return min(node.at, _start(node.operand))
    if isinstance(node, Call) and node.operands and node.function != "!_":
        return min(node.at, _start(node.operands[0]))
    return node.at


def _constant(node: Const) -> Shape:
    if node.value is NULL:
        return _NULL
    if isinstance(node.value, bool):
        return TRUTH
    if isinstance(node.value, int | float):
        return NUMBER
    return TEXT if isinstance(node.value, str) else ANYTHING


def _differ(one: Shape, other: Shape) -> bool:
    """Whether no value is of both shapes."""
    if ANYTHING in (one, other):
        return False
    if isinstance(one, Record | MapOf) and isinstance(other, Record | MapOf):
        return False
    if isinstance(one, ListOf) and isinstance(other, ListOf):
        return False
    return _unit(one) != _unit(other)


def _unit(shape: Shape) -> Shape:
    """A shape, without what a number counts."""
    return NUMBER if shape == SECONDS else shape


def _common(shapes: Iterable[Shape]) -> Shape:
    found = [shape for shape in shapes if shape not in (ANYTHING, ListOf(ANYTHING))]
    return found[0] if found and all(shape == found[0] for shape in found) else ANYTHING


def _result(name: str, shapes: list[Shape]) -> Shape:
    if name in _TRUTHS or name in _ORDER or name in ("_==_", "_!=_"):
        return TRUTH
    if name == "_?_:_":
        return _common(shapes[1:])
    if name in ("_+_", "_-_", "_*_", "_/_", "_%_", "-_", "or", "orValue"):
        return _common(shapes)
    if name in ("_[_]", "value"):
        first = shapes[0]
        return (
            first.of if isinstance(first, ListOf | MapOf) and name == "_[_]" else first if name == "value" else ANYTHING
        )
    if name == "split":
        return ListOf(TEXT)
    if name == "duration":
        return DURATION
    return NUMBER if name in _NUMBERS else TEXT if name in _TEXTS else ANYTHING


def _several(shape: Shape) -> str:
    words = {TEXT.words: "texts", NUMBER.words: "numbers", TRUTH.words: "booleans", SECONDS.words: "numbers"}
    return words.get(shape.words, "sections")
