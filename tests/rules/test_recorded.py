"""What users are told about the examples of the rule book, word for word: see `record.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.rules.record import RECORDED, recorded, told, told_pages


@pytest.mark.parametrize("page", told_pages(), ids=lambda page: page.stem)
def test_the_examples_of_a_page_are_told_as_recorded(page: Path) -> None:
    assert told(page) == recorded(page), "if this is meant: python -m tests.rules.record"


def test_nothing_is_recorded_of_pages_that_are_gone() -> None:
    written = {(path.stem, line[2:]) for path in RECORDED.glob("*.txt") for line in _titles(path)}
    assert written == {(page.parent.name, page.stem) for page in told_pages()}


def _titles(path: Path) -> list[str]:
    return [line for line in path.read_text("utf-8").splitlines() if line.startswith("# ")]
