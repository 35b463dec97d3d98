"""What the findings of a report come to: the closing line, and the tables by rule and by file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from traefiklint.findings import Finding, Report, Severity
from traefiklint.report import View
from traefiklint.text.printable import printable
from traefiklint.text.spelling import counted

MANY_FILES = 3
"""From how many files with findings on a summary is worth its lines."""
LONGEST = 20
"""How many rows a table by file has at most."""


def closing_line(report: Report) -> str:
    """One line: how much was found, where, and what of it can be fixed at once."""
    files = counted(report.files, "file")
    if not report.findings and not report.files and report.coverage is not None:
        if any(one.static for one in report.coverage.traefiks):
            return "nothing to complain about"
        return "nothing was checked: there is no file here that is surely Traefik's"
    if not report.findings:
        return f"{files}, nothing to complain about"
    found = listed_severities(report.findings)
    places = len({finding.file for finding in report.findings})
    line = f"{found} in {places} of {files}" if places < report.files else f"{found} in {counted(places, 'file')}"
    fixable = sum(finding.fix is not None and finding.fix.safe for finding in report.findings)
    return line + (f"; `--fix` fixes {fixable} of them" if fixable else "")


def listed_severities(findings: Iterable[Finding]) -> str:
    """As in `3 errors, 1 warning`; severities that do not occur are left out."""
    counts = Counter(finding.severity for finding in findings)
    nouns = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
    return ", ".join(counted(counts[severity], noun) for severity, noun in nouns.items() if counts[severity])


def tables(report: Report, view: View) -> Iterator[str]:
    """By rule and by file: where statistics are asked for, or findings are spread over many files."""
    spread = len({finding.file for finding in report.findings}) >= MANY_FILES
    if view.statistics:
        yield from _table(by_rule(report))
    elif spread and not view.quiet:
        yield "by rule"
        yield from _table(by_rule(report))
        yield ""
        yield "by file"
        rows = by_file(report)
        yield from _table(rows[:LONGEST])
        if len(rows) > LONGEST:
            yield f"  and {counted(len(rows) - LONGEST, 'more file')}"
        yield ""


def by_rule(report: Report) -> list[tuple[str, ...]]:
    """How often each rule fires, the most frequent first, with the severities it fires with."""
    groups: dict[str, list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault(finding.rule, []).append(finding)
    return [
        (f"{len(found):,}", rule, listed_severities(found), "fixable" if any(f.fix for f in found) else "")
        for rule, found in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def by_file(report: Report) -> list[tuple[str, ...]]:
    """How much there is in each file, the worst first."""
    groups: dict[str, list[Finding]] = {}
    for finding in report.findings:
        groups.setdefault(finding.file, []).append(finding)

    def badness(item: tuple[str, list[Finding]]) -> tuple[int, int, str]:
        return -sum(finding.severity is Severity.ERROR for finding in item[1]), -len(item[1]), item[0]

    return [
        (f"{len(found):,}", printable(file), listed_severities(found))
        for file, found in sorted(groups.items(), key=badness)
    ]


def _table(rows: list[tuple[str, ...]]) -> Iterator[str]:
    """Rows with their columns under each other; the first column is a number and stands to the right."""
    if not rows:
        return
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for number, *others in rows:
        cells = [number.rjust(widths[0]), *(cell.ljust(width) for cell, width in zip(others, widths[1:], strict=True))]
        yield ("  " + "  ".join(cells)).rstrip()
