"""The program starts, reads, lints and fixes on every system; what needs POSIX is imported where it is used."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WITHOUT_POSIX = """
import asyncio, logging, multiprocessing, os, pathlib, pkgutil, platform, random, shutil, socket, ssl, subprocess, sys
import sysconfig, tempfile, click, httpx, pydantic, rich.console, rich.progress, ruamel.yaml, tomlkit, yaml
import importlib.util as find
for extra in ("pygls.lsp.server", "lsprotocol.types", "watchfiles", "cel_expr_python"):
    try:
        __import__(extra)
    except ImportError:
        pass
sysconfig.get_config_vars()
sys.platform = "win32"
for name in ("fcntl", "resource", "pwd", "grp", "termios", "tty", "pty", "posix"):
    sys.modules[name] = None
for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_DIRECTORY", "fork", "getuid", "geteuid", "getgid", "setsid", "killpg"):
    if hasattr(os, name):
        delattr(os, name)
import importlib, traefiklint
skipped = {"traefiklint.verify.confine"}  # a script of its own, which is started on Linux only
failed = []
for module in pkgutil.walk_packages(traefiklint.__path__, "traefiklint."):
    if module.name in skipped or module.name.endswith("__main__"):
        continue
    try:
        importlib.import_module(module.name)
    except ModuleNotFoundError as missing:
        if missing.name and missing.name.partition(".")[0] in ("cel_expr_python", "pygls", "lsprotocol", "watchfiles"):
            continue  # an extra that is not installed
        failed.append(f"{module.name}: {missing}")
    except Exception as error:
        failed.append(f"{module.name}: {type(error).__name__}: {error}")
print("\\n".join(failed))
"""
BROKEN = (
    b"http:\r\n  routers:\r\n    web:\r\n      rule: Host(`a.example.com`, `b.example.com`)\r\n      service: web\r\n"
)


def traefiklint(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program as a user does."""
    return subprocess.run(
        [sys.executable, "-m", "traefiklint", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONUTF8": "1", "NO_COLOR": "1"},
        capture_output=True,
        encoding="utf-8",
        stdin=subprocess.DEVNULL,
        check=False,
    )


@pytest.mark.slow
def test_every_module_is_imported_where_there_is_no_posix() -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT_POSIX], cwd=ROOT, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_it_lints_a_folder_and_names_files_as_they_were_given(tmp_path: Path) -> None:
    (tmp_path / "apps").mkdir()
    (tmp_path / "apps" / "web.yml").write_bytes(BROKEN)
    done = traefiklint(tmp_path, "lint", "apps", "--profile", "none", "--format", "json")
    assert done.returncode == 1, done.stderr
    report = json.loads(done.stdout)
    (found,) = [one for one in report["findings"] if one["rule"] == "rule-too-many-arguments"]
    assert Path(found["file"]) == Path("apps/web.yml")
    assert found["line"] == 4


def test_it_fixes_a_file_and_keeps_its_line_ends(tmp_path: Path) -> None:
    (tmp_path / "web.yml").write_bytes(BROKEN)
    assert traefiklint(tmp_path, "fix", "web.yml", "--profile", "none").returncode in (0, 1)
    fixed = BROKEN.replace(b"Host(`a.example.com`, `b.example.com`)", b"Host(`a.example.com`) || Host(`b.example.com`)")
    assert (tmp_path / "web.yml").read_bytes() == fixed
    assert [path.name for path in tmp_path.iterdir()] == ["web.yml"]


@pytest.mark.parametrize(
    "arguments", [["--version"], ["--help"], ["explain", "empty-mapping"], ["schema"], ["rules", "--category", "style"]]
)
def test_it_answers_without_files(arguments: list[str], tmp_path: Path) -> None:
    done = traefiklint(tmp_path, *arguments)
    assert done.returncode == 0, done.stderr
    assert done.stdout
