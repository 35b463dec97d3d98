"""Circles among objects that lead to one another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from traefiklint.instance.instance import Instance
    from traefiklint.instance.references import Reference


def cycles(instance: Instance, kinds: tuple[str, ...]) -> Iterator[list[Reference]]:
    """Every circle that begins in an object of these kinds: the references in their order, each circle once."""
    colour: dict[Any, int] = {}
    needs = instance.needs
    for kind in kinds:
        for root in instance.objects[kind].values():
            if root in colour or root not in needs:
                continue
            colour[root] = 1
            path: list[Reference] = []
            stack = [iter(needs[root])]
            while stack:
                reference = next(stack[-1], None)
                if reference is None:
                    stack.pop()
                    colour[path.pop().target if path else root] = 2
                    continue
                target = reference.target
                if target is None:
                    continue
                state = colour.get(target, 0)
                if state == 1:
                    start = next((i for i, r in enumerate(path) if r.owner is target), len(path))
                    yield [*path[start:], reference]
                elif state == 0:
                    colour[target] = 1
                    path.append(reference)
                    stack.append(iter(needs.get(target, ())))
