"""Files that Traefik does not read: told of where their directory is asked about, and only there."""

from __future__ import annotations

from pathlib import Path

import pytest

from traefiklint import lint_paths
from traefiklint.options import Options


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    for name in ("shop.json", "acme.json", "shop.yml.bak", "notes.txt"):
        (tmp_path / name).write_text("{}")
    (tmp_path / "shop.yml").write_text("# nothing yet\n")
    return tmp_path


def told(path: Path) -> list[str]:
    findings = lint_paths([str(path)], options=Options()).findings
    return [Path(finding.file).name for finding in findings if finding.rule == "file-not-loaded"]


def test_a_directory_is_told_which_of_its_files_seem_to_be_meant(directory: Path) -> None:
    assert told(directory) == ["shop.json"]


def test_whoever_asks_about_one_file_hears_of_no_other(directory: Path) -> None:
    assert told(directory / "shop.yml") == []
