"""Where things stand in a text beyond what the nodes tell: colons, dashes, comments, and where lines begin and end."""

from __future__ import annotations

import re

from traefiklint.text.breaks import BREAKS, NO_BREAKS, end_of_line, next_line
from traefiklint.text.lines import line_start
from traefiklint.text.nodes import Alias, Mapping, Node, Sequence

_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*\s*)*")
_COMMENT = re.compile(f"#{NO_BREAKS}")
_DASH = re.compile(r"-(?=\s|\Z)")
_BLANK = " \t" + BREAKS


class Places:
    """The places of one text, as offsets of characters."""

    def __init__(self, text: str) -> None:
        self.text = text

    def tail(self, node: Node) -> int:
        """The end of a node without the white space and line ends that libyaml counts in."""
        start: int = node.start.index
        return start + len(self.text[start : node.end.index].rstrip(_BLANK))

    def line_start(self, index: int) -> int:
        """The start of the line."""
        return line_start(self.text, index)

    def line_end(self, index: int) -> int:
        """The end of the line, before its break."""
        return end_of_line(self.text, index)

    def next_line(self, index: int) -> int:
        """The start of the next line, or the end of the text."""
        return next_line(self.text, index)

    def line_above(self, start: int) -> int:
        """The end of the line above one that begins at `start`, before its break."""
        return start - (2 if self.text.startswith("\r\n", start - 2) else 1)

    def column(self, index: int) -> int:
        """How many characters stand before it on its line."""
        return index - self.line_start(index)

    def stands_first(self, index: int) -> bool:
        """Whether nothing but blanks stands before it on its line."""
        return not self.text[self.line_start(index) : index].strip()

    def after_properties(self, node: Node) -> int:
        """The start of a value behind its anchor and tag."""
        start: int = node.start.index
        if isinstance(node, Alias):
            return start
        properties = _PROPERTIES.match(self.text[start : self.tail(node)])
        return start + (properties.end() if properties else 0)

    def properties_end(self, node: Node) -> int:
        """The end of an anchor and a tag, before the blanks behind them."""
        start: int = node.start.index
        return start + len(self.text[start : self.after_properties(node)].rstrip())

    def colon(self, key: Node) -> int:
        """The end of the colon behind a key."""
        return self.text.index(":", key.end.index) + 1

    def dash(self, node: Sequence, index: int) -> int | None:
        """The dash of an item of a block list: the last one before it that stands alone and in no comment."""
        after: int = node.items[index - 1].end.index if index else node.start.index
        span = self.text[after : node.items[index].start.index]
        found = [match.start() for match in _DASH.finditer(_COMMENT.sub(lambda match: " " * len(match[0]), span))]
        return after + found[-1] if found else None

    def comments_above(self, start: int, column: int) -> int:
        """The start of the comment lines that stand directly above a line in the same column."""
        while start > 0:
            above = self.line_start(self.line_above(start))
            if not self.text.startswith(" " * column + "#", above):
                break
            start = above
        return start

    def pair_end(self, node: Mapping, index: int) -> int:
        """The end of a pair."""
        key, value = node.pairs[index]
        return max(self.tail(value), self.colon(key))

    def after_comments(self, at: int, column: int) -> int:
        """The start of the line after the comment lines from `at` on that stand in a column, or deeper."""
        while at < len(self.text):
            line = self.text[at : end_of_line(self.text, at)]
            bare = line.lstrip(" ")
            if not bare.startswith("#") or len(line) - len(bare) < column:
                break
            at = self.next_line(at)
        return at

    def after_pair(self, node: Mapping, index: int, column: int) -> int:
        """The start of the line after a pair and the comments inside of it; where it is the last of its mapping, after
        those that end the mapping, too."""
        at = self.next_line(self.pair_end(node, index))
        ends = index + 1 == len(node.pairs) and column > 0
        return self.after_comments(at, column if ends else column + 1)

    def is_blank_above(self, start: int) -> bool:
        """Whether the line above one that begins at `start` is empty."""
        if start == 0:
            return False
        end = self.line_above(start)
        return not self.text[self.line_start(end) : end].strip()
