"""For reviewdog: its Diagnostic Format, with safe fixes as suggestions.

Format: reviewdog's `proto/rdf/reviewdog.proto`; columns count bytes of UTF-8.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from traefiklint.findings import Edit, Finding, Fix, Report, Severity, Span
from traefiklint.report import View
from traefiklint.report.fixes import telling
from traefiklint.report.words import details
from traefiklint.text.lines import lines_of

_SEVERITIES = {Severity.ERROR: "ERROR", Severity.WARNING: "WARNING", Severity.INFO: "INFO"}


def render(report: Report, view: View) -> str:
    """The report as one object."""
    tells = telling(report)
    texts = {file: _ByteColumns(file, text) for file, text in report.texts.items()}
    told = {
        "source": {"name": "traefiklint"},
        "diagnostics": [_diagnostic(finding, texts, tells, view.page(finding)) for finding in report.findings],
    }
    return json.dumps(told, indent=2, ensure_ascii=False) + "\n"


class _ByteColumns:
    """A text, for columns in bytes."""

    def __init__(self, file: str, text: str) -> None:
        self.text = text
        self.lines = lines_of(text, file)

    def at(self, line: int, column: int) -> dict[str, int]:
        """A place by its line and column in characters, from 1."""
        start = self.lines.start(line)
        return {"line": line, "column": len(self.text[start : start + column - 1].encode("utf-8", "replace")) + 1}

    def offset(self, index: int) -> dict[str, int]:
        """A place by its offset."""
        mark = self.lines.mark(index)
        return self.at(mark.line + 1, mark.column + 1)


def _diagnostic(
    finding: Finding, texts: dict[str, _ByteColumns], tells: Callable[[Fix], bool], address: str
) -> dict[str, Any]:
    lines = texts.get(finding.file)
    made: dict[str, Any] = {
        "message": "\n".join([finding.message, *details(finding)]),
        "location": {"path": finding.file, "range": _range(finding.span, lines)},
        "severity": _SEVERITIES[finding.severity],
        "code": {"value": finding.rule, **({"url": address} if address else {})},
    }
    if finding.related:
        made["relatedLocations"] = [
            {"message": one.message, "location": {"path": one.file, "range": _range(one.span, texts.get(one.file))}}
            for one in finding.related
        ]
    fix = finding.fix
    if fix is not None and fix.safe and lines is not None and not tells(fix):
        own = [edit for edit in fix.edits if edit.file == finding.file]
        if len(own) == len(fix.edits):
            made["suggestions"] = [_suggestion(edit, lines) for edit in own]
    return made


def _suggestion(edit: Edit, lines: _ByteColumns) -> dict[str, Any]:
    return {"range": {"start": lines.offset(edit.start), "end": lines.offset(edit.end)}, "text": edit.text}


def _range(span: Span, lines: _ByteColumns | None) -> dict[str, Any]:
    if lines is None:
        start, end = {"line": span.line, "column": span.column}, {"line": span.end_line, "column": span.end_column}
    else:
        start, end = lines.at(span.line, span.column), lines.at(span.end_line, span.end_column)
    return {"start": start, "end": end}
