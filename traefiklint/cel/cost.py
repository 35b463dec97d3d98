"""How much an expression can cost at most, told from its text alone.

CEL has no loops without end, and the library stops a loop after ten thousand steps; but loops and `+` can still make
texts that double with every step. So what an expression may build is bounded before it is evaluated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from traefiklint.cel.tree import RESULT, Call, Const, Ident, Items, Loop, Node, Select

GIVEN_SIZE = 100
"""How large what an object holds is taken to be: characters of a text, items of a list."""
MOST_STEPS = 10_000_000
MOST_SIZE = 10_000_000

_TRUTHS = frozenset(("_&&_", "_||_", "!_", "_==_", "_!=_", "_<_", "_<=_", "_>_", "_>=_", "@in", "contains", "matches",
                     "startsWith", "endsWith", "size", "has", "hasValue"))  # fmt: skip
_PRODUCTS = frozenset(("replace", "join"))


class Cost(NamedTuple):
    """What evaluating a node takes, and how large what it comes to is."""

    steps: float
    size: float


def is_too_much(root: Node) -> bool:
    """Whether an expression may take too long, or too much memory, for one object."""
    cost = cost_of(root, {})
    return cost.steps > MOST_STEPS or cost.size > MOST_SIZE


def cost_of(node: Node, scope: Mapping[str, float]) -> Cost:
    """The most that a node costs.

    Args:
        scope: how large the variables of loops are.
    """
    if isinstance(node, Const):
        return Cost(1, len(node.value) if isinstance(node.value, str) else 1)
    if isinstance(node, Ident):
        return Cost(1, scope.get(node.name, GIVEN_SIZE))
    if isinstance(node, Select):
        inner = cost_of(node.operand, scope)
        return Cost(inner.steps + 1, 1 if node.test else inner.size)
    if isinstance(node, Items):
        parts = [cost_of(item, scope) for item in node.items]
        return Cost(1 + sum(part.steps for part in parts), len(parts) + sum(part.size for part in parts))
    if isinstance(node, Loop):
        return _loop(node, scope)
    return _call(node, scope)


def _loop(node: Loop, scope: Mapping[str, float]) -> Cost:
    over = cost_of(node.range, scope)
    inner = {**scope, node.variable: over.size, RESULT: 0}
    condition, step = cost_of(node.condition, inner), cost_of(node.step, inner)
    times = max(over.size, 1)
    return Cost(over.steps + times * (condition.steps + step.steps + step.size), min(times, GIVEN_SIZE**2) * step.size)


def _call(node: Call, scope: Mapping[str, float]) -> Cost:
    parts = [cost_of(one, scope) for one in node.operands]
    sizes = [part.size for part in parts]
    if node.function in _TRUTHS:
        size: float = 1
    elif node.function in _PRODUCTS:
        size = 1
        for one in sizes:
            size *= max(one, 1)
    else:
        size = sum(sizes)
    return Cost(1 + sum(part.steps for part in parts) + max(sizes, default=0), size)
