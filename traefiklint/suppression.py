"""Which findings the comments of a file keep silent, and which comments keep nothing silent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from traefiklint.findings import Edit, Effect, Finding, Fix, Span
from traefiklint.instance.scalar_offsets import line_starts
from traefiklint.patch.ranges import line_start, next_line
from traefiklint.text.suppression_comments import Suppression, suppressions

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
        start, end = _stretch(one, name, document.text)
        line = one.span.line
        begin = line_starts(document.text)[line - 1]
        yield Finding(
            rule.id,
            rule.category,
            options.severities.get(rule.id, rule.severity),
            Effect.ADVICE,
            _message(one, name, rules),
            document.file,
            Span(line, start - begin + 1, line, end - begin + 1),
            fix=_removal(one, idle, name, document) if _is_known(name, rules) and one.last >= one.first else None,
        )


def _was_looked_for(name: str, options: Options, rules: Mapping[str, Rule]) -> bool:
    """Whether this run would have reported a rule, so that its absence says something."""
    rule = rules.get(name)
    return name not in options.ignore and (rule is None or not rule.strict or options.strict)


def _is_known(name: str, rules: Mapping[str, Rule]) -> bool:
    return not name or name in rules or any(rule.category == name for rule in rules.values())


def _message(one: Suppression, name: str, rules: Mapping[str, Rule]) -> str:
    if one.last < one.first:
        return "`ignore-file` counts only among the comments at the top of a file; move it there."
    if not name:
        return "This comment suppresses nothing; remove it."
    if _is_known(name, rules):
        return f"`{name}` suppresses nothing here; remove it from the comment."
    from traefiklint.text.spelling import nearest

    guess = nearest(name, rules)
    return f"`{name}` is no rule; " + (f"did you mean `{guess}`?" if guess else "remove it from the comment.")


def _stretch(one: Suppression, name: str, text: str) -> tuple[int, int]:
    """Where a rule's name stands in the text, or the whole comment where it names none."""
    start, end = _comment(one, text)
    if name:
        start = text.index(name, text.index("[", start))
        end = start + len(name)
    return start, end


def _comment(one: Suppression, text: str) -> tuple[int, int]:
    start = line_starts(text)[one.span.line - 1]
    return start + one.span.column - 1, start + one.span.end_column - 1


def _removal(one: Suppression, idle: list[str], name: str, document: Document) -> Fix | None:
    """Take the whole comment away where nothing in it is of use, else the one name."""
    text = document.text
    if len(idle) == max(len(one.rules), 1):
        if name != idle[0]:
            return None
        start, end = _comment(one, text)
        begin = line_start(text, start)
        start = begin + len(text[begin:start].rstrip(" \t"))
        if start == begin:
            end = next_line(text, end)
    else:
        start, end = _stretch(one, name, text)
        while text[end : end + 1] in (",", " "):
            end += 1
        if text[end : end + 1] == "]":
            while text[start - 1] in ", ":
                start -= 1
    return Fix("Remove the suppression", True, (Edit(document.file, start, end, ""),))
