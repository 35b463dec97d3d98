"""Findings that only say why something is so: their words belong to what stands at the same place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from traefiklint.findings import Finding


def explained(findings: list[Finding], reasons: Collection[str]) -> Iterator[Finding]:
    """Put what the rules `reasons` say into the help of what stands at the same place, so that one value has one
    effect; where nothing else does, they are findings of their own."""
    whys = [one for one in findings if one.rule in reasons]
    told = []
    for finding in findings:
        if finding.rule in reasons:
            continue
        why = next((one for one in whys if _says_more(finding, one)), None)
        if why is None:
            yield finding
        else:
            told.append(why)
            yield replace(finding, help=f"{finding.help} {why.message}".strip())
    yield from (one for one in whys if one not in told)


def _says_more(inner: Finding, outer: Finding) -> bool:
    """Whether a finding is on the value that the other one is about, and matters as much."""
    if inner.severity.rank < outer.severity.rank:
        return False
    return inner.file == outer.file and outer.span[:2] <= inner.span[:2] and inner.span[2:] <= outer.span[2:]
