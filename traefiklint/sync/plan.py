"""A plan: what a push will write, in which order, and what stands against it. It is all that carrying out reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any, NamedTuple

from traefiklint.dokploy.answers import Application
from traefiklint.findings import Finding
from traefiklint.report.differences import file_diff
from traefiklint.sync.changes import Change
from traefiklint.sync.memory import digest
from traefiklint.sync.routes import RouteChange
from traefiklint.text.printable import printable


class Action(StrEnum):
    """What a step does to the file on the server."""

    CREATE = "create"
    CHANGE = "change"
    REFORMAT = "reformat"
    COMPLETE = "complete"
    """The server holds the start of the text, because a push was stopped while it wrote."""


class Step(NamedTuple):
    """One file to be written."""

    app: Application
    action: Action
    old: str | None
    """What the server holds, byte for byte."""
    new: str
    """What it will hold, hashes filled in."""
    kept: str
    """The same as it may be remembered here, with placeholders where the file has them."""
    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()
    """The names of the applications whose files must be written before."""

    @property
    def file(self) -> str:
        """The name of the file in the provider directory."""
        return self.app.file

    def to_dict(self) -> dict[str, Any]:
        """The step for JSON; texts are told by their hashes only."""
        return {
            "app": self.app.app_name,
            "id": self.app.id,
            "server": self.app.server_id,
            "action": self.action.value,
            "old_sha256": digest(self.old),
            "new_sha256": digest(self.new),
            "changes": [change.to_dict() for change in self.changes],
            "warnings": list(self.warnings),
        }


class Objection(NamedTuple):
    """Something that stands against a push."""

    app: str
    """The application, or empty where it concerns the whole."""
    reason: str
    can_be_forced: bool = False
    hint: str = ""

    def to_dict(self) -> dict[str, Any]:
        """The objection for JSON."""
        return self._asdict()


class PushPlan(NamedTuple):
    """What a push will do. Two plans with one hash do the same to the same server."""

    url: str
    environment: str
    steps: tuple[Step, ...]
    """In the order in which they are carried out."""
    unchanged: int = 0
    """How many of the chosen applications need nothing."""
    routes: tuple[RouteChange, ...] = ()
    findings: tuple[Finding, ...] = ()
    """What Traefik would refuse or disable, and does not now."""
    objections: tuple[Objection, ...] = ()
    notes: tuple[str, ...] = ()
    gaps: tuple[str, ...] = ()
    """The files that could not be read, so that nobody can say what the steps mean to them."""
    orphans: int = 0
    """How many files here belong to no application, so that nothing is done with them."""
    frozen: bool = False
    """Whether a Traefik refuses all its files now, and would after this."""

    @property
    def complete(self) -> bool:
        """Whether everything was read that decides what the steps mean."""
        return not self.gaps

    @property
    def hash(self) -> str:
        """The first 16 digits of the SHA-256 of what is written, over what, where, in order, and of what is unread."""
        steps = [[s.app.app_name, s.app.id, s.app.server_id, digest(s.old), digest(s.new)] for s in self.steps]
        parts = [self.url, self.environment, steps, *([sorted(self.gaps)] if self.gaps else [])]
        whole = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
        return hashlib.sha256(whole.encode()).hexdigest()[:16]

    @property
    def refused(self) -> bool:
        """Whether something stands against it that nothing overrules."""
        return bool(self.findings) or any(not objection.can_be_forced for objection in self.objections)

    @property
    def needs_force(self) -> bool:
        """Whether something stands against it that `--force` overrules."""
        return any(objection.can_be_forced for objection in self.objections)

    def to_dict(self) -> dict[str, Any]:
        """The plan for JSON."""
        return {
            "version": 1,
            "hash": self.hash,
            "complete": self.complete,
            "url": self.url,
            "environment": self.environment,
            "steps": [step.to_dict() for step in self.steps],
            "unchanged": self.unchanged,
            "routes": [route.to_dict() for route in self.routes],
            "findings": [finding.to_dict() for finding in self.findings],
            "objections": [objection.to_dict() for objection in self.objections],
            "notes": list(self.notes),
            "frozen": self.frozen,
        }


def text_diff(before: str | None, after: str | None, name: str) -> str:
    """A unified diff of two texts, without the secrets in them; what differs only in them is shown as changed."""
    lines = file_diff(name, before or "", after or "", sides=("server", "here"))
    return "".join(f"{printable(line)}\n" for line in lines)


def counts(steps: tuple[Step, ...]) -> Mapping[str, int]:
    """How many objects the steps add, change and remove."""
    signs = [change.sign for step in steps for change in step.changes]
    return {"added": signs.count("+"), "changed": signs.count("~"), "removed": signs.count("-")}
