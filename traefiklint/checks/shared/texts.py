"""Findings about texts, of what their readers say."""

from __future__ import annotations

from traefiklint.checks.registry import Diagnostic, load_book, said
from traefiklint.findings import Edit, Fix, Related
from traefiklint.instance.instance import SourceFile
from traefiklint.text.diagnostics import TextDiagnostic
from traefiklint.text.document import Document

_NAMES = ("Traefik", "YAML", "Git")


def of_text(
    of: TextDiagnostic,
    source: SourceFile,
    message: str,
    help: str = "",
    title: str = "",
    *,
    safe: bool = True,
    first: str = "",
) -> Diagnostic:
    """The finding of a rule about something that a reader says.

    Args:
        title: what the fix is called that the reader knows, if it knows one.
        safe: whether the text could mean nothing else.
        first: what the other place has to do with it, if there is one.
    """
    file = source.document.file
    fix = Fix(title, safe, tuple(Edit(file, *edit) for edit in of.edits)) if of.edits else None
    related = (Related(file, of.first, first),) if of.first is not None and first else ()
    return said(of, source, message, help, fix, related)


def diagnostic_of(of: TextDiagnostic, file: str) -> Diagnostic:
    """What the rule about something that a reader says of a file says."""
    source = SourceFile(Document(file, "", None, ()), {})
    (rule,) = load_book().by_subject[type(of).__name__]
    return next(iter(rule.check(of, source)))


def clause_of(of: TextDiagnostic, file: str) -> str:
    """The same in words alone, as the end of a sentence without its full stop, for those who report no findings."""
    message = diagnostic_of(of, file).message.rstrip(".")
    return message if message.startswith(_NAMES) else message[:1].lower() + message[1:]
