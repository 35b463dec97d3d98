"""Whether routers that were rewritten keep their order: a longer rule is asked first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from traefiklint.fixing.state import State
from traefiklint.matching.implication import exclusive

_KINDS = ("http.routers", "tcp.routers")


def reordered(before: State, after: State, changed: Iterable[str]) -> Iterator[str]:
    """What is wrong with the order of routers that were rewritten: one that another may take requests from, or the
    other way round, now comes before it or behind it.
    """
    for name in changed:
        kind = ".".join(name.split(".", 2)[:2])
        if kind not in _KINDS:
            continue
        old, new = before.objects[name], after.objects[name]
        if _priority(before, old) == _priority(after, new):
            continue
        for other in after.instance.objects[kind].values():
            was = before.objects.get(other.object)
            if other is new or was is None or not _meet(after, new, other):
                continue
            if _comes_first(before, old, was) is not _comes_first(after, new, other):
                yield f"`{name}` and `{other.object}` would change places, because a longer rule is asked first"


def _priority(state: State, router: Any) -> int:
    return int(router.priority or state.instance.rule(router).default_priority)


def _comes_first(state: State, one: Any, other: Any) -> bool:
    return (-_priority(state, one), one.name.encode()) < (-_priority(state, other), other.name.encode())


def _meet(state: State, one: Any, other: Any) -> bool:
    """Whether one request may be for both routers."""
    points = state.instance.entry_points
    here, there = points(one), points(other)
    if here and there and not {point.name for point in here} & {point.name for point in there}:
        return False
    first, second = state.instance.rule(one), state.instance.rule(other)
    if first.tree is None or second.tree is None or first.syntax != second.syntax:
        return first.tree is not None and second.tree is not None
    return not exclusive(first.tree, second.tree, protocol=first.protocol, syntax=first.syntax)
