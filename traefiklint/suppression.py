"""Comments that say not to report something, and those that say so for nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from traefiklint.findings import Finding

if TYPE_CHECKING:
    from traefiklint.checks.registry import Rule
    from traefiklint.options import Options
    from traefiklint.syntax.document import Document


def apply_suppressions(
    findings: list[Finding], documents: Mapping[str, Document], options: Options, rules: Mapping[str, Rule]
) -> list[Finding]:
    """The findings that no comment suppresses, and one for each suppression that suppresses nothing."""
    return findings
