"""A repository as a revision has it, beside the one that is here: for commands that compare more than one folder.

A folder for the time of a command, gone when it ends: also by a signal, and after a kill by the next command.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, chdir, contextmanager, suppress
from pathlib import Path
from shutil import copyfile, rmtree
from tempfile import gettempdir, mkdtemp
from typing import NamedTuple

from traefiklint.cli.revisions import git
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


_SMALL = 1 << 20
"""Bytes of a file that is copied; to a larger one a link leads."""


class Past(NamedTuple):
    """The copy of a repository, seen from the folder in it that corresponds to the one where the command was called."""

    top: str
    """The repository itself."""
    called: str
    """The folder where the command was called."""
    copy: Path
    unknown: frozenset[str]
    """What git does not keep, by its path from the top: files, and whole folders with `/` at their end."""

    def place(self, path: str) -> str:
        """The place in the copy of a path as the user names it; what is not in the repository stays where it is."""
        whole = os.path.join(self.called, path)  # noqa: PTH118
        inside = os.path.relpath(os.path.realpath(whole), os.path.realpath(self.top))
        if Path(inside).parts[:1] == (os.pardir,):
            return os.path.normpath(whole)
        return os.path.relpath(self.copy / inside) if os.path.isabs(path) else path  # noqa: PTH117

    def as_now(self, paths: Iterable[str]) -> list[str]:
        """Which of the paths, as they were read in the copy, git does not keep: there is one state of them only."""
        found = []
        for path in paths:
            inside = os.path.relpath(path, self.copy).replace(os.sep, "/")
            folders = (inside[: at + 1] for at, char in enumerate(inside) if char == "/")
            if inside in self.unknown or not self.unknown.isdisjoint(folders):
                found.append(path)
        return found


@contextmanager
def working_at(revision: str) -> Iterator[Past]:
    """Work in the same folder as now, in a copy of the repository as the revision has it.

    Files that git ignores, such as `.env`, are in no revision: they are taken as they are now, else everything that
    depends on them would seem to change.

    Raises:
        UsageError: this is no repository, or it has no such revision.
    """
    top = _git("rev-parse", "--show-toplevel")
    now = os.getcwd()  # noqa: PTH109
    here = os.path.relpath(now, os.path.realpath(top))
    commit = _git("rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}", what=revision)
    ignored = _git("-C", top, "ls-files", "--others", "--ignored", "--exclude-standard", "--directory", "-z")
    unknown = frozenset(filter(None, ignored.split("\0")))
    with scratch_folder() as folder:
        copy = folder / "copy" / Path(top).name  # Compose calls a project as its folder is called
        index = {"GIT_INDEX_FILE": str(folder / "index")}
        _git("-C", top, "read-tree", commit, more=index)
        _git("-C", top, "checkout-index", "--all", f"--prefix={copy}{os.sep}", more=index)
        (copy / here).mkdir(parents=True, exist_ok=True)
        for name in unknown:
            with suppress(OSError):
                _add(Path(top) / name, copy / name)
        with chdir(copy / here):
            yield Past(top, now, copy, unknown)


def _add(source: Path, target: Path) -> None:
    """Put into the copy what is not there."""
    if source.is_dir() and target.is_dir() and not target.is_symlink():
        for inner in source.iterdir():
            _add(inner, target / inner.name)
    elif not os.path.lexists(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        if source.is_file() and source.stat().st_size <= _SMALL:
            copyfile(source, target)
        else:
            target.symlink_to(source)


def _git(*arguments: str, what: str = "", more: dict[str, str] | None = None) -> str:
    absent = "git is not there to say how the files were"
    failed = f"`{what}` is not a revision that git knows" if what else "git does not say how the files were"
    return git(*arguments, absent=absent, failed=failed, more=more).decode("utf-8", "surrogateescape").strip()
