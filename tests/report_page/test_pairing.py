"""Which Traefik is compared with which one before, where a repository has several."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import Runner
from tests.report_page.test_report import COMMIT, git

pytestmark = pytest.mark.slow

TRAEFIK = """\
services:
  traefik:
    image: traefik:v3.6
    command: ["--entryPoints.web.address=:80", "--providers.docker=true"]
  {name}:
    image: nginx:1
    labels: ["traefik.http.routers.{name}.rule=Host(`{name}.example.com`)"]
"""


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """A repository with two Traefiks in one folder, which are called as it is."""
    monkeypatch.chdir(tmp_path)
    runner = Runner(tmp_path, capsys)
    runner.write({f"{name}.compose.yml": TRAEFIK.format(name=name) for name in ("east", "west")})
    commit(runner)
    return runner


def commit(cli: Runner) -> None:
    git(cli.folder, "init", "--quiet", "--initial-branch=main")
    git(cli.folder, "add", "--all")
    git(cli.folder, *COMMIT, "as it was")


def changed(cli: Runner) -> dict[str, set[tuple[str, str]]]:
    """What happens to routers since the last commit, by the static configuration of the Traefik."""
    traefiks = json.loads(cli("report", "--against", "main", "--format", "json").out)["traefiks"]
    assert {traefik["name"] for traefik in traefiks} == {"."}
    return {
        file: {(one["kind"], one["name"]) for one in traefik["changes"]["routers"]}
        for traefik in traefiks
        for file in sorted({one["file"] for one in traefik["routers"] if one["file"]})[:1]  # of one that is gone none
    }


def test_traefiks_of_one_name_are_compared_each_with_itself(cli: Runner) -> None:
    assert changed(cli) == {"east.compose.yml": set(), "west.compose.yml": set()}
    cli.write({"west.compose.yml": TRAEFIK.format(name="west").replace("west.example.com", "west.example.org")})
    assert changed(cli) == {"east.compose.yml": set(), "west.compose.yml": {("changes", "west@docker")}}


def test_one_more_of_a_name_is_new_and_the_others_stay(cli: Runner) -> None:
    cli.write({"north.compose.yml": TRAEFIK.format(name="north")})
    found = changed(cli)
    assert {name for name, routers in found.items() if routers} == {"north.compose.yml"}
    assert ("appears", "north@docker") in found["north.compose.yml"]


def test_one_whose_file_has_another_name_is_the_only_one_that_is_left(cli: Runner) -> None:
    (cli.folder / "west.compose.yml").rename(cli.folder / "left.compose.yml")
    assert changed(cli) == {"east.compose.yml": set(), "left.compose.yml": set()}


def test_of_two_whose_files_have_other_names_nobody_knows_which_is_which(cli: Runner) -> None:
    for name in ("east", "west"):
        (cli.folder / f"{name}.compose.yml").rename(cli.folder / f"new-{name}.compose.yml")
    assert all(("appears", f"{name}@docker") in changed(cli)[f"new-{name}.compose.yml"] for name in ("east", "west"))
