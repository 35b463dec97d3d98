"""What of a rendered template nobody can know: values that hold what an action prints, and all that an action decides.

An action inside a value changes that value only. One in a key, on a line of its own, or around lines may write
anything, names of objects among it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from traefiklint.text.nodes import Mapping, Node, Scalar
from traefiklint.text.nodes import Sequence as SequenceNode

_SECTIONS = frozenset(
    ("http", "tcp", "udp", "tls", "routers", "services", "middlewares", "serverstransports", "stores", "models")
)
"""Keys below which names of objects stand, where a whole value may hold them in braces."""


class Doubtful(NamedTuple):
    """A stretch of the rendered text, from `start` to `end`, that may be another one when Traefik runs."""

    start: int
    end: int


def values_in_doubt(root: Node | None, made: str, stretches: Sequence[Doubtful]) -> tuple[list[Scalar], list[Doubtful]]:
    """The values that hold doubtful stretches, and the stretches that stand in no value."""
    values = sorted(_values(root), key=lambda value: value.start.index)
    held: dict[int, Scalar] = {}
    others: list[Doubtful] = []
    place = 0
    for stretch in sorted(stretches):
        while place < len(values) and values[place].end.index < stretch.end:
            place += 1
        value = values[place] if place < len(values) else None
        if value is not None and value.start.index <= stretch.start and not _stands_alone(made, value, stretch):
            held[id(value)] = value
        else:
            others.append(stretch)
    return list(held.values()), others


def _values(root: Node | None) -> Iterator[Scalar]:
    """Every value of a tree that is a single one, but for those that stand where sections should."""
    waiting = [root] if root is not None else []
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        if isinstance(node, Mapping):
            for key, value in node.pairs:
                if not isinstance(value, Scalar) or value.style or key.value.lower() not in _SECTIONS:
                    waiting.append(value)
        elif isinstance(node, SequenceNode):
            waiting.extend(node.items)
        elif isinstance(node, Scalar):
            yield node


def _stands_alone(made: str, value: Scalar, stretch: Doubtful) -> bool:
    """Whether nothing else stands on the lines of a plain value that is all doubtful: it may come out as anything."""
    if value.style or made[value.start.index : stretch.start].strip() or made[stretch.end : value.end.index].strip():
        return False
    before = made[made.rfind("\n", 0, value.start.index) + 1 : value.start.index]
    return not before.strip()
