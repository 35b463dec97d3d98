"""Where the files of one Dokploy server are kept here: `DIRECTORY/APPNAME.yml`, and what is remembered about them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from traefiklint.errors import TraefiklintError
from traefiklint.sync.files import FileError, read_text, write_text

ENDING = ".yml"
MEMORY = ".traefiklint"
DEFAULT_ENVIRONMENT = "default"
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._ -]{0,199}\Z")
_RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))))

_SHOWN = 3
"""How many names are shown where many are the same."""


class NameRefusedError(TraefiklintError):
    """An application's name cannot be the name of a file."""


class Workspace(NamedTuple):
    """The place of one server's files."""

    root: Path
    """The folder of the config file, or the working directory: `.traefiklint/` stands there."""
    directory: Path
    """Where the applications' files are."""
    environment: str = DEFAULT_ENVIRONMENT
    url: str = ""
    """The server, as it may be shown; what is remembered of another one does not count."""

    def path(self, app_name: str) -> Path:
        """The file of an application."""
        return self.directory / f"{app_name}{ENDING}"

    def read(self, app_name: str) -> str | None:
        """The text of an application's file here, or None."""
        return read_text(self.path(app_name))

    def write(self, app_name: str, text: str) -> None:
        """Replace an application's file here."""
        write_text(self.path(app_name), text, self.directory)

    def names(self) -> tuple[str, ...]:
        """The names of the files here that may be those of applications, in order."""
        try:
            return tuple(sorted(entry.stem for entry in self.directory.iterdir() if _may_be_an_applications(entry)))
        except (FileNotFoundError, NotADirectoryError):
            return ()
        except OSError as error:
            raise FileError(f"`{self.directory}` cannot be read: {error.strerror}") from None

    def memory(self, kind: str) -> Path:
        """The folder of what is remembered, of one kind: `pulled`, `pending`, `backups`, `shared`."""
        return self.root / MEMORY / kind / self.environment

    def remember(self, path: Path, text: str) -> None:
        """Write a file under `.traefiklint/`, which git does not see and nobody else may read."""
        ignore = self.root / MEMORY / ".gitignore"
        if not ignore.exists():
            write_text(ignore, "*\n", self.root)
            ignore.parent.chmod(0o700)
        write_text(path, text, self.root)


def _may_be_an_applications(path: Path) -> bool:
    """A YAML file that is not hidden, and none of those that Dokploy itself keeps beside the applications' files."""
    own = path.name not in ("dokploy.yml", "middlewares.yml")
    return own and path.suffix == ENDING and not path.name.startswith(".") and path.is_file()


def name_problem(app_name: str) -> str:
    """Why a name cannot be the name of a file; empty where it can."""
    if not _PLAIN.match(app_name) or app_name.endswith((".", " ")):
        return f"the application name `{printable(app_name)}` is not a plain file name"
    if app_name.split(".", 1)[0].lower() in _RESERVED:
        return f"the application name `{app_name}` is the name of a device on Windows"
    return ""


def printable(name: str) -> str:
    """The name with what a terminal would obey taken out."""
    return "".join(character if character.isprintable() else "�" for character in name)


def refuse_bad_names(app_names: Iterable[str]) -> dict[str, str]:
    """The names that cannot be kept as files, and why: no plain names, and names that differ in case only."""
    refused: dict[str, str] = {}
    by_fold: dict[str, list[str]] = {}
    for name in app_names:
        problem = name_problem(name)
        if problem:
            refused[name] = problem
        by_fold.setdefault(name.casefold(), []).append(name)
    for names in by_fold.values():
        if len(names) > 1:
            refused |= dict.fromkeys(names, _same_file(names))
    return refused


def _same_file(names: list[str]) -> str:
    """Why several applications cannot be kept apart: their names are one name where case does not count."""
    different = sorted(set(names))
    if len(different) == 1:
        return f"{len(names)} applications have the name `{printable(different[0])}`"
    shown = [f"`{printable(name)}`" for name in different[:_SHOWN]]
    if len(different) > _SHOWN:
        shown.append(f"{len(different) - _SHOWN} more")
    return f"the application names {', '.join(shown[:-1])} and {shown[-1]} differ only in case"


def check_environment(name: str) -> str:
    """The name of an environment, which is the name of a folder too.

    Raises:
        NameRefusedError: it cannot be one.
    """
    if name_problem(name):
        raise NameRefusedError(f"the environment name `{printable(name)}` is not a plain file name", "rename it")
    return name
