"""What makes a finding the same after lines have moved: its rule, its file and its place in the configuration."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from traefiklint.findings import Finding


def identity(finding: Finding) -> tuple[str, str, str]:
    """Rule, file and place in the configuration (the message, where a finding has no such place)."""
    return finding.rule, finding.file, finding.path or finding.object or finding.message


def fingerprints(findings: Iterable[Finding]) -> list[str]:
    """A short text for each finding, different for each, the same in the next run although lines have moved."""
    seen: Counter[tuple[str, str, str]] = Counter()
    made = []
    for finding in findings:
        key = identity(finding)
        seen[key] += 1
        made.append(hashlib.sha256("\0".join((*key, str(seen[key]))).encode("utf-8", "replace")).hexdigest()[:32])
    return made
