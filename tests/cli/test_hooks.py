"""The hooks, run by the real pre-commit in real repositories."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from tests.cli.running import BROKEN, ROOT, TYPO, app

pytestmark = pytest.mark.slow

COMPOSE = "services:\n  web:\n    image: nginx\n"
WORKFLOW = "on: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n"


class Repository:
    """A git repository with pre-commit."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.env = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GIT_")},
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_AUTHOR_NAME": "A",
            "GIT_AUTHOR_EMAIL": "a@example.com",
            "GIT_COMMITTER_NAME": "A",
            "GIT_COMMITTER_EMAIL": "a@example.com",
            "PRE_COMMIT_HOME": str(folder.parent / "pre-commit-home"),
            "PRE_COMMIT_COLOR": "never",
        }
        folder.mkdir()
        self.git("init", "--quiet")

    def write(self, files: dict[str, str]) -> None:
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def call(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=self.folder, env=self.env, capture_output=True, text=True, check=False)

    def git(self, *arguments: str) -> str:
        done = self.call("git", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--no-verify", "--message", "x")

    def hook(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the hook on what is staged."""
        return self.call(sys.executable, "-m", "pre_commit", "run", "--verbose", *arguments)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Sixty applications, committed, and a hook that runs the code under test."""
    made = Repository(tmp_path / "repository")
    entry = f"{sys.executable} -m traefiklint lint --sniff"
    made.write(
        {
            ".pre-commit-config.yaml": (
                "repos:\n- repo: local\n  hooks:\n  - id: traefiklint\n    name: traefiklint\n    language: system\n"
                f"    entry: {entry}\n    types_or: [yaml, toml]\n    require_serial: true\n"
            ),
            "traefiklint.toml": 'directories = ["apps"]\n',
            "compose.yml": COMPOSE,
            ".github/workflows/test.yml": WORKFLOW,
            **{f"apps/app-{number:02}.yml": app(f"app-{number:02}") for number in range(60)},
        }
    )
    made.commit()
    return made


def test_a_good_file_passes(repository: Repository) -> None:
    repository.write({"apps/app-07.yml": app("app-07").replace("3000", "8080")})
    repository.git("add", "apps/app-07.yml")
    ran = repository.hook()
    assert (ran.returncode, "Passed" in ran.stdout) == (0, True), ran.stdout
    assert "1 file, nothing to complain about" in ran.stdout


def test_a_broken_file_that_is_staged_fails_for_its_reason(repository: Repository) -> None:
    repository.write({"apps/app-07.yml": BROKEN, "apps/app-08.yml": app("app-08").replace("3000", "8080")})
    repository.git("add", "apps")
    ran = repository.hook()
    assert ran.returncode == 1
    assert "apps/app-07.yml:2:3" in ran.stdout
    assert "Traefik refuses every file of this directory" in ran.stdout
    assert "apps/app-08.yml:" not in ran.stdout


def test_a_good_file_beside_a_broken_one_passes_and_says_what_is_broken(repository: Repository) -> None:
    repository.write({"apps/app-07.yml": BROKEN})
    repository.commit()
    repository.write({"apps/app-08.yml": app("app-08").replace("3000", "8080")})
    repository.git("add", "apps/app-08.yml")
    ran = repository.hook()
    assert ran.returncode == 0, ran.stdout
    assert "Traefik refuses this directory because of apps/app-07.yml:2 (empty-mapping)" in ran.stdout


def test_a_mistake_that_only_a_third_file_makes_one_is_found(repository: Repository) -> None:
    repository.write({"apps/app-59.yml": app("app-58")})
    repository.git("add", "apps/app-59.yml")
    ran = repository.hook()
    assert "apps/app-59.yml" in ran.stdout
    assert "apps/app-58.yml" in ran.stdout


def test_what_is_not_staged_does_not_count(repository: Repository) -> None:
    repository.write({"apps/app-07.yml": app("app-07").replace("3000", "8080")})
    repository.git("add", "apps/app-07.yml")
    repository.write({"apps/app-07.yml": BROKEN})
    ran = repository.hook()
    assert ran.returncode == 0, ran.stdout
    assert (repository.folder / "apps/app-07.yml").read_text("utf-8") == BROKEN


def test_the_other_yaml_of_a_repository_is_passed_over(repository: Repository) -> None:
    repository.write({"compose.yml": COMPOSE + "# more\n", ".github/workflows/test.yml": WORKFLOW + "# more\n"})
    repository.git("add", "--all")
    ran = repository.hook()
    assert ran.returncode == 0, ran.stdout
    assert "error" not in ran.stdout


def test_every_file_of_a_configured_directory_is_looked_at(repository: Repository) -> None:
    repository.write({"apps/odd.yml": "htpp:\n  routers: {}\n- x\n"})
    repository.git("add", "--all")
    assert repository.hook().returncode == 1


def test_outside_of_the_directories_what_looks_like_traefiks_is_looked_at(repository: Repository) -> None:
    repository.write({"edge/dynamic.yml": app("edge", TYPO), "edge/values.yml": COMPOSE})
    repository.git("add", "--all")
    ran = repository.hook()
    assert ran.returncode == 1
    assert "edge/dynamic.yml:6" in ran.stdout


def test_all_files_at_once_are_one_clean_run(repository: Repository) -> None:
    ran = repository.hook("--all-files")
    assert ran.returncode == 0, ran.stdout
    assert "60 files, nothing to complain about" in ran.stdout


def test_the_manifest_is_what_pre_commit_accepts() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("hook", ["traefiklint", "traefiklint-fix", "traefiklint-verify"])
def test_the_options_of_a_hook_are_options_of_its_command(hook: str) -> None:
    import yaml

    (entry,) = (
        one["entry"]
        for one in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
        if one["id"] == hook
    )
    program, command, *options = entry.split()
    assert program == "traefiklint"
    done = subprocess.run(
        [sys.executable, "-m", "traefiklint", command, "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert all(option in done.stdout for option in options)


def test_try_repo_installs_the_hook_and_finds_the_mistake(repository: Repository) -> None:
    """The whole way of a user: pre-commit clones this repository, builds it, and runs the hook that it declares.

    But nothing is fetched: pip finds what is installed here, and may look nowhere else. The program that runs is the
    one that was built, since no other is on the way.
    """
    repository.env |= {"PYTHONPATH": sysconfig.get_path("purelib"), "PIP_NO_INDEX": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    ways = repository.env["PATH"].split(os.pathsep)
    repository.env["PATH"] = os.pathsep.join(way for way in ways if not Path(way, "traefiklint").exists())
    repository.write({"apps/app-07.yml": BROKEN})
    repository.git("add", "apps/app-07.yml")
    ran = repository.call(sys.executable, "-m", "pre_commit", "try-repo", str(ROOT), "traefiklint", "--verbose")
    assert ran.returncode == 1, ran.stdout + ran.stderr
    assert "apps/app-07.yml:2:3" in ran.stdout
    assert "Traefik refuses every file of this directory" in ran.stdout
