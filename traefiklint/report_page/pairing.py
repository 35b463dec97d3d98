"""Which Traefik of now was which one before: the one at the same place, else the one of the same name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

from traefiklint.coverage import Covered
from traefiklint.report_page.build import Side

_Shared: TypeAlias = tuple[bool, int, int]
"""Whether two have one static configuration, and how many compose files and directories they have in common."""


def paired(now: Sequence[Side], past: Sequence[Side]) -> list[Side | None]:
    """For each Traefik what it was before; None where it was not there.

    A name tells little where two folders are called the same. So those belong together that share most of what says
    where a Traefik is: its static configuration, else its compose files, else its directories. What shares nothing, as
    it was moved, is known by its name, if that is left only once.
    """
    if len(now) == len(past) == 1:
        return [past[0]]
    found: dict[int, int] = {}
    shared = {
        (at, then): _shared(_covered(one), _covered(other))
        for at, one in enumerate(now)
        for then, other in enumerate(past)
    }
    likest = sorted(shared, key=lambda pair: (shared[pair], now[pair[0]].name == past[pair[1]].name), reverse=True)
    for at, then in likest:
        if any(shared[at, then]) and at not in found and then not in found.values():
            found[at] = then
    moved = [at for at in range(len(now)) if at not in found]
    left = [then for then in range(len(past)) if then not in found.values()]
    for at in moved:
        name = now[at].name
        same = [then for then in left if past[then].name == name]
        if len(same) == 1 and sum(now[other].name == name for other in moved) == 1:
            found[at] = same[0]
    return [past[found[at]] if at in found else None for at in range(len(now))]


def _covered(side: Side) -> Covered:
    """Where a Traefik is."""
    coverage = side.report.coverage
    return coverage.traefiks[0] if coverage is not None and coverage.traefiks else Covered(side.name, (), 0)


def _shared(one: Covered, other: Covered) -> _Shared:
    return (
        bool(one.static) and one.static == other.static,
        len(set(one.compose) & set(other.compose)),
        len(set(one.places) & set(other.places)),
    )
