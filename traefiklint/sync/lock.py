"""One run at a time writes in a checkout: two would take away each other's notes of what is being written."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from traefiklint.errors import TraefiklintError
from traefiklint.sync.workspace import MEMORY, Workspace
from traefiklint.writing import lock


class BusyError(TraefiklintError):
    """Another run is writing in this checkout."""


@contextmanager
def alone(workspace: Workspace) -> Iterator[None]:
    """Hold the lock of a checkout. The system drops it when the process ends, however it ends, so none is left behind.

    Where there can be no lock (a read-only folder, a file system without locks), the work goes on without one: each
    write is guarded by its own comparison anyway.

    Raises:
        BusyError: another run holds it.
    """
    handle = _open(workspace.root / MEMORY)
    try:
        if handle is not None and lock(handle, wait=False) is False:
            raise BusyError(
                "another `pull`, `push` or `restore` is writing in this checkout", "run this again when it has ended"
            )
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _open(folder: Path) -> int | None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(folder, os.O_RDONLY)
    except OSError:
        return None
