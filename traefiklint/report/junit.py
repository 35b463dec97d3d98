"""JUnit XML, for everything that shows test results: a suite a file, a case a finding, a passing case for a clean file.

Format: the schema `junit-10.xsd` of Jenkins' xUnit plugin.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from traefiklint.findings import Finding, Report
from traefiklint.report import View
from traefiklint.report.words import details
from traefiklint.text.printable import printable


def render(report: Report, view: View) -> str:
    """The report as test suites. A finding fails where it would fail the command (`--fail-on`)."""
    by_file: dict[str, list[Finding]] = {file: [] for file in report.texts.keys() - report.beside}
    for finding in report.findings:
        by_file.setdefault(finding.file, []).append(finding)
    suites = [_suite(file, by_file[file], view) for file in sorted(by_file)]
    failures = sum(_fails(finding, view) for finding in report.findings)
    tests = sum(max(len(found), 1) for found in by_file.values())
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="traefiklint" tests="{tests}" failures="{failures}" errors="0">\n'
        + "".join(suites)
        + "</testsuites>\n"
    )


def _fails(finding: Finding, view: View) -> bool:
    return view.fail_on is not None and finding.severity.rank >= view.fail_on.rank


def _suite(file: str, findings: list[Finding], view: View) -> str:
    failures = sum(_fails(finding, view) for finding in findings)
    cases = "".join(_case(finding, view) for finding in findings) or _testcase("traefiklint", file, "")
    name = quoteattr(printable(file))
    return (
        f'  <testsuite name={name} tests="{max(len(findings), 1)}" failures="{failures}" errors="0">\n'
        f"{cases}  </testsuite>\n"
    )


def _case(finding: Finding, view: View) -> str:
    where = f"{finding.file}:{finding.line}:{finding.column}"
    body = escape("\n".join(printable(line) for line in (where, *details(finding))))
    message = printable(finding.message)
    if _fails(finding, view):
        kind = quoteattr(f"{finding.severity.value} {finding.rule}")
        inner = f"      <failure type={kind} message={quoteattr(message)}>{body}</failure>\n"
    else:
        inner = f"      <system-out>{finding.severity.value}: {escape(message)}\n{body}</system-out>\n"
    return _testcase(f"{finding.rule} at {finding.line}:{finding.column}", finding.file, inner)


def _testcase(name: str, file: str, inner: str) -> str:
    start = f"    <testcase name={quoteattr(name)} classname={quoteattr(printable(file))}"
    return f"{start}>\n{inner}    </testcase>\n" if inner else f"{start}/>\n"
