"""Findings that only say why something is so: their words belong to what stands at the same place."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterator

from traefiklint.findings import Finding
from traefiklint.records import changed


def explained(findings: list[Finding], reasons: Collection[str]) -> Iterator[Finding]:
    """Put what the rules `reasons` say into the help of what stands at the same place and matters as much, so that one
    value has one effect; where nothing else does, they are findings of their own."""
    whys: dict[str, list[Finding]] = defaultdict(list)
    for one in sorted((one for one in findings if one.rule in reasons), key=lambda one: one.span):
        whys[one.file].append(one)
    starts = {file: [one.span[:2] for one in those] for file, those in whys.items()}
    told = set()
    for finding in findings:
        if finding.rule in reasons:
            continue
        number = bisect_right(
            starts.get(finding.file, ()), finding.span[:2]
        )  # they are about values: none lies in another
        why = whys[finding.file][number - 1] if number else None
        if why is None or finding.span[2:] > why.span[2:] or finding.severity.rank < why.severity.rank:
            yield finding
        else:
            told.add(id(why))
            yield changed(finding, help=f"{finding.help} {why.message}".strip())
    yield from (one for those in whys.values() for one in those if id(one) not in told)
