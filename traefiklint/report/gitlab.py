"""GitLab's Code Quality report, shown in merge requests.

Format: GitLab's documentation, "Code Quality", "Code Quality report format" (a subset of Code Climate's issues).
"""

from __future__ import annotations

import json
from typing import Any

from traefiklint.findings import Effect, Finding, Report, Severity
from traefiklint.report import View
from traefiklint.report.identity import fingerprints
from traefiklint.report.words import details

_CATEGORIES = {"security": "Security", "performance": "Performance", "style": "Style"}


def render(report: Report, view: View) -> str:
    """The report as a list of issues."""
    del view
    issues = [
        _issue(finding, fingerprint)
        for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
    ]
    return json.dumps(issues, indent=2, ensure_ascii=False) + "\n"


def _issue(finding: Finding, fingerprint: str) -> dict[str, Any]:
    return {
        "type": "issue",
        "check_name": finding.rule,
        "description": finding.message,
        "content": {"body": "\n\n".join(details(finding)) or finding.message},
        "categories": [_CATEGORIES.get(finding.category, "Bug Risk")],
        "severity": _severity(finding),
        "fingerprint": fingerprint,
        "location": {
            "path": finding.file.removeprefix("./"),
            "lines": {"begin": finding.line, "end": max(finding.line, finding.end_line)},
        },
    }


def _severity(finding: Finding) -> str:
    """GitLab knows five: a directory that is refused blocks, an object that is left out is critical."""
    if finding.severity is Severity.INFO:
        return "info"
    if finding.severity is Severity.WARNING:
        return "minor"
    return {Effect.REJECTED: "blocker", Effect.DISABLED: "critical"}.get(finding.effect, "major")
