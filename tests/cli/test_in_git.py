"""What a new user does first, in one real repository with history: the scenarios that no hook takes part in.

Those about hooks (D2, D3) are in test_gate.py and test_hooks.py, with real pre-commit. Completion (D6) and types (D7)
have nothing to do with git: test_ci.py and tests/api.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.running import Runner
from tests.cli.test_hooks import Repository
from tests.cli.test_newcomers import GZIP, HOMELAB, NAS

UNKNOWN = "http:\n  routers:\n    b{0}: {{rule: Host(`b{0}.example.com`), service: gone}}\n"
ENVIRONMENT = (
    "entryPoints: {{{point}: {{address: ':443'}}}}\nproviders: {{file: {{directory: dynamic}}}}\n"
    "certificatesResolvers: {{{point}: {{acme: {{email: a@example.org, storage: /a.json, tlsChallenge: {{}}}}}}}}\n"
)
OF_ENVIRONMENT = (
    "http:\n  routers:\n"
    "    a: {{rule: Host(`a.example.com`), entryPoints: [{point}], service: noop@internal, tls: {{}}}}\n"
)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A homelab, a folder with mistakes, and two environments; everything that git does not ignore is committed."""
    made = Repository(tmp_path_factory.mktemp("git") / "repository")
    made.write({f"home/{name}": text for name, text in HOMELAB.items()})
    made.write({f"many/dynamic/a{number:02}.yml": UNKNOWN.format(number) for number in range(12)})
    made.write({"many/dynamic/z.yml": "http:\n  routers: {}\n"})
    for name, point in (("prod", "https"), ("staging", "secure")):
        made.write({f"{name}/traefik.yml": ENVIRONMENT.format(point=point)})
        made.write({f"{name}/dynamic/a.yml": OF_ENVIRONMENT.format(point=point)})
    made.write(
        {"static/entrypoints.yml": "entryPoints: 3\n", "static/dynamic/nas.yml": NAS, "static/dynamic/m.yml": GZIP}
    )
    made.commit()
    assert "archive/old.yml" not in made.git("ls-files"), "git ignores it"
    return made


@pytest.fixture
def at(repository: Repository, cli: Runner, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Runs a command in a folder of the repository."""

    def call(folder: str, *arguments: str) -> Any:
        monkeypatch.chdir(repository.folder / folder)
        return cli(*arguments)

    return call


def told(ran: Any) -> list[tuple[str, str]]:
    return [(one["rule"], one["file"]) for one in json.loads(ran.out)["findings"]]


def test_d1_a_run_without_a_path_finds_the_traefik_and_leaves_the_rest_alone(at: Any) -> None:
    ran = at("home", "lint", "--format", "json")
    assert (ran.status, told(ran)) == (0, [])
    coverage = json.loads(ran.out)["coverage"]
    assert "archive/old.yml" not in json.dumps(coverage) and "node_modules" not in json.dumps(coverage)


def test_d4_nothing_is_claimed_about_entry_points_that_nobody_told(at: Any, repository: Repository) -> None:
    ran = at("static/dynamic", "lint", "--profile", "none", "--format", "json", "nas.yml", "m.yml")
    assert [one for one in told(ran) if one[0] in ("unknown-entrypoint", "dokploy-redirect-to-https-missing")] == []
    at("static/dynamic", "fix", "--unsafe-fixes", "nas.yml", "m.yml")
    assert repository.git("status", "--porcelain") == "", "an unsafe fix rests on no guess"


def test_d5_a_static_configuration_that_traefik_refuses_is_the_only_error(at: Any) -> None:
    ran = at("static", "lint", "--static", "entrypoints.yml", "--format", "json", "dynamic")
    found = [one for one in json.loads(ran.out)["findings"] if one["severity"] == "error"]
    assert ran.status == 1
    assert [(one["file"], one["line"], one["effect"]) for one in found] == [("entrypoints.yml", 1, "rejected")]


def test_d8_the_worst_annotation_comes_first(at: Any) -> None:
    first, *others = at("many", "lint", "--format", "github", "--profile", "none", "dynamic").out.splitlines()
    assert first.startswith("::error file=many/dynamic/z.yml,") and others


@pytest.mark.parametrize("form", ["sarif", "github", "gitlab"])
def test_d9_places_are_seen_from_the_top_of_the_repository(form: str, at: Any) -> None:
    ran = at("many/dynamic", "lint", "--format", form, "--profile", "none", "a03.yml")
    assert "many/dynamic/a03.yml" in ran.out and "../" not in ran.out


def test_d10_a_lone_file_is_judged_for_what_stands_in_it(at: Any) -> None:
    ran = at("home/dynamic", "lint", "--format", "json", "nas.yml")
    assert (ran.status, {file for _, file in told(ran)} <= {"nas.yml"}) == (0, True)
    assert at("home/dynamic", "graph", "nas.yml").status == 0


def test_d11_two_environments_are_two_traefiks_with_entry_points_of_their_own(at: Any) -> None:
    assert told(at(".", "lint", "--format", "json", "prod", "staging")) == []
    ran = at(".", "lint", "--format", "json", "--static", "prod/traefik.yml", "staging/dynamic")
    assert ("unknown-entrypoint", "staging/dynamic/a.yml") in told(ran)


@pytest.mark.parametrize(("target", "said"), [("v3.6", "3.6"), ("3.6.15", "3.6"), ("3.8", "3.7")])
def test_d12_targets_are_understood_as_people_write_them(target: str, said: str, at: Any) -> None:
    ran = at("home", "lint", "--format", "json", "--target", target)
    assert (ran.status, json.loads(ran.out)["target"]) == (0, said)


def test_d12_a_broken_link_that_git_keeps_stops_nothing(at: Any, repository: Repository) -> None:
    link = repository.folder / "many/dynamic/linked.yml"
    link.symlink_to("nowhere.yml")
    repository.commit()
    ran = at("many", "lint", "--format", "json", "--profile", "none", "dynamic")
    assert ("unreadable-file", "dynamic/linked.yml") in told(ran) and len(told(ran)) > 12
