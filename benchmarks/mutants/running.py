"""Runs the chosen tests against a broken file, each time in a fork of this process, which imports slow things once.

Everything happens in a copy of the project: the files that people work on are never touched.
"""

from __future__ import annotations

import contextlib
import importlib
import itertools
import os
import resource
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

from benchmarks.mutants.recording import OPTIONS, Chosen

_NOT_COPIED = shutil.ignore_patterns(".git", ".venv", "dist", "build", ".*_cache", ".hypothesis", ".mutants")
"""Compiled files are copied: they stay valid, and spare each mutant a second."""
_SLOW_TO_IMPORT = ("click", "httpx", "hypothesis", "jsonschema", "pydantic", "re2", "rich.console", "xmlschema", "yaml")


class Outcome(StrEnum):
    """What the tests said to a mutant."""

    KILLED = "killed"
    SURVIVED = "survived"
    TIMED_OUT = "timed out"


@contextlib.contextmanager
def copy_of_the_project(root: Path, folder: Path) -> Iterator[Path]:
    """A copy that is imported instead of the original, here and in every child."""
    copy = folder / "project"
    shutil.copytree(root, copy, ignore=_NOT_COPIED, symlinks=True)
    os.environ["PYTHONPATH"] = str(copy)
    os.environ["PYTHONHASHSEED"] = "0"
    yield copy


def get_ready() -> None:
    """Import what does not change, so that no mutant pays for it."""
    for name in _SLOW_TO_IMPORT:
        importlib.import_module(name)


class _Order:
    """Keeps the chosen tests, in their order."""

    def __init__(self, chosen: Chosen) -> None:
        self._place = {name: place for place, name in enumerate(chosen.tests)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted((it for it in items if it.nodeid in self._place), key=lambda it: self._place[it.nodeid])


_moments = itertools.count(1_000_000_000)


@contextlib.contextmanager
def broken(path: Path, text: str) -> Iterator[None]:
    """The file with another text; its time is one that no compiled file was made for."""
    before, times = path.read_bytes(), path.stat()
    path.write_text(text, "utf-8")
    moment = next(_moments)
    os.utime(path, (moment, moment))
    try:
        yield
    finally:
        path.write_bytes(before)
        os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def run(copy: Path, chosen: Chosen) -> Outcome:
    """Run the tests until one fails.

    A mutant gets ten times the processor time that its tests took when they were recorded, and 20 s; what waits
    instead of computing gets five times as long.
    """
    if not chosen.tests:
        return Outcome.SURVIVED
    limit = int(20 + 10 * chosen.cost)
    child = os.fork()
    if child == 0:
        _child(copy, chosen, limit)
    end = time.monotonic() + 5 * limit
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() > end:
            os.killpg(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return Outcome.TIMED_OUT
        time.sleep(0.02)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)  # what its tests left running
    code = os.waitstatus_to_exitcode(status)
    if code == -signal.SIGXCPU:
        return Outcome.TIMED_OUT
    return Outcome.SURVIVED if code == pytest.ExitCode.OK else Outcome.KILLED


def _child(copy: Path, chosen: Chosen, limit: int) -> None:
    """Never returns."""
    code = 1
    try:
        os.setsid()
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit + 5))
        nothing = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nothing, stream)
        os.chdir(copy)
        sys.dont_write_bytecode = True
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
        sys.path[:] = [str(copy), *(it for it in sys.path if it and Path(it).resolve() != Path(__file__).parents[2])]
        for name in [it for it in sys.modules if it.split(".")[0] in ("benchmarks", "tests", "traefiklint")]:
            del sys.modules[name]
        files = dict.fromkeys(name.split("::")[0] for name in chosen.tests)
        code = int(pytest.main([*OPTIONS, "-x", *files], plugins=[_Order(chosen)]))
    finally:
        os._exit(code)
