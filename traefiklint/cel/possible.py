"""Whether an expression can be true at all, and false at all, by its form: what it compares is tried out.

Whatever is compared with written values is given each of these, and one beside them; everything else that is true or
false is tried both ways. What is never true then never is: each try stands for all objects that look so.

How much an expression can cost at most, told from its text alone.

CEL has no loops without end, and the library stops a loop after ten thousand steps; but loops and `+` can still make
texts that double with every step. So what an expression may build is bounded before it is evaluated.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any, NamedTuple

from traefiklint.cel.tree import NULL, RESULT, Call, Const, Elements, Ident, Loop, Node, Select, walk

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


MOST_TRIES = 20_000
"""How many combinations are tried; where there are more, nothing is claimed."""
_OTHER = "\0another"
_COMPARISONS = {
    "_==_": lambda one, other: one == other,
    "_!=_": lambda one, other: one != other,
    "_<_": lambda one, other: one < other,
    "_<=_": lambda one, other: one <= other,
    "_>_": lambda one, other: one > other,
    "_>=_": lambda one, other: one >= other,
}
_MIRRORED = {"_<_": "_>_", "_<=_": "_>=_", "_>_": "_<_", "_>=_": "_<=_", "_==_": "_==_", "_!=_": "_!=_"}


def outcomes(root: Node, given: Node | None = None) -> frozenset[bool]:
    """What an expression can come to, where another one is true; both where that cannot be told."""
    domains: dict[str, set[Any]] = {}
    for node in (root,) if given is None else (given, root):
        _collect(node, domains)
    tries = 1
    for values in domains.values():
        tries *= len(values)
    if tries > MOST_TRIES:
        return frozenset((True, False))
    found = set()
    keys = list(domains)
    for chosen in product(*(sorted(domains[key], key=repr) for key in keys)):
        world = dict(zip(keys, chosen, strict=True))
        if given is None or _holds(given, world):
            found.add(_holds(root, world))
    return frozenset(found)


def _collect(node: Node, domains: dict[str, set[Any]]) -> None:
    """Note what is compared with which values, and what is simply true or false."""
    for one in _atoms(node):
        compared = _compared(one)
        if compared is None:
            domains.setdefault(key_of(one), set()).update((True, False))
            continue
        term, _, values = compared
        domain = domains.setdefault(key_of(term), set())
        for value in values:
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            domain |= {value - 1, value, value + 1} if is_number else {value}
        if not any(isinstance(value, bool | int | float) for value in values):
            domain.add(_OTHER)
        if isinstance(term, Call) and term.function == "size":
            domain -= {value for value in domain if isinstance(value, int) and value < 0}


def _atoms(node: Node) -> Iterator[Node]:
    """The conditions that an expression is made of."""
    if isinstance(node, Call) and node.function in ("_&&_", "_||_", "!_", "_?_:_"):
        for one in node.args:
            yield from _atoms(one)
    elif not isinstance(node, Const):
        yield node


def _compared(node: Node) -> tuple[Node, str, list[Any]] | None:
    """What is compared, how, and with which written values; None where a condition is something else."""
    if not isinstance(node, Call):
        return None
    if node.function == "@in" and isinstance(node.args[1], Elements):
        values = [item.value for item in node.args[1].items if isinstance(item, Const)]
        is_plain = 0 < len(values) == len(node.args[1].items) and all(isinstance(value, str) for value in values)
        return (node.args[0], "@in", values) if is_plain and not isinstance(node.args[0], Const) else None
    if node.function not in _COMPARISONS:
        return None
    left, right = node.args
    how = node.function
    if isinstance(left, Const):
        left, right, how = right, left, _MIRRORED[how]
    if not isinstance(right, Const) or isinstance(left, Const) or right.value is None or right.value is NULL:
        return None
    if isinstance(right.value, str) and how not in ("_==_", "_!=_"):
        return None
    return left, how, [right.value]


def _holds(node: Node, world: Mapping[str, Any]) -> bool:
    if isinstance(node, Const):
        return node.value is True
    if isinstance(node, Call):
        if node.function == "_&&_":
            return all(_holds(one, world) for one in node.args)
        if node.function == "_||_":
            return any(_holds(one, world) for one in node.args)
        if node.function == "!_":
            return not _holds(node.args[0], world)
        if node.function == "_?_:_":
            return _holds(node.args[1 if _holds(node.args[0], world) else 2], world)
    compared = _compared(node)
    if compared is None:
        return world[key_of(node)] is True
    term, how, values = compared
    value = world[key_of(term)]
    if how == "@in":
        return value in values
    try:
        return bool(_COMPARISONS[how](value, values[0]))
    except TypeError:
        return False


def key_of(node: Node) -> str:
    """A node as text, the same for what means the same."""
    if isinstance(node, Const):
        return repr(node.value)
    if isinstance(node, Ident):
        return node.name
    if isinstance(node, Select):
        return f"{'?' if node.test else ''}{key_of(node.operand)}.{node.field}"
    if isinstance(node, Elements):
        return f"[{','.join(map(key_of, node.items))}]"
    if isinstance(node, Loop):
        parts = (node.range, node.start, node.condition, node.step, node.result)
        return f"loop({node.variable};{';'.join(map(key_of, parts))})"
    return f"{node.function}({','.join(map(key_of, node.operands))})"
