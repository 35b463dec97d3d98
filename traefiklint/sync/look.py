"""Both sides of every application of a server, at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from traefiklint.dokploy.answers import Application
from traefiklint.sync.files import FileError
from traefiklint.sync.history import History
from traefiklint.sync.memory import Memory
from traefiklint.sync.remote import RAW, ComposeFile, Reading, Remote, Stack
from traefiklint.sync.sides import Sides
from traefiklint.sync.workspace import Workspace, name_problem, refuse_bad_names
from traefiklint.sync.world import Worlds

NOTHING_SEEN = "the key's user sees no application; members see only their own"
"""Said where a server tells of no application at all."""


Progress = Callable[[int, int], None]


class ServerView(NamedTuple):
    """What was seen of a server and its workspace."""

    apps: tuple[Application, ...]
    """Every application of the server, chosen or not."""
    sides: tuple[Sides, ...]
    """The chosen ones, by file name."""
    refused: dict[str, str]
    """Applications whose name cannot be a file name, and why."""
    orphans: tuple[str, ...]
    """Files here that belong to no application."""
    worlds: Worlds
    """What each Traefik of the server reads."""
    workspace: Workspace
    """The place of the files here, with the remote servers of applications known."""
    composes: tuple[ComposeFile, ...] = ()
    """Every compose application whose text is kept here."""

    @property
    def is_empty(self) -> bool:
        """Whether the key's user sees nothing that could be kept here."""
        return not (self.apps or self.composes)

    @property
    def files(self) -> tuple[Sides, ...]:
        """The chosen ones that have a file in a provider directory: compose applications have none."""
        return tuple(sides for sides in self.sides if not sides.is_compose)

    @property
    def servers(self) -> tuple[str | None, ...]:
        """The machine itself, and the remote servers that applications run on."""
        everything = (*self.apps, *self.composes)
        if not everything:
            return ()
        return (None, *sorted({app.server_id for app in everything if app.server_id is not None}))


def look(
    remote: Remote,
    workspace: Workspace,
    choose: Callable[[tuple[Application, ...]], Iterable[Application]],
    *,
    redacted: bool = False,
    progress: Progress | None = None,
) -> ServerView:
    """Read both sides of the chosen applications.

    Args:
        choose: picks the applications, out of all there are.
        redacted: whether to compare with placeholders in the place of hashes.
        progress: is told how many files of how many have been read.
    """
    apps = remote.discover()
    composes = _kept(remote.composes(), workspace.composes)
    workspace = workspace.knowing((*apps, *composes))
    apps = (*apps, *_adopted(remote, workspace, apps))
    refused = _refused(apps, composes)
    chosen = sorted(choose((*apps, *composes)), key=lambda app: app.app_name)
    plain = [app for app in chosen if app.app_name not in refused]
    readings: dict[str, Reading] = {}
    for reading in remote.read_many(plain):
        readings[reading.app.id] = reading
        if progress:
            progress(len(readings), len(plain))
    own = {app.id for app in apps}
    known = {id: one.text for id, one in readings.items() if one.error is None and id in own}
    worlds = Worlds(remote, apps, known, composes)
    memory, history = Memory(workspace), History(workspace.directory)
    nested = History(_existing(workspace.compose_folder), nested=True)
    sides = [
        _compose_sides(readings[app.id], workspace, memory, nested)
        if isinstance(app, ComposeFile)
        else _sides(readings[app.id], workspace, memory, history, worlds, redacted)
        for app in plain
    ]
    missing = {app.app_name: refused[app.app_name] for app in chosen if app.app_name in refused}
    kept = tuple(one for one in composes if one.kept)
    return ServerView(apps, tuple(sides), missing, _orphans(workspace, apps, composes), worlds, workspace, kept)


def _kept(composes: Iterable[ComposeFile], patterns: tuple[str, ...]) -> tuple[ComposeFile, ...]:
    """The compose applications, each with whether its text is kept here."""
    return tuple(one.model_copy(update={"kept": any(map(one.matches, patterns))}) for one in composes)


def _refused(apps: Iterable[Application], composes: Iterable[ComposeFile]) -> dict[str, str]:
    """The names that cannot be those of files, and why."""
    by_name = {one.project_name: one.app_name for one in composes}
    others = {by_name[name]: reason for name, reason in refuse_bad_names(by_name).items()}
    return refuse_bad_names(app.app_name for app in apps) | others


def _orphans(workspace: Workspace, apps: Iterable[Application], composes: Iterable[ComposeFile]) -> tuple[str, ...]:
    """The files here that belong to nobody."""
    known = {app.app_name for app in (*apps, *composes)}
    found = [name for name in workspace.names() if name not in known and not name_problem(name)]
    return (*found, *(name for name in workspace.compose_names() if name not in known))


def _existing(folder: Path) -> Path:
    """A folder, or the nearest one above that is there, which git can be asked in."""
    return folder if folder.is_dir() else folder.parent


def _adopted(remote: Remote, workspace: Workspace, apps: tuple[Application, ...]) -> Iterator[Application]:
    """The applications that files here would make on a server that takes any file."""
    known = {app.app_name for app in apps}
    for name in workspace.names():
        app = None if name in known or name_problem(name) else remote.adopt(name)
        if app is not None:
            yield app


class _Here(NamedTuple):
    """The text here of an application that was read on the server."""

    text: str | None
    problem: str
    """Why one of the two texts cannot be had."""
    unread: bool = False
    """Whether it is this one, though there is a file."""


def _read_here(reading: Reading, workspace: Workspace) -> _Here:
    problem = reading.error.message if reading.error else ""
    try:
        return _Here(workspace.read(reading.app.app_name), problem)
    except FileError as error:
        return _Here(None, problem or error.message, unread=True)


def _sides(
    reading: Reading, workspace: Workspace, memory: Memory, history: History, worlds: Worlds, redacted: bool
) -> Sides:
    app, (local, problem, unread) = reading.app, _read_here(reading, workspace)
    if reading.text is None and app.server_id is not None and not problem and (local or memory.pulled(app.app_name)):
        problem = worlds.unreachable(app.server_id)
    return Sides(app, local, reading.text, memory, history, redacted=redacted, problem=problem, unread=unread)


def _compose_sides(reading: Reading, workspace: Workspace, memory: Memory, history: History) -> Sides:
    """Both sides of a compose application. One from a repository is changed there, and its text is not told."""
    app, (local, problem, unread) = reading.app, _read_here(reading, workspace)
    if isinstance(app, ComposeFile) and app.source not in ("", RAW) and local is not None:
        problem = problem or f"its text comes from {app.source}, where it is to be changed; delete the file here"
    if isinstance(app, ComposeFile) and app.details is not None and not app.source:
        problem = problem or "the server does not tell where its text comes from"
    return Sides(app, local, reading.text, memory, history, problem=problem, unread=unread)


def stacks_of(view: ServerView) -> list[Stack]:
    """The compose applications whose text was read, each as its next deployment starts it."""
    return [sides.app.stack(sides.raw) for sides in view.sides if isinstance(sides.app, ComposeFile) and sides.raw]
