"""What is remembered between runs: the text of each application at the last pull or push, and the pushes under way.

One run at a time writes in a checkout: two would take away each other's notes of what is being written.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from traefiklint.errors import TraefiklintError
from traefiklint.sync.deployed import Seen
from traefiklint.sync.files import FileError, NotTextError, read_text
from traefiklint.sync.workspace import MEMORY, Workspace
from traefiklint.writing import lock


class BusyError(TraefiklintError):
    """Another run is writing in this checkout."""


@contextmanager
def alone(workspace: Workspace) -> Iterator[None]:
    """Hold the lock of a checkout. The system drops it when the process ends, however it ends, so none is left behind.

    Where there can be no lock (a read-only folder, a file system without locks), the work goes on without one: each
    write is guarded by its own comparison anyway.

    Raises:
        BusyError: another run holds it.
    """
    handle = _open(workspace.root / MEMORY)
    try:
        if handle is not None and lock(handle, wait=False) is False:
            raise BusyError(
                "another `pull`, `push` or `restore` is writing in this checkout", "run this again when it has ended"
            )
        yield
    finally:
        if handle is not None:
            os.close(handle)


def _open(folder: Path) -> int | None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return os.open(folder, os.O_RDONLY)
    except OSError:
        return None


def digest(text: str | None) -> str:
    """The SHA-256 of a text, or an empty string for no text."""
    return "" if text is None else hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Pulled(NamedTuple):
    """What the server held when we last looked and agreed: the common origin of both sides."""

    text: str
    """As it may be kept here: with placeholders where hashes are redacted."""
    sha256: str
    """Of what the server held."""


class Pending(NamedTuple):
    """A write that was begun: until it is known how it ended, the server may hold any start of the new text."""

    before: str | None
    """The SHA-256 of the old text, empty for no file."""
    text: str
    """The new text."""


class Memory(NamedTuple):
    """What is remembered of one server. Each application's record is one file, replaced in one step."""

    workspace: Workspace

    def pulled(self, app_name: str) -> Pulled | None:
        """The last known common text of an application."""
        record = self._load("pulled", app_name)
        if record is None:
            return None
        text, sha256 = record.get("text"), record.get("sha256")
        return Pulled(text, sha256) if isinstance(text, str) and isinstance(sha256, str) else None

    def save_pulled(self, app_name: str, text: str, server: str) -> None:
        """Remember that both sides agree on what the server holds.

        Args:
            text: the server's text as it may be kept here.
            server: the server's text, of which only a hash is kept.
        """
        known = self.pulled(app_name)
        if known != Pulled(text, digest(server)):
            self._save("pulled", app_name, {"text": text, "sha256": digest(server)})

    def other_url(self, app_name: str) -> str:
        """The server that an application was last pulled from, where it was another one than is meant now."""
        record = self._any("pulled", app_name)
        url = record.get("url") if record else None
        return url if isinstance(url, str) and url != self.workspace.url else ""

    def pending(self, app_name: str) -> Pending | None:
        """The write of an application that was begun and not seen to end."""
        record = self._load("pending", app_name)
        if record is None or not isinstance(record.get("text"), str):
            return None
        return Pending(record.get("before"), record["text"])

    def begin(self, app_name: str, before: str | None, text: str) -> None:
        """Note that a write begins."""
        self._save("pending", app_name, {"before": digest(before), "text": text})

    def end(self, app_name: str) -> None:
        """Note that it is known how the write ended."""
        path = self._path("pending", app_name)
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise FileError(f"`{path}` cannot be removed: {error.strerror}") from None

    def deployed(self, app_name: str) -> Seen | None:
        """What was seen of the deployment of a compose application."""
        record = self._load("deployed", app_name) or {}
        sha256, deployed, is_due = (record.get(name) for name in Seen._fields)
        known = isinstance(sha256, str) and isinstance(deployed, str) and isinstance(is_due, bool)
        return Seen(str(sha256), str(deployed), bool(is_due)) if known else None

    def save_deployed(self, app_name: str, seen: Seen) -> None:
        """Remember what was seen of it."""
        if self.deployed(app_name) != seen:
            self._save("deployed", app_name, seen._asdict())

    def _path(self, kind: str, app_name: str) -> Path:
        return self.workspace.memory(kind) / f"{app_name}.json"

    def _load(self, kind: str, app_name: str) -> dict[str, Any] | None:
        record = self._any(kind, app_name)
        return record if record and record.get("url") == self.workspace.url else None

    def _any(self, kind: str, app_name: str) -> dict[str, Any] | None:
        """A record, of whichever server it is."""
        try:
            text = read_text(self._path(kind, app_name))
            record = json.loads(text) if text else None
        except (NotTextError, ValueError, RecursionError):
            return None  # a record that cannot be read is as good as none: the comparison with git remains
        return record if isinstance(record, dict) else None

    def _save(self, kind: str, app_name: str, record: dict[str, Any]) -> None:
        whole = {"url": self.workspace.url, **record}
        self.workspace.remember(self._path(kind, app_name), json.dumps(whole, ensure_ascii=False) + "\n")
