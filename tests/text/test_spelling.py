"""The nearest name is found as if it had been compared with every known one, without the work of doing so."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.each import rows
from traefiklint.text.spelling import MOST_LISTED, Spelling, listed, nearest

LETTERS = "abAB-1"
words = st.text(LETTERS, max_size=7)


def edits(one: str, other: str) -> int:
    """How many letters are too many, too few or other ones, or swapped with a neighbour: the table, written out."""
    table = [[i + j for j in range(len(other) + 1)] for i in range(len(one) + 1)]
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            table[i][j] = min(
                table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + (one[i - 1] != other[j - 1])
            )
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                table[i][j] = min(table[i][j], table[i - 2][j - 2] + 1)
    return table[-1][-1]


def allowed(name: str, other: str) -> int:
    """Less than half of the letters of the longer one, but for one, and never all of the name."""
    return min(len(name) - 1, max(1, (max(len(name), len(other)) - 1) // 2))


@given(words, st.lists(words, max_size=8), st.integers(1, 4))
def test_it_is_the_first_of_those_that_are_fewest_edits_away(name: str, known: list[str], most: int) -> None:
    others = [other for other in known if other != name]
    distance = {other: edits(name.lower(), other.lower()) for other in others}
    near = [other for other in others if not distance[other] or distance[other] <= min(most, allowed(name, other))]
    assert nearest(name, known, most) == min(near, key=distance.__getitem__, default="")


@rows(
    ("name", "known", "right"),
    [
        ("stag", ["production", "staging"], "staging"),
        ("staging-old", ["production", "staging"], "staging"),
        ("shop", ["shop-web-x7f3", "shop-x7", "blog"], "shop-x7"),
        ("wiki", ["production", "staging"], ""),
        ("", ["a"], ""),
    ],
)
def test_a_name_that_begins_as_a_known_one_counts_where_that_is_asked_for(
    name: str, known: list[str], right: str
) -> None:
    assert nearest(name, known, begun=True) == right
    assert nearest(name, known) == ""


@rows(
    ("name", "known", "right"),
    [
        ("smtp", ["http", "https"], ""),
        ("htpt", ["http", "https"], "http"),
        ("htpp", ["web", "https"], "https"),
        ("wbe", ["web"], "web"),
        ("we", ["web"], "web"),
        ("stpri", ["strip"], "strip"),
    ],
)
def test_a_short_name_is_near_to_one_that_differs_in_a_letter_only(name: str, known: list[str], right: str) -> None:
    assert nearest(name, known) == right


def test_the_work_for_a_name_does_not_grow_with_the_number_of_known_ones() -> None:
    def steps(count: int) -> float:
        known = [f"app-{number:05}-service" for number in range(count)]
        spelling = Spelling(known)
        for name in known[:100]:
            assert spelling.nearest(name.replace("service", "servce")) == name
            assert spelling.nearest(name.replace("service", "something-else")) == ""
        return spelling.steps

    assert steps(8_000) < 2 * steps(1_000)


def test_a_message_lists_so_many_names_at_most() -> None:
    assert listed(["a", "b"]) == "`a`, `b`"
    assert listed(["x"] * (MOST_LISTED + 1_200)).endswith("`x` and 1,200 more")
