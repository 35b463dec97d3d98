"""The files of a server that no application owns: kept here as those of applications are, and guarded in the same way.

Those of the provider directory lie in `shared/` below the applications' files, so that both are one namespace, as they
are for Traefik; the static configuration lies at the root. Each remote server has its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

from traefiklint.sync.files import FileError
from traefiklint.sync.history import History
from traefiklint.sync.look import ServerView
from traefiklint.sync.memory import Memory, digest
from traefiklint.sync.pull import FAILED, PullOutcome, carry_out, decide
from traefiklint.sync.redact import has_hashes
from traefiklint.sync.remote import OwnerlessFile, Surroundings
from traefiklint.sync.sides import Sides, State
from traefiklint.sync.workspace import SHARED_FOLDER, STATIC_FOLDER, Workspace
from traefiklint.sync.world import Worlds

STATIC_FILE = "traefik.yml"


class SharedPulled(NamedTuple):
    """What became of one shared file."""

    name: str
    outcome: str
    note: str = ""
    new_hashes: bool = False
    """Whether password hashes came here that were not here before."""

    @property
    def failed(self) -> bool:
        """Whether it is a reason for the exit status 1."""
        return self.outcome in FAILED

    def __str__(self) -> str:
        return f"{self.name}: {self.outcome}" + (f" ({self.note})" if self.note else "")


class SharedState(NamedTuple):
    """How a shared file stands to the server's."""

    name: str
    state: str
    note: str = ""
    differs: bool = True
    """Whether it is a reason for the exit status 1."""

    def __str__(self) -> str:
        return f"{self.name}: {self.state}" + (f" ({self.note})" if self.note else "")

    def to_dict(self) -> dict[str, Any]:
        """The state for JSON."""
        return {"name": self.name, "state": self.state, "note": self.note}


def are_kept(workspace: Workspace) -> bool:
    """Whether shared files were brought here once, so that they are to be fresh."""
    static = _static_name("")
    kept = Memory(workspace).pulled(static) is not None and workspace.path(static).exists()
    return kept or any((folder / SHARED_FOLDER).is_dir() for folder in workspace.folders())


def shared_sides(view: ServerView, servers: Iterable[str | None], *, redacted: bool = False) -> Iterator[Sides]:
    """Both sides of the shared files of servers: of those that a server has, and of those that are here.

    Where nobody knows whether a server has a file, because it could not be read, there is nothing to compare.
    """
    memory, history_of = Memory(view.workspace), cache(History)
    for server_id in servers:
        around = view.worlds.surroundings(server_id)
        unread = {gap.name for gap in around.gaps}
        for app, text in _files(view.workspace, view.worlds, server_id, around):
            if text is None and (around.present is None or app.place in unread):
                continue
            history = history_of(view.workspace.path(app.app_name).parent)
            local, problem = None, ""
            try:
                local = view.workspace.read(app.app_name)
            except FileError as error:
                problem = error.message
            is_unread = bool(problem)
            yield Sides(app, local, text, memory, history, redacted=redacted, problem=problem, unread=is_unread)


def _files(
    workspace: Workspace, worlds: Worlds, server_id: str | None, around: Surroundings
) -> Iterator[tuple[OwnerlessFile, str | None]]:
    """The shared files of one server, with what it has of each."""
    label = worlds.label(server_id)
    home = workspace.home(label)
    prefix = f"{home.name}/{SHARED_FOLDER}" if label else SHARED_FOLDER
    static = _static_name(label)
    if around.static is not None or workspace.path(static).exists():
        yield _file(static, STATIC_FILE, server_id, label), around.static
    folder = home / SHARED_FOLDER
    here = {path.relative_to(folder).as_posix() for path in folder.rglob("*.yml")} if folder.is_dir() else set()
    for name in sorted({*around.files, *here}):
        yield _file(f"{prefix}/{name}", name, server_id, label), around.files.get(name)


def _static_name(label: str) -> str:
    return f"{STATIC_FOLDER}/traefik{f'@{label}' if label else ''}.yml"


def _file(name: str, place: str, server_id: str | None, label: str) -> OwnerlessFile:
    return OwnerlessFile(id=name, name=name, app_name=name, place=place, server_id=server_id, server_name=label)


def pull_shared(
    view: ServerView, servers: Iterable[str | None], *, redact: bool, dry_run: bool
) -> Iterator[SharedPulled]:
    """Bring the shared files of servers here; what was changed here is merged, or stays."""
    servers = tuple(servers)
    for server_id in servers:
        for gap in view.worlds.surroundings(server_id).gaps:
            yield SharedPulled(gap.name, "not read", gap.reason)
    for sides in shared_sides(view, servers, redacted=redact):
        if sides.raw is None:
            yield _gone(view.workspace, sides, dry_run=dry_run)
            continue
        found = decide(sides)
        found = found if dry_run else carry_out(found, sides, view.workspace)
        note = found.note or "; ".join(f"both sides changed `{conflict.path}`" for conflict in found.conflicts)
        new_hashes = has_hashes(found.text) and not has_hashes(sides.local)
        yield SharedPulled(sides.file_here, found.outcome.value, note, new_hashes)


def _gone(workspace: Workspace, sides: Sides, *, dry_run: bool) -> SharedPulled:
    name = sides.file_here
    if not sides.given_up:
        return SharedPulled(name, PullOutcome.KEPT, "the server has no such file")
    if not dry_run:
        workspace.path(sides.app.app_name).unlink()
    return SharedPulled(name, "removed", "the server has it no longer")


def shared_states(view: ServerView, servers: Iterable[str | None]) -> Iterator[SharedState]:
    """How the shared files that are kept here stand to those of the servers."""
    for sides in shared_sides(view, servers):
        if not (sides.is_here or sides.deleted_here):
            continue
        is_static = isinstance(sides.app, OwnerlessFile) and sides.app.is_static
        note = _NOTES.get(sides.state, "")
        if sides.state is State.LOCAL:
            note = "a push leaves it alone; change it on the server" if is_static else "`push --shared` pushes it"
        differs = sides.state is not State.IN_SYNC and not sides.harmless
        yield SharedState(sides.file_here, sides.state.value, note, differs)


_NOTES = {
    State.SERVER: "`pull` brings it here",
    State.BOTH: "`pull` merges it",
    State.MISSING_HERE: "`pull` brings it back",
    State.INTERRUPTED: "`push --shared` completes it",
}


def shared_changes(view: ServerView, servers: Iterable[str | None]) -> tuple[Sides, ...]:
    """The shared files that were changed here and that a push may write; the static configuration is none of them, as
    Traefik reads it when it starts only."""
    return tuple(
        sides
        for sides in shared_sides(view, servers)
        if isinstance(sides.app, OwnerlessFile) and not sides.app.is_static and _is_meant(sides)
    )


def _is_meant(sides: Sides) -> bool:
    if sides.unread:
        return True  # of which is told why it cannot be pushed
    untouched = sides.recorded and digest(sides.local) == digest(sides.base) and not sides.half_written
    return sides.local is not None and sides.state is not State.IN_SYNC and not untouched
