"""Which findings comments and settings keep silent, and which comments keep nothing silent."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatch
from itertools import accumulate

from traefiklint.checks.registry import Rule
from traefiklint.findings import Finding
from traefiklint.options import Options
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of
from traefiklint.text.spelling import nearest
from traefiklint.text.suppression_comments import IdleSuppression, Suppression, suppressions

UNUSED = "unused-suppression"
_NO_LINE = 1 << 63
"""Behind the last line of every file."""


def apply_suppressions(
    findings: list[Finding],
    documents: Mapping[str, Document],
    options: Options,
    rules: Mapping[str, Rule],
    strictly: Callable[[], Iterable[Finding]],
) -> list[Finding]:
    """The findings that no comment suppresses, and one for each suppression that suppresses nothing.

    Args:
        strictly: what a strict run would find; asked only where a comment seems to suppress nothing.
    """
    found = {file: suppressions(document.text, document) for file, document in documents.items()}
    covers: dict[tuple[str, str], _Cover] = {}
    for file, those in found.items():
        for one in those:
            for name in one.rules or ("",):
                covers.setdefault((file, name), _Cover()).add(one)
    kept = [finding for finding in findings if not _is_suppressed(finding, covers)]
    if options.only_fatal or options.select or UNUSED in options.ignore:
        return kept  # what was not looked for may well be there
    if not options.strict and any(
        not covers[file, name].is_used(one)
        for file, those in found.items()
        for one in those
        for name in one.rules or ("",)
    ):
        for finding in strictly():
            _is_suppressed(finding, covers)
    for file, document in documents.items():
        if document.root is None and document.diagnostics:
            continue  # of a file that cannot be read nobody knows what the comments keep silent
        for one in found[file]:
            idle = [name for name in one.rules or ("",) if not covers[file, name].is_used(one)]
            kept += _unused(one, idle, document, options, rules)
    return kept


class FileIgnores:
    """The rules that are ignored in some files (`per-file-ignores`), by patterns of names.

    A pattern is for whole names, and for what stands behind any `/`. It is tried only where a name begins as it does.
    """

    def __init__(self, ignores: Iterable[tuple[str, frozenset[str]]]) -> None:
        self._patterns: dict[str, list[tuple[str, frozenset[str]]]] = {}
        """The patterns by what stands in them before the first wildcard."""
        for pattern, rules in ignores:
            self._patterns.setdefault(re.split(r"[*?\[]", pattern, maxsplit=1)[0], []).append((pattern, rules))
        self._lengths = {len(start) for start in self._patterns}
        self._known: dict[str, frozenset[str]] = {}

    def of(self, file: str) -> frozenset[str]:
        """The rules and categories that are ignored in a file."""
        if file not in self._known:
            ends = [file, *(file[place + 1 :] for place, sign in enumerate(file) if sign == "/")]
            self._known[file] = frozenset().union(
                *(
                    rules
                    for end in ends
                    for length in self._lengths
                    for pattern, rules in self._patterns.get(end[:length], ())
                    if fnmatch(end, pattern)
                )
            )
        return self._known[file]


class _Cover:
    """The lines of a file on which the findings of one rule, of one category, or all of them are suppressed."""

    def __init__(self) -> None:
        self._stretches: list[tuple[int, int]] = []
        self._reach: list[int] = []
        """For each stretch, in order, the last line that it or one before it covers."""
        self._lines: list[int] = []
        """The lines of the findings that the comments are about."""
        self._is_sorted = False

    def add(self, one: Suppression) -> None:
        """Take in one more comment, before anything is asked."""
        if one.first <= one.last:
            self._stretches.append((one.first, one.last))

    def meets(self, line: int) -> bool:
        """Whether a finding on a line is suppressed."""
        if not self._reach:
            self._stretches.sort()
            self._reach = list(accumulate((last for _, last in self._stretches), max))
        self._lines.append(line)
        self._is_sorted = False
        number = bisect_right(self._stretches, (line, _NO_LINE))
        return number > 0 and self._reach[number - 1] >= line

    def is_used(self, one: Suppression) -> bool:
        """Whether a comment suppresses any of the findings that were asked for."""
        if not self._is_sorted:
            self._lines.sort()
            self._is_sorted = True
        number = bisect_left(self._lines, one.first)
        return number < len(self._lines) and self._lines[number] <= one.last


def _is_suppressed(finding: Finding, covers: Mapping[tuple[str, str], _Cover]) -> bool:
    found = [covers.get((finding.file, name)) for name in ("", finding.rule, finding.category)]
    met = [cover.meets(finding.line) for cover in found if cover is not None]
    return any(met)  # all were asked, so that each comment that is meant counts as used


def _unused(
    one: Suppression, idle: list[str], document: Document, options: Options, rules: Mapping[str, Rule]
) -> Iterator[Finding]:
    rule = rules[UNUSED]
    places = _places(one, document)
    for name in idle:
        if not _was_looked_for(name, options, rules):
            continue
        known = not name or name in rules or any(rule.category == name for rule in rules.values())
        guess = "" if known else nearest(name, rules)
        for diagnostic in rule.check(IdleSuppression(one, name, tuple(idle), places[name], known, guess), document):
            yield Finding(
                rule.id,
                rule.category,
                options.severities.get(rule.id, rule.severity),
                rule.effect,
                diagnostic.message,
                document.file,
                diagnostic.span or one.span,
                fix=diagnostic.fix,
                tag=rule.tag,
            )


def _was_looked_for(name: str, options: Options, rules: Mapping[str, Rule]) -> bool:
    """Whether this run would have reported a rule, so that its absence says something."""
    rule = rules.get(name)
    return name not in options.ignore and (rule is None or not rule.strict or options.strict)


def _places(one: Suppression, document: Document) -> dict[str, tuple[int, int]]:
    """Where each of the names stands in the text (the first, of one given twice), or the comment where it has none."""
    lines = lines_of(document.text, document.file)
    start, end = lines.index(*one.span[:2]), lines.index(*one.span[2:])
    places = {"": (start, end)}
    at = start
    for name in one.rules:
        found = re.compile(rf"(?<=[\[,\s]){re.escape(name)}(?=[\],\s])").search(document.text, at, end)
        places.setdefault(name, found.span() if found else (start, end))
        at = found.end() if found else at
    return places
