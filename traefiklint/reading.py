"""Files as bytes: only regular ones, never without end, and never waiting for somebody to write.

A checkout may hold links to anything (`/dev/zero`, `/proc/self/environ`, a pipe that nobody writes to), so every file
that is read goes through `read_file`, and what a provider directory holds besides regular files through `read_entry`.
"""

from __future__ import annotations

import errno
import os
import stat
from enum import StrEnum
from typing import Protocol

from traefiklint.records import NamedTuple

MOST_BYTES = 64 * 2**20
"""The largest file that is read. Traefik has no limit; a configuration of this size would take it minutes to load."""

_NOT_WAITING = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)


UNSAVED: dict[str, bytes] = {}
"""What an editor shows of files instead of what is on the disk, by their absolute paths; empty but in the language
server."""


class FileKind(StrEnum):
    """What stands where a file should be, in words that follow “it is”."""

    PIPE = "a named pipe"
    SOCKET = "a socket"
    DEVICE = "a device"
    DISK = "a block device"
    FOLDER = "a directory"
    LARGE = "larger than 64 MB"
    DANGLING = "a link that leads nowhere"
    LOOP = "a link that leads in a circle"


class NotAFileError(OSError):
    """A path leads to something that is not a regular file, or to one that is too large. `kind` says to what."""

    def __init__(self, path: str, kind: FileKind) -> None:
        super().__init__(errno.EINVAL, f"it is {kind}", path)
        self.kind = kind


class Outside(bytes):
    """The content of a file that stands outside of its provider directory, where a link in the directory leads.

    Traefik reads it, so it is judged; it may be anything that this user can read, so it is never shown or written.
    """

    target: str
    """Where the link leads, as it is written."""

    @classmethod
    def of(cls, content: bytes, target: str) -> Outside:
        """A content, and where it stands."""
        made = cls(content)
        made.target = target
        return made


class Unread(bytes):
    """The empty content of what cannot be read as a file, or is too large for it; `kind` says why."""

    kind: FileKind

    @classmethod
    def because(cls, kind: FileKind) -> Unread:
        """The content of something of this kind."""
        made = cls()
        made.kind = kind
        return made


def read_file(path: str, *, pipes: bool = False) -> bytes:
    """The content of a regular file; the null device is an empty one, as everybody who names it means.

    Args:
        pipes: whether a pipe will do, too, as the shell makes one for `<(command)`; it is waited for.

    Raises:
        NotAFileError: it is something else, or larger than `MOST_BYTES`.
        OSError: it cannot be read; the error names the file. A path that no file can have, as one with a NUL or half of
            a surrogate pair, is one where there is nothing.
    """
    if UNSAVED and (text := UNSAVED.get(os.path.abspath(path))) is not None:
        return text
    try:
        before = os.stat(path)
        if _is_null(before):
            return b""
        # Opening alone may do something: a pipe's writer wakes, a tape rewinds.
        _check(path, before, pipes)
        handle = os.open(path, os.O_RDONLY if pipes else _NOT_WAITING)
        try:
            status = os.fstat(handle)
            _check(path, status, pipes)
            return _whole(path, handle, status.st_size)
        finally:
            os.close(handle)
    except ValueError:
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), path) from None
    except OSError as error:
        error.filename = path
        raise


def read_entry(path: str, folder: str) -> bytes:
    """What Traefik would read at a path in a provider directory.

    Args:
        folder: the directory, without links in its path.

    Returns:
        The content; `Outside` where a link leads out of the directory, `Unread` where there is nothing to be read.

    Raises:
        OSError: there is a file, and it cannot be read; the error names it.
    """
    try:
        content = read_file(path)
    except NotAFileError as error:
        return Unread.because(error.kind)
    except OSError as error:
        if error.errno not in (errno.ENOENT, errno.ELOOP, errno.ENOTDIR) or not os.path.islink(path):
            raise
        return Unread.because(FileKind.LOOP if error.errno == errno.ELOOP else FileKind.DANGLING)
    if not leads_out(path, folder) or _is_null(os.stat(path)):  # a link to the null device switches a file off
        return content
    return Outside.of(content, _target(path))


def is_file(entry: os.DirEntry[str]) -> bool:
    """Whether something in a folder is a file, or a link to one; a link that leads in a circle is none."""
    try:
        return entry.is_file()
    except OSError:
        return False


def leads_out(path: str, folder: str) -> bool:
    """Whether links in a path below a directory lead to a place outside of it; `folder` has no links in it."""
    if os.path.dirname(path) == folder and not os.path.islink(path):
        return False
    return not os.path.realpath(path).startswith(folder.rstrip(os.sep) + os.sep)


def _target(path: str) -> str:
    return os.readlink(path) if os.path.islink(path) else os.path.realpath(path)


def _check(path: str, status: os.stat_result, pipes: bool) -> None:
    mode = status.st_mode
    if stat.S_ISREG(mode):
        if status.st_size > MOST_BYTES:
            raise NotAFileError(path, FileKind.LARGE)
    elif not (pipes and stat.S_ISFIFO(mode)):
        raise NotAFileError(path, _KINDS.get(stat.S_IFMT(mode), FileKind.DEVICE))


_KINDS = {
    stat.S_IFIFO: FileKind.PIPE,
    stat.S_IFSOCK: FileKind.SOCKET,
    stat.S_IFDIR: FileKind.FOLDER,
    stat.S_IFBLK: FileKind.DISK,
}


def _whole(path: str, handle: int, size: int) -> bytes:
    """All that there is, which for a file under `/proc` is not what its size says."""
    pieces = []
    left = MOST_BYTES + 1
    while left > 0 and (piece := os.read(handle, min(max(size + 1, 2**16), left))):
        pieces.append(piece)
        left -= len(piece)
    if left <= 0:
        raise NotAFileError(path, FileKind.LARGE)
    return pieces[0] if len(pieces) == 1 else b"".join(pieces)


def _is_null(status: os.stat_result) -> bool:
    return stat.S_ISCHR(status.st_mode) and status.st_rdev == os.stat(os.devnull).st_rdev


class Entry(NamedTuple):
    """What stands at a path."""

    path: str
    """As users would write it."""
    is_there: bool = True
    is_folder: bool = False
    mode: int = 0o600
    """Who may do what with it."""
    content: bytes | None = None
    """What a file holds; None for one that is large or cannot be read."""
    is_mounted: bool = False
    """Whether a volume brings exactly this, so that Docker makes a folder where there is nothing."""
    is_tracked: bool = False
    """Whether git has a file with something in it, or that others may use: then its mode is that of the clone."""
    is_empty: bool = False
    """Whether a folder has nothing in it."""
    is_copied: bool = False
    """Whether it is in no repository, so that its folder may be a copy of one, with modes of its own."""


class Look(Protocol):
    """Looks at the disk, and remembers where it could not."""

    def at(self, path: str) -> Entry:
        """What stands at a path of ours."""

    def beside(self, path: str) -> Entry | None:
        """What stands where a path of the static configuration leads without a container; None where nobody knows."""

    def unseen(self, path: str) -> None:
        """Note that nobody looked at a path of the static configuration."""

    def deeper(self, path: str) -> str:
        """The one file that stands where a path of ours would lead from a folder beside it; empty where none does."""

    def is_kept_out(self, path: str) -> bool:
        """Whether a path of ours is one that git leaves out, or of a submodule that is not here, so that what is used
        there is hardly here."""
