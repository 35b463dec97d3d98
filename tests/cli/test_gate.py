"""The gate: what a commit breaks fails it, wherever that stands, and nothing else does. Real git, real pre-commit."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import BROKEN, TYPO, app
from tests.cli.test_hooks import Repository

pytestmark = pytest.mark.slow

SHARED = "http:\n  middlewares:\n    auth:\n      headers: {frameDeny: true}\n"
NAS = app("nas").replace("      service:", "      middlewares: [auth]\n      service:")
VALUES = "replicaCount: 1\nimage:\n  repository: shop\n# For TLS:\n#   - secretName: shop-tls\ntls: []\nhttp: {}\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """Two applications that share a middleware, beside a Helm chart, and the hooks as this repository declares them."""
    made = Repository(tmp_path / "repository")
    hooks = "".join(
        f"  - id: {command}\n    name: {command}\n    language: system\n    require_serial: true\n"
        f"    entry: {sys.executable} -m traefiklint {rest}\n"
        for command, rest in (
            ("lint", "lint --staged\n    pass_filenames: false\n    always_run: true"),
            ("fix", "fix --sniff\n    types_or: [yaml, toml]"),
        )
    )
    made.write(
        {
            ".pre-commit-config.yaml": f"repos:\n- repo: local\n  hooks:\n{hooks}",
            "infra/dynamic/middlewares.yml": SHARED,
            "infra/dynamic/nas.yml": NAS,
            "infra/dynamic/cam.yml": app("cam"),
            "charts/shop/values.yaml": VALUES,
        }
    )
    made.commit()
    return made


def staged(repository: Repository) -> tuple[int, str]:
    repository.git("add", "--update")
    ran = repository.hook()
    return ran.returncode, ran.stdout


@pytest.fixture(params=["", 'directories = ["infra/dynamic"]\n'], ids=["found", "configured"])
def settings(request: pytest.FixtureRequest, repository: Repository) -> None:
    if request.param:
        repository.write({"traefiklint.toml": request.param})
        repository.commit()


@pytest.mark.usefixtures("settings")
class TestWhatACommitBreaks:
    def test_a_renamed_middleware_that_a_neighbour_uses(self, repository: Repository) -> None:
        repository.write({"infra/dynamic/middlewares.yml": SHARED.replace("auth", "auth2")})
        status, said = staged(repository)
        assert status == 1
        assert "infra/dynamic/nas.yml:6:21" in said
        assert "unknown-middleware" in said

    def test_a_deleted_file_that_a_neighbour_needs(self, repository: Repository) -> None:
        repository.git("rm", "--quiet", "infra/dynamic/middlewares.yml")
        status, said = staged(repository)
        assert (status, "infra/dynamic/nas.yml:6:21" in said) == (1, True), said

    def test_a_file_that_moves_out_of_the_directory(self, repository: Repository) -> None:
        repository.write({"archive/README": ""})
        repository.git("mv", "infra/dynamic/middlewares.yml", "archive/middlewares.yml.old")
        status, said = staged(repository)
        assert (status, "infra/dynamic/nas.yml:6:21" in said) == (1, True), said

    def test_a_file_that_moves_within_it_breaks_nothing(self, repository: Repository) -> None:
        repository.git("mv", "infra/dynamic/middlewares.yml", "infra/dynamic/shared.yml")
        assert staged(repository)[0] == 0

    def test_what_was_wrong_before_does_not_count(self, repository: Repository) -> None:
        repository.write({"infra/dynamic/old.yml": app("old", TYPO)})
        repository.commit()
        repository.write({"infra/dynamic/cam.yml": app("cam").replace("3000", "8080")})
        status, said = staged(repository)
        assert (status, "old.yml:" in said) == (0, False), said

    def test_a_neighbour_that_is_not_committed_cannot_help(self, repository: Repository) -> None:
        repository.write({"infra/dynamic/local.yml": app("cam2")})
        repository.write({"infra/dynamic/cam.yml": app("cam").replace("service: cam", "service: cam2")})
        status, said = staged(repository)
        assert (status, "unknown-service" in said) == (1, True), said

    def test_a_first_commit_is_looked_at_too(self, repository: Repository) -> None:
        repository.git("checkout", "--quiet", "--orphan", "new")
        repository.write({"infra/dynamic/nas.yml": app("nas", TYPO)})
        repository.git("add", "--all")
        ran = repository.hook()
        assert (ran.returncode, "infra/dynamic/nas.yml:6:21" in ran.stdout) == (1, True), ran.stdout


def test_files_of_other_programs_are_neither_failed_nor_changed(repository: Repository) -> None:
    repository.write({"charts/shop/values.yaml": VALUES + "more: true\n"})
    status, said = staged(repository)
    assert status == 0, said
    assert (repository.folder / "charts/shop/values.yaml").read_text("utf-8") == VALUES + "more: true\n"


def alone(repository: Repository, *more: str) -> tuple[int, str]:
    """Run what the hook runs without pre-commit, which puts away what is not staged."""
    command = [sys.executable, "-m", "traefiklint", "lint", "--staged", *more]
    ran = subprocess.run(command, cwd=repository.folder, capture_output=True, text=True, check=False)
    return ran.returncode, ran.stdout


def test_the_commit_is_judged_and_not_what_was_changed_after_it_was_staged(repository: Repository) -> None:
    cam = "infra/dynamic/cam.yml"
    repository.write({cam: app("cam", TYPO)})
    repository.git("add", "--update")
    repository.write({cam: app("cam")})
    status, said = alone(repository)
    assert (status, f"{cam}:6:21" in said) == (1, True), said
    assert (repository.folder / cam).read_text("utf-8") == app("cam")
    repository.git("add", "--update")
    repository.write({cam: app("cam", TYPO), "infra/dynamic/nas.yml": NAS + "# staged\n"})
    repository.git("add", "infra/dynamic/nas.yml")
    assert alone(repository) == (0, alone(repository)[1])
    status, said = alone(repository, "--fix")
    assert (repository.folder / cam).read_text("utf-8") == app("cam", TYPO), "a fix is about the files"


def test_where_nothing_is_staged_everything_is_looked_at(repository: Repository) -> None:
    repository.write({"infra/dynamic/old.yml": BROKEN})
    repository.commit()
    ran = repository.hook("--all-files")
    assert (ran.returncode, "infra/dynamic/old.yml:2:3" in ran.stdout) == (1, True), ran.stdout


def test_a_run_over_commits_looks_at_what_these_change(repository: Repository) -> None:
    repository.git("rm", "--quiet", "infra/dynamic/middlewares.yml")
    repository.commit()
    ran = repository.hook("--from-ref", "HEAD~1", "--to-ref", "HEAD")
    assert (ran.returncode, "infra/dynamic/nas.yml:6:21" in ran.stdout) == (1, True), ran.stdout
