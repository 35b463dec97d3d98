"""Two sequences are laid side by side: short ones as `difflib` does it, long ones with work that does not explode."""

from __future__ import annotations

from difflib import SequenceMatcher, unified_diff
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import calls
from traefiklint.text import alignment as module
from traefiklint.text.alignment import Operation, alignment
from traefiklint.text.differences import unified

pytestmark = pytest.mark.slow

letters = st.lists(st.sampled_from("abcdefgh"), max_size=12)


def check(before: list[Any], after: list[Any]) -> list[Operation]:
    """The operations, which must make the one sequence of the other."""
    made: list[Any] = []
    here = 0
    found = alignment(before, after)
    for tag, start, end, other, other_end in found:
        assert start == here and other == len(made)
        made += before[start:end] if tag == "equal" else after[other:other_end]
        assert (tag == "equal") == (before[start:end] == after[other:other_end])
        here = end
    assert (here, made) == (len(before), after)
    return found


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short sequences are compared as long ones are."""
    monkeypatch.setattr(module, "_MOST_PAIRS", 6)


@given(letters, letters)
def test_the_operations_make_the_one_of_the_other(before: list[str], after: list[str]) -> None:
    assert check(before, after) == SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


@pytest.mark.usefixtures("long")
def test_long_sequences_that_keep_their_order_come_out_as_difflib_has_them() -> None:
    before = list(range(40))
    after = [number for number in before if number % 7] + [100, 101]
    after[5:5] = [102, 103]
    assert check(before, after) == SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


@pytest.mark.usefixtures("long")
@pytest.mark.parametrize(
    "after",
    [
        [],
        [1, 1, 1, 1],
        [5, 4, 3, 2, 1, 0],
        [0, 1, 2, 3, 9, 9, 9, 3, 4, 5],
        [7, 0, 1, 1, 4, 5, 8],
    ],
)
def test_long_sequences_of_any_kind_are_laid_side_by_side(after: list[int]) -> None:
    check([0, 1, 2, 3, 4, 5], after)
    check(after, [0, 1, 2, 3, 4, 5])
    check([0, 1, 1, 3, 4, 5], after)


def test_lists_in_another_order_take_no_more_than_their_length_says() -> None:
    def work(count: int) -> int:
        before = [f"m{number}" for number in range(count)]
        after = sorted(before, key=lambda name: name[::-1])
        return calls(lambda: check(before, after))

    assert work(8_000) < 3 * work(4_000)


@given(letters, letters)
def test_a_unified_diff_is_the_usual_one(before: list[str], after: list[str]) -> None:
    old, new = ([f"{line}\n" for line in lines] for lines in (before, after))
    usual = [line.rstrip("\n") for line in unified_diff(old, new, "a/x", "b/x")]
    assert list(unified(old, new, (old, new), ("a/x", "b/x"))) == usual
