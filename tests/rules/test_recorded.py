"""What users are told about the examples of the rule book, word for word: see `record.py`."""

from __future__ import annotations

from pathlib import Path

from tests.each import each
from tests.rules.messages import PAGE, messages
from tests.rules.record import RECORDED, recorded, told, told_pages


@each(told_pages(), lambda page: page.stem)
def test_the_examples_of_a_page_are_told_as_recorded(page: Path) -> None:
    assert told(page) == recorded(page), "if this is meant: python -m tests.rules.record"


def test_nothing_is_recorded_of_pages_that_are_gone() -> None:
    lines = [line for path in RECORDED.rglob("*.txt") for line in path.read_text("utf-8").splitlines()]
    assert sorted(line[2:] for line in lines if line.startswith("# ")) == sorted(page.stem for page in told_pages())


def test_the_page_of_all_messages_is_up_to_date() -> None:
    assert PAGE.read_text("utf-8") == messages(), "if this is meant: python -m tests.rules.messages"
