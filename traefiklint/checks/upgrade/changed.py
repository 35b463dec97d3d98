"""What changes for the files at hand when a newer Traefik takes the place of the one that runs them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import add_option
from traefiklint.findings import Effect, Severity

if TYPE_CHECKING:
    from traefiklint.instance.changes import Affected
    from traefiklint.instance.instance import Instance


@rule("changed-by-upgrade", effect=Effect.ADVICE, severity=Severity.INFO, category="migration", fix="unsafe")
def changed_by_upgrade(affected: Affected, instance: Instance) -> Iterator[Diagnostic]:
    """The newer Traefik does something else than the older one with the same configuration."""
    change, section = affected.change, affected.section
    place = section.at(change.option) if change.option else section.key_at()
    fix = None
    if change.adds:
        name = change.adds.partition("\n")[0].rstrip(":")
        fix = add_option(section, change.adds, f"Add `{name}`", safe=False)
    message = f"Since Traefik {affected.version} {change.says}."
    yield Diagnostic(place, message, change.advice, fix=fix, severity=change.severity)
