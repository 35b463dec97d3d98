"""What is imported before anything is linted: start-up is most of the time that a hook takes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import TYPO, app

HEAVY = (
    "asyncio",
    "concurrent",
    "email",
    "http",
    "httpx",
    "importlib.metadata",
    "json",
    "lsprotocol",
    "multiprocessing",
    "pathlib",
    "pydantic",
    "pygls",
    "re2",
    "rich",
    "shutil",
    "socket",
    "ssl",
    "subprocess",
    "tempfile",
    "tomllib",
    "urllib",
    "watchfiles",
    "xml",
)
"""What a lint of one YAML file needs nothing of."""


NOT_CLEAN = {
    "checks.schema.keys", "checks.shared.texts", "compose.project", "decoding.label_tree", "discovery.kinds",
    "docker.containers", "instance.secrets", "patch.edits", "relevance", "text.masks",
}  # fmt: skip
"""What a lint that finds nothing needs nothing of."""


def imported(folder: Path, *arguments: str) -> set[str]:
    """The modules that a run of the program has imported, beyond those of a bare interpreter."""
    code = (
        "import sys; before = set(sys.modules)\n"
        "from traefiklint.__main__ import main\n"
        f"main({list(arguments)!r})\n"
        "print(*sorted(set(sys.modules) - before), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=folder)
    return set(done.stderr.splitlines()[-1].split())


def heavy(modules: set[str]) -> set[str]:
    return {module for module in modules for name in HEAVY if module == name or module.startswith(name + ".")}


def test_the_version_is_told_by_three_modules(tmp_path: Path) -> None:
    modules = imported(tmp_path, "--version")
    assert {name for name in modules if name.startswith("traefiklint")} == {
        "traefiklint",
        "traefiklint.__main__",
        "traefiklint.version",
    }
    assert "click" not in modules
    assert len(modules) <= 5


@pytest.mark.parametrize("text", [app("one"), app("one", TYPO)], ids=["clean", "with a finding"])
def test_one_file_is_linted_without_anything_heavy(text: str, tmp_path: Path) -> None:
    (tmp_path / "one.yml").write_text(text, "utf-8")
    modules = imported(tmp_path, "lint", "one.yml")
    assert heavy(modules) == set()
    assert "traefiklint.engine" in modules
    if text == app("one"):
        ours = {name.removeprefix("traefiklint.") for name in modules}
        assert ours & NOT_CLEAN == set()


@pytest.mark.slow
def test_one_file_is_linted_with_few_modules(tmp_path: Path) -> None:
    (tmp_path / "one.yml").write_text(app("one"), "utf-8")
    modules = imported(tmp_path, "lint", "one.yml")
    others = {"dokploy", "sync", "routing", "traefik", "fixing"}
    assert {name for name in modules if name.split(".")[1:2] and name.split(".")[1] in others} == set()
    assert len(modules) <= 275, sorted(modules)


@pytest.mark.slow
def test_a_config_file_costs_nothing_heavy(tmp_path: Path) -> None:
    (tmp_path / "one.yml").write_text(app("one"), "utf-8")
    (tmp_path / "traefiklint.toml").write_text('target = "3.6"\n', "utf-8")
    assert heavy(imported(tmp_path, "lint", "one.yml")) == set()
