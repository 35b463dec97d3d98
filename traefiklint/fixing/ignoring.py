"""Comments that keep findings silent (`# traefiklint: ignore[rule]`), as fixes: they are made and proved like these."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum, auto

from traefiklint.decoding.file import read_document
from traefiklint.findings import Edit, Finding, Fix
from traefiklint.fixing.edits import edited
from traefiklint.fixing.state import State
from traefiklint.text.breaks import line_break
from traefiklint.text.lines import lines_of
from traefiklint.text.suppression_comments import MARKER, Suppression, suppressions

_COMMENT = re.compile(rf"#[ \t]*{MARKER}[ \t]*ignore(?P<rules>[ \t]*\[[^\]]*(?=\]))?")
"""A comment of this kind, up to the bracket behind its rules."""

_INDENT = re.compile(r"[ \t]*")


class Manner(Enum):
    """Where the comment stands."""

    BEHIND = auto()
    """Behind what stands on the line."""
    ABOVE = auto()
    """On a line of its own above it: behind the line may be the inside of a text."""
    TOP = auto()
    """At the top of the file, for all of it."""


def ignored(state: State, manner: Manner, files: Collection[str]) -> Iterator[Finding]:
    """The findings in these files, each with the comment as its fix; those on one line have one in common. What is said
    about such comments is left out."""
    places: dict[tuple[str, int], list[Finding]] = {}
    for finding in state.report.findings:
        if finding.file in files and not _is_about_a_comment(finding, state.texts[finding.file]):
            places.setdefault((finding.file, 1 if manner is Manner.TOP else finding.line), []).append(finding)
    by_file: dict[str, list[tuple[list[Finding], Fix]]] = {}
    for (file, line), findings in places.items():
        fix = ignoring(state.texts[file], file, line, (finding.rule for finding in findings), manner)
        by_file.setdefault(file, []).append((findings, fix))
    for file, made in by_file.items():
        text = state.texts[file]
        if not counts(text, file, made):
            made = [one for one in made if counts(text, file, [one])]
        yield from (replace(finding, fix=fix) for findings, fix in made for finding in findings)


def counts(text: str, file: str, made: Sequence[tuple[Sequence[Finding], Fix]]) -> bool:
    """Whether all of some comments would be such, and would cover their findings: one that stands inside of a text is a
    part of it."""
    edits = sorted(edit for _, fix in made for edit in fix.edits)
    after = edited(text, set(edits))
    before, read = read_document(file, text), read_document(file, after)
    if (before.root is None) != (read.root is None) or len(before.diagnostics) != len(read.diagnostics):
        return False
    there: dict[int, list[Suppression]] = {}
    for one in suppressions(after, read):
        there.setdefault(0 if one.scope == "file" else one.first, []).append(one)
    lines, moved = lines_of(text, file), [edit.start for edit in edits if edit.text.endswith(("\n", "\r"))]
    for findings, _ in made:
        for finding in findings:
            line = finding.line + bisect_right(moved, lines.start(finding.line))
            near = (one for first in (0, line - 1, line) for one in there.get(first, ()))
            if not any(one.covers(line) and one.names(finding.rule) for one in near):
                return False
    return True


def ignoring(text: str, file: str, line: int, rules: Iterable[str], manner: Manner = Manner.BEHIND) -> Fix:
    """The fix that writes a comment, or more rules into the one that is there.

    Args:
        line: the line (from 1) of the findings.
        rules: their rules.
    """
    names = ", ".join(sorted(set(rules)))
    lines = lines_of(text, file)
    start = lines.start(line)
    end = start + lines.width(line)
    if manner is Manner.BEHIND:
        there = _COMMENT.search(text, start, end)
        at, comment = end, f"  # {MARKER} ignore[{names}]"
        if there is not None and there["rules"]:
            at, comment = there.end(), names if there["rules"].endswith("[") else f", {names}"
    elif manner is Manner.ABOVE:
        indent = _INDENT.match(text, start, end)[0]  # type: ignore[index]  # it matches the empty text, too
        at, comment = start, f"{indent}# {MARKER} ignore[{names}]{line_break(text)}"
    else:
        at, comment = int(text.startswith("\ufeff")), f"# {MARKER} ignore-file[{names}]{line_break(text)}"
    return Fix(f"Keep `{names}` silent with a comment", True, (Edit(file, at, at, comment),))


def _is_about_a_comment(finding: Finding, text: str) -> bool:
    """Whether a finding is about such a comment itself."""
    lines = lines_of(text, finding.file)
    start = lines.start(finding.line)
    there = _COMMENT.search(text, start, start + lines.width(finding.line))
    return there is not None and there.start() <= lines.index(finding.line, finding.column)
