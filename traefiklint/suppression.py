"""Comments that say not to report something, and those that say so for nothing.

`# traefiklint: ignore[rule-a, rule-b] reason` at the end of a line, or alone on the line above it;
`# traefiklint: ignore-file[rule]` among the comments at the top of a file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from traefiklint.findings import Edit, Effect, Finding, Fix, Span

if TYPE_CHECKING:
    from traefiklint.checks.registry import Rule
    from traefiklint.options import Options
    from traefiklint.syntax.document import Document
    from traefiklint.syntax.nodes import Node

_COMMENT = re.compile(r"#[ \t]*traefiklint:[ \t]*(ignore|ignore-file)[ \t]*\[([^\]\n]*)\][^\n]*")
_NAME = re.compile(r"[^\s,]+")
_UNUSED = "unused-suppression"


class Suppression(NamedTuple):
    """One rule named in one comment."""

    rule: str
    start: int
    end: int
    """Where the rule's name stands in the text."""
    lines: range
    """The lines it covers, from 1; empty where the comment stands in a place where it counts for nothing."""
    comment: tuple[int, int]
    """Where the whole comment stands in the text."""
    alone: bool
    """Whether it is the only rule of its comment."""


def apply_suppressions(
    findings: list[Finding], documents: Mapping[str, Document], options: Options, rules: Mapping[str, Rule]
) -> list[Finding]:
    """The findings that no comment suppresses, and one for each suppression that suppresses nothing."""
    marked = {file: document for file, document in documents.items() if "traefiklint:" in document.text}
    suppressions = {file: list(find_suppressions(document)) for file, document in marked.items()}
    used: set[tuple[str, int]] = set()
    kept = []
    for finding in findings:
        hit = [
            one
            for one in suppressions.get(finding.file, ())
            if one.rule in (finding.rule, finding.category) and finding.line in one.lines
        ]
        used.update((finding.file, one.start) for one in hit)
        if not hit:
            kept.append(finding)
    if options.select and _UNUSED not in options.select:
        return kept
    if options.only_fatal or _UNUSED in options.ignore:
        return kept
    for file, document in marked.items():
        for one in suppressions[file]:
            if (file, one.start) not in used and _could_be_found(one.rule, options, rules):
                kept.append(_unused(one, document, options, rules))
    return kept


def _could_be_found(name: str, options: Options, rules: Mapping[str, Rule]) -> bool:
    """Whether this run would have reported a rule, so that its absence says something."""
    found = rules.get(name)
    if found is not None and found.strict and not options.strict:
        return False
    return name not in options.ignore and not options.select


def find_suppressions(document: Document) -> Iterator[Suppression]:
    """Every rule that a comment of a file says to suppress."""
    text = document.text
    top = _end_of_top(text)
    scalars = list(_scalars(document.root)) if document.root is not None else []
    for found in _COMMENT.finditer(text):
        start = found.start()
        if any(node.start.index < start < node.end.index for node in scalars):
            continue
        names = list(_NAME.finditer(found[2]))
        if found[1] == "ignore-file":
            lines = range(1, text.count("\n") + 2) if start < top else range(0)
        else:
            lines = _covered(text, start, scalars)
        for name in names:
            at = found.start(2) + name.start()
            yield Suppression(name[0], at, at + len(name[0]), lines, found.span(), len(names) == 1)


def _end_of_top(text: str) -> int:
    """Where the comments and blank lines at the top of a text end."""
    at = 0
    for line in text.splitlines(keepends=True):
        if line.strip() and not line.lstrip("\ufeff ").startswith("#"):
            break
        at += len(line)
    return at


def _covered(text: str, start: int, scalars: list[Node]) -> range:
    """The lines that a comment speaks of: its own, or the next that is no comment, with the block that begins there."""
    line = text.count("\n", 0, start) + 1
    begin = text.rfind("\n", 0, start) + 1
    if not text[begin:start].strip():
        lines = text.splitlines()
        while line < len(lines) and (not lines[line].strip() or lines[line].lstrip().startswith("#")):
            line += 1
        line += 1
    last = line
    for node in scalars:
        if getattr(node, "style", None) in ("|", ">") and node.start.line + 1 == line:
            last = max(last, node.end.line + 1)
    return range(line, last + 1)


def _scalars(root: Node) -> Iterator[Node]:
    from traefiklint.syntax.nodes import Mapping, Scalar, Sequence

    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, Scalar):
            yield node
        elif isinstance(node, Mapping):
            for key, value in node.pairs:
                pending += (key, value)
        elif isinstance(node, Sequence):
            pending += node.items


def _unused(one: Suppression, document: Document, options: Options, rules: Mapping[str, Rule]) -> Finding:
    rule = rules[_UNUSED]
    known = one.rule in rules or any(each.category == one.rule for each in rules.values())
    message = f"Nothing here is suppressed by `{one.rule}`; remove it from the comment."
    if not known:
        from traefiklint.project.nearest import nearest

        guess = nearest(one.rule, rules)
        message = f"`{one.rule}` is no rule; " + (
            f"did you mean `{guess}`?" if guess else "remove it from the comment."
        )
    elif not one.lines:
        message = "`ignore-file` counts only among the comments at the top of a file; move it there."
    text = document.text
    line = text.count("\n", 0, one.start) + 1
    begin = text.rfind("\n", 0, one.start) + 1
    span = Span(line, one.start - begin + 1, line, one.end - begin + 1)
    return Finding(
        rule.id,
        rule.category,
        options.severities.get(rule.id, rule.severity),
        Effect.ADVICE,
        message,
        document.file,
        span,
        fix=_removal(one, document.file, text) if known and one.lines else None,
    )


def _removal(one: Suppression, file: str, text: str) -> Fix:
    start, end = one.start, one.end
    if one.alone:
        start, end = one.comment
        begin = text.rfind("\n", 0, start) + 1
        start = begin + len(text[begin:start].rstrip())
        if start == begin:
            end = min(text.find("\n", end) + 1 or len(text), len(text))
    else:
        while text[end : end + 1] in (",", " "):
            end += 1
        if text[end : end + 1] == "]":
            while text[start - 1] in ", ":
                start -= 1
    return Fix("Remove the suppression", True, (Edit(file, start, end, ""),))
