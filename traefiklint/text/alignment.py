"""How two sequences correspond: what of the one is in the other, in order.

Short ones are compared by `difflib`, whose work may grow with the product of their lengths. Long ones are first laid
side by side at what stands once in either (the patience diff of Bram Cohen), and only what is between is compared.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import TypeAlias

Operation: TypeAlias = tuple[str, int, int, int, int]
"""`equal`, `replace`, `delete` or `insert`; from where to where in the first and in the second sequence (`difflib`)."""

_MOST_PAIRS = 250_000
"""How large the product of two lengths is that `difflib` gets."""


def alignment(before: Sequence[object], after: Sequence[object], *, autojunk: bool = False) -> list[Operation]:
    """The operations that make `after` of `before`. The items must be hashable.

    Args:
        autojunk: whether what stands very often in a sequence counts little, as in the lines of a text.
    """
    if len(before) * len(after) <= _MOST_PAIRS:
        return list(SequenceMatcher(None, before, after, autojunk=autojunk).get_opcodes())
    found: list[Operation] = []
    here = there = 0
    for start, other, length in [*_anchors(before, after), (len(before), len(after), 0)]:
        found += _between(before, after, (here, start, there, other), autojunk=autojunk)
        if length:
            found.append(("equal", start, start + length, other, other + length))
        here, there = start + length, other + length
    return _joined(found)


def _anchors(before: Sequence[object], after: Sequence[object]) -> Iterator[tuple[int, int, int]]:
    """Stretches that both have: what they begin and end with, and between the longest row of what stands once in each,
    in the order of both."""
    limit = min(len(before), len(after))
    head = 0
    while head < limit and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < limit - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    if head:
        yield 0, 0, head
    times = Counter(before[head : len(before) - tail]), Counter(after[head : len(after) - tail])
    place = {item: number for number, item in enumerate(after[: len(after) - tail]) if number >= head}
    pairs = [
        (number, place[item])
        for number, item in enumerate(before[: len(before) - tail])
        if number >= head and times[0][item] == 1 and times[1][item] == 1
    ]
    yield from ((start, other, 1) for start, other in _rising(pairs))
    if tail:
        yield len(before) - tail, len(after) - tail, tail


def _rising(pairs: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of pairs in the order of their first numbers, the most whose second numbers rise, too."""
    ends: list[int] = []
    """For each length the least second number that a row of this length ends with."""
    at: list[int] = []
    """The pairs that these rows end with."""
    back: list[int] = []
    """For each pair the one before it in its row."""
    for number, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        back.append(at[length - 1] if length else -1)
        ends[length : length + 1] = [second]
        at[length : length + 1] = [number]
    found = []
    number = at[-1] if at else -1
    while number >= 0:
        found.append(pairs[number])
        number = back[number]
    return found[::-1]


def _between(
    before: Sequence[object], after: Sequence[object], stretch: tuple[int, int, int, int], *, autojunk: bool
) -> list[Operation]:
    """The operations between two anchors."""
    start, end, other, other_end = stretch
    if start == end and other == other_end:
        return []
    if start < end and other < other_end and (end - start) * (other_end - other) <= _MOST_PAIRS:
        inner = SequenceMatcher(None, before[start:end], after[other:other_end], autojunk=autojunk).get_opcodes()
        return [(tag, start + a, start + b, other + c, other + d) for tag, a, b, c, d in inner]
    tag = "replace" if start < end and other < other_end else "delete" if start < end else "insert"
    return [(tag, start, end, other, other_end)]


def _joined(found: list[Operation]) -> list[Operation]:
    """The same with neighbours of one kind as one."""
    made: list[Operation] = []
    for tag, start, end, other, other_end in found:
        if made and (made[-1][0] == "equal") is (tag == "equal"):
            _, first, _, second, _ = made.pop()
            tag = tag if tag == "equal" else _tag(end - first, other_end - second)
            made.append((tag, first, end, second, other_end))
        else:
            made.append((tag, start, end, other, other_end))
    return made


def _tag(gone: int, new: int) -> str:
    return "replace" if gone and new else "delete" if gone else "insert"
