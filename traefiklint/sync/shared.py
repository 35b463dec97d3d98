"""The files of a server that no application owns, kept here as context for the linter.

Those of the provider directory lie in `shared/` below the applications' files, so that both are one namespace, as they
are for Traefik; the static configuration lies at the root. Each remote server has its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from traefiklint.sync.files import read_text, write_text
from traefiklint.sync.memory import Memory, digest
from traefiklint.sync.redact import redact as redacted
from traefiklint.sync.remote import Surroundings
from traefiklint.sync.workspace import Workspace
from traefiklint.sync.world import Worlds

FOLDER = "shared"
CHANGED_HERE = "changed here"
STATIC_FILE = "traefik.yml"


class SharedPulled(NamedTuple):
    """What became of one shared file."""

    name: str
    outcome: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.outcome}" + (f" ({self.note})" if self.note else "")


class SharedState(NamedTuple):
    """How a shared file stands to the server's."""

    name: str
    state: str
    note: str = ""

    @property
    def differs(self) -> bool:
        """Whether it is a reason for the exit status 1."""
        return self.state != "in sync"

    def __str__(self) -> str:
        return f"{self.name}: {self.state}" + (f" ({self.note})" if self.note else "")

    def to_dict(self) -> dict[str, Any]:
        """The state for JSON."""
        return self._asdict()


class _Copy(NamedTuple):
    """A shared file here, and what the server has of it."""

    path: Path
    within: Path
    """The folder that links must not lead out of."""
    name: str
    """As it is shown."""
    key: str
    """Under which it is remembered."""
    server: str | None


def _copies(workspace: Workspace, label: str, around: Surroundings) -> Iterator[_Copy]:
    """The files of one server, those that it has and those that are remembered here."""
    home = workspace.home(label)
    folder = home / FOLDER
    mark = f"@{label}" if label else ""
    static = workspace.root / f"traefik{home.name.removeprefix(workspace.directory.name) if label else ''}.yml"
    if around.static is not None or static.exists():
        yield _Copy(static, workspace.root, static.name, f"{STATIC_FILE}{mark}.shared", around.static)
    here = {path.relative_to(folder).as_posix() for path in folder.rglob("*.yml")} if folder.is_dir() else set()
    for name in sorted({*around.files, *here}):
        shown = f"{home.name}/{FOLDER}/{name}" if label else f"{FOLDER}/{name}"
        yield _Copy(folder / name, home, shown, f"{name.replace('/', '+')}{mark}.shared", around.files.get(name))


def are_kept(workspace: Workspace) -> bool:
    """Whether shared files were brought here once, so that they are to be fresh."""
    static = Memory(workspace).pulled(f"{STATIC_FILE}.shared") is not None and (workspace.root / STATIC_FILE).exists()
    return static or any((folder / FOLDER).is_dir() for folder in workspace.folders())


def pull_shared(
    workspace: Workspace, worlds: Worlds, servers: Iterable[str | None], *, redact: bool, dry_run: bool
) -> Iterator[SharedPulled]:
    """Bring the shared files of servers here; those that were changed here stay."""
    for server_id in servers:
        around = worlds.surroundings(server_id)
        for gap in around.gaps:
            yield SharedPulled(gap.name, "not read", gap.reason)
        unread = {gap.name for gap in around.gaps}
        for copy in _copies(workspace, worlds.label(server_id), around):
            if copy.server is not None or (around.present is not None and not unread):
                yield _pulled(workspace, copy, redact=redact, dry_run=dry_run)


def _pulled(workspace: Workspace, copy: _Copy, *, redact: bool, dry_run: bool) -> SharedPulled:
    local, memory = read_text(copy.path), Memory(workspace)
    known = memory.pulled(copy.key)
    untouched = known is not None and digest(known.text) == digest(local)
    if copy.server is None:
        if local is None or not untouched:
            return SharedPulled(copy.name, "kept", "the server has no such file")
        if not dry_run:
            copy.path.unlink()
        return SharedPulled(copy.name, "removed", "the server has it no longer")
    text = redacted(copy.server) if redact else copy.server
    if local == text:
        outcome = "unchanged"
    elif local is None:
        outcome = "new"
    elif untouched:
        outcome = "updated"
    else:
        return SharedPulled(copy.name, "kept", "it was changed here; move it away to get the server's")
    if not dry_run:
        if outcome != "unchanged":
            write_text(copy.path, text, copy.within)
        memory.save_pulled(copy.key, text, copy.server)
    return SharedPulled(copy.name, outcome)


def shared_states(workspace: Workspace, worlds: Worlds, servers: Iterable[str | None]) -> Iterator[SharedState]:
    """How the shared files that are kept here stand to those of the servers."""
    memory = Memory(workspace)
    for server_id in servers:
        around = worlds.surroundings(server_id)
        for copy in _copies(workspace, worlds.label(server_id), around):
            local, known = read_text(copy.path), memory.pulled(copy.key)
            if local is None:
                continue
            if copy.server is None:
                if around.present is not None:
                    yield SharedState(copy.name, "no file on the server")
            elif local in (copy.server, redacted(copy.server)):
                yield SharedState(copy.name, "in sync")
            elif known is not None and digest(copy.server) == known.sha256:
                yield SharedState(copy.name, CHANGED_HERE, "a push leaves it alone; change it on the server")
            elif known is not None and digest(known.text) == digest(local):
                yield SharedState(copy.name, "changed on the server", "`pull` brings it here")
            else:
                yield SharedState(copy.name, "differs", "move it away and `pull --shared` to get the server's")
