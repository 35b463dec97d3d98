"""What users are told about the examples of the rule book, word for word: see `record.py`."""

from __future__ import annotations

import pytest

from tests.rules.messages import PAGE, messages
from tests.rules.record import RECORDED, recorded, told, told_by_file, told_pages

FILES = told_by_file()
LARGE = ("cases/pairs", "cases/rows", "cases/rules", "cases/schema", "cases/statics", "cases/ways", "cases/words")
"""Those that take as long as all others."""


@pytest.mark.parametrize("file", [pytest.param(one, marks=pytest.mark.slow) if one in LARGE else one for one in FILES])
def test_the_examples_of_its_pages_are_told_as_recorded(file: str) -> None:
    assert list(map(told, FILES[file])) == list(map(recorded, FILES[file])), (
        "if this is meant: python -m tests.rules.record"
    )


def test_nothing_is_recorded_of_pages_that_are_gone() -> None:
    lines = [line for path in RECORDED.rglob("*.txt") for line in path.read_text("utf-8").splitlines()]
    assert sorted(line[2:] for line in lines if line.startswith("# ")) == sorted(page.stem for page in told_pages())


def test_the_page_of_all_messages_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == messages(), "if this is meant: python -m tests.rules.messages"
