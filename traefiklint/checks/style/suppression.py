"""Comments that suppress findings; `traefiklint.suppression` finds the idle ones, after all other rules have run."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Edit, Effect, Fix
from traefiklint.model.base import Place
from traefiklint.text.breaks import next_line
from traefiklint.text.document import Document
from traefiklint.text.lines import line_start, lines_of
from traefiklint.text.suppression_comments import IdleSuppression, Suppression


@rule("unused-suppression", effect=Effect.ADVICE, fix="safe")
def unused_suppression(idle: IdleSuppression, document: Document) -> Iterator[Diagnostic]:
    """A comment suppresses nothing."""
    span = lines_of(document.text, document.file).span(*idle.place)
    fix = _removal(idle, document) if idle.is_known and not idle.covers_nothing else None
    yield Diagnostic(Place(document, None, "", ""), _message(idle), fix=fix, span=span)


def _message(idle: IdleSuppression) -> str:
    name = idle.name
    if idle.covers_nothing:
        return "`ignore-file` counts only among the comments at the top of a file; move it there."
    if not name:
        return "This comment suppresses nothing; remove it."
    if idle.is_known:
        return f"`{name}` suppresses nothing here; remove it from the comment."
    return f"`{name}` is not a rule; " + (
        f"did you mean `{idle.guess}`?" if idle.guess else "remove it from the comment."
    )


def _comment(one: Suppression, document: Document) -> tuple[int, int]:
    lines = lines_of(document.text, document.file)
    return lines.index(*one.span[:2]), lines.index(*one.span[2:])


def _removal(idle: IdleSuppression, document: Document) -> Fix | None:
    """Take the whole comment away where nothing in it is of use, else the one name."""
    text, one, name = document.text, idle.suppression, idle.name
    if len(idle.idle) == max(len(one.rules), 1):
        if name != idle.idle[0]:
            return None
        start, end = _comment(one, document)
        begin = line_start(text, start)
        start = begin + len(text[begin:start].rstrip(" \t"))
        if start == begin:
            end = next_line(text, end)
    else:
        start, end = idle.place
        while text[end : end + 1] in (",", " "):
            end += 1
        if text[end : end + 1] == "]":
            while text[start - 1] in ", ":
                start -= 1
    return Fix("Remove the suppression", True, (Edit(document.file, start, end, ""),))
