"""One line a finding, as editors and `grep` like it: `file:line:column: severity[rule] message`."""

from __future__ import annotations

from traefiklint.findings import Finding, Report
from traefiklint.report import View
from traefiklint.report.summary import tables
from traefiklint.report.words import assumption
from traefiklint.text.printable import printable


def render(report: Report, view: View) -> str:
    """The findings; nothing at all where there are none."""
    lines = (
        tables(report, view)
        if view.statistics
        else (
            f"{printable(found.file)}:{found.line}:{found.column}: "
            f"{found.severity.value}[{found.rule}] {printable(found.message)}{_assumption(found)}"
            for found in report.findings
        )
    )
    return "".join(line + "\n" for line in lines)


def _assumption(finding: Finding) -> str:
    return f" ({assumption(finding)})" if finding.assumed else ""
