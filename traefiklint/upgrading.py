"""What a newer Traefik changes for the files at hand: the findings that come with it, and what it does otherwise.

The files are linted for both versions. What only the newer one has comes with the upgrade; what is deprecated is told
whether the older one says so or not. For the way from Traefik 2, which is not judged here, everything counts that the
newer one refuses, disables or knows as a leftover.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from traefiklint.files import Namespace
from traefiklint.findings import Finding, Report
from traefiklint.linting import lint_all
from traefiklint.options import Options
from traefiklint.records import changed
from traefiklint.versions import BEFORE_THREE, read_former

MIGRATION = "migration"
"""The category of what earlier versions wrote otherwise."""
CHANGED = "changed-by-upgrade"
"""The rule about what a newer Traefik does otherwise."""


class Upgrade(NamedTuple):
    """What an upgrade comes to."""

    report: Report
    same: int = 0
    """How many findings both versions have."""
    gone: int = 0
    """How many findings only the older one has."""

    @property
    def counts(self) -> dict[str, int]:
        """How many findings there are of each kind, which is a noun."""
        found = Counter(map(_kind, self.report.findings))
        return {kind: found[kind] for kind in _KINDS if found[kind]}


_KINDS = ("refusal", "deprecation", "behaviour change", "new complaint")


def _kind(finding: Finding) -> str:
    if finding.effect.is_fatal:
        return _KINDS[0]
    if finding.rule == CHANGED:
        return _KINDS[2]
    return _KINDS[1] if finding.category == MIGRATION else _KINDS[3]


def upgrade(given: Sequence[tuple[Namespace, Options]], options: Options) -> Upgrade:
    """What changes when `target` takes the place of `upgrade_from`.

    Args:
        given: each directory with how to judge it.
        options: what the report says of its target, where there is none.

    Raises:
        UsageError: one of the versions is not known.
    """
    report = lint_all(given, options).report
    former = options.upgrade_from
    gone = 0
    if read_former(former).major == BEFORE_THREE:
        kept = tuple(one for one in report.findings if one.effect.is_fatal or one.category == MIGRATION)
    else:
        earlier = [(space, own._replace(target=former, upgrade_from="")) for space, own in given]
        before = {_identity(one) for one in lint_all(earlier, options).report.findings}
        kept = tuple(one for one in report.findings if one.category == MIGRATION or _identity(one) not in before)
        gone = len(before - {_identity(one) for one in report.findings})
    told = changed(report, findings=kept, upgraded_from=former)
    return Upgrade(told, len(report.findings) - len(kept), gone)


def _identity(finding: Finding) -> tuple[object, ...]:
    """What makes two findings for two versions the same; their words may name the version."""
    return finding.rule, finding.effect, finding.file, finding.span, finding.path
