"""The page about Dokploy tells what really happens."""

from __future__ import annotations

import pytest

from tests.sync.story import PAGE, play


@pytest.mark.slow
def test_every_command_of_the_page_answers_as_it_says() -> None:
    page = PAGE.read_text()
    assert play(page) == page
    assert page.count("$ traefiklint ") >= 10
