"""Our reading of a project is that of the real Docker Compose."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.compose import comparison, real
from tests.compose.generator import project
from tests.effort import often

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not real.BINARY.exists(), reason="needs the real Docker Compose"),
]


@pytest.mark.parametrize("number", range(often(12)))
def test_a_random_project_is_what_compose_makes_of_it(number: int, tmp_path: Path) -> None:
    made = project(number)
    folder = tmp_path / comparison.FOLDER
    folder.mkdir()
    answer = real.ask(made.files, folder, environment=made.environment, profiles=made.profiles, named=made.named)
    mine = comparison.read(made)
    if answer.project is None:
        assert comparison.is_refused(mine), answer.error
        return
    assert not comparison.is_refused(mine), mine.diagnostics
    assert comparison.differences(comparison.ours(mine), comparison.theirs(answer.project)) == []
