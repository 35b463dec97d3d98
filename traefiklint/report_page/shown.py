"""Findings as the page shows them: with their lines of source, what they mean, and their fixes as diffs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Any

from traefiklint.findings import Edit, Finding, Fix, Report, Span
from traefiklint.report import View
from traefiklint.report.fixes import telling
from traefiklint.report.source import Sources
from traefiklint.report.text import SHOWN_PLACES, together
from traefiklint.report.words import assumption, consequences, worst_first
from traefiklint.report_page.overview import Shown
from traefiklint.text.covers import uncovered_rows
from traefiklint.text.differences import unified

_WIDTH = 120
_AROUND = 2
"""How many lines of a diff stand around what changes."""


def shown_findings(report: Report, view: View, fresh: Collection[Finding]) -> Iterator[Shown]:
    """The findings, the worst first; one stands for all that say the same.

    Args:
        fresh: those that were not there before.
    """
    sources, tells = Sources(report.texts), telling(report)
    for finding, others in together(worst_first(report.findings)):
        yield Shown(
            rule=finding.rule,
            category=finding.category,
            severity=finding.severity.value,
            effect=finding.effect.value,
            message=finding.message,
            file=finding.file,
            line=finding.line,
            column=finding.column,
            source=_source(sources, finding.file, finding.span),
            object=finding.object,
            disables=finding.disables,
            said=tuple(_said(finding)),
            related=tuple(_related(finding, sources)),
            fix=_fix(finding.fix, report.texts, tells),
            also=tuple(f"{one.file}:{one.line}" for one in others[:SHOWN_PLACES])
            + ((f"{len(others) - SHOWN_PLACES:,} more",) if len(others) > SHOWN_PLACES else ()),
            alike=len(others),
            url=view.page(finding),
            fresh=finding in fresh or any(one in fresh for one in others),
        )


def _source(sources: Sources, file: str, span: Span) -> tuple[str, str]:
    snippet = sources.snippet(file, span, _WIDTH)
    return (snippet.line, snippet.before + snippet.mark) if snippet is not None else ("", "")


def _said(finding: Finding) -> Iterator[tuple[str, str]]:
    for word, text in (
        ("effect", consequences(finding)),
        ("help", finding.help),
        ("note", assumption(finding)),
    ):
        if text:
            yield word, text


def _related(finding: Finding, sources: Sources) -> Iterator[dict[str, Any]]:
    for one in finding.related:
        yield {**one.to_dict(), "source": _source(sources, one.file, one.span)}


def _fix(fix: Fix | None, texts: dict[str, str], tells: Callable[[Fix], bool]) -> dict[str, Any] | None:
    """A fix with the diff of each file; without where the diff would write a secret again."""
    if fix is None:
        return None
    files: dict[str, list[Edit]] = {}
    if not tells(fix):
        for edit in fix.edits:
            files.setdefault(edit.file, []).append(edit)
    diffs = [
        {"file": file, "lines": lines}
        for file, edits in files.items()
        if (lines := tuple(_diff(texts.get(file, ""), edits)))
    ]
    return {"title": fix.title, "safe": fix.safe, "diffs": diffs}


def _diff(text: str, edits: list[Edit]) -> Iterator[str]:
    """The lines that edits change, with a few around them; only that stretch of the file is compared."""
    edits = sorted(edits, key=lambda edit: (edit.start, edit.end))
    if not text or edits[-1].end > len(text):
        return
    first, last = edits[0].start, max(edit.end for edit in edits)
    for _ in range(_AROUND + 1):
        first = text.rfind("\n", 0, max(first - 1, 0)) + 1
        last = text.find("\n", last) + 1 or len(text)
    pieces: list[str] = []
    at = first
    for edit in edits:
        pieces += (text[at : edit.start], edit.text)
        at = max(at, edit.end)
    before = text[first:last].splitlines(keepends=True)
    after = ("".join(pieces) + text[at:last]).splitlines(keepends=True)
    shown = [uncovered_rows(line) for line in before], [uncovered_rows(line) for line in after]
    for line in list(unified(before, after, shown, ("", "")))[2:]:
        if not line.startswith(("@@", "\\")):
            yield line
