"""The JSON object that the contract promises."""

from __future__ import annotations

import json

from traefiklint.findings import Report
from traefiklint.report import View


def render(report: Report, view: View) -> str:
    """The report as one object."""
    shown = report.to_dict()
    if view.rule_url:
        for finding, told in zip(report.findings, shown["findings"], strict=True):
            told["url"] = view.page(finding)
    if any(finding.fix for finding in report.findings):
        from traefiklint.report.fixes import telling

        tells = telling(report)
        for finding, told in zip(report.findings, shown["findings"], strict=True):
            if finding.fix is not None and tells(finding.fix):
                told["fix"]["edits"] = []  # they would write a secret again
    return json.dumps(shown, indent=2, ensure_ascii=False) + "\n"
