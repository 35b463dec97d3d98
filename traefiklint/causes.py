"""One finding for one cause: a mistake that shows on many lines of a file is told once, with the other lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from traefiklint.findings import Finding

_NAMED = 5
"""How many of the other lines are named."""


def one_per_cause(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, of those of a file that have one cause the first alone, which names the lines of the others.

    One that can be fixed stands for itself.
    """
    kept: list[Finding] = []
    following: dict[int, list[Finding]] = {}
    first: dict[tuple[object, ...], int] = {}
    for finding in sorted(findings, key=lambda one: (one.file, one.span.line, one.span.column)):
        if finding.cause and finding.fix is None:
            shared = (finding.rule, finding.file, finding.severity, finding.effect, finding.assumed, finding.cause)
            leader = first.setdefault(shared, len(kept))
            if leader < len(kept):
                following.setdefault(leader, []).append(finding)
                continue
        kept.append(finding)
    for leader, others in following.items():
        finding = kept[leader]
        disables = dict.fromkeys(name for one in (finding, *others) for name in one.disables)
        kept[leader] = replace(finding, help=_with_lines(finding, others), disables=tuple(disables))
    return kept


def _with_lines(finding: Finding, others: list[Finding]) -> str:
    lines = sorted({one.line for one in others} - {finding.line})
    if not lines:
        return finding.help
    named = ", ".join(str(line) for line in lines[:_NAMED])
    more = " and others" if len(lines) > _NAMED else ""
    counted = f"{len(lines):,} more line" + ("s" if len(lines) > 1 else "")
    told = f"It is the same on {counted} of this file: {named}{more}."
    return f"{finding.help} {told}".lstrip()
