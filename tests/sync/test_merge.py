"""Three-way merge by meaning."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from tests.each import rows
from tests.effort import often
from tests.sync.strategies import mappings
from tests.sync.test_rewrite import meaning
from traefiklint.patch.rewrite import CannotRewriteError, rewrite
from traefiklint.sync.merge import merge


def merged(base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]) -> tuple[Any, list[str]]:
    """The merge of plain values, and the paths of its conflicts."""
    result = merge(meaning(base), meaning(ours), meaning(theirs))
    return result.data, [conflict.path for conflict in result.conflicts]


def test_changes_in_different_places_come_together() -> None:
    data, conflicts = merged({"a": 1, "b": 2, "c": 3}, {"a": 9, "b": 2, "c": 3}, {"a": 1, "b": 2, "d": 4})
    assert (data, conflicts) == (meaning({"a": 9, "b": 2, "d": 4}), [])


def test_one_place_changed_differently_is_a_conflict_and_keeps_ours() -> None:
    data, conflicts = merged({"r": {"x": 1}}, {"r": {"x": 2}}, {"r": {"x": 3}})
    assert (data, conflicts) == (meaning({"r": {"x": 2}}), ["r.x"])


def test_what_one_side_changed_and_the_other_removed_is_a_conflict() -> None:
    assert merged({"r": {"x": 1}}, {"r": {"x": 2}}, {})[1] == ["r"]
    assert merged({"r": {"x": 1}}, {}, {"r": {"x": 2}})[1] == ["r"]


def test_the_same_change_on_both_sides_is_none() -> None:
    assert merged({"x": 1}, {"x": 2}, {"x": 2}) == (meaning({"x": 2}), [])


def test_lists_take_what_both_sides_put_in() -> None:
    data, conflicts = merged({"m": ["a"]}, {"m": ["a", "own"]}, {"m": ["a", "redirect-shop-1"]})
    assert (data, conflicts) == (meaning({"m": ["a", "own", "redirect-shop-1"]}), [])
    assert merged({"m": ["a", "b"]}, {"m": ["b"]}, {"m": ["a", "b", "c"]}) == (meaning({"m": ["b", "c"]}), [])
    assert merged({"m": ["a"]}, {"m": ["b"]}, {"m": ["c"]})[1] == ["m"]


@rows(
    ("ours", "theirs", "expected"),
    [
        (["a", "own", "b"], ["a", "c"], None),  # ours stands where theirs replaced something
        (["a", "c"], ["a", "new", "b"], None),
        (["a", "own", "b"], ["a"], None),
        (["a", "b", "own"], ["a", "c"], ["a", "c", "own"]),  # after it
        (["own", "a", "b"], ["a", "c"], ["own", "a", "c"]),
        (["own", "a", "b"], ["new", "a", "b"], ["own", "new", "a", "b"]),  # both put something in at one place
        (["a", "b", "own"], ["a", "b", "own", "new"], ["a", "b", "own", "new"]),  # and one of them the same
        (["x", "own", "a", "b"], ["own", "new", "a", "b"], ["x", "own", "new", "a", "b"]),
        (["a"], ["b"], []),  # each left out another one
        (["c", "b"], ["a", "d"], ["c", "d"]),
    ],
)
def test_what_is_put_into_a_list_and_what_the_other_side_replaced(
    ours: list[str], theirs: list[str], expected: list[str] | None
) -> None:
    data, conflicts = merged({"m": ["a", "b"]}, {"m": ours}, {"m": theirs})
    assert (data, conflicts) == (meaning({"m": ours if expected is None else expected}), ["m"] * (expected is None))


@rows(
    ("ours", "theirs", "order"),
    [
        ("az", "azn", "azn"),
        ("az", "naz", "naz"),
        ("az", "anz", "anz"),
        ("aoz", "anz", "anoz"),
        ("za", "anz", "zan"),
        ("az", "anmz", "anmz"),
        ("az", "nmazlk", "nmazlk"),
        ("az", "zna", "azn"),
    ],
)
def test_a_new_key_stands_behind_the_one_that_it_stood_behind_on_the_server(ours: str, theirs: str, order: str) -> None:
    data, conflicts = merged(dict.fromkeys("az", 1), dict.fromkeys(ours, 1), dict.fromkeys(theirs, 1))
    assert ("".join(data), conflicts) == (order, [])


def test_a_side_can_be_preferred() -> None:
    result = merge(meaning({"x": 1}), meaning({"x": 2}), meaning({"x": 3}), prefer="theirs")
    assert (result.data, result.conflicts) == (meaning({"x": 3}), ())


@given(mappings, mappings)
@settings(max_examples=often(100), deadline=None)
@pytest.mark.slow
def test_a_change_on_one_side_only_is_taken_whole(base: dict[str, Any], other: dict[str, Any]) -> None:
    assert merged(base, other, base) == (meaning(other), [])
    assert merged(base, base, other) == (meaning(other), [])
    assert merged(base, other, other) == (meaning(other), [])


@given(mappings, mappings, mappings)
@settings(max_examples=often(100), deadline=None)
@pytest.mark.slow
def test_nothing_is_lost_without_a_conflict(base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    """Whatever a side has new or changed at the top is in the result, or its place is a conflict."""
    data, conflicts = merged(base, ours, theirs)
    for side, other in ((meaning(ours), meaning(theirs)), (meaning(theirs), meaning(ours))):
        for key, value in side.items():
            if meaning(base).get(key) != value and not any(f"{path}.".startswith(f"{key}.") for path in conflicts):
                both_changed = other.get(key) != meaning(base).get(key)
                assert data.get(key) == value or (both_changed and isinstance(data.get(key), dict | list))


@given(mappings, mappings, mappings)
@settings(max_examples=often(66), deadline=None)
@pytest.mark.slow
def test_a_merge_can_be_written_into_our_text(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    import json

    text = json.dumps(ours, ensure_ascii=False)
    data = merged(base, ours, theirs)[0]
    try:
        assert meaning({}) is not None and rewrite(text, data) is not None
    except CannotRewriteError:
        assert not set(data) & set(meaning(ours))
