"""Circles among objects that lead to one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from traefiklint.instance.instance import Instance
    from traefiklint.instance.references import Reference
    from traefiklint.model.base import Named

_ENDS = 10
"""How many names at either end of a long circle are told: n circles of n names would be n² names."""


class Circle(NamedTuple):
    """Objects of which each leads to the next one, and the last to the first."""

    first: Named
    closing: Reference
    """The reference that leads back to the first."""
    names: tuple[str, ...]
    """The objects in their order, the first one again at the end; of many those in the middle are left out."""


def told(objects: Sequence[Any], start: int = 0) -> tuple[str, ...]:
    """The names of objects that lead back to the one at `start`, as a circle tells them."""
    if len(objects) - start > 2 * _ENDS:
        names = [one.name for one in objects[start : start + _ENDS]]
        names += ["…", *(one.name for one in objects[-_ENDS:])]
    else:
        names = [one.name for one in objects[start:]]
    return (*names, objects[start].name)


def rings(following: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """Where each name leads to one other: those that lead back to themselves, each with the names of its way, as
    `told` tells them."""
    found: dict[str, tuple[str, ...]] = {}
    done: set[str] = set()
    for name in following:
        place: dict[str, int] = {}
        while name in following and name not in done and name not in place:
            place[name] = len(place)
            name = following[name]
        if name in place:
            ring = list(place)[place[name] :]
            found.update((step, _from(ring, start)) for start, step in enumerate(ring))
        done.update(place)  # `|=` with the keys of a mapping would make a new set
    return found


def _from(ring: list[str], start: int) -> tuple[str, ...]:
    size = len(ring)
    if size <= 2 * _ENDS:
        return (*ring[start:], *ring[:start], ring[start])
    first = [ring[(start + step) % size] for step in range(_ENDS)]
    return (*first, "…", *(ring[start - step] for step in range(_ENDS, 0, -1)), ring[start])


def cycles(instance: Instance, kinds: tuple[str, ...], through: type | None = None) -> Iterator[Circle]:
    """Every circle that begins in an object of these kinds, each once.

    Args:
        through: the class of which at least one of the objects must be.
    """
    needs = instance.needs
    done: set[Any] = set()
    for kind in kinds:
        for root in instance.objects[kind].values():
            if root in done or root not in needs:
                continue
            path: list[Any] = [root]
            place: dict[Any, int] = {root: 0}
            wanted = [0 if type(root) is through else -1]
            """For each object of the path where the last one of the wanted class stands, up to it."""
            stack = [iter(needs[root])]
            while stack:
                reference = next(stack[-1], None)
                if reference is None:
                    stack.pop()
                    wanted.pop()
                    last = path.pop()
                    del place[last]
                    done.add(last)
                    continue
                target = reference.target
                if target is None:
                    continue
                if target in place:
                    start = place[target]
                    if through is None or wanted[-1] >= start:
                        yield Circle(target, reference, told(path, start))
                elif target not in done:
                    place[target] = len(path)
                    path.append(target)
                    wanted.append(place[target] if type(target) is through else wanted[-1])
                    stack.append(iter(needs.get(target, ())))
