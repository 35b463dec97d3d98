"""Findings in files that only a link makes part of the directory: told without anything of what the files hold.

A checkout of somebody else may hold a link to any file of this machine, and a report may be public.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from traefiklint.findings import FILE_START, Finding
from traefiklint.records import changed

ABOUT_THE_LINK = "link-leaves-directory"
_HELP = "The file stands outside of the directory, so what it holds is not shown here; lint that file itself."


def veiled(
    findings: Iterable[Finding], texts: Mapping[str, str], outside: frozenset[str], summaries: Mapping[str, str]
) -> tuple[list[Finding], dict[str, str]]:
    """Findings and texts without a word of the files that are outside: what a rule finds there is told once.

    Args:
        outside: the names of the files that stand outside of the directory.
        summaries: what each rule finds, in one sentence; a rule that is not there is told without words.
    """
    shown = {name: "" if name in outside else text for name, text in texts.items()}
    told = (_veiled(finding, summaries) if finding.file in outside else finding for finding in findings)
    return list(dict.fromkeys(told)), shown


def _veiled(finding: Finding, summaries: Mapping[str, str]) -> Finding:
    if finding.rule == ABOUT_THE_LINK:
        return finding
    return changed(
        finding,
        message=summaries.get(finding.rule, "What is wrong here is not shown."),
        span=FILE_START,  # where something stands tells how long it is
        help=_HELP,
        path="",
        object="",
        disables=tuple(name for name in finding.disables if name == "*"),
        related=(),
        fix=None,
    )
