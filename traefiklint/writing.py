"""Files that users name, written in one step: whoever reads one, after a kill too, sees the old text or the new one.

The new content is written beside the file, under a name that neither Traefik nor anybody else reads, and then takes the
file's name. That makes another file of it, so all that belongs to a file besides its text is carried over: permissions,
owner, group, and the extended attributes that hold access lists and security labels. Where that cannot be done, or the
file has other names (hard links) which would keep the old text, nothing is written and the reason is told. To write
into the file itself would keep all of it, but Traefik, which watches the directory, would load half a text.

A scratch file is locked as long as somebody writes it. What a killed run has left is locked by nobody, and the next
run that writes into the directory removes it.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
import sys
from contextlib import suppress
from types import TracebackType
from typing import Self

from traefiklint.errors import TraefiklintError
from traefiklint.reading import read_file

if sys.platform != "win32":
    import fcntl

_SCRATCH = re.compile(r"\.traefiklint-[0-9a-f]{16}\.tmp")
_swept: set[str] = set()
"""The directories in which this run has looked for what others left."""


class WriteError(TraefiklintError):
    """A file could not be written, or was changed by somebody else in the meantime; the old text stands."""


class CannotReplaceError(WriteError):
    """A file could be written, but not replaced by another one without losing something that belongs to it."""


class FolderRefusesError(WriteError):
    """The directory of a file takes no other file in its place, though the file itself may be written."""


def write_file(
    path: str, content: bytes, *, mode: int = 0o666, original: bytes | None = None, durable: bool = False
) -> None:
    """Put a content into a file, new or old, which keeps all that belongs to it; a link stays a link.

    Args:
        mode: the permissions of a new file, of which the umask takes away.
        original: what the file must still hold; anything where it is None.
        durable: whether the file must be there after a power cut, and not only be whole if it is there.

    Raises:
        CannotReplaceError: it has other names, or its owner or attributes could not be kept.
        FolderRefusesError: no file can be put beside it, or in its place.
        WriteError: it cannot be written, or does not hold `original` any more.
    """
    target = os.path.realpath(path)
    folder = os.path.dirname(target)
    hint = ""
    try:
        old = _status(path, target)
        hint = "" if old is None else "the old text stands"
        _sweep(folder)
        with _Scratch(folder, mode if old is None else 0o600) as scratch:
            scratch.write(content)
            if old is not None:
                _keep(path, target, old, scratch.handle)
            os.fsync(scratch.handle)
            if original is not None and read_file(target) != original:
                raise WriteError(f"`{path}` was changed in the meantime", "run the command again")
            scratch.become(target)
        if durable:
            _sync(folder)
    except OSError as error:
        kind = (
            FolderRefusesError if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY) else WriteError
        )
        raise kind(f"`{path}` cannot be written: {error.strerror}", hint) from None


def _status(path: str, target: str) -> os.stat_result | None:
    """What is known of the file that is to be replaced; None where there is none."""
    try:
        status = os.stat(target)
    except FileNotFoundError:
        return None
    if not stat.S_ISREG(status.st_mode):
        read_file(target)  # says what it is
    if status.st_nlink > 1:
        raise CannotReplaceError(
            f"`{path}` has {status.st_nlink} names (hard links), and the others would keep the old text",
            "make it a file of its own (`cp` it, then `mv` the copy over it), or use a symbolic link",
        )
    return status


class _Scratch:
    """A new file in a directory, locked, which is removed if it does not get another name."""

    def __init__(self, folder: str, mode: int) -> None:
        while True:
            self._name = os.path.join(folder, f".traefiklint-{secrets.token_hex(8)}.tmp")
            flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
            self.handle = os.open(self._name, flags, mode)
            if lock(self.handle, wait=True) is not False and self._is_there():
                return
            os.close(self.handle)  # somebody who sweeps took it for a leftover before it was locked

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if kind is not None:
            with suppress(OSError):
                os.unlink(self._name)
        if self.handle >= 0:
            os.close(self.handle)

    def write(self, content: bytes) -> None:
        """Write all of a content."""
        left = memoryview(content)
        while left:
            left = left[os.write(self.handle, left) :]

    def become(self, target: str) -> None:
        """Take another file's name, and its place."""
        if sys.platform == "win32":  # an open file gets no other name there
            os.close(self.handle)
            self.handle = -1
        os.replace(self._name, target)

    def _is_there(self) -> bool:
        try:
            return os.path.samestat(os.stat(self._name), os.fstat(self.handle))
        except FileNotFoundError:
            return False


def lock(handle: int, *, wait: bool) -> bool | None:
    """Take the lock of an open file or folder, which closing gives up.

    Args:
        wait: whether to wait for whoever holds it.

    Returns:
        whether it is held now; None where there are no locks.
    """
    if sys.platform == "win32":
        return None
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _sweep(folder: str) -> None:
    """Remove what runs that were killed have left in a directory, once a run."""
    if folder in _swept:
        return
    _swept.add(folder)
    with suppress(OSError), os.scandir(folder) as entries:
        left = [
            entry.path for entry in entries if _SCRATCH.fullmatch(entry.name) and entry.is_file(follow_symlinks=False)
        ]
        for name in left:
            with suppress(OSError):
                _remove_if_nobody_s(name)


def _remove_if_nobody_s(name: str) -> None:
    handle = os.open(name, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    try:
        if lock(handle, wait=False):
            os.unlink(name)
    finally:
        os.close(handle)


def _keep(path: str, target: str, old: os.stat_result, handle: int) -> None:
    """Give a scratch file all that belongs to the file that it replaces."""
    new = os.fstat(handle)
    if (new.st_uid, new.st_gid) != (old.st_uid, old.st_gid):
        try:
            os.fchown(handle, old.st_uid, old.st_gid)
        except PermissionError:
            what = "owner" if new.st_uid != old.st_uid else "group"
            raise CannotReplaceError(
                f"`{path}` has another {what} than this process can give a file, which would be changed",
                "run the command as the owner of the file",
            ) from None
    before, now = _attributes(path, target), _attributes(path, handle)
    for name in now.keys() - before.keys():  # a new file may get an access list from its directory
        with suppress(OSError):
            os.removexattr(handle, name)
    if hasattr(os, "fchmod"):
        os.fchmod(handle, stat.S_IMODE(old.st_mode))
    for name, value in before.items():
        if now.get(name) != value:
            try:
                os.setxattr(handle, name, value)
            except OSError as error:
                raise _losing(path, name, error) from None


def _attributes(path: str, file: str | int) -> dict[str, bytes]:
    """The extended attributes of a file: access lists and security labels are among them."""
    if not hasattr(os, "listxattr"):
        return {}
    try:
        names = os.listxattr(file)
    except OSError as error:
        if error.errno in (errno.ENOTSUP, errno.ENOSYS):
            return {}
        raise
    found: dict[str, bytes] = {}
    for name in names:
        try:
            found[name] = os.getxattr(file, name)
        except OSError as error:
            raise _losing(path, name, error) from None
    return found


def _losing(path: str, name: str, error: OSError) -> CannotReplaceError:
    return CannotReplaceError(
        f"`{path}` has the extended attribute `{name}`, which would be lost: {error.strerror}",
        "run the command as a user who may read and set it",
    )


def _sync(folder: str) -> None:
    """Make a rename outlast a power cut. Some systems do not let a folder be opened for that."""
    with suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
