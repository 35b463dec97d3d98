"""Which findings the comments of a file keep silent, and which comments keep nothing silent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from traefiklint.findings import Finding
from traefiklint.text.spelling import nearest
from traefiklint.text.suppression_comments import IdleSuppression, Suppression, suppressions

if TYPE_CHECKING:
    from traefiklint.checks.registry import Rule
    from traefiklint.options import Options
    from traefiklint.text.document import Document

UNUSED = "unused-suppression"


def apply_suppressions(
    findings: list[Finding], documents: Mapping[str, Document], options: Options, rules: Mapping[str, Rule]
) -> list[Finding]:
    """The findings that no comment suppresses, and one for each suppression that suppresses nothing."""
    found = {file: suppressions(document.text, document) for file, document in documents.items()}
    used: set[tuple[str, Suppression, str]] = set()
    kept = []
    for finding in findings:
        hits = [
            (finding.file, one, name)
            for one in found.get(finding.file, ())
            if one.covers(finding.line)
            for name in one.rules or ("",)
            if name in ("", finding.rule, finding.category)
        ]
        used.update(hits)
        if not hits:
            kept.append(finding)
    if options.only_fatal or options.select or UNUSED in options.ignore:
        return kept  # what was not looked for may well be there
    for file, document in documents.items():
        if document.root is None and document.problems:
            continue  # of a file that cannot be read nobody knows what the comments keep silent
        for one in found[file]:
            idle = [name for name in one.rules or ("",) if (file, one, name) not in used]
            kept += _unused(one, idle, document, options, rules)
    return kept


def _unused(
    one: Suppression, idle: list[str], document: Document, options: Options, rules: Mapping[str, Rule]
) -> Iterator[Finding]:
    rule = rules[UNUSED]
    for name in idle:
        if not _was_looked_for(name, options, rules):
            continue
        known = not name or name in rules or any(rule.category == name for rule in rules.values())
        guess = "" if known else nearest(name, rules)
        for draft in rule.check(IdleSuppression(one, name, tuple(idle), known, guess), document):
            yield Finding(
                rule.id,
                rule.category,
                options.severities.get(rule.id, rule.severity),
                rule.effect,
                draft.message,
                document.file,
                draft.span or one.span,
                fix=draft.fix,
            )


def _was_looked_for(name: str, options: Options, rules: Mapping[str, Rule]) -> bool:
    """Whether this run would have reported a rule, so that its absence says something."""
    rule = rules.get(name)
    return name not in options.ignore and (rule is None or not rule.strict or options.strict)
