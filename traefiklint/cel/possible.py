"""Whether an expression can be true at all, and false at all, by its form: what it compares is tried out.

Whatever is compared with written values is given each of these, and one beside them; everything else that is true or
false is tried both ways. What is never true then never is: each try stands for all objects that look so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import Any

from traefiklint.cel.tree import NULL, Call, Const, Elements, Ident, Loop, Node, Select

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
        is_plain = len(values) == len(node.args[1].items) and _are_alike(values)
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


def _are_alike(values: list[Any]) -> bool:
    return bool(values) and all(isinstance(value, str) for value in values)


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
