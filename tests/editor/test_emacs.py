"""A real Emacs with eglot, in batch. `emacs.el` is what its user does."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.editor.desk import COMPOSE, SHARED, SHOP, broken_workspace

EMACS = shutil.which("emacs")
SCRIPT = Path(__file__).with_name("emacs.el")
LACKING = 77
"""The exit status of the script where there is no eglot, or no mode for YAML."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(EMACS is None, reason="needs Emacs: apt-get install emacs-nox elpa-eglot elpa-yaml-mode"),
]


def test_emacs_works_on_a_broken_file(tmp_path: Path) -> None:
    broken_workspace(tmp_path / "workspace")
    saw = tmp_path / "saw"
    given = {"WORKSPACE": str(tmp_path / "workspace"), "PYTHON": sys.executable, "SAW": str(saw), "PATIENCE": "600"}
    environment = os.environ | given | {"HOME": str(tmp_path), "LC_ALL": "C.UTF-8"}
    assert EMACS is not None
    command = [EMACS, "--batch", "-l", str(SCRIPT)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=tmp_path)
    if done.returncode == LACKING:
        pytest.skip("needs eglot and a mode for YAML: apt-get install elpa-eglot elpa-yaml-mode")
    seen = {one["what"]: one["seen"] for one in map(json.loads, saw.read_text().splitlines())}
    assert "timeout" not in seen, (seen, done.stderr)
    assert done.returncode == 0, (seen, done.stderr)
    assert [words.partition(";")[0] for words in seen["diagnostics"]] == [
        "traefiklint [rule-path-without-slash]: `PathPrefix` needs a path that starts with a slash",
        "traefiklint [unknown-middleware]: Middleware `auht` does not exist",
    ]
    assert seen["completion"] == ["auth"]
    assert seen["completed"] == "middlewares: [auth]"
    assert "PathPrefix(`/cart`)" in seen["fixed"]
    assert "Without it 2 routers would stop" in seen["hover"]
    assert seen["jumped"] == ["shared.yml", 3]
    assert seen["references"] == 3
    assert seen["renamed"] == [
        SHARED.replace("auth:", "login:", 1),
        SHOP.replace("[auth]", "[login]"),
        COMPOSE.replace("auth@file", "login@file"),
    ]
    assert seen["stopped"] is True
