"""Which template actions stand in YAML comments: Traefik carries those out too, and people do not expect it."""

from __future__ import annotations

import re

from yaml.error import YAMLError

from traefiklint.text.lines import Lines
from traefiklint.text.nodes import Scalar, walk
from traefiklint.yaml.limits import TooDeep, UnknownAnchor
from traefiklint.yaml.reader import build

_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'[^']*'")
_COMMENT = re.compile(r"(?:^|[ \t])#")


class Comments:
    """The comments of a file that holds template actions, so that it need not be YAML before they are carried out."""

    def __init__(self, source: str, lines: Lines) -> None:
        self._source = source
        self._lines = lines
        self._scalars: list[tuple[int, int]] | None = None
        self.is_sure = False
        """Whether the file is YAML as it stands, so that a comment is known for sure; set by the first `has`."""

    def has(self, index: int) -> bool:
        """Whether what stands at an offset belongs to a comment."""
        start = index - self._lines.mark(index).column
        if self._source.find("#", start, index) < 0:
            return False
        if not _COMMENT.search(_QUOTED.sub("''", self._source[start:index])):
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
