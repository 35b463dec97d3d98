"""What expressions ask of their variables, so that nothing else is worked out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from traefiklint.cel.tree import RESULT, Call, Const, Elements, Ident, Loop, Node, Select

ITEM = "[]"
"""The step from a list, or from a mapping, to what it holds."""
_NEUTRAL = frozenset(("size", "value", "hasValue"))
"""Functions that do not look into what they are given."""


class Demand:
    """What is asked of a value."""

    __slots__ = ("below", "given", "whole")

    def __init__(self) -> None:
        self.below: dict[str, Demand] = {}
        """What is asked of what it holds, by name."""
        self.given: set[str] = set()
        """The names of which it is asked whether they are given."""
        self.whole = False
        """Whether all of it may be looked at."""

    def step(self, name: str) -> Demand:
        """What is asked of something that it holds."""
        return self.below.setdefault(name, Demand())

    def at(self, path: Iterable[str]) -> Demand | None:
        """What is asked at a path; None where nothing is."""
        found: Demand | None = self
        for name in path:
            found = found.below.get(name) if found is not None else None
        return found


def wanted_by(roots: Iterable[Node], names: Iterable[str]) -> dict[str, Demand]:
    """What expressions ask of variables."""
    found = {name: Demand() for name in names}
    for root in roots:
        _use(root, found)
    return found


def _use(node: Node, scope: Mapping[str, Demand | None]) -> None:
    """Note what a node asks, whose value is looked at as a whole."""
    found = _asked(node, scope)
    if found is not None:
        found.whole = True


def _asked(node: Node, scope: Mapping[str, Demand | None]) -> Demand | None:
    """Note what a node asks; what it comes to, where that is a part of a variable."""
    if isinstance(node, Ident):
        return scope.get(node.name)
    if isinstance(node, Select):
        of = _asked(node.operand, scope)
        if of is None:
            return None
        if node.test:
            of.given.add(node.field)
            return None
        return of.step(node.field)
    if isinstance(node, Elements):
        return _items(node, scope)
    if isinstance(node, Loop):
        return _loop(node, scope)
    return _call(node, scope) if isinstance(node, Call) else None


def _items(node: Elements, scope: Mapping[str, Demand | None]) -> Demand | None:
    inner = [_asked(item, scope) for item in node.items]
    known = [one for one in inner if one is not None]
    if len(inner) == 1 and known and node.is_list:
        found = Demand()
        found.below[ITEM] = known[0]
        return found
    for one in known:
        one.whole = True
    return None


def _loop(node: Loop, scope: Mapping[str, Demand | None]) -> Demand | None:
    over = _asked(node.range, scope)
    inner = {**scope, node.variable: over.step(ITEM) if over is not None else None, RESULT: None}
    _use(node.condition, inner)
    gathered = _asked(node.step, inner)
    return _asked(node.result, {**inner, RESULT: gathered})


def _call(node: Call, scope: Mapping[str, Demand | None]) -> Demand | None:
    name = node.function
    if name == "_?._":
        of = _asked(node.args[0], scope)
        if of is None or not isinstance(node.args[1], Const):
            return None
        of.given.add(str(node.args[1].value))
        return of.step(str(node.args[1].value))
    if name in ("_[_]", "_[?_]"):
        of = _asked(node.args[0], scope)
        _use(node.args[1], scope)
        if of is None:
            return None
        key = node.args[1]
        return of.step(str(key.value)) if isinstance(key, Const) and isinstance(key.value, str) else of.step(ITEM)
    operands = node.operands
    if name == "_?_:_":
        _use(operands[0], scope)
        operands = operands[1:]
    found = [_asked(one, scope) for one in operands]
    known = [one for one in found if one is not None]
    if name in _NEUTRAL:
        return known[0] if known and name == "value" else None
    if name in ("_?_:_", "_+_", "orValue", "or") and len(known) == 1:
        return known[0]
    for one in known:
        one.whole = True
    return None
