"""Where the files of one Dokploy server are kept here: `DIRECTORY/APPNAME.yml`, and what is remembered about them."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from traefiklint.dokploy.answers import Application
from traefiklint.errors import TraefiklintError
from traefiklint.files import COMPOSE_FILE, COMPOSE_FOLDER
from traefiklint.reading import leads_out
from traefiklint.settings.implied import DEFAULT_ENVIRONMENT, compose_folder
from traefiklint.sync.files import FileError, read_text, write_text

ENDING = ".yml"
SHARED_FOLDER = "shared"
"""The folder, below those of applications, of files that no application owns."""
STATIC_FOLDER = "static"
"""What the names of static configurations begin with; they lie at the root."""
MEMORY = ".traefiklint"
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._ -]{0,199}\Z")
_RESERVED = frozenset(("con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))))

_SHOWN = 3
"""How many names are shown where many are the same."""


class NameRefusedError(TraefiklintError):
    """An application's name cannot be the name of a file."""


class Workspace(NamedTuple):
    """The place of one server's files.

    Each Traefik has a folder of its own, because all files of a folder are one namespace: those of the server itself
    lie in `directory`, those of its remote server `box` in `directory@box` beside it. A file that still lies in another
    of these folders (from before, or because the server has a new name) is read where it is; `pull` moves it.
    """

    root: Path
    """The folder of the config file, or the working directory: `.traefiklint/` stands there."""
    directory: Path
    """Where the applications' files are."""
    environment: str = DEFAULT_ENVIRONMENT
    url: str = ""
    """The server, as it may be shown; what is remembered of another one does not count."""

    reserved: frozenset[str] = frozenset(("dokploy.yml", "middlewares.yml"))
    """The files that the server itself keeps beside those of applications."""
    homes: Mapping[str, str] = {}
    """The names of the remote servers of applications, by the application."""
    context: Path | None = None
    """Where to keep what else the Traefiks of the server read; None where nobody needs that."""
    composes: tuple[str, ...] = ()
    """Which compose applications are kept here, as patterns; none where it is empty."""

    def knowing(self, apps: Iterable[Application]) -> Workspace:
        """The same, with the remote servers of these applications known."""
        return self._replace(homes={app.app_name: label_of(app) for app in apps if app.server_id is not None})

    def home(self, label: str) -> Path:
        """The folder of the files of one server; the label is empty for the server itself."""
        if not label:
            return self.directory
        own = self._own
        return own / f"@{as_folder(label)}" if _is_nameless(own) else own.with_name(f"{own.name}@{as_folder(label)}")

    @property
    def _own(self) -> Path:
        """The folder of applications by its name, also seen from inside; that of the settings may have none."""
        own = self.directory.absolute()
        if not _is_nameless(self.directory) or os.path.abspath(own) == os.path.abspath(self.root):  # noqa: PTH100
            return self.directory
        above, name = os.path.split(os.path.abspath(own))  # noqa: PTH100
        return Path(os.path.relpath(above)) / name

    def folders(self) -> list[Path]:
        """The folders that may hold files of applications."""
        return [self.directory, *self._of_servers(self._own)[1:]]

    @property
    def compose_folder(self) -> Path:
        """The folder of compose applications, each in one of its own, beside that of applications."""
        own = self._own
        return own / compose_folder("") if _is_nameless(own) else own.with_name(compose_folder(own.name))

    def compose_folders(self) -> list[Path]:
        """This one, and those of remote servers."""
        return self._of_servers(self.compose_folder)

    def _of_servers(self, own: Path) -> list[Path]:
        parent, name = (own, "") if _is_nameless(own) else (own.parent, own.name)
        try:
            with os.scandir(parent) as entries:
                beside = [entry.name for entry in entries if entry.name.startswith(f"{name}@") and entry.is_dir()]
        except OSError:
            beside = []
        return [own, *(parent / name for name in sorted(beside))]

    def path(self, app_name: str) -> Path:
        """Where the file of an application belongs; or a file that no application owns, whose name has a `/`."""
        first, slash, rest = app_name.partition("/")
        if first == STATIC_FOLDER:
            return self.root / rest
        if first == COMPOSE_FOLDER:
            label = self.homes.get(app_name, "")
            home = self.compose_folder.name + (f"@{as_folder(label)}" if label else "")
            return self.compose_folder.with_name(home) / rest / COMPOSE_FILE
        if slash:
            return (self.directory if first == SHARED_FOLDER else self.directory.parent) / app_name
        return self.home(self.homes.get(app_name, "")) / f"{app_name}{ENDING}"

    def found(self, app_name: str) -> Path:
        """Where it is: where it belongs, else in another of the folders, else where it belongs."""
        home = self.path(app_name)
        if "/" not in app_name and not home.exists():
            for folder in self.folders():
                if folder != home.parent and (folder / home.name).is_file():
                    return folder / home.name
        return home

    def read(self, app_name: str) -> str | None:
        """The text of an application's file here, or None.

        Raises:
            FileError: it cannot be read, or a link leads out of the folder: such a text is nobody's to show or push.
        """
        path = self.found(app_name)
        if all(leads_out(str(path), os.path.realpath(folder)) for folder in (path.parent, self.root)):
            raise FileError(
                f"`{path}` is a link that leads out of `{path.parent}`, and is not read", "put a file in its place"
            )
        return read_text(path)

    def write(self, app_name: str, text: str) -> None:
        """Replace an application's file here; one that lay in another folder goes to where it belongs."""
        path, old = self.path(app_name), self.found(app_name)
        write_text(path, text, path.parent)
        if old != path:
            old.unlink(missing_ok=True)

    def misplaced(self, app_name: str) -> bool:
        """Whether an application's file lies in the folder of another server."""
        return self.found(app_name) != self.path(app_name)

    def names(self) -> tuple[str, ...]:
        """The names of the files here that may be those of applications, in order."""
        found: set[str] = set()
        for folder in self.folders():
            try:
                found |= {entry.stem for entry in folder.iterdir() if self._may_be_an_applications(entry)}
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                raise FileError(f"`{folder}` cannot be read: {error.strerror}") from None
        return tuple(sorted(found))

    def compose_names(self) -> tuple[str, ...]:
        """The names of the files here that may be those of compose applications, in order."""
        found = {path.parent.name for folder in self.compose_folders() for path in folder.glob(f"*/{COMPOSE_FILE}")}
        return tuple(f"{COMPOSE_FOLDER}/{name}" for name in sorted(found))

    def _may_be_an_applications(self, path: Path) -> bool:
        """A YAML file that is not hidden, and none of those that the server itself keeps."""
        own = path.name not in self.reserved
        return own and path.suffix == ENDING and not path.name.startswith(".") and path.is_file()

    def memory(self, kind: str) -> Path:
        """The folder of what is remembered, of one kind: `pulled`, `pending`, `backups`, `shared`."""
        return self.root / MEMORY / kind / self.environment

    def is_memory(self, path: Path) -> bool:
        """Whether a path lies where git does not look."""
        return path.is_relative_to(self.root / MEMORY)

    def remember(self, path: Path, text: str) -> None:
        """Write a file under `.traefiklint/`, which git does not see and nobody else may read."""
        ignore = self.root / MEMORY / ".gitignore"
        if not ignore.exists():
            write_text(ignore, "*\n", self.root)
            ignore.parent.chmod(0o700)
        write_text(path, text, self.root)


def label_of(app: Application) -> str:
    """What the remote server of an application is called; empty for the server itself."""
    return "" if app.server_id is None else app.server_name or app.server_id


def as_folder(label: str) -> str:
    """The name of a server as a part of the name of a folder."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", label).strip("-.")[:60]
    return plain if plain == label else f"{plain or 'server'}-{hashlib.sha256(label.encode()).hexdigest()[:8]}"


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


def _is_nameless(folder: Path) -> bool:
    """Whether a path is that of the working directory, or of one above it."""
    return folder.name in ("", "..")
