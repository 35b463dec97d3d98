"""The copy of a repository that `--against` reads leaves nothing behind, however the command ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import mkdtemp

import pytest

from traefiklint.cli.past import scratch_folder

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs signals and locks of POSIX"),
]

WORKS = """
import signal, sys
signal.signal(signal.SIGHUP, signal.SIG_DFL)
signal.signal(signal.SIGINT, signal.default_int_handler)
from traefiklint.cli.past import scratch_folder
with scratch_folder() as folder:
    (folder / "file").touch()
    print("ready", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary files go in this test."""
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr("tempfile.tempdir", None)
    return folder


@pytest.fixture
def working(temporary: Path):
    """A process that works in such a folder until somebody ends it."""
    with subprocess.Popen(
        [sys.executable, "-c", WORKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env={**os.environ}, text=True
    ) as process:
        assert process.stdout is not None and process.stdout.readline() == "ready\n"
        assert len(list(temporary.glob("*/file"))) == 1
        yield process
        process.kill()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_signal_that_asks_to_end_leaves_nothing(working, temporary: Path, number: int) -> None:
    working.send_signal(number)
    assert working.wait() != 0
    assert list(temporary.iterdir()) == []


def test_what_a_kill_leaves_goes_with_the_next_run(working, temporary: Path) -> None:
    working.kill()
    working.wait()
    (left,) = temporary.iterdir()
    with scratch_folder() as folder:
        assert list(temporary.iterdir()) == [folder]
    assert not left.exists() and list(temporary.iterdir()) == []


def test_what_others_work_in_stays(working, temporary: Path) -> None:
    (other,) = temporary.iterdir()
    beginning = Path(mkdtemp(prefix="traefiklint-past-"))  # another command has made it, and not yet locked it
    with scratch_folder():
        assert (other / "file").exists()
    assert (other / "file").exists() and beginning.exists()
