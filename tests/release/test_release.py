"""A release is whole, and says one version everywhere."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
import yaml

from release.__main__ import main, write_shell
from release.archives import pack, write_sums
from release.changes import CHANGELOG, KINDS, notes, sections
from release.manpages import roff
from tests.each import rows
from traefiklint.version import VERSION
from website.commands import names

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOG = """# Changelog

## [Unreleased]

## [1.2.0] - 2026-01-31

### Fixed

- This.

## [1.1.0] - 2026-01-01

### Added

- That.
"""


def test_the_version_stands_in_one_place_and_the_editor_has_the_same() -> None:
    assert "version" not in PROJECT["project"]
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "traefiklint/version.py"
    for name in ("package.json", "package-lock.json"):
        assert json.loads((ROOT / "editors" / "vscode" / name).read_text("utf-8"))["version"] == VERSION


# The change log


def test_the_change_log_has_its_shape_and_its_versions_go_down() -> None:
    found = sections(CHANGELOG.read_text("utf-8"))
    assert found[0].name == "Unreleased"
    released = [tuple(map(int, section.name.split("."))) for section in found[1:]]
    assert released == sorted(released, reverse=True)
    assert all(version <= tuple(map(int, VERSION.split("."))) for version in released)


@rows(
    ("wrong", "says"),
    [
        ("## 1.2.0\n", "`## 1.2.0` is neither"),
        ("## [1.2.0]\n", "`## [1.2.0]` is neither"),
        ("## [Unreleased] - 2026-01-31\n", "is neither"),
        ("## [Unreleased]\n\n### New\n\n- x\n", "`### New` is none of"),
        ("## [Unreleased]\n\n- x\n", "stands under no `### Added`"),
    ],
)
def test_another_shape_is_refused(wrong: str, says: str) -> None:
    with pytest.raises(ValueError, match=re.escape(says)):
        sections(f"# Changelog\n\n{wrong}")


def test_the_notes_of_a_release_are_its_section() -> None:
    assert notes("1.2.0", LOG) == "### Fixed\n\n- This.\n"
    with pytest.raises(ValueError, match=re.escape("no `## [9.9.9] - DATE`")):
        notes("9.9.9", LOG)
    assert len(KINDS) == 6


def test_a_tag_that_is_not_the_version_stops_a_release(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--notes", "v99.0.0"]) == 1
    assert "99.0.0" in capsys.readouterr().err


# What goes with the program


def test_a_help_becomes_a_manual_page() -> None:
    assert roff("One\nline.\n\n\b\nExamples:\n  a\n  b") == "One\nline.\n\n.nf\nExamples:\n  a\n  b\n.fi"
    assert roff(".hidden and\n'quoted' and \\n") == "\\&.hidden and\n\\&'quoted' and \\en"


def test_there_are_completions_for_each_shell_and_a_page_for_each_command(tmp_path: Path) -> None:
    write_shell(tmp_path)
    written = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
    assert {f"man/man1/traefiklint-{name}.1" for name in names()} <= written
    assert {
        "man/man1/traefiklint.1",
        "man/man1/traefiklint-policy-test.1",
        "bash-completion/completions/traefiklint",
        "zsh/site-functions/_traefiklint",
        "fish/vendor_completions.d/traefiklint.fish",
    } <= written
    page = (tmp_path / "man/man1/traefiklint-lint.1").read_text("ascii")
    assert f'"{VERSION}"' in page
    assert "\\-\\-format" in page
    assert "traefiklint lint apps/shop.yml" in page


def test_an_archive_is_the_same_every_time_and_its_sum_is_right(tmp_path: Path) -> None:
    (tmp_path / "site" / "deep").mkdir(parents=True)
    (tmp_path / "site" / "deep" / "a.html").write_text("x", "utf-8")
    out = tmp_path / "out"
    out.mkdir()
    pack(tmp_path / "site", out / "one.tar.gz", "root")
    (tmp_path / "site" / "deep" / "a.html").chmod(0o600)
    (tmp_path / "site" / "deep" / "a.html").touch()
    pack(tmp_path / "site", out / "two.tar.gz", "root")
    assert (out / "one.tar.gz").read_bytes() == (out / "two.tar.gz").read_bytes()
    with tarfile.open(out / "one.tar.gz") as tar:
        assert tar.getnames() == ["root/deep", "root/deep/a.html"]
    write_sums(out)
    digest = hashlib.sha256((out / "one.tar.gz").read_bytes()).hexdigest()
    assert f"{digest}  one.tar.gz\n" in (out / "SHA256SUMS").read_text("utf-8")


@pytest.mark.slow
def test_the_packages_hold_what_a_release_needs(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (source,), (wheel,) = tmp_path.glob("*.tar.gz"), tmp_path.glob("*.whl")
    assert source.name == f"traefiklint-{VERSION}.tar.gz"
    with tarfile.open(source) as tar:
        held = {name.partition("/")[2] for name in tar.getnames()}
    wanted = {
        "Makefile", "Containerfile", ".containerignore", "CHANGELOG.md", "CONTRIBUTING.md", "SECURITY.md", "LICENSE",
        "action.yml", ".ci/run", ".github/workflows/release.yml", ".github/workflows/test.yml", "release/__main__.py",
        "website/__main__.py", "website/assets/filter.js", "requirements/docs.txt", "requirements/release.txt",
        "requirements/package.txt", "editors/vscode/package-lock.json", "docs/lint.md", "docs/examples.svg",
        "rules/router/shadowed-router.md", "tests/rules/pages.py",
    }  # fmt: skip
    assert wanted - held == set()
    assert [name for name in held if "node_modules" in name or name.endswith(".vsix")] == []
    with zipfile.ZipFile(wheel) as zipped:
        inside = set(zipped.namelist())
        meta = zipped.read(f"traefiklint-{VERSION}.dist-info/METADATA").decode()
    assert {"traefiklint/py.typed", "traefiklint/rules/router/shadowed-router.md"} <= inside
    assert {name.partition("/")[0] for name in inside} == {"traefiklint", f"traefiklint-{VERSION}.dist-info"}
    assert f"\nVersion: {VERSION}\n" in meta
    assert "\nRequires-Python: >=3.11\n" in meta


# What stands around it


def test_the_image_is_small_runs_as_nobody_and_is_built_from_what_is_locked() -> None:
    lines = (ROOT / "Containerfile").read_text("utf-8").splitlines()
    bases = {line.split()[1] for line in lines if line.startswith("FROM")}
    assert len(bases) == 1
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", bases.pop())
    users = [line.split()[1] for line in lines if line.startswith("USER")]
    assert users and not users[-1].startswith(("0", "root"))
    assert any("--require-hashes" in line for line in lines)
    copied = [word for line in lines if line.startswith("COPY") and "--from" not in line for word in line.split()[1:-1]]
    ignored = (ROOT / ".containerignore").read_text("utf-8").splitlines()
    assert [word for word in copied if f"!{word}" not in ignored] == []
    assert [word for word in copied if not (ROOT / word).exists()] == []


def test_each_python_that_is_named_is_tested_on_each_system() -> None:
    jobs = yaml.safe_load((ROOT / ".github" / "workflows" / "test.yml").read_text("utf-8"))["jobs"]
    named = [text.rpartition(" ")[2] for text in PROJECT["project"]["classifiers"] if ":: 3." in text]
    assert named == ["3.11", "3.12", "3.13", "3.14"]
    systems = {job["runs-on"].partition("-")[0] for job in jobs.values()}
    assert systems == {"ubuntu", "macos", "windows"}
    for job in ("linux", "macos", "windows"):
        assert jobs[job]["strategy"]["matrix"]["python"] == named


def test_what_the_workflows_make_is_in_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for path in (ROOT / ".github" / "workflows").glob("*.yml"):
        for target in re.findall(r"run: make ([a-z./-]+)", path.read_text("utf-8")):
            assert re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE), (path.name, target)


def test_a_publishing_job_has_no_secret_but_its_own_identity() -> None:
    text = (ROOT / ".github" / "workflows" / "release.yml").read_text("utf-8")
    jobs = yaml.safe_load(text)["jobs"]
    assert "secrets." not in text
    assert jobs["pypi"]["permissions"] == {"contents": "read", "id-token": "write"}
    assert "--trusted-publishing always" in text


@pytest.mark.parametrize("form", ["bug", "false-alarm", "missing-rule"])
def test_a_form_asks_for_the_files_and_for_what_was_wanted(form: str) -> None:
    path = ROOT / ".github" / "ISSUE_TEMPLATE" / f"{form}.yml"
    asked = yaml.safe_load(path.read_text("utf-8"))
    assert {"name", "description", "labels", "body"} <= asked.keys()
    fields = {field["id"]: field for field in asked["body"]}
    assert len(fields) == len(asked["body"])
    assert fields["files"]["validations"]["required"] is True
    assert "Replace secrets and host names" in fields["files"]["attributes"]["description"]
