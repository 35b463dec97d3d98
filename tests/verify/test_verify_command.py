"""The command `verify`: paths as the user gives them, exit status, notes on standard error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.traefik_versions import OLDER, traefik

pytestmark = pytest.mark.traefik

GOOD = "http:\n  routers:\n    r: {rule: 'Host(`a`)', service: s}\n  services:\n    s: {loadBalancer: {servers: [{url: 'http://a'}]}}\n"
BAD = "http:\n  routers:\n    q: {rule: 'Host(`b`)', service: gone}\n"
REFUSED = "http:\n  routers:\n    z: {foo: 1}\n"


def run(folder: Path, *arguments: str, text: str | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "traefiklint", "verify", *arguments],
        cwd=folder,
        input=text,
        capture_output=True,
        text=True,
        env={**os.environ, "NO_COLOR": "1"},
    )


@pytest.fixture
def apps(tmp_path: Path) -> Path:
    folder = tmp_path / "apps"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.yml").write_text(GOOD)
    (folder / "sub" / "b.yml").write_text(BAD)
    return folder


def test_findings_are_shown_at_the_path_the_user_gave(apps: Path) -> None:
    done = run(apps.parent, "apps", "--format", "concise")
    assert done.returncode == 1
    assert done.stdout.startswith(
        "apps/sub/b.yml:3:37: error[traefik-disables] Traefik 3.7.15 disables `http.routers.q`"
    )
    inside = run(apps / "sub", "b.yml", "--format", "concise")
    assert inside.stdout.startswith("b.yml:3:37: error[traefik-disables]")


def test_json_is_the_report_of_the_contract(apps: Path) -> None:
    done = run(apps.parent, "apps", "--format", "json")
    report = json.loads(done.stdout)
    assert (report["version"], report["target"], report["files"]) == (1, "3.7", 2)
    assert [(f["file"], f["line"], f["rule"]) for f in report["findings"]] == [
        ("apps/sub/b.yml", 3, "traefik-disables")
    ]


def test_nothing_to_complain_about_ends_with_0(apps: Path) -> None:
    done = run(apps.parent, "apps/a.yml")
    assert (done.returncode, done.stderr) == (0, "")


def test_a_refusal_in_a_file_that_is_not_named_is_told_aside(apps: Path) -> None:
    (apps / "c.yml").write_text(REFUSED)
    done = run(apps.parent, "apps/a.yml")
    assert done.returncode == 0
    assert "Traefik refuses this directory because of `apps/c.yml:3`" in done.stderr


def test_standard_input_is_verified_alone(apps: Path) -> None:
    done = run(apps.parent, "-", "--format", "concise", text=BAD)
    assert done.returncode == 1
    assert done.stdout.startswith("stdin.yml:3:37:")


def test_another_version_than_the_target_is_said(apps: Path) -> None:
    done = run(apps.parent, "apps/a.yml", "--traefik", traefik(OLDER[0]).path, "--target", "3.3")
    assert done.returncode == 0
    assert f"note: this is Traefik {OLDER[0]}; the files are for 3.3" in done.stderr


def test_no_traefik_ends_with_2(apps: Path) -> None:
    absent = run(apps.parent, "apps", "--traefik", "/nowhere/traefik")
    assert absent.returncode == 2
    assert "pip install 'traefiklint[verify]'" in absent.stderr


def test_a_static_configuration_that_traefik_refuses_is_a_finding_at_its_line(apps: Path) -> None:
    (apps.parent / "traefik.yml").write_text("api: {}\ncore: {defaultRuleSyntax: v9}\n")
    bad = run(apps.parent, "apps", "--static", "traefik.yml", "--format", "concise")
    assert bad.returncode == 1
    assert bad.stdout.startswith("traefik.yml:2:27: error[traefik-refuses]")
    assert 'unsupported default rule syntax configuration: "v9"' in bad.stdout


def test_two_directories_are_two_namespaces(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "app.yml").write_text(GOOD)
    assert run(tmp_path, "one", "two", "--fail-on", "warning").returncode == 0
    (tmp_path / "one" / "again.yml").write_text(GOOD)
    done = run(tmp_path, "one", "two", "--fail-on", "warning", "--format", "concise")
    assert done.returncode == 1
    assert {line.split(":")[0] for line in done.stdout.splitlines() if "already configured" in line} == {"one/app.yml"}


@pytest.fixture
def environments(tmp_path: Path) -> Path:
    """Two Traefiks, each with an entry point of its own, which its router names."""
    for name in ("prod", "staging"):
        (tmp_path / name / "dynamic").mkdir(parents=True)
        (tmp_path / name / "traefik.yml").write_text(
            f"entryPoints: {{{name}: {{address: ':8080'}}}}\nproviders: {{file: {{directory: dynamic}}}}\n"
        )
        (tmp_path / name / "dynamic" / "a.yml").write_text(
            GOOD.replace("service: s}", f"service: s, entryPoints: [{name}]}}")
        )
    return tmp_path


def test_each_of_two_traefiks_is_started_with_its_own_static_configuration(environments: Path) -> None:
    done = run(environments, "--fail-on", "info")
    assert done.returncode == 0
    assert "4 files, nothing to complain about" in done.stdout
    (environments / "staging" / "traefik.yml").write_text("entryPoints: {web: {address: ':8080'}}\n")
    done = run(environments, "prod/dynamic", "staging/dynamic", "--static", "prod/traefik.yml", "--format", "concise")
    assert done.stdout.startswith("staging/dynamic/a.yml:3:")


def test_a_static_configuration_that_is_named_is_started_as_one(environments: Path) -> None:
    (environments / "other.yml").write_text("entryPoints: {web: {adress: ':8080'}}\n")
    done = run(environments, "other.yml", "prod/traefik.yml", "--format", "concise")
    assert done.returncode == 1
    (line,) = done.stdout.splitlines()
    assert line.startswith("other.yml:1:21: error[traefik-refuses] Traefik 3.7.15 does not start")


def test_an_agreement_needs_no_bug_report(apps: Path) -> None:
    done = run(apps.parent, "apps", "--bug-report", "bug.md", "--quiet")
    assert not (apps.parent / "bug.md").exists()
    assert done.returncode == 1


def test_a_static_configuration_of_other_bytes_is_given_to_traefik_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "traefik.yml").write_bytes(b'entryPoints:\n  web:\n    address: ":80" # \xd2\n')
    ran = run(tmp_path)
    assert ran.returncode == 1
    assert "Traefik 3.7.15 does not start: yaml: invalid trailing UTF-8 octet" in ran.stdout
    assert "bug" not in ran.stdout + ran.stderr
