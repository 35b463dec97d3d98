"""Comments by which an author takes responsibility: `# traefiklint: ignore[rule, rule] reason`."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import Any

from traefiklint.findings import Span
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple
from traefiklint.text.breaks import BREAKS, TOML_BREAK, YAML_BREAK, break_of
from traefiklint.text.document import Document
from traefiklint.text.lines import Lines, lines_of
from traefiklint.text.nodes import Mapping, Scalar, Sequence, walk

LINE, OBJECT, FILE = "line", "object", "file"
MARKER = "traefiklint:"


class Suppression(NamedTuple):
    """What one comment keeps silent."""

    rules: tuple[str, ...]
    """The rules it names; empty where it names none and so means all."""
    line: int
    """The line (from 1) of the comment."""
    scope: str
    """`line`, `object` or `file`."""
    span: Span
    """Where the comment stands."""
    reason: str
    first: int
    """The first line it covers."""
    last: int
    """The last line it covers; below `first` where it stands in a place that covers nothing."""

    def covers(self, line: int) -> bool:
        """Whether a finding that begins on this line is meant."""
        return self.first <= line <= self.last

    def names(self, rule: str) -> bool:
        """Whether the comment is about this rule."""
        return not self.rules or rule in self.rules


class IdleSuppression(NamedTuple):
    """A name in a suppression, or a suppression without names, that keeps nothing silent."""

    suppression: Suppression
    name: str
    """The rule or category; empty where the comment names none."""
    idle: tuple[str, ...]
    """All names of the comment that keep nothing silent."""
    place: tuple[int, int]
    """Where the name stands, as offsets in the text; the comment where it names none."""
    is_known: bool
    """Whether there is such a rule or category."""
    guess: str
    """The nearest rule, where there is none of that name."""

    @property
    def covers_nothing(self) -> bool:
        """Whether the comment stands where it counts for no line."""
        return self.suppression.last < self.suppression.first


def _pattern(breaks: str) -> re.Pattern[str]:
    return lazy(
        rf"(?P<alone>(?:^|(?<=[\ufeff{breaks}]))[ \t]*|[ \t])"
        r"(?P<comment>#[ \t]*traefiklint:[ \t]*(?P<verb>ignore(?:-file)?)\b[ \t]*"
        rf"(?:\[(?P<rules>[^\]{breaks}]*)\])?(?P<reason>[^{breaks}]*))"
    )


_COMMENT = {YAML_BREAK: _pattern(BREAKS), TOML_BREAK: _pattern("\r\n")}
_LAST_LINE = 1 << 62


def suppressions(text: str, document: Document) -> list[Suppression]:
    """The suppressions of a file, in the order of the text. A text without the marker costs one look."""
    if MARKER not in text:
        return []

    lines = lines_of(text, document.file)
    blocks = _Blocks(document)
    found = []
    for match in _COMMENT[break_of(document.file)].finditer(text):
        start, end = match.span("comment")
        if blocks.inside_scalar(start):
            continue
        rules = tuple(rule.strip() for rule in (match["rules"] or "").split(",") if rule.strip()) or _broken(match)
        line = lines.mark(start).line + 1
        alone = not match["alone"].strip(" \t") and text[match.start() - 1 : match.start()] in ("", "\ufeff", *BREAKS)
        scope, first, last = _range(text, lines, blocks, match["verb"], line, alone)
        found.append(Suppression(rules, line, scope, lines.span(start, end), match["reason"].strip(), first, last))
    return found


def _broken(match: re.Match[str]) -> tuple[str, ...]:
    """What stands where the rules of a comment should be in brackets, which is the name of none; nothing where it names
    no rules, and so means all."""
    if match["rules"] is not None:
        return ("[]",)
    return (match["reason"].split()[0],) if match["reason"][:1] in ("[", "(") else ()


def _range(text: str, lines: Lines, blocks: _Blocks, verb: str, line: int, alone: bool) -> tuple[str, int, int]:
    if verb == "ignore-file":
        at_top = blocks.first_line is None or line < blocks.first_line
        return FILE, 1, _LAST_LINE if at_top else 0
    if not alone:
        return LINE, line, line
    below = blocks.below_comments.get(line, line + 1)
    while (
        (start := lines.index(below, 1)) < len(text)
        and text[start : start + 500].lstrip(" \t").startswith("#")
        and lines.mark(start).line + 1 == below
    ):
        below += 1
    blocks.below_comments = dict.fromkeys(range(line, below), below)
    last = blocks.last_line_from(below)
    return (OBJECT, below, last) if last > below else (LINE, below, below)


class _Blocks:
    """Which lines belong to what begins on a line, and which stretches of the text are values."""

    def __init__(self, document: Document) -> None:
        self._last: dict[int, int] = {}
        self._scalars: list[tuple[int, int]] = []
        self.first_line: int | None = None
        self.below_comments: dict[int, int] = {}
        """For each of the lines of comments seen last, the first line below them all."""
        if document.root is None:
            return
        self.first_line = document.root.start.line + 1
        seen: set[int] = set()
        for node, _ in walk(document.root):
            if id(node) in seen:
                continue
            seen.add(id(node))
            if type(node) is Scalar and node.style:
                self._scalars.append((node.start.index, node.end.index))
            elif type(node) is Mapping:
                for key, value in node.pairs:
                    self._note(key, value)
            elif type(node) is Sequence:
                for item in node.items:
                    self._note(item, item)
        self._scalars.sort()

    def _note(self, begin: Any, value: Any) -> None:
        first = begin.start.line + 1
        end = value.end
        last = end.line + 1 if end.column or end.line == value.start.line else end.line
        self._last[first] = max(self._last.get(first, first), last)

    def inside_scalar(self, index: int) -> bool:
        """Whether an offset is inside a value in quotes or a block of text."""
        number = bisect_right(self._scalars, (index, _LAST_LINE)) - 1
        return number >= 0 and self._scalars[number][0] <= index < self._scalars[number][1]

    def last_line_from(self, line: int) -> int:
        """The last line of the longest thing that begins on a line."""
        return self._last.get(line, line)
