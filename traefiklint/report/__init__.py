"""What a report looks like: one module a format, each with `render(report, view) -> str`, imported when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from traefiklint.findings import Finding, Report, Severity
from traefiklint.records import NamedTuple

FORMATS = ("text", "concise", "json", "sarif", "github", "gitlab", "junit", "rdjson")
HUMAN = ("text", "concise")
"""The formats that a person reads; they give way on standard output to one that a machine reads."""


FROM_ROOT = ("github", "gitlab", "sarif", "rdjson")
"""The formats whose readers know the repository, and not where the command ran: files are named from its root."""


class View(NamedTuple):
    """How a report is shown."""

    color: bool = False
    width: int = 100
    """How many columns a line may take: of source at least."""
    wraps: bool = False
    """Whether messages end at that column, too, and go on in the next line: on a terminal."""
    quiet: bool = False
    """Only findings, no word more."""
    statistics: bool = False
    """How often each rule fires, instead of the findings (where a person reads)."""
    fail_on: Severity | None = Severity.ERROR
    """From which severity on a finding is a failure; None for never."""
    notes: tuple[str, ...] = ()
    """What else to say at the end, as about the baseline (where a person reads)."""
    rule_url: str = ""
    """Where the pages of the rules are published, with `{rule}` (and `{category}`) in it; empty where nobody said."""
    own_pages: Mapping[str, str] = {}
    """The pages of a team's own rules, by id; the others are in the rule book."""

    def is_failure(self, report: Report) -> bool:
        """Whether anything in a report is as bad as a failure."""
        return self.fail_on is not None and report.worst_is_at_least(self.fail_on)

    def page(self, finding: Finding) -> str:
        """The address of the page of a finding's rule; empty where nobody said where the pages are."""
        return self.rule_url.replace("{rule}", finding.rule).replace("{category}", finding.category)


def render(format_name: str, report: Report, view: View | None = None) -> str:
    """The report in one of `FORMATS`, ending with a newline unless it is empty."""
    module = import_module(f"traefiklint.report.{format_name}")
    text: str = module.render(report, view or View())
    return text
