"""Our reading of a project is that of the real Docker Compose: of random projects, and of every recorded file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.compose import comparison, real
from tests.compose.generator import Project, project
from tests.compose.test_recorded import CASES
from tests.compose.test_refusals import COUNTS, PORTS, REPEATS, extended, over, service
from tests.each import each
from tests.effort import often

pytestmark = pytest.mark.skipif(not real.BINARY.exists(), reason="needs the real Docker Compose")


@pytest.mark.slow
@pytest.mark.parametrize("number", range(often(12)))
def test_a_random_project_is_what_compose_makes_of_it(number: int, tmp_path: Path) -> None:
    is_what_compose_says(project(number), tmp_path)


@pytest.mark.traefik
@each([case for case in CASES if not case.get("stack")], lambda case: case["id"])
def test_a_recorded_file_is_what_compose_makes_of_it(
    case: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    made = Project(case["files"], case.get("environment", {}))
    is_what_compose_says(made, tmp_path_factory.mktemp("recorded"))


@pytest.mark.traefik
@pytest.mark.parametrize("way", [over, extended])
@pytest.mark.parametrize(("below", "above", "is_refused"), REPEATS)
def test_repeats_are_refused_by_compose_where_we_say_so(
    way: Callable[[str, str], dict[str, str]], below: str, above: str, is_refused: bool, tmp_path: Path
) -> None:
    assert (real.ask(way(below, above), tmp_path).project is None) == is_refused


@pytest.mark.traefik
@pytest.mark.parametrize(("lines", "is_refused"), COUNTS)
def test_numbers_of_containers_are_refused_by_compose_where_we_say_so(
    lines: str, is_refused: bool, tmp_path: Path
) -> None:
    assert (real.ask({"compose.yml": service(lines)}, tmp_path).project is None) == is_refused


@pytest.mark.traefik
@pytest.mark.parametrize(("port", "is_refused"), PORTS)
def test_ports_are_refused_by_compose_where_we_say_so(port: str, is_refused: bool, tmp_path: Path) -> None:
    if is_refused:
        assert real.ask({"compose.yml": service(f"ports: [{port}]")}, tmp_path).project is None
    else:
        is_what_compose_says(Project({"compose.yml": service(f"ports: [{port}]")}, {}), tmp_path)


def is_what_compose_says(made: Project, scratch: Path) -> None:
    """Hold our reading of a project against Compose's: labels, networks, ports, names, and all else that we read."""
    folder = scratch / comparison.FOLDER
    folder.mkdir()
    answer = real.ask(made.files, folder, environment=made.environment, profiles=made.profiles, named=made.named)
    mine = comparison.read(made)
    if answer.project is None:
        assert comparison.is_refused(mine), answer.error
        return
    assert not comparison.is_refused(mine), mine.diagnostics
    assert comparison.differences(comparison.ours(mine), comparison.theirs(answer.project)) == []
