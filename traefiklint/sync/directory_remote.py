"""A plain directory as sync sees it: the provider directory of a Traefik that is deployed by a mounted volume or rsync.

Each `.yml` file at its top is an "application". Other files that Traefik reads there are looked at, and left alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from traefiklint.decoding.directory import is_read
from traefiklint.dokploy.answers import Application
from traefiklint.errors import UsageError
from traefiklint.files import walk
from traefiklint.sync.changes import Change
from traefiklint.sync.files import SHARED, FileError, read_text, write_text
from traefiklint.sync.remote import ComposeFile, Domain, Gap, Reading, Stacks, Surroundings
from traefiklint.sync.workspace import ENDING


class DirectoryRemote:
    """A `Remote` that reads and writes files.

    Args:
        folder: the provider directory.
        static: the static configuration of its Traefik, or None.

    Raises:
        UsageError: there is no such directory.
    """

    concurrency = 1

    def __init__(self, folder: Path, static: Path | None = None) -> None:
        if not folder.is_dir():
            raise UsageError(
                f"there is no directory `{folder}`", "`directory` under [remote] names where Traefik reads"
            )
        self._folder = folder
        self._static = static

    @property
    def url(self) -> str:
        """The directory."""
        return str(self._folder.resolve())

    def discover(self) -> tuple[Application, ...]:
        """The files."""
        names = sorted(name for name in self._names() if "/" not in name and name.endswith(ENDING))
        return tuple(_application(name.removesuffix(ENDING)) for name in names)

    def composes(self) -> tuple[ComposeFile, ...]:
        """There are none that a directory tells of."""
        return ()

    def adopt(self, name: str) -> Application | None:
        """Any file may be put there."""
        return _application(name)

    def read(self, app: Application) -> str | None:
        """The text of a file."""
        return read_text(self._folder / app.file)

    def read_many(self, apps: Iterable[Application]) -> Iterator[Reading]:
        """Read one after the other."""
        for app in apps:
            try:
                yield Reading(app, self.read(app))
            except FileError as error:
                yield Reading(app, None, error)

    def write(self, app: Application, text: str, before: str | None) -> None:
        """Replace a file in one step; Traefik, which watches the directory, sees the old text or the new one."""
        if self.read(app) != before:
            raise FileError(f"`{app.file}` changed in `{self._folder}` in the meantime")
        write_text(self._folder / app.file, text, self._folder, mode=SHARED)

    def marks(self, app: Application) -> Mapping[str, object]:  # noqa: ARG002 - every file is alike
        """Nothing changes a file but a write of it."""
        return {}

    def surroundings(self, server_id: str | None, own: frozenset[str]) -> Surroundings:  # noqa: ARG002 - there is one
        """The other files that Traefik reads there."""
        files: dict[str, str] = {}
        gaps: list[Gap] = []
        names = self._names()
        for name in names:
            if name in own or not is_read(name):
                continue
            try:
                files[name] = read_text(self._folder / name) or ""
            except FileError as error:
                gaps.append(Gap(name, error.message))
        return Surroundings(files, self._static_text(gaps), tuple(gaps), frozenset(names))

    def stacks(self, server_id: str | None) -> Stacks:  # noqa: ARG002 - there is one
        """There are none that a directory tells of."""
        return Stacks()

    def _static_text(self, gaps: list[Gap]) -> str | None:
        try:
            return None if self._static is None else read_text(self._static)
        except FileError as error:
            gaps.append(Gap(str(self._static), error.message))
            return None

    def _names(self) -> list[str]:
        """All files below the directory, as Traefik's file provider finds them."""
        try:
            return list(walk(str(self._folder)))
        except OSError as error:
            raise FileError(f"`{self._folder}` cannot be read: {error.strerror}") from None

    def domains(self, apps: Iterable[Application]) -> Iterator[tuple[Application, tuple[Domain, ...]]]:  # noqa: ARG002
        """A directory has no panel."""
        return iter(())

    def overview(self) -> tuple[Domain, ...] | None:
        """A directory has no panel."""
        return ()

    def objections(self, app: Application, text: str) -> tuple[str, ...]:
        """A directory takes any text that can be written as UTF-8."""
        try:
            text.encode()
        except UnicodeEncodeError:
            return (f"`{app.app_name}{ENDING}` holds half a letter, which no file can hold",)
        return ()

    def warnings(self, app: Application, changes: tuple[Change, ...]) -> tuple[str, ...]:  # noqa: ARG002
        """Nobody else writes there by rule."""
        return ()


def _application(name: str) -> Application:
    return Application(id=name, name=name, app_name=name)
