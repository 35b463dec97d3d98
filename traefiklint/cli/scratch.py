"""A folder for the time of a command, gone when it ends: also by a signal, and after a kill by the next command."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from shutil import rmtree
from tempfile import gettempdir, mkdtemp

from traefiklint.writing import lock

_PREFIX = "traefiklint-past-"


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new folder below the one for temporary files.

    Whoever works in it holds a lock on it, so that of folders that are left over it can be told that nobody does.
    """
    with ExitStack() as stack:
        stack.enter_context(_ending_in_order())
        _remove_left_overs()
        folder = Path(mkdtemp(prefix=_PREFIX))
        stack.callback(rmtree, folder, ignore_errors=True)
        held = _locked(folder, waits=True)
        if held is not None:
            stack.callback(os.close, held)
        yield folder


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Lets the signals that ask a process to end unwind it, where they would end it on the spot."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    mine = [one for one in asked if signal.getsignal(one) == signal.SIG_DFL]

    def end(number: int, _: object) -> None:
        sys.exit(128 + number)

    for one in mine:
        signal.signal(one, end)
    try:
        yield
    finally:
        for one in mine:
            signal.signal(one, signal.SIG_DFL)


def _remove_left_overs() -> None:
    """Remove the folders of commands that were killed. An empty one may be that of a command that only begins."""
    for folder in Path(gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(OSError):
            if folder.is_symlink() or folder.stat().st_uid != os.getuid():
                continue
            held = _locked(folder, waits=False)
            if held is None:
                continue
            try:
                if any(folder.iterdir()):
                    rmtree(folder, ignore_errors=True)
            finally:
                os.close(held)


def _locked(folder: Path, *, waits: bool) -> int | None:
    """A lock on a folder, which closing gives up; None where another has it, or the system has no such locks."""
    if sys.platform == "win32":
        return None
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    if lock(handle, wait=waits):
        return handle
    os.close(handle)
    return None
