"""What a compose file that is named is judged with: the other projects of its repository."""

from __future__ import annotations

import json
from typing import Any

from tests.cli.running import Runner

PROJECT = """\
services:
  app:
    image: example/app:1
    labels:
      - traefik.http.routers.{0}.rule=Host(`{1}.example.com`)
      - traefik.http.services.{0}.loadbalancer.server.port=8080
"""


def told(cli: Runner, *arguments: str) -> list[tuple[str, str, str]]:
    found: list[dict[str, Any]] = json.loads(cli("lint", "--format", "json", *arguments).out)["findings"]
    return [(one["severity"], one["rule"], one["file"]) for one in found if one["severity"] != "info"]


def repository(cli: Runner, **static: str) -> None:
    (cli.folder / ".git").mkdir()
    cli.write({"a/compose.yml": PROJECT.format("web", "a"), "b/compose.yml": PROJECT.format("web", "b")})
    cli.write({"c/compose.yml": PROJECT.format("c", "c"), **static})


def test_a_named_file_is_judged_with_the_other_projects_and_only_it_is_reported(cli: Runner) -> None:
    repository(cli)
    assert told(cli, "a/compose.yml") == [
        ("warning", "merge-conflict", "a/compose.yml"),
        ("warning", "service-shared", "a/compose.yml"),
    ]
    assert told(cli, "c/compose.yml") == []
    assert told(cli, str(cli.folder / "c" / "compose.yml")) == []


def test_projects_found_beside_each_other_conflict_for_sure_only_where_one_traefik_has_both(cli: Runner) -> None:
    repository(cli)
    assert "where both run on one host" in cli("lint").out
    cli.write({"traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n"})
    assert {one for one in told(cli) if one[1] == "merge-conflict"} == {
        ("error", "merge-conflict", "a/compose.yml"),
        ("error", "merge-conflict", "b/compose.yml"),
    }


def test_projects_that_are_named_together_are_one_host(cli: Runner) -> None:
    cli.write({"a/compose.yml": PROJECT.format("web", "a"), "b/compose.yml": PROJECT.format("web", "b")})
    assert ("error", "merge-conflict", "b/compose.yml") in told(cli, "a/compose.yml", "b/compose.yml")


def test_a_middleware_of_another_project_is_known(cli: Runner) -> None:
    repository(cli)
    label = "      - traefik.http.routers.c.middlewares=team\n"
    cli.write({"c/compose.yml": PROJECT.format("c", "c") + label})
    assert [rule for _, rule, _ in told(cli, "c/compose.yml")] == ["unknown-middleware"]
    team = "      - traefik.http.middlewares.team.compress=true\n"
    cli.write({"d/compose.yml": PROJECT.format("d", "d") + team})
    assert told(cli, "c/compose.yml") == []


def test_two_files_of_one_folder_are_one_project_and_never_run_beside_each_other(cli: Runner) -> None:
    cli.write(
        {"docker-compose.yml": PROJECT.format("web", "dev"), "docker-compose.prod.yml": PROJECT.format("web", "x")}
    )
    assert told(cli) == []


def test_the_settings_say_with_what_a_named_file_is_judged(cli: Runner) -> None:
    repository(cli)
    cli.write(
        {
            "conf/traefik.yml": "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n",
            "traefiklint.toml": '[[traefik]]\nstatic = "conf/traefik.yml"\ncompose = ["a/compose.yml", "b/*.yml"]\n',
        }
    )
    errors = [("error", "merge-conflict", f"{project}/compose.yml") for project in "ab"]
    assert [one for one in told(cli, "a/compose.yml") if one[0] == "error"] == errors
    assert told(cli, "c/compose.yml") == [], "which is none of theirs"
