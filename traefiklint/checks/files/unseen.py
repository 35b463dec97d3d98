"""Characters that nobody sees, in names, rules and addresses."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Edit, Effect, Fix
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Place
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of

_MOST = 20
"""How many are told of one file, which may have been copied as a whole."""


@rule("invisible-character", effect=Effect.SILENT, fix="unsafe")
def invisible_character(document: Document, instance: Instance) -> Iterator[Diagnostic]:
    """A character that nobody sees stands in a name or a value."""
    if document.text.isascii():
        return
    from traefiklint.text.unseen import unseen_in

    lines = lines_of(document.text, document.file)
    for start, end, what in islice(unseen_in(document.text), _MOST):
        instead = " " if document.text[start].isspace() else ""
        advice = "write an ordinary space" if instead else "delete it"
        message = f"Traefik reads something other than what you see, because {what} is in it; {advice}."
        fix = Fix(advice.capitalize(), False, (Edit(document.file, start, end, instead),))
        span = lines.span(start, end)
        yield Diagnostic(Place(document, None, "", ""), message, span=span, fix=fix)
