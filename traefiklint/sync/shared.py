"""The files of a server that no application owns, brought here as context for the linter; they are never pushed."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from traefiklint.dokploy.client import Dokploy, SharedFile
from traefiklint.dokploy.concurrency import each
from traefiklint.dokploy.errors import DokployError
from traefiklint.sync.files import read_text, write_text
from traefiklint.sync.memory import Memory, digest
from traefiklint.sync.redact import redact as redacted
from traefiklint.sync.workspace import Workspace

FOLDER = "shared"
"""Below the applications' directory: Traefik's file provider reads folders too, so the linter sees one namespace."""

STATIC_FILE = "traefik.yml"


class SharedPulled(NamedTuple):
    """What became of one shared file."""

    name: str
    outcome: str
    note: str = ""

    def __str__(self) -> str:
        return f"{self.name}: {self.outcome}" + (f" ({self.note})" if self.note else "")


def places(workspace: Workspace) -> dict[SharedFile, Path]:
    """Where each shared file is kept here. The static file is no dynamic configuration, so it stands at the root."""
    return {
        SharedFile.MIDDLEWARES: workspace.directory / FOLDER / "middlewares.yml",
        SharedFile.PANEL: workspace.directory / FOLDER / "dokploy.yml",
        SharedFile.STATIC: workspace.root / STATIC_FILE,
    }


def pull_shared(
    server: Dokploy, workspace: Workspace, *, redact: bool = False, dry_run: bool = False
) -> list[SharedPulled]:
    """Bring the shared files of the Dokploy machine here; only owners and admins may read them."""
    where = places(workspace)
    found = dict(each(server.read_shared, where, server.concurrency))
    return [_one(workspace, where[which], found[which], redact, dry_run) for which in where]


def _one(
    workspace: Workspace, path: Path, answer: str | DokployError | None, redact: bool, dry_run: bool
) -> SharedPulled:
    name = f"{path.parent.name}/{path.name}" if path.parent.name == FOLDER else path.name
    if isinstance(answer, DokployError):
        return SharedPulled(name, "not read", answer.message)
    if answer is None:
        return SharedPulled(name, "no file")
    text = redacted(answer) if redact else answer
    local = read_text(path)
    memory, key = Memory(workspace), f"{path.name}.shared"
    if local == text:
        outcome, note = "unchanged", ""
    elif local is None:
        outcome, note = "new", ""
    elif (known := memory.pulled(key)) is not None and digest(known.text) == digest(local):
        outcome, note = "updated", ""
    else:
        return SharedPulled(name, "kept", "it was changed here; move it away to get the server's")
    if not dry_run:
        if outcome != "unchanged":
            write_text(path, text, workspace.directory if path.parent.name == FOLDER else workspace.root)
        memory.save_pulled(key, text, answer)
    return SharedPulled(name, outcome, note)
