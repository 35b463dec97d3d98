"""Three-way merge of what files mean: what the server changed since the last pull goes into what stands here."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final, Literal, NamedTuple, TypeAlias

from traefiklint.patch.data import Data, Leaf, alignment, frozen, string


class Missing:
    """The sign that a side has nothing at a place."""

    def __repr__(self) -> str:
        return "nothing"


MISSING: Final = Missing()

Side: TypeAlias = Data | Missing
Preference: TypeAlias = Literal["ours", "theirs"]


class Conflict(NamedTuple):
    """A place that both sides changed, each in its own way."""

    path: str
    base: Side
    ours: Side
    theirs: Side


class Merged(NamedTuple):
    """What came of a merge. With conflicts, `data` holds our side at their places."""

    data: dict[str, Data]
    conflicts: tuple[Conflict, ...]


def merge(
    base: dict[str, Data], ours: dict[str, Data], theirs: dict[str, Data], prefer: Preference | None = None
) -> Merged:
    """What `ours` becomes when the change from `base` to `theirs` is made in it too.

    Args:
        prefer: the side to take at the places that would be conflicts; there are none then.
    """
    merger = _Merger(prefer)
    data = merger.mappings("", base, ours, theirs)
    return Merged(data, tuple(merger.conflicts))


class _Merger:
    def __init__(self, prefer: Preference | None) -> None:
        self.prefer = prefer
        self.conflicts: list[Conflict] = []

    def mappings(
        self, path: str, base: dict[str, Data], ours: dict[str, Data], theirs: dict[str, Data]
    ) -> dict[str, Data]:
        merged: dict[str, Data] = {}
        for key in _key_order(list(ours), list(theirs)):
            place = f"{path}.{key}" if path else key
            value = self.values(place, base.get(key, MISSING), ours.get(key, MISSING), theirs.get(key, MISSING))
            if not isinstance(value, Missing):
                merged[key] = value
        return merged

    def values(self, path: str, base: Side, ours: Side, theirs: Side) -> Side:
        if same(ours, theirs) or same(base, theirs):
            return ours
        if same(base, ours):
            return theirs
        if isinstance(ours, dict) and isinstance(theirs, dict) and isinstance(base, dict | Missing):
            return self.mappings(path, base if isinstance(base, dict) else {}, ours, theirs)
        if isinstance(ours, list) and isinstance(theirs, list) and isinstance(base, list | Missing):
            merged = merge_lists(base if isinstance(base, list) else [], ours, theirs)
            if merged is not None:
                return merged
        if self.prefer is None:
            self.conflicts.append(Conflict(path, base, ours, theirs))
        return theirs if self.prefer == "theirs" else ours


def same(one: Side, other: Side) -> bool:
    """Whether two sides mean the same. Lists compare in order, mappings without it."""
    return one is other or one == other


def _key_order(ours: list[str], theirs: list[str]) -> list[str]:
    """Our keys in our order; each key that only they have, after the key that precedes it there."""
    known = set(ours)
    behind: dict[str | None, list[str]] = {}
    """The keys that only they have, by the key of ours that precedes them there; None where there is none."""
    last: str | None = None
    for key in theirs:
        if key in known:
            last = key
        else:
            behind.setdefault(last, []).append(key)
    return [*behind.get(None, ()), *(one for key in ours for one in (key, *behind.get(key, ())))]


class _Hunk(NamedTuple):
    start: int
    end: int
    items: list[Data]


def merge_lists(base: list[Data], ours: list[Data], theirs: list[Data]) -> list[Data] | None:
    """The list with the changes of both sides, or None where they touch the same items differently.

    Where both sides put something in at the same place, ours comes first: what Dokploy adds, it adds at the end. What
    both put in there comes once.
    """
    mine = {hunk[:2]: hunk for hunk in _hunks(base, ours)}
    put_in = {start: set(map(frozen, hunk.items)) for (start, end), hunk in mine.items() if start == end}
    yours = [
        hunk._replace(items=[item for item in hunk.items if frozen(item) not in put_in.get(hunk.start, ())])
        if hunk.start == hunk.end
        else hunk
        for hunk in _hunks(base, theirs)
    ]
    new = [hunk for hunk in yours if hunk != mine.get(hunk[:2])]
    hunks = sorted([*mine.values(), *new], key=lambda hunk: (hunk.start, hunk.end))
    for one, other in pairwise(hunks):  # those of one side never touch, so that any two that do have neighbours that do
        touching = one.start < other.end and other.start < one.end
        inside = one.start == other.start and (one.start == one.end) != (other.start == other.end)
        if touching or inside:
            return None
    merged: list[Data] = []
    at = 0
    for hunk in hunks:
        merged += base[at : hunk.start]
        merged += hunk.items
        at = max(at, hunk.end)
    return merged + base[at:]


def _hunks(base: list[Data], side: list[Data]) -> list[_Hunk]:
    """The stretches of the base that a side replaced, and what it put there."""
    return [_Hunk(i1, i2, side[j1:j2]) for tag, i1, i2, j1, j2 in alignment(base, side) if tag != "equal"]


def merge_lines(base: str, ours: str, theirs: str) -> str | None:
    """Our text with the lines that they changed; None where both changed the same ones, each in its own way.

    It keeps the comments of both sides, where a merge by structure keeps ours.
    """
    merged = merge_lists(_lines(base), _lines(ours), _lines(theirs))
    return None if merged is None else "".join(line.value for line in merged if isinstance(line, Leaf))


def _lines(text: str) -> list[Data]:
    """The lines with their ends; only a line feed ends one."""
    return [string(line) for line in re.findall(r"[^\n]*\n|[^\n]+", text)]
