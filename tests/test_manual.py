"""The manual tells the truth: its examples run, and print what the pages show."""

from __future__ import annotations

from pathlib import Path

import pytest

import traefiklint
from tests.manual import CHECKOUT, PAGES, furnish, played


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_the_examples_of_a_page_print_what_it_shows(page: Path, tmp_path: Path) -> None:
    furnish(tmp_path)
    text = page.read_text("utf-8")
    assert "```" in text
    assert played(text, tmp_path) == text, "`python -m tests.manual` writes the present output into the pages"


def test_every_public_function_has_a_page() -> None:
    functions = {name for name in traefiklint.__all__ if name[0].islower()}
    assert functions == {page.stem for page in PAGES if page.stem.islower() and page.parent.name == "python"}
    overview = (CHECKOUT / "docs" / "python" / "README.md").read_text("utf-8")
    assert [name for name in traefiklint.__all__ if f"`{name}`" not in overview] == []
