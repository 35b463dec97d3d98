"""Carries out a plan, one file at a time: read again, compare, keep the old text, write, read back, put it right.

Dokploy answers `true` whether it wrote or not, and has no version to compare: only reading tells. Whatever stops this
at any moment, the file on the server is the old one or the new one; where the server itself broke off in the middle,
the note of the write that was begun lets the next run complete it.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from traefiklint.errors import TraefiklintError
from traefiklint.sync.backups import save
from traefiklint.sync.deployed import Seen
from traefiklint.sync.lock import alone
from traefiklint.sync.memory import Memory, digest
from traefiklint.sync.plan import Plan, Step
from traefiklint.sync.remote import ComposeFile, Remote
from traefiklint.sync.workspace import Workspace

SWITCHED_OFF = "# A write of this new file failed half way. Nothing is lost: it was not there before.\n"
"""What is left of a new file that was written in part only: there is no way to delete a file, and half a file would
stop Traefik from reading any file; one with only a comment does no harm."""


class Outcome(StrEnum):
    """How the write of one file ended."""

    DONE = "done"
    RESTORED = "restored"
    """It was written wrongly, and the old text was put back."""
    FAILED = "failed"
    """Nothing was written."""
    OVERTAKEN = "overtaken"
    """Somebody changed the file or the application's domains at the same time."""
    UNCERTAIN = "uncertain"
    """The server cannot be asked what it holds; `status` will tell, and another push will complete it."""
    NOT_TRIED = "not tried"


class Done(NamedTuple):
    """How the write of one file ended, and why."""

    app_name: str
    outcome: Outcome
    message: str = ""
    backup: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The result for JSON."""
        return {"app": self.app_name, "outcome": self.outcome.value, "message": self.message, "backup": self.backup}


def carry_out(
    plan: Plan, remote: Remote, workspace: Workspace, time: datetime, tell: Callable[[Done], None]
) -> tuple[Done, ...]:
    """Write the files of a plan in its order; after the first that fails, none is tried.

    Args:
        time: the time under which the old texts are kept.
        tell: is told of each file as it is done.

    Raises:
        BusyError: another run writes in this checkout.
    """
    results: list[Done] = []
    stopped = False
    with alone(workspace):
        for step in plan.steps:
            if stopped:
                result = Done(step.app.app_name, Outcome.NOT_TRIED)
            else:
                result = _Write(step, remote, workspace, time).run()
                stopped = result.outcome is not Outcome.DONE
            results.append(result)
            tell(result)
    return tuple(results)


class _Write:
    """The write of one file."""

    def __init__(self, step: Step, remote: Remote, workspace: Workspace, time: datetime) -> None:
        self.step = step
        self.remote = remote
        self.workspace = workspace
        self.memory = Memory(workspace)
        self.time = time
        self.backup = ""

    def run(self) -> Done:
        try:
            panel = self.remote.marks(self.step.app)
            held = self.read()
            if held == self.step.new:
                return self.agreed("it was there already")
            if held != self.step.old:
                return self.done(Outcome.OVERTAKEN, "it changed on the server since the plan was made; run `pull`")
            self.keep_old()
        except TraefiklintError as error:
            return self.done(Outcome.FAILED, _said(error))
        trouble = self.write()
        try:
            held = self.read()
        except TraefiklintError as error:
            return self.done(Outcome.UNCERTAIN, f"{trouble or 'Written.'} It cannot be read back: {_said(error)}")
        return self.judged(held, trouble, panel)

    def read(self) -> str | None:
        return self.remote.read(self.step.app)

    def keep_old(self) -> None:
        """Before anything is written: the old text on disk, and a note that a write begins."""
        if self.step.old is not None:
            path = save(self.workspace, self.step.app.app_name, self.step.old, self.time)
            self.backup = str(path)
        self.memory.begin(self.step.app.app_name, self.step.old, self.step.new)

    def write(self) -> str:
        """Send the new text; what went wrong, or an empty string, which proves nothing."""
        try:
            self.remote.write(self.step.app, self.step.new, self.step.old)
        except TraefiklintError as error:
            return _said(error)
        return ""

    def judged(self, held: str | None, trouble: str, panel: object) -> Done:
        """What the file on the server says about the write."""
        if held == self.step.new:
            return self.written(panel)
        if held == self.step.old:
            self.memory.end(self.step.app.app_name)
            silent = "the server says that it wrote, and the old text stands: its disk may be full or write-protected"
            if self.step.app.server_id is not None:
                silent = "the server says that it wrote, and the old text stands: the remote server may be unreachable"
            return self.done(Outcome.FAILED, trouble or silent)
        if self.is_damaged(held):
            return self.put_back(held, "the server wrote only a part of the text")
        self.memory.end(self.step.app.app_name)
        return self.done(
            Outcome.OVERTAKEN,
            "somebody else wrote the file at the same moment: their text stands on the server and yours does not; "
            "run `pull` to merge the two",
        )

    def is_damaged(self, held: str | None) -> bool:
        """Whether what the server holds is what a write of ours leaves when it breaks off, and nobody else's work."""
        if held is None:
            return self.step.app.server_id is not None
        return self.step.new.startswith(held.rstrip("\ufffd"))

    def written(self, panel: object) -> Done:
        """The new text stands. If the panel worked on the application meanwhile, its own write may lie under ours."""
        try:
            overtaken = self.remote.marks(self.step.app) != panel and self.read() == self.step.new
        except TraefiklintError:
            overtaken = False  # the text stands, which is what was to be proved
        result = self.agreed("")
        if not overtaken:
            return result
        return self.done(
            Outcome.OVERTAKEN,
            "the new text stands, but a domain, redirect or user of the application changed in the panel at the same "
            "moment, and what the panel wrote may be gone; save that domain again in the panel, then run `pull`",
        )

    def agreed(self, message: str) -> Done:
        """Both sides hold the new text: remember it, and forget the write."""
        try:
            self.memory.save_pulled(self.step.app.app_name, self.step.kept, self.step.new)
            if isinstance(self.step.app, ComposeFile) and self.step.app.details is not None:
                deployed = self.step.app.details.deployed
                self.memory.save_deployed(self.step.app.app_name, Seen(digest(self.step.new), deployed, bool(deployed)))
            self.memory.end(self.step.app.app_name)
        except TraefiklintError as error:
            return self.done(
                Outcome.DONE, f"written, but not noted here, so run `pull` when that is mended: {_said(error)}"
            )
        return self.done(Outcome.DONE, message)

    def put_back(self, held: str | None, reason: str) -> Done:
        """Write the old text again, and see whether it stands."""
        old = self.step.old if self.step.old is not None else SWITCHED_OFF
        try:
            self.remote.write(self.step.app, old, held)
            held = self.read()
        except TraefiklintError as error:
            return self.done(Outcome.UNCERTAIN, f"{reason}, and the old one cannot be put back: {_said(error)}")
        if held != old:
            return self.done(
                Outcome.UNCERTAIN, f"{reason}, and the old one could not be put back; look at the server's disk"
            )
        self.memory.end(self.step.app.app_name)
        return self.done(Outcome.RESTORED, f"{reason}; the old one stands again")

    def done(self, outcome: Outcome, message: str) -> Done:
        return Done(self.step.app.app_name, outcome, message, self.backup)


def _said(error: TraefiklintError) -> str:
    """An error with what to do about it."""
    return f"{error.message} {error.hint}".strip() if error.message.endswith(".") else f"{error.message}; {error.hint}"
