"""Findings as an editor shows them."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from lsprotocol.types import (
    CodeDescription,
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    DiagnosticTag,
    Location,
    Range,
)

from traefiklint.editor.positions import positions
from traefiklint.findings import Finding, Severity
from traefiklint.report import View
from traefiklint.report.rulebook import PLACES
from traefiklint.report.words import details

SOURCE = "traefiklint"
_SEVERITIES = {
    Severity.ERROR: DiagnosticSeverity.Error,
    Severity.WARNING: DiagnosticSeverity.Warning,
    Severity.INFO: DiagnosticSeverity.Information,
}
_TAGS = {"unused": DiagnosticTag.Unnecessary, "deprecated": DiagnosticTag.Deprecated}

Locate = Callable[[str], tuple[str, str]]
"""Gives the URI and the text of a file, by what findings call it."""


def diagnostic(finding: Finding, text: str, locate: Locate, encoding: str, rule_url: str = "") -> Diagnostic:
    """A finding as a diagnostic of the text that it is about.

    Args:
        rule_url: where the pages of rules are published; those on this machine are meant where it is empty.
    """
    page = View(rule_url=rule_url).page(finding) or page_of(finding.rule)
    related = []
    for other in finding.related:
        uri, words = locate(other.file)
        place = positions(other.file, words, encoding).of(other.span)
        related.append(DiagnosticRelatedInformation(Location(uri, place), other.message))
    return Diagnostic(
        range=range_of(finding, text, encoding),
        message="\n".join((finding.message, *details(finding))),
        severity=_SEVERITIES[finding.severity],
        code=finding.rule,
        code_description=CodeDescription(page) if page else None,
        source=SOURCE,
        tags=[_TAGS[finding.tag]] if finding.tag else None,
        related_information=related or None,
    )


def range_of(finding: Finding, text: str, encoding: str) -> Range:
    """Where a finding stands; at least one character of its line, where there is one, so that something is marked."""
    place = positions(finding.file, text, encoding)
    start, end = place.offsets(finding.span)
    if start == end and text[end : end + 1] not in ("", "\n", "\r"):
        end += 1
    return place.range(start, end)


@lru_cache(maxsize=512)
def page_of(rule: str) -> str:
    """The page of a rule, where it lies on this machine; empty where there is none."""
    found = (path for place in PLACES for path in place.glob(f"*/{rule}.md"))
    path = next(found, None)
    return path.resolve().as_uri() if path is not None else ""
