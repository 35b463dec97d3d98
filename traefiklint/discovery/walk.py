"""The YAML and TOML of a folder that may be Traefik's: not what git ignores, nor what belongs to tools and packages."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from traefiklint.decoding.directory import is_read
from traefiklint.discovery.kinds import Recognized, recognize
from traefiklint.discovery.skeleton import FURTHEST
from traefiklint.discovery.skipped import IGNORE_FILE, SKIPPED
from traefiklint.discovery.tracked import Tracked
from traefiklint.patterns import lazy
from traefiklint.reading import is_file, read_file
from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_ENVIRONMENT = "pyvenv.cfg"
"""What a folder holds that is a virtual environment, whatever it is called."""
_MODULE = "go.mod"
_OF_TRAEFIK = lazy(rb"\s*module\s+github\.com/(?:traefik|containous)/traefik(?:/v\d+)?\s")
"""How Traefik's own source says what it is; its folders hold what it is documented and tested with."""
MOST_FILES = 50_000
"""How many files are looked at: a home folder without version control may hold millions."""


class Seen(NamedTuple):
    """A file that was looked into."""

    path: str
    """From the folder where the walk began, with `/`."""
    text: bytes
    what: Recognized

    @property
    def folder(self) -> str:
        """The folder in which it stands; empty for the one where the walk began."""
        return self.path.rpartition("/")[0]


class _Ignored(NamedTuple):
    """The patterns of one folder."""

    prefix: str
    spec: GitIgnoreSpec


def look_around(root: str, exclude: Sequence[str] = (), wanted: Callable[[str], bool] | None = None) -> list[Seen]:
    """Every file below a folder that may be Traefik's, in the order of their paths, and what each of them is.

    Args:
        exclude: patterns of paths to leave out, as `.gitignore` has them.
        wanted: says of a path whether it is to be looked into; all are where it is None.

    Raises:
        OSError: the folder cannot be read; what cannot be read below it is left out.
    """
    return [
        Seen(name, text, recognize(name, text))
        for name, path in files_below(root, exclude)
        if (wanted is None or wanted(name)) and (text := beginning(path)) is not None
    ]


def files_below(
    root: str, exclude: Sequence[str], is_wanted: Callable[[str], bool] = is_read
) -> Iterator[tuple[str, str]]:
    """Files below a folder that git does not ignore, in the order of their paths: from the folder, and to read them.

    Args:
        is_wanted: says of a name whether the file is.

    Raises:
        OSError: the folder cannot be read.
    """
    first = (_Ignored("", _spec(exclude)),) if exclude else ()
    tracked = Tracked(root)
    waiting = [(root, "", first)]
    count = 0
    while waiting:
        folder, prefix, ignored = waiting.pop()
        try:
            with os.scandir(folder or os.curdir) as listing:
                entries = sorted(listing, key=lambda entry: os.fsencode(entry.name))
        except OSError:
            if not prefix:
                raise
            continue
        names = {entry.name for entry in entries}
        if prefix and _ENVIRONMENT in names:
            continue
        if IGNORE_FILE in names:
            lines = _text(folder, IGNORE_FILE).decode("utf-8", "replace")
            ignored = (*ignored, _Ignored(prefix, _spec(lines.splitlines())))
        folders = []
        is_source = _MODULE in names and _OF_TRAEFIK.match(_text(folder, _MODULE)) is not None
        for entry in entries:
            name = prefix + entry.name
            if entry.is_dir(follow_symlinks=False):
                if not is_source and entry.name not in SKIPPED and not _is_left(f"{name}/", ignored, first, tracked):
                    folders.append((entry.path, f"{name}/", ignored))
            elif is_wanted(entry.name) and is_file(entry) and not _is_left(name, ignored, first, tracked):
                count += 1
                if count > MOST_FILES:
                    return
                yield name, entry.path
        waiting += reversed(folders)


_HIGHEST = 32
"""How many folders up the root of the repository is looked for."""


def is_ignored(path: str) -> bool:
    """Whether git is told to leave out a path, or a folder above it, by a `.gitignore` from the root of the repository
    on, else from the working directory on; whether anything is there or not."""
    here = os.getcwd()  # noqa: PTH109
    folder, name = os.path.split(os.path.abspath(path))  # noqa: PTH100
    above = [folder]
    while not os.path.lexists(f"{above[-1]}/.git"):
        higher = os.path.dirname(above[-1])  # noqa: PTH120
        if higher == above[-1] or len(above) == _HIGHEST:
            above = above[: above.index(here) + 1 if here in above else 1]
            break
        above.append(higher)
    root = above[-1]
    ignored: tuple[_Ignored, ...] = ()
    for place in reversed(above):
        prefix = "" if place == root else f"{os.path.relpath(place, root)}/".replace(os.sep, "/")
        if prefix and _is_ignored(prefix, ignored):
            return True
        if text := _text(place, IGNORE_FILE):
            ignored = (*ignored, _Ignored(prefix, _spec(text.decode("utf-8", "replace").splitlines())))
    return bool(ignored) and _is_ignored(prefix + name, ignored)


def _text(folder: str, name: str) -> bytes:
    return beginning(os.path.join(folder, name)) or b""  # noqa: PTH118


def _is_left(name: str, ignored: tuple[_Ignored, ...], own: tuple[_Ignored, ...], tracked: Tracked) -> bool:
    """Whether a path is left alone: git ignores it and does not have it, or our own settings leave it out."""
    return _is_ignored(name, ignored) and (name not in tracked or _is_ignored(name, own))


def _is_ignored(name: str, ignored: tuple[_Ignored, ...]) -> bool:
    """Whether a path is ignored; of several folders that say so, the innermost decides."""
    for one in reversed(ignored):
        told = one.spec.check_file(name.removeprefix(one.prefix)).include
        if told is not None:
            return told
    return False


def _spec(lines: Sequence[str]) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)


def beginning(path: str) -> bytes | None:
    """As much of a file as tells what it is; None where it cannot be read."""
    try:
        return read_file(path)[: 4 * FURTHEST]
    except OSError:
        return None
