"""What the rules say about what the readers and the decoder say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from traefiklint.checks.registry import load_book
from traefiklint.findings import Edit, Effect, Fix, Related, Span
from traefiklint.instance.instance import SourceFile
from traefiklint.model.diagnostics import OptionDiagnostic
from traefiklint.text.diagnostics import TextDiagnostic
from traefiklint.text.document import Document
from traefiklint.versions import NEWEST, Version


class Said(NamedTuple):
    """What a rule says about something that a reader or the decoder says, beside what Traefik says."""

    kind: str
    message: str
    help: str
    effect: Effect | None
    span: Span | None
    path: str
    object: str
    traefik: str
    fix: str
    safe: bool
    edits: tuple[Edit, ...]
    related: tuple[Related, ...]


def said(
    document: Document, diagnostics: Iterable[TextDiagnostic | OptionDiagnostic], target: Version = NEWEST
) -> list[Said]:
    """What the rules say about diagnostics of a document."""
    everything = list(diagnostics)
    options = [one for one in everything if isinstance(one, OptionDiagnostic)]
    source = SourceFile(document, {}, options, target)
    found = []
    for one in everything:
        for rule in load_book().by_subject.get(type(one).__name__, ()):
            for diagnostic in rule.check(one, source):
                fix = diagnostic.fix or Fix("", True, ())
                found.append(
                    Said(rule.id, diagnostic.message, diagnostic.help, diagnostic.effect, diagnostic.span,
                         one.path, one.object, one.traefik, fix.title, fix.safe, fix.edits, diagnostic.related)
                )  # fmt: skip
    return list({(one.kind, one.span, one.message): one for one in reversed(found)}.values())[::-1]


def said_of_text(document: Document) -> list[Said]:
    """What the rules say about what the reader of a document says."""
    return said(document, document.diagnostics)
