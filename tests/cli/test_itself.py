"""This very repository, as its own user."""

from __future__ import annotations

import pytest

from tests.cli.running import ROOT, Runner


def test_nothing_is_wrong_here_but_what_is_so_on_purpose(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    ran = cli("lint", "--show-files")
    assert ran.status == 0
    assert "tests/" not in ran.out, "samples are left out"
    assert "action.yml" in ran.out, "the rest is looked at"
    assert cli("lint").status == 0
    assert cli("lint", "examples").status == 1, "what is named is checked all the same"


def test_a_compose_file_without_labels_is_called_so(cli: Runner) -> None:
    cli.write({"compose.yml": "services:\n  db:\n    image: postgres\n"})
    assert "compose.yml  a compose file without labels for Traefik" in cli("lint", "--show-files").out
