"""How much an expression can cost at most, told from its text alone.

CEL has no loops without end, and the library stops a loop after ten thousand steps; but loops and `+` can still make
texts that double with every step. So what an expression may build is bounded before it is evaluated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from traefiklint.cel.tree import RESULT, Call, Const, Elements, Ident, Loop, Node, Select, walk

MOST_STEPS = 100_000_000

_TRUTHS = frozenset(("_&&_", "_||_", "!_", "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in", "contains", "matches",
                     "startsWith", "endsWith", "size", "hasValue"))  # fmt: skip
_CHOICES = frozenset(("_?_:_", "or", "orValue", "value", "optional.of", "optional.ofNonZeroValue"))


class Size(NamedTuple):
    """How large a value is: how many characters, or items with the size of the largest of them."""

    length: float
    item: Size | None = None

    @property
    def weight(self) -> float:
        """How much memory it takes, in characters."""
        return self.length * (self.item.weight if self.item is not None else 1)


class Cost(NamedTuple):
    """What evaluating a node takes (a step for each character that is made, too), and how large what it comes to is."""

    steps: float
    size: Size


ONE = Size(1)
GIVEN = Size(100)
"""What an object holds is taken to be so large, and all that it holds in turn."""


def is_too_much(root: Node) -> bool:
    """Whether an expression may take too long, or too much memory, for one object."""
    loops = any(isinstance(node, Loop) for node in walk(root))  # without one, the text itself is the bound
    return loops and cost_of(root, {}).steps > MOST_STEPS


def cost_of(node: Node, scope: Mapping[str, Size]) -> Cost:
    """The most that a node costs.

    Args:
        scope: how large the variables of loops are.
    """
    if isinstance(node, Const):
        return Cost(1, Size(len(node.value)) if isinstance(node.value, str) else ONE)
    if isinstance(node, Ident):
        return Cost(1, scope.get(node.name, GIVEN))
    if isinstance(node, Select):
        inner = cost_of(node.operand, scope)
        return Cost(inner.steps + 1, ONE if node.test else _item(inner.size))
    if isinstance(node, Elements):
        parts = [cost_of(item, scope) for item in node.items]
        size = Size(len(parts), _largest([part.size for part in parts]))
        return Cost(1 + sum(part.steps for part in parts), size)
    if isinstance(node, Loop):
        return _loop(node, scope)
    return _call(node, scope)


def _loop(node: Loop, scope: Mapping[str, Size]) -> Cost:
    over = cost_of(node.range, scope)
    inner = {**scope, node.variable: _item(over.size), RESULT: Size(0)}
    condition, step = cost_of(node.condition, inner), cost_of(node.step, inner)
    steps = over.steps + over.size.length * (condition.steps + step.steps + 1)
    result = {**inner, RESULT: Size(step.size.length * over.size.length, step.size.item)}
    made = cost_of(node.result, result).size
    return Cost(steps + made.weight, made)


def _call(node: Call, scope: Mapping[str, Size]) -> Cost:
    parts = [cost_of(one, scope) for one in node.operands]
    sizes = [part.size for part in parts]
    size = ONE if node.function in _TRUTHS else _made(node.function, sizes)
    return Cost(1 + sum(part.steps for part in parts) + size.weight, size)


def _made(function: str, sizes: list[Size]) -> Size:
    """How large what a function makes is."""
    weights = [size.weight for size in sizes]
    if function == "_+_":
        return Size(sum(size.length for size in sizes), _largest([size.item for size in sizes if size.item]))
    if function in _CHOICES:
        return _largest(sizes) or ONE
    if function in ("_[_]", "_?._", "_[?_]"):
        return _item(sizes[0])
    if function == "join":
        return Size(weights[0] + sizes[0].length * sum(weights[1:]))
    if function == "replace":
        return Size(weights[0] * max(1, *weights[1:]))
    if function == "split":
        return Size(weights[0], ONE)
    return Size(sum(weights))


def _item(size: Size) -> Size:
    """How large something in a value is."""
    return size if size is GIVEN else size.item or ONE


def _largest(sizes: list[Size]) -> Size | None:
    return max(sizes, key=lambda size: size.weight, default=None)
