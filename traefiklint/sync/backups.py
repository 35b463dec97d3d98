"""The texts that the server had before each push, kept under `.traefiklint/backups/`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from traefiklint.errors import UsageError
from traefiklint.sync.files import read_text
from traefiklint.sync.workspace import ENDING, Workspace

_FORM = "%Y%m%dT%H%M%S.%fZ"
_READABLE = "%Y-%m-%dT%H:%M:%SZ"


class Backup(NamedTuple):
    """One saved text: what the server held until `time`."""

    app_name: str
    time: datetime
    path: Path

    @property
    def when(self) -> str:
        """The time as it is shown and as `--at` takes it, in UTC."""
        return self.time.strftime(_READABLE)

    def text(self) -> str:
        """What was saved."""
        return read_text(self.path) or ""


def now() -> datetime:
    """The time of a run; all texts that one push saves share it."""
    return datetime.now(UTC)


def save(workspace: Workspace, app_name: str, text: str, time: datetime) -> Path:
    """Keep what the server holds, safely on disk before anything is written there.

    Raises:
        FileError: it cannot be kept.
    """
    path = workspace.memory("backups") / app_name / f"{time.strftime(_FORM)}{ENDING}"
    workspace.remember(path, text)
    return path


def saved(workspace: Workspace) -> tuple[Backup, ...]:
    """All saved texts, by application, oldest first."""
    found = []
    home = workspace.memory("backups")
    for path in sorted(path for path in home.rglob(f"*{ENDING}") if path.is_file()):
        try:
            time = datetime.strptime(path.stem, _FORM).replace(tzinfo=UTC)
        except ValueError:
            continue
        found.append(Backup(path.parent.relative_to(home).as_posix(), time, path))
    return tuple(found)


def as_of(backups: tuple[Backup, ...], time: datetime) -> dict[str, Backup]:
    """For each application, the text that the server held at that time: the first one saved then or later."""
    chosen: dict[str, Backup] = {}
    for backup in backups:
        if backup.time.replace(microsecond=0) >= time.replace(microsecond=0):
            chosen.setdefault(backup.app_name, backup)
    return chosen


def latest(backups: tuple[Backup, ...]) -> dict[str, Backup]:
    """For each application, the text that was saved last."""
    return {backup.app_name: backup for backup in backups}


def read_time(text: str) -> datetime:
    """The time that `--at` names: as it is listed, or any ISO date or time; without a zone it is UTC.

    Raises:
        UsageError: it is none.
    """
    try:
        time = datetime.fromisoformat(text)
    except ValueError:
        raise UsageError(f"`{text}` is no time", "write it as the list shows it, as in 2026-01-31T12:00:00Z") from None
    return time if time.tzinfo else time.replace(tzinfo=UTC)
