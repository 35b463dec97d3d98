"""The JSON object that the contract promises."""

from __future__ import annotations

import json

from traefiklint.findings import Report
from traefiklint.report import View


def render(report: Report, view: View) -> str:
    """The report as one object."""
    del view
    return json.dumps(report.to_dict(), indent=2, ensure_ascii=False) + "\n"
