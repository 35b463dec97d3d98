"""The nearest known name to a mistaken one, for "did you mean"."""

from __future__ import annotations

from collections.abc import Iterable


def nearest(name: str, known: Iterable[str], most: int = 2) -> str:
    """The known name that is fewest edits away, at most `most` of them; empty where there is none.

    A name that differs only in case, or that the other one begins with, counts as near whatever its length.
    """
    best, distance = "", most + 1
    lower = name.lower()
    for candidate in known:
        if candidate == name:
            continue
        if candidate.lower() == lower:
            return candidate
        if abs(len(candidate) - len(name)) > most:
            continue
        edits = _edits(lower, candidate.lower(), distance - 1)
        if edits < distance and edits < len(name):
            best, distance = candidate, edits
    return best


def _edits(one: str, other: str, limit: int) -> int:
    """How many insertions, deletions, changes and swaps lead from one to the other; at most `limit + 1`."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, a in enumerate(one, 1):
        previous, row_before = row, before
        row = [i]
        for j, b in enumerate(other, 1):
            cost = min(previous[j] + 1, row[j - 1] + 1, previous[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, row_before[j - 2] + 1)
            row.append(cost)
        before = previous
        if min(row) > limit:
            return limit + 1
    return min(row[-1], limit + 1)
