"""Which files git has: what it has is part of a repository, whatever `.gitignore` says of it.

Source: git's Documentation/gitformat-index.adoc, versions 2 to 4.

Read by hand, as only the names are wanted and a hook waits for the start: dulwich's reader (1.2) makes an object of
every entry, takes 75 ms of the processor to import where this takes 4, and brings 11 MB with urllib3 to every user.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from traefiklint.reading import read_file

_HIGHEST = 32
"""How many folders up the root of the repository is looked for."""
_LARGEST = 16 * 2**20
_FIXED = 62
"""How long an entry of the index is without its name."""
_EXTENDED, _LENGTH = 0x4000, 0xFFF


class Tracked:
    """The files of the repository around a folder, and the folders that they stand in; the index is read when it is
    first asked."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._known: frozenset[str] | None = None

    def __contains__(self, name: str) -> bool:
        """Whether git has a file, or, where the name ends with `/`, anything below a folder.

        Args:
            name: from the folder that was given, with `/`.
        """
        if self._known is None:
            self._known = frozenset(_with_folders(self._root))
        return name in self._known


def _with_folders(root: str) -> Iterator[str]:
    index, prefix = _index_of(os.path.abspath(root))  # noqa: PTH100
    for written in _names(index):
        if not written.startswith(prefix):
            continue
        name = os.fsdecode(written[len(prefix) :])
        yield name
        while name := name.rpartition("/")[0]:
            yield f"{name}/"


def root_of(folder: str) -> str:
    """The root of the repository around a folder, both absolute; empty where there is none."""
    top = folder
    for _ in range(_HIGHEST):
        if os.path.lexists(f"{top}/.git"):
            return top
        above = os.path.dirname(top)  # noqa: PTH120
        if above == top:
            break
        top = above
    return ""


def is_of_submodule(path: str) -> bool:
    """Whether a path leads into a submodule that is not checked out here, so that nobody knows what is there.

    Source: git's Documentation/gitmodules.adoc; a clone without `--recurse-submodules` leaves empty folders.
    """
    folder, _, rest = os.path.abspath(path).replace(os.sep, "/").rpartition("/")  # noqa: PTH100
    for _ in range(_HIGHEST):
        if os.path.isfile(f"{folder}/.gitmodules"):  # noqa: PTH113
            return any(f"{rest}/".startswith(f"{one}/") and _is_bare(f"{folder}/{one}") for one in _submodules(folder))
        if not folder or os.path.lexists(f"{folder}/.git"):
            break
        folder, _, name = folder.rpartition("/")
        rest = f"{name}/{rest}"
    return False


def _submodules(root: str) -> list[str]:
    """Where the submodules of a repository are, from its root."""
    try:
        text = read_file(f"{root}/.gitmodules").decode("utf-8", "replace")
    except OSError:
        return []
    pairs = (line.partition("=") for line in text.splitlines())
    return [value.strip().strip('"').rstrip("/") for key, _, value in pairs if key.strip() == "path"]


def _is_bare(folder: str) -> bool:
    """Whether nothing is in a folder, or it is not there."""
    try:
        return not os.listdir(folder)  # noqa: PTH208
    except FileNotFoundError:
        return True
    except OSError:
        return False


def _index_of(folder: str) -> tuple[bytes, bytes]:
    """The index of the repository around a folder, and how the paths of the folder's files begin in it."""
    top = root_of(folder)
    if not top:
        return b"", b""
    place = f"{top}/.git"
    try:
        if os.path.isfile(place):  # noqa: PTH113 - a worktree, whose own folder is elsewhere
            told = os.fsdecode(read_file(place)).removeprefix("gitdir:").strip()
            place = os.path.join(top, told)  # noqa: PTH118
        index = read_file(f"{place}/index")
    except (OSError, ValueError):
        return b"", b""
    below = os.path.relpath(folder, top).replace(os.sep, "/")
    prefix = "" if below == os.curdir else f"{below}/"
    return (index if len(index) <= _LARGEST else b""), os.fsencode(prefix)


def _names(index: bytes) -> Iterator[bytes]:
    """The paths in an index, as far as it can be read."""
    version = int.from_bytes(index[4:8], "big")
    if index[:4] != b"DIRC" or version not in (2, 3, 4):
        return
    at, name = 12, b""
    for _ in range(int.from_bytes(index[8:12], "big")):
        start = at
        flags = int.from_bytes(index[at + _FIXED - 2 : at + _FIXED], "big")
        at += _FIXED + (2 if version > 2 and flags & _EXTENDED else 0)
        if version == 4:
            cut, at = _number(index, at)
            kept = name[: len(name) - cut]
        else:
            kept = b""
        end = index.find(b"\0", at) if version == 4 or flags & _LENGTH == _LENGTH else at + (flags & _LENGTH)
        if not at < end <= len(index):
            return
        name = kept + index[at:end]
        yield name
        at = end + 1 if version == 4 else start + (end - start + 8) // 8 * 8


def _number(index: bytes, at: int) -> tuple[int, int]:
    """A number of variable length, and where it ends."""
    value = -1
    while at < len(index):
        byte = index[at]
        value, at = (value + 1 << 7) | byte & 0x7F, at + 1
        if not byte & 0x80:
            break
    return value, at
