"""Annotations on the lines of a pull request, and the summary of a job, in GitHub Actions.

Format: GitHub's documentation, "Workflow commands for GitHub Actions" and "Adding a job summary". Forgejo and Gitea
read the same commands.
"""

from __future__ import annotations

from traefiklint.findings import Finding, Report, Severity
from traefiklint.report import View
from traefiklint.report.summary import closing_line
from traefiklint.report.words import consequences, details, worst_first
from traefiklint.text.printable import markdown, printable

COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}
ROWS = 500
"""How many findings a job summary lists; a summary above 1 MiB is dropped whole."""


def render(report: Report, view: View) -> str:
    """One workflow command a finding, the worst first: GitHub shows the first ten of a step."""
    del view
    return "".join(_annotation(finding) + "\n" for finding in worst_first(report.findings))


def _annotation(finding: Finding) -> str:
    properties = {
        "file": printable(finding.file),
        "line": str(finding.line),
        "col": str(finding.column),
        "endLine": str(finding.end_line),
        "endColumn": str(finding.end_column),
        "title": f"traefiklint {finding.rule}",
    }
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    message = "\n".join(printable(sentence) for sentence in (finding.message, *details(finding)))
    return f"::{COMMANDS[finding.severity]} {given}::{_data(message)}"


def _data(text: str) -> str:
    """A message of a workflow command: what would end the line is escaped."""
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property of a workflow command: what would end the property is escaped too."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def job_summary(report: Report) -> str:
    """The report as Markdown, for the page of the job."""
    lines = ["## traefiklint", "", f"{closing_line(report)} (Traefik {report.target})", ""]
    if report.findings:
        lines += ["| Place | Severity | Rule | Finding |", "| --- | --- | --- | --- |"]
        lines += [_row(finding) for finding in worst_first(report.findings)[:ROWS]]
        if len(report.findings) > ROWS:
            lines += ["", f"… and {len(report.findings) - ROWS} more."]
    return "\n".join(lines) + "\n"


def _row(finding: Finding) -> str:
    what = " ".join(sentence.rstrip(".") + "." for sentence in (finding.message, consequences(finding)) if sentence)
    cells = (f"{finding.file}:{finding.line}", finding.severity.value, finding.rule, what)
    return "| " + " | ".join(map(markdown, cells)) + " |"
