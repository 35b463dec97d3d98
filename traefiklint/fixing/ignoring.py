"""Comments that keep findings silent (`# traefiklint: ignore[rule]`), as fixes: they are made and proved like these."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from enum import Enum, auto

from traefiklint.findings import Edit, Finding, Fix
from traefiklint.fixing.state import State
from traefiklint.text.breaks import line_break
from traefiklint.text.lines import lines_of
from traefiklint.text.suppression_comments import MARKER

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
    for (file, line), findings in places.items():
        fix = ignoring(state.texts[file], file, line, (finding.rule for finding in findings), manner)
        yield from (replace(finding, fix=fix) for finding in findings)


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
