"""What keeps a file from being read, or its template from being carried out; see `traefiklint.text.diagnostics`."""

from __future__ import annotations

from traefiklint.findings import Effect
from traefiklint.reading import FileKind
from traefiklint.records import record
from traefiklint.text.diagnostics import TextDiagnostic


@record
class NotAFile(TextDiagnostic):
    """Something that is no file stands where one should be."""

    kind: FileKind = FileKind.FOLDER


class LargeFile(NotAFile):
    """A file that is too large to be read here; Traefik reads it."""

    effect = Effect.SILENT


@record
class FailingAction(TextDiagnostic):
    """Go refuses a template action, for a `reason`."""

    reason: str = ""


class FailingActionInComment(FailingAction):
    """The same where the action stands in a comment."""


@record
class UnknownOutcome(TextDiagnostic):
    """Of some actions nobody can say what they come to.

    Attributes:
        count: how many.
        asked: what they ask for that only the running Traefik knows.
        names_open: whether they may write names of objects.
    """

    count: int = 1
    asked: tuple[str, ...] = ()
    names_open: bool = False

    effect = Effect.ADVICE
