"""What CI makes of a run: paths from the root of the repository, the worst first, colours in logs; and completion."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import BROKEN, ROOT, TYPO, Runner, app, run


@pytest.fixture
def repository(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> Runner:
    """A repository with a directory and a folder beside it."""
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    cli.write({".git/HEAD": "", "infra/apps/shop.yml": app("shop", TYPO), "infra/ci/x": ""})
    return cli


def places(cli: Runner, form: str, *arguments: str) -> set[str]:
    out = cli("lint", "--format", form, *arguments).out
    return set(re.findall(r"[^\"=,\s]*shop\.yml", out))


@pytest.mark.parametrize("form", ["github", "gitlab", "sarif", "rdjson"])
def test_paths_are_those_of_the_repository(form: str, repository: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, path in (
        ("infra/ci", "../apps"),
        ("infra/apps", "."),
        (".", "infra/apps"),
        (".", str(repository.folder / "infra/apps")),
    ):
        monkeypatch.chdir(repository.folder / folder)
        assert places(repository, form, path) == {"infra/apps/shop.yml"}, (folder, path)


@pytest.mark.parametrize("name", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"])
def test_a_job_says_where_the_repository_is(name: str, repository: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(name, str(repository.folder / "infra"))
    monkeypatch.chdir(repository.folder / "infra/ci")
    assert places(repository, "github", "../apps") == {"apps/shop.yml"}


def test_fingerprints_are_the_same_from_anywhere(repository: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = set()
    for folder, path in (("infra/ci", "../apps"), (".", "infra/apps"), (".", str(repository.folder / "infra/apps"))):
        monkeypatch.chdir(repository.folder / folder)
        (issue,) = json.loads(repository("lint", "--format", "gitlab", path).out)
        log = json.loads(repository("lint", "--format", "sarif", path).out)
        (result,) = log["runs"][0]["results"]
        seen.add((issue["fingerprint"], *result["partialFingerprints"].values()))
    assert len(seen) == 1


def test_the_worst_annotation_is_the_first(cli: Runner) -> None:
    cli.write({f"apps/a{number:02}.yml": app(f"a{number:02}", TYPO) for number in range(25)})
    cli.write({"apps/z.yml": BROKEN})
    first, *others = cli("lint", "--format", "github", "apps").out.splitlines()
    assert "file=apps/z.yml,line=2" in first
    assert len(others) == 25


def test_one_missing_middleware_is_one_finding_with_its_places(cli: Runner) -> None:
    cli.write({f"apps/a{number:02}.yml": app(f"a{number:02}", TYPO) for number in range(40)})
    ran = cli("lint", "apps")
    assert ran.out.count("error[unknown-middleware]") == 1
    assert "= also: 39 more places: apps/a01.yml:6, apps/a02.yml:6" in ran.out
    assert "40 errors" in ran.out
    assert len(json.loads(cli("lint", "--format", "json", "apps").out)["findings"]) == 40


def test_only_safe_fixes_are_offered_in_sarif(cli: Runner) -> None:
    cli.write(
        {
            "apps/a.yml": BROKEN,
            "apps/b.yml": app("b").replace(
                "    b:\n      rule: Host(`b.example.com`)",
                "    b:\n      rule: Host(`b.example.com`)\n      ruleSyntax: v3",
            ),
        }
    )
    results = json.loads(cli("lint", "--format", "sarif", "apps").out)["runs"][0]["results"]
    findings = json.loads(cli("lint", "--format", "json", "apps").out)["findings"]
    safe = [bool(finding["fix"] and finding["fix"]["safe"]) for finding in findings]
    assert [("fixes" in result) for result in results] == safe
    assert True in safe


def test_weaknesses_have_a_severity_for_code_scanning(cli: Runner) -> None:
    user = "http: {middlewares: {a: {basicAuth: {users: ['u:$apr1$abcdefgh$0123456789012345678901']}}}}\n"
    cli.write({"apps/a.yml": user})
    rules = json.loads(cli("lint", "--format", "sarif", "apps").out)["runs"][0]["tool"]["driver"]["rules"]
    rated = {
        rule["id"]: rule["properties"].get("security-severity")
        for rule in rules
        if rule["properties"]["category"] == "security"
    }
    assert rated and all(float(value) > 0 for value in rated.values())


def test_json_tells_the_edits_of_a_fix(cli: Runner) -> None:
    cli.write({"apps/a.yml": BROKEN})
    (finding,) = json.loads(cli("lint", "--format", "json", "apps").out)["findings"]
    text = BROKEN
    for edit in sorted(finding["fix"]["edits"], key=lambda edit: -edit["start"]):
        text = text[: edit["start"]] + edit["text"] + text[edit["end"] :]
    cli("fix", "apps")
    assert (cli.folder / "apps/a.yml").read_text("utf-8") == text


def test_reviewdog_gets_places_in_bytes_and_suggestions(cli: Runner) -> None:
    cli.write({"apps/a.yml": "http:\n  'routers': {} # ä\n  x-ä: {}\n"})
    report = json.loads(cli("lint", "--format", "rdjson", "apps").out)
    first = next(one for one in report["diagnostics"] if one["code"]["value"] == "empty-mapping")
    assert first["location"] == {
        "path": "apps/a.yml",
        "range": {"start": {"line": 2, "column": 3}, "end": {"line": 2, "column": 12}},
    }
    assert (first["severity"], report["source"]) == ("ERROR", {"name": "traefiklint"})


@pytest.mark.parametrize(
    ("environment", "arguments", "colored"),
    [
        ({"FORCE_COLOR": "1"}, (), True), ({"CLICOLOR_FORCE": "1"}, (), True), ({"FORCE_COLOR": "0"}, (), False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, (), False), ({}, ("--color", "always"), True), ({}, (), False),
        ({"FORCE_COLOR": "1"}, ("--color", "never"), False), ({}, ("--color", "always", "--no-color"), False),
    ],
)  # fmt: skip
def test_colours_where_somebody_asks_for_them(
    environment: dict[str, str], arguments: tuple[str, ...], colored: bool, cli: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("FORCE_COLOR", "CLICOLOR_FORCE", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    cli.write({"apps/a.yml": BROKEN})
    assert ("\x1b[" in cli("lint", *arguments, "apps").out) is colored


def test_a_run_that_only_tells_exits_with_0(cli: Runner) -> None:
    cli.write({"apps/a.yml": BROKEN})
    assert cli("lint", "--exit-zero", "apps").status == 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "words", ["lint ap", "fix ap", "lint --static ap", "--config ap", "test ap", "lint --output ap"]
)
def test_bash_completes_paths(words: str, tmp_path: Path) -> None:
    (tmp_path / "apps").mkdir()
    script = run("completion", "bash", folder=ROOT).out
    shell = (
        f"{script}\nCOMP_WORDS=(traefiklint {words})\nCOMP_CWORD=$((${{#COMP_WORDS[@]}}-1))\n"
        'compopt() { printf "%s " compopt "$@"; }\n_traefiklint_completion traefiklint\n'
    )
    done = subprocess.run(
        ["bash", "-c", shell], cwd=tmp_path, capture_output=True, text=True, check=False,
        env=os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"},
    )  # fmt: skip
    assert "compopt -o default" in done.stdout, done


@pytest.mark.parametrize("value", ["bash_complete", "bash_source", "1"])
@pytest.mark.parametrize("arguments", [("lint", "a.yml"), ("lint", "--format", "concise", "a.yml"), ("rules",)])
def test_the_variable_of_a_shells_completion_changes_no_run(
    value: str, arguments: tuple[str, ...], cli: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.write({"a.yml": TYPO})
    without = cli(*arguments)
    monkeypatch.setenv("_TRAEFIKLINT_COMPLETE", value)
    within = cli(*arguments)
    assert (within.status, within.out) == (without.status, without.out)
    assert within.out


def test_rules_are_completed_behind_a_comma() -> None:
    from traefiklint.cli.checking_options import complete_rules

    assert complete_rules(None, None, "unknown-service,unknown-middl") == ["unknown-service,unknown-middleware"]  # type: ignore[arg-type]
