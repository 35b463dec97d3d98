"""Which compose files are linted, with the files that they lead to.

`compose.override.yml` beside `compose.yml` belongs to the same project, as Compose reads it without being told.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable

from traefiklint.options import Projects
from traefiklint.reading import NotAFileError, read_file

_SERVICES = re.compile(
    rb"(?m)^(?:\xef\xbb\xbf)?[\"']?(?:services|include)[\"']?[ \t]*:|^\s*\{\s*[\"']services[\"']\s*:"
)
_LABELS = re.compile(rb"(?i)\btraefik\.")
_NAMES = re.compile(r"(?i)(?:docker-)?compose[^/]*\.ya?ml\Z")
_OVERRIDE = re.compile(r"(?i)((?:docker-)?compose)\.override(\.ya?ml)\Z")


def is_compose(name: str, text: bytes) -> bool:
    """Whether a text is a compose file with labels for Traefik: a root `services`, and such labels or a telling name."""
    if _SERVICES.search(text) is None or not name.lower().endswith((".yml", ".yaml")):
        return False
    return _LABELS.search(text) is not None or _NAMES.match(name.rpartition("/")[2]) is not None


def projects_of(files: Iterable[str]) -> Projects | None:
    """The projects of compose files, by their paths; None where there are none."""
    found = dict.fromkeys(files)
    mains = [name for name in found if not _main_of(name)]
    mains += [main for name in found if (main := _main_of(name)) and main not in mains]
    groups = tuple((main, *_overrides(main)) for main in mains)
    return Projects(groups, _Texts().get) if groups else None


def files_of(projects: Projects | None) -> frozenset[str]:
    """The compose files of projects, those that override others too."""
    return frozenset(name for files in projects.files for name in files) if projects is not None else frozenset()


def _main_of(name: str) -> str:
    """The file that a file overrides; empty where it overrides none."""
    folder, slash, base = name.rpartition("/")
    found = _OVERRIDE.match(base)
    if found is None:
        return ""
    for ending in (found[2], ".yml", ".yaml"):
        main = f"{folder}{slash}{found[1]}{ending}"
        if os.path.isfile(main):  # noqa: PTH113 - as everywhere where files are gathered
            return main
    return ""


def _overrides(main: str) -> list[str]:
    folder, slash, base = main.rpartition("/")
    if not re.fullmatch(r"(?i)(?:docker-)?compose\.ya?ml", base):
        return []
    stem = base.rpartition(".")[0]
    names = (f"{folder}{slash}{stem}.override{ending}" for ending in (".yml", ".yaml"))
    return [name for name in names if os.path.isfile(name)][:1]  # noqa: PTH113


class _Texts:
    """The texts of files on the disk, each read once."""

    def __init__(self) -> None:
        self._known: dict[str, str | None] = {}

    def get(self, path: str) -> str | None:
        """The text of a file; None where there is none that can be read."""
        if path not in self._known:
            try:
                self._known[path] = read_file(path).decode("utf-8", "replace")
            except (NotAFileError, OSError):
                self._known[path] = None
        return self._known[path]
