"""SARIF 2.1.0, for code scanning: results with their rules, related places, fixes and stable fingerprints.

Format: OASIS Static Analysis Results Interchange Format, version 2.1.0.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from traefiklint.findings import Edit, Finding, Fix, Report, Severity, Span
from traefiklint.report import View
from traefiklint.report.fixes import telling
from traefiklint.report.identity import fingerprints
from traefiklint.report.rulebook import Page, page
from traefiklint.report.words import details
from traefiklint.version import VERSION, home

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_SECURITY = {Severity.ERROR: "8.0", Severity.WARNING: "5.5", Severity.INFO: "3.0"}
"""How bad code scanning takes a weakness to be, from 0 to 10."""
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report, view: View) -> str:
    """The report as a SARIF log with one run."""
    rules = sorted({finding.rule for finding in report.findings})
    index = {rule: number for number, rule in enumerate(rules)}
    firsts = {finding.rule: finding for finding in reversed(report.findings)}
    tells = telling(report)
    run = {
        "tool": {
            "driver": {
                "name": "traefiklint",
                "semanticVersion": VERSION,
                **({"informationUri": address} if (address := home()) else {}),
                "rules": [_rule(firsts[rule], view) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(finding, index[finding.rule], fingerprint, tells)
            for finding, fingerprint in zip(report.findings, fingerprints(report.findings), strict=True)
        ],
        "invocations": [{"executionSuccessful": True}],
        "properties": {"target": report.target, "files": report.files},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2, ensure_ascii=False) + "\n"


def _rule(finding: Finding, view: View) -> dict[str, Any]:
    """The rule of a finding, with its page as help."""
    own, address = view.own_pages.get(finding.rule), view.page(finding)
    text = page(finding.rule) if own is None else Page(finding.rule, finding.category, own)
    described: dict[str, Any] = {
        "id": finding.rule,
        "name": "".join(part.capitalize() for part in finding.rule.split("-")),
        "defaultConfiguration": {"level": LEVELS[finding.severity]},
        "properties": {
            "category": finding.category,
            "tags": ["traefik", finding.category],
            "precision": "very-high" if finding.effect.is_fatal else "high",
        },
    }
    if finding.category == "security":
        described["properties"]["tags"].append("security")
        described["properties"]["security-severity"] = _SECURITY[finding.severity]
    if address:
        described["helpUri"] = address
    if text is not None:
        described["shortDescription"] = {"text": text.summary}
        described["help"] = {"text": text.plain, "markdown": text.markdown}
    return described


def _result(finding: Finding, rule_index: int, fingerprint: str, tells: Callable[[Fix], bool]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": rule_index,
        "level": LEVELS[finding.severity],
        "message": {"text": "\n".join([finding.message, *details(finding)])},
        "locations": [_location(finding.file, finding.span, finding.path or finding.object)],
        "partialFingerprints": {"traefiklint/v1": fingerprint},
        "properties": {"effect": finding.effect.value, "disables": list(finding.disables)},
    }
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_location(place.file, place.span, ""), "message": {"text": place.message}}
            for number, place in enumerate(finding.related, 1)
        ]
    if finding.assumed:
        result["properties"]["assumed"] = list(finding.assumed)
    if finding.fix is not None and not finding.fix.safe:  # readers offer every fix alike
        result["properties"]["unsafeFix"] = finding.fix.title
    elif finding.fix is not None and finding.fix.edits and not tells(finding.fix):
        result["fixes"] = [_fix(finding.fix)]
    return result


def _location(file: str, span: Span, path: str) -> dict[str, Any]:
    region = {
        "startLine": span.line,
        "startColumn": span.column,
        "endLine": span.end_line,
        "endColumn": span.end_column,
    }
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": _artifact(file), "region": region}}
    if path:
        location["logicalLocations"] = [{"fullyQualifiedName": path, "kind": "object"}]
    return location


def _artifact(file: str) -> dict[str, str]:
    """Where a file is: below the root of the sources, or an address of its own where the path is absolute."""
    if re.match("[A-Za-z]:/", file):
        return {"uri": "file:///" + quote(file, safe="/:", errors="surrogateescape")}
    uri = quote(file, safe="/", errors="surrogateescape")
    return {"uri": "file://" + uri} if uri.startswith("/") else {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _fix(fix: Fix) -> dict[str, Any]:
    by_file: dict[str, list[Edit]] = {}
    for edit in fix.edits:
        by_file.setdefault(edit.file, []).append(edit)
    return {
        "description": {"text": fix.title},
        "artifactChanges": [
            {"artifactLocation": _artifact(file), "replacements": [_replacement(edit) for edit in edits]}
            for file, edits in by_file.items()
        ],
    }


def _replacement(edit: Edit) -> dict[str, Any]:
    deleted = {"charOffset": edit.start, "charLength": edit.end - edit.start}
    return {"deletedRegion": deleted, "insertedContent": {"text": edit.text}}
