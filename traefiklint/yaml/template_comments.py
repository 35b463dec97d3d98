"""Which template actions stand in YAML comments: Traefik carries those out too, and people do not expect it."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import NamedTuple

from yaml.error import YAMLError

from traefiklint.text.breaks import end_of_line
from traefiklint.text.lines import Lines
from traefiklint.text.nodes import Scalar, walk
from traefiklint.yaml.limits import TooDeep, UnknownAnchor
from traefiklint.yaml.reader import build

_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")


class _Signs(NamedTuple):
    """Where a line has signs that begin a comment, unless they stand in quotes."""

    sure: int
    """The first that stands in no quotes; the end of the line where there is none."""
    quoted: list[tuple[int, int]]
    """The first in each text in quotes that has one, and where the quotes are closed."""

    def begin(self, index: int) -> bool:
        """Whether a comment seems to begin before an offset: quotes that are still open there may be none."""
        if self.sure < index:
            return True
        before = bisect_left(self.quoted, (index,)) - 1
        return before >= 0 and index < self.quoted[before][1]


def _signs(source: str, start: int, end: int) -> _Signs:
    texts = [match.span() for match in _QUOTED.finditer(source, start, end)]
    quoted: dict[int, int] = {}  # the first sign of each text in quotes, by the place where these are closed
    for match in _COMMENT.finditer(source[start:end]):
        sign = start + match.start()
        within = bisect_left(texts, (sign,)) - 1
        if within < 0 or texts[within][1] <= sign:
            return _Signs(sign, [(first, close) for close, first in quoted.items()])
        quoted.setdefault(texts[within][1], sign)
    return _Signs(end, [(first, close) for close, first in quoted.items()])


class Comments:
    """The comments of a file that holds template actions, so that it need not be YAML before they are carried out."""

    def __init__(self, source: str, lines: Lines) -> None:
        self._source = source
        self._lines = lines
        self._scalars: list[tuple[int, int]] | None = None
        self._signs: dict[int, _Signs] = {}
        self.is_sure = False
        """Whether the file is YAML as it stands, so that a comment is known for sure; set by the first `has`."""

    def has(self, index: int) -> bool:
        """Whether what stands at an offset belongs to a comment."""
        start = index - self._lines.mark(index).column
        if self._source.find("#", start, index) < 0:
            return False
        signs = self._signs.get(start)
        if signs is None:
            signs = self._signs[start] = _signs(self._source, start, end_of_line(self._source, index))
        if not signs.begin(index):
            return False
        return not any(first <= index < last for first, last in self._blocks())

    def _blocks(self) -> list[tuple[int, int]]:
        """The stretches of the file that are values of several lines, in which `#` is text."""
        if self._scalars is None:
            self._scalars = []
            try:
                root = build(self._source).root
            except (YAMLError, TooDeep, UnknownAnchor, UnicodeError):
                return self._scalars
            self.is_sure = True
            for node, _ in walk(root) if root is not None else ():
                if type(node) is Scalar and node.style:
                    self._scalars.append((node.start.index, node.end.index))
        return self._scalars
