"""Where things stand in a text beyond what the nodes tell: lines, colons, dashes, comments."""

from __future__ import annotations

import re

from traefiklint.text.nodes import Alias, Mapping, Node, Sequence

_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*\s*)*")
_COMMENT = re.compile(r"#[^\n]*")
_DASH = re.compile(r"-(?=\s|\Z)")


class Places:
    """The places of one text, as offsets of characters."""

    def __init__(self, text: str) -> None:
        self.text = text

    def tail(self, node: Node) -> int:
        """The end of a node without the white space and line ends that libyaml counts in."""
        start: int = node.start.index
        return start + len(self.text[start : node.end.index].rstrip(" \t\n"))

    def line_start(self, index: int) -> int:
        """The start of the line."""
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        """The end of the line, before its line end."""
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end

    def next_line(self, index: int) -> int:
        """The start of the next line, or the end of the text."""
        return min(self.line_end(index) + 1, len(self.text))

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
            above = self.line_start(start - 1)
            if not self.text.startswith(" " * column + "#", above):
                break
            start = above
        return start

    def pair_end(self, node: Mapping, index: int) -> int:
        """The end of a pair."""
        key, value = node.pairs[index]
        return max(self.tail(value), self.colon(key))

    def after_pair(self, node: Mapping, index: int, column: int) -> int:
        """The start of the line after a pair, and after the comments that end the mapping where it is the last."""
        at = self.next_line(self.pair_end(node, index))
        if index + 1 < len(node.pairs) or column == 0:
            return at
        while at < len(self.text):
            line = self.text[at : self.line_end(at)]
            bare = line.lstrip(" ")
            if not bare.startswith("#") or len(line) - len(bare) < column:
                break
            at = self.next_line(at)
        return at
