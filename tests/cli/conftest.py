from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Runner


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """The program, in an empty working directory."""
    monkeypatch.chdir(tmp_path)
    for name in ("GITHUB_STEP_SUMMARY", "NO_COLOR", "DOKPLOY_URL", "DOKPLOY_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return Runner(tmp_path, capsys)
