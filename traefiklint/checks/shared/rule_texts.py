"""Findings inside the rules of routers."""

from __future__ import annotations

from traefiklint.checks.registry import Diagnostic
from traefiklint.go.quote import printable
from traefiklint.instance.scalar_offsets import ScalarText, ValueFix
from traefiklint.model.base import Place


def in_rule(
    place: Place, start: int, end: int, message: str, help: str = "", fix: ValueFix | None = None, after: int | None = 0
) -> Diagnostic:
    """What is to be said of the characters from `start` up to `end` of a rule.

    Args:
        place: where the rule stands.
        fix: what fixes the rule.
        after: as in `Diagnostic`.
    """
    text = ScalarText.of(place)
    edit = text.fix(fix) if text and fix else None
    span = text.span(start, end) if text else None
    return Diagnostic(place, printable(message), printable(help), fix=edit, span=span, after=after)
