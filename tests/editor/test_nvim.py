"""A real editor: Neovim, headless, with nothing but its own client. `nvim.lua` is what its user does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.editor.desk import broken_workspace

NVIM = shutil.which("nvim")
SCRIPT = Path(__file__).with_name("nvim.lua")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(NVIM is None, reason="Neovim is not installed (`apt-get install neovim`)"),
]


def test_an_hour_in_neovim(tmp_path: Path) -> None:
    broken_workspace(tmp_path / "workspace")
    saw = tmp_path / "saw"
    environment = os.environ | {
        "WORKSPACE": str(tmp_path / "workspace"),
        "PYTHON": sys.executable,
        "SAW": str(saw),
        "PATIENCE": "600000",
        "HOME": str(tmp_path),
        "XDG_STATE_HOME": str(tmp_path / "state"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }
    assert NVIM is not None
    command = [NVIM, "--headless", "--clean", "-n", "-S", str(SCRIPT)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path)
    seen = {one["what"]: one["seen"] for one in map(json.loads, saw.read_text().splitlines())}
    assert "timeout" not in seen, (seen, done.stderr)
    assert done.returncode == 0, done.stderr
    assert seen["diagnostics"] == ["rule-path-without-slash", "unknown-middleware"]
    assert seen["completion"] == ["auth"]
    assert seen["completed"].strip() == "middlewares: [auth]"
    assert "Without it 2 routers would stop" in seen["hover"]
    assert seen["jumped"] == ["shared.yml", 3]
    assert seen["references"] == 3
    assert seen["renamed"].strip() == "login:"
    assert seen["renamed elsewhere"].strip() == "middlewares: [login]"
    assert seen["fix"] == "Write `/cart`"
    assert "PathPrefix(`/cart`)" in seen["fixed"]
    assert seen["symbols"] == 2
    assert seen["lenses"] == "2 routers use this"
    assert seen["diagnostics at the end"] == []
    assert seen["stopped"] is True
    written = (tmp_path / "workspace/compose.yml").read_text()
    assert "login@file" in written, "a file that was not open is renamed too"
