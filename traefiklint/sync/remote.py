"""What sync asks of a server that holds the files of applications: a Dokploy server, or a plain directory.

A second kind of server is one module that answers these questions (`sync.dokploy_remote`, `sync.directory_remote`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple, Protocol

from traefiklint.dokploy.answers import Application, ComposeApplication, ComposeDetails
from traefiklint.dokploy.labels import override_of
from traefiklint.errors import TraefiklintError
from traefiklint.files import ADDED_FILE, COMPOSE_FILE, COMPOSE_FOLDER
from traefiklint.sync.changes import Change
from traefiklint.sync.workspace import STATIC_FOLDER

RAW = "raw"
"""Where the text of a compose application comes from that is kept in the panel itself."""


class OwnerlessFile(Application):
    """A file of a server that no application owns, such as `middlewares.yml`, in the place of an application.

    `app_name` is its name here, always with a `/`, which no application has in its name.
    """

    place: str
    """Its name in the provider directory; `traefik.yml` for the static configuration beside that."""

    @property
    def file(self) -> str:
        """The name of the file in the provider directory."""
        return self.place

    @property
    def is_static(self) -> bool:
        """Whether it is the static configuration."""
        return self.app_name.startswith(f"{STATIC_FOLDER}/")


class ComposeFile(ComposeApplication):
    """The text of a compose application, in the place of an application with a file.

    `app_name` is `compose/NAME` here: no application has a `/` in its name.
    """

    kept: bool = True
    """Whether the settings say that its text is kept here."""
    details: ComposeDetails | None = None
    """What the server tells of it, once it was read."""

    @property
    def is_kept(self) -> bool:
        """Whether the settings say that its text is kept here."""
        return self.kept

    @property
    def project_name(self) -> str:
        """As Compose calls its project."""
        return self.app_name.removeprefix(f"{COMPOSE_FOLDER}/")

    @property
    def file(self) -> str:
        """The name of its file; Compose calls the project as the folder."""
        return f"{self.app_name}/{COMPOSE_FILE}"

    @property
    def called(self) -> tuple[str, ...]:
        """With and without what tells it from an application."""
        return self.app_name, self.project_name

    @property
    def source(self) -> str:
        """Where its text comes from; empty where that was not read."""
        return self.details.source_type if self.details is not None else ""

    def stack(self, text: str) -> Stack:
        """The same as one Traefik sees it when this text is deployed."""
        details = self.details or ComposeDetails(compose_id=self.id)
        return Stack(self.name, self.project_name, text, details.compose_type == "stack", override_of(details), self.id)


class Reading(NamedTuple):
    """The text of one application's file, or why it could not be read; of a compose application more is told now."""

    app: Application
    text: str | None
    error: TraefiklintError | None = None


class Gap(NamedTuple):
    """A file, or the list of them, that could not be read."""

    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


class Stack(NamedTuple):
    """A compose application, with the labels that its panel adds: what its next deployment starts."""

    name: str
    """As people call it."""
    app_name: str
    """As Compose calls the project."""
    text: str
    is_swarm: bool = False
    """Whether it is deployed as a stack, so that the labels under `deploy` count."""
    added: str = ""
    """A file that is put over it, where the text is without the labels that its panel adds."""
    id: str = ""

    @property
    def file(self) -> str:
        """The name of its file; Compose calls the project as the folder."""
        return f"{COMPOSE_FOLDER}/{self.app_name}/{COMPOSE_FILE}"

    @property
    def added_file(self) -> str:
        """The name of what is put over it."""
        return f"{COMPOSE_FOLDER}/{self.app_name}/{ADDED_FILE}"

    @property
    def texts(self) -> dict[str, str]:
        """Its files, the main one first."""
        return {self.file: self.text} | ({self.added_file: self.added} if self.added else {})


class Surroundings(NamedTuple):
    """What one Traefik reads besides the files of applications."""

    files: Mapping[str, str] = {}
    """Texts by their name in the provider directory, with `/`."""
    static: str | None = None
    """The static configuration, where it could be read."""
    gaps: tuple[Gap, ...] = ()
    """What could not be read, so that nobody can say what stands there."""
    present: frozenset[str] | None = None
    """The names of all files in the provider directory; None where there is no list of them."""


class Stacks(NamedTuple):
    """The compose applications whose labels one Traefik reads."""

    known: tuple[Stack, ...] = ()
    dark: tuple[Gap, ...] = ()
    """Those whose labels nobody can tell, by the id of each."""


class Domain(NamedTuple):
    """A domain of an application, as the panel of a server holds it."""

    app_id: str
    """Of the application, or of a compose application."""
    host: str
    path: str = "/"
    https: bool = False
    entry_point: str = ""
    """One of its own; empty for `web` and `websecure`."""
    enabled: bool = True
    number: int | None = None
    """The N of `…-router-N`; None where the answer does not tell."""
    compose: str = ""
    """The compose application that it belongs to; empty where that is an application with a file."""

    @property
    def shown(self) -> str:
        """Host and path, as people write them."""
        return self.host + (self.path if self.path not in ("", "/") else "")


class Remote(Protocol):
    """A server that holds one file for each application.

    Every method raises a `TraefiklintError` where the server, or the way to it, says no.
    """

    @property
    def url(self) -> str:
        """The server, as it may be shown; what is remembered of another one does not count."""

    @property
    def concurrency(self) -> int:
        """How many questions may be asked at once."""

    def discover(self) -> tuple[Application, ...]:
        """All applications that there are."""

    def composes(self) -> tuple[ComposeFile, ...]:
        """All compose applications that there are."""

    def adopt(self, name: str) -> Application | None:
        """The application that a push of a file of that name would make; None where only the server makes them."""

    def read(self, app: Application) -> str | None:
        """The text of the application's file; None where there is none, or a remote server cannot be reached."""

    def read_many(self, apps: Iterable[Application]) -> Iterator[Reading]:
        """Read many files, in any order; what concerns the whole server is raised."""

    def write(self, app: Application, text: str, before: str | None) -> None:
        """Replace a file, which holds `before`. A return proves nothing: only reading back does."""

    def marks(self, app: Application) -> Mapping[str, object]:
        """What somebody else's work on the application changes besides its file: each thing by a name of its own."""

    def surroundings(self, server_id: str | None, own: frozenset[str]) -> Surroundings:
        """What the Traefik of one server reads besides the files of applications.

        Args:
            own: the names of those.
        """

    def stacks(self, server_id: str | None) -> Stacks:
        """The compose applications of one server."""

    def domains(self, apps: Iterable[Application]) -> Iterator[tuple[Application, tuple[Domain, ...]]]:
        """The domains of applications, with their numbers; those that cannot be read are left out."""

    def overview(self) -> tuple[Domain, ...] | None:
        """All domains of the server, without numbers; None where it cannot tell them at once."""

    def objections(self, app: Application, text: str) -> tuple[str, ...]:
        """Why the server would not take the text, or would lose it, or could not read it afterwards."""

    def warnings(self, app: Application, changes: tuple[Change, ...]) -> tuple[str, ...]:
        """What the author of a change should know about this server."""
