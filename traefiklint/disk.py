"""Looking at what the static configuration leads to: the only place that asks the disk for it."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection

from traefiklint.discovery.tracked import Tracked, is_of_submodule, root_of
from traefiklint.reading import Entry, read_file

MOST = 2**20
"""The largest file whose content is looked at."""
_OWN_PLACE = "/etc/traefik/"
"""Where a static configuration stands that the Traefik of this machine reads, so that absolute paths are its too."""


_OTHERS = 0o077
_NAMED = 5
"""How many paths a sentence names."""


def missed_note(paths: Collection[str]) -> str:
    """What to say of paths that nobody looked at."""
    named = ", ".join(f"`{path}`" for path in list(paths)[:_NAMED])
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return f"not looked at, because it is not at hand: {named}{more}; Traefik may not start, or leave something out"


class Disk:
    """The disk, as seen from a static configuration."""

    def __init__(self, static_file: str) -> None:
        self._home = os.path.dirname(static_file)  # noqa: PTH120
        self._is_installed = os.path.abspath(static_file).startswith(_OWN_PLACE)  # noqa: PTH100
        self._unseen: dict[str, None] = {}

    @property
    def missed(self) -> Collection[str]:
        """The paths that nobody looked at."""
        return self._unseen

    def at(self, path: str) -> Entry:
        """What stands at a path."""
        shown = path.replace(os.sep, "/")
        try:
            status = os.stat(path)  # noqa: PTH116
        except (OSError, ValueError):
            return Entry(shown, is_there=False)
        is_folder = stat.S_ISDIR(status.st_mode)
        content = None
        if stat.S_ISREG(status.st_mode) and status.st_size <= MOST:
            try:
                content = read_file(path)
            except OSError:
                content = None
        mode = stat.S_IMODE(status.st_mode)
        is_of_interest = bool(content) or (content is not None and bool(mode & _OTHERS))
        is_tracked = is_of_interest and _is_tracked(path)
        is_empty = is_folder and _is_empty(path)
        is_copied = is_of_interest and not self._is_installed and not _root_of(path)
        return Entry(
            shown, True, is_folder, mode, content, is_tracked=is_tracked, is_empty=is_empty, is_copied=is_copied
        )

    def beside(self, path: str) -> Entry | None:
        """What stands where a path leads: beside the static configuration, else here; an absolute one only where the
        static configuration is that of this machine."""
        if os.path.isabs(path):  # noqa: PTH117
            return self.at(path) if self._is_installed else None
        places = dict.fromkeys((os.path.join(self._home, path), path))  # noqa: PTH118
        return next((entry for place in places if (entry := self.at(place)).is_there), None)

    def unseen(self, path: str) -> None:
        """Note that nobody looked at a path."""
        self._unseen[path] = None

    def deeper(self, path: str) -> str:
        """The one file that a path would lead to from one of the folders here; of a path two names are enough."""
        steps = path.split("/")
        ends = ["/".join(steps[start:]) for start in range(len(steps) - 1)]
        places = (f"{folder}/{end}" for folder in _folders() for end in ends)
        found = [place for place in places if place != path and os.path.isfile(place)]  # noqa: PTH113
        return found[0] if len(found) == 1 else ""

    def is_kept_out(self, path: str) -> bool:
        """Whether git is told to leave out what stands at a path, or has it in a submodule that is not here."""
        from traefiklint.discovery.walk import is_ignored

        return is_of_submodule(path) or is_ignored(path)


def _folders() -> list[str]:
    from traefiklint.discovery.skipped import SKIPPED

    try:
        with os.scandir(os.curdir) as entries:
            return [one.name for one in entries if one.name not in SKIPPED and one.is_dir(follow_symlinks=False)]
    except OSError:
        return []


def _is_empty(folder: str) -> bool:
    try:
        return not os.listdir(folder)  # noqa: PTH208
    except OSError:
        return False


def _root_of(path: str) -> str:
    """The root of the repository that a file is in; empty where there is none."""
    return root_of(os.path.dirname(os.path.abspath(path)))  # noqa: PTH100, PTH120


def _is_tracked(path: str) -> bool:
    folder, name = os.path.split(path)
    return name in Tracked(folder or os.curdir)
