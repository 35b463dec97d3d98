"""What is found in the corpus stays what it is: the places, the effects, what stops working, and the fixes."""

from __future__ import annotations

import pytest

from tests.corpus.cases import Case, load_cases
from tests.corpus.findings import found, recorded

CASES = load_cases()
BLOCKS = [CASES[start : start + 40] for start in range(0, len(CASES), 40)]


@pytest.mark.slow
@pytest.mark.parametrize("cases", BLOCKS, ids=lambda cases: cases[0].id)
def test_the_findings_are_those_that_were_recorded(cases: list[Case]) -> None:
    known = recorded()
    assert [found(case) for case in cases] == [known[repr(case.id)] for case in cases], (
        "python -m tests.corpus.findings"
    )


def test_nothing_is_recorded_of_cases_that_are_gone() -> None:
    assert list(recorded()) == [repr(case.id) for case in CASES]
