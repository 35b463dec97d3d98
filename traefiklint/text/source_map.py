"""Where the places of one text are in another, which the first was made from."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import Any

from traefiklint.findings import Span
from traefiklint.records import NamedTuple, changed
from traefiklint.text.breaks import break_of
from traefiklint.text.diagnostics import Replacement, TextDiagnostic
from traefiklint.text.lines import Lines
from traefiklint.text.nodes import Mapping, Node
from traefiklint.text.nodes import Sequence as SequenceNode


class Stretch(NamedTuple):
    """`length` characters of the made text: the text from `start` to `end` itself, or whatever it was replaced by."""

    length: int
    start: int
    end: int
    literal: bool


class Relocation:
    """Takes places in the made text to the places in the original that they come from."""

    def __init__(self, file: str, made: str, original: str, stretches: Sequence[Stretch]) -> None:
        self._made = Lines(made, break_of(file))
        self.original = Lines(original, break_of(file))
        self._end = len(original)
        self._stretches = [stretch for stretch in stretches if stretch.length]
        self._offsets: list[int] = []
        offset = 0
        for stretch in self._stretches:
            self._offsets.append(offset)
            offset += stretch.length

    def start(self, index: int) -> int:
        """The original offset of something that begins at `index`."""
        place = bisect_right(self._offsets, index) - 1
        if place < 0 or index >= self._offsets[place] + self._stretches[place].length:
            return self._end
        stretch = self._stretches[place]
        return stretch.start + index - self._offsets[place] if stretch.literal else stretch.start

    def end(self, index: int) -> int:
        """The original offset of something that ends at `index`."""
        if not index or not self._stretches:
            return self.start(index)
        place = bisect_right(self._offsets, index - 1) - 1
        stretch = self._stretches[place]
        if not stretch.literal:
            return stretch.end
        return min(stretch.start + index - self._offsets[place], stretch.end)

    def move(self, root: Node) -> None:
        """Take all nodes to where they come from."""
        each_node(root, self._move)

    def _move(self, node: Any) -> None:
        start = self.start(node.start.index)
        node.end = self.original.mark(
            max(start, self.end(node.end.index)) if node.end.index > node.start.index else start
        )
        node.start = self.original.mark(start)

    def diagnostic(self, said: TextDiagnostic) -> TextDiagnostic:
        """What is said of the made text, where that comes from; edits are left out where the text is not the same."""
        return changed(said, span=self._span(said.span), first=said.first and self._span(said.first), edits=())

    def _span(self, span: Span) -> Span:
        first = self._made.index(span.line, span.column)
        last = self._made.index(span.end_line, span.end_column)
        start = self.start(first)
        return self.original.span(start, max(start, self.end(last)) if last > first else start)


def each_node(root: Node, change: Callable[[Any], None]) -> None:
    """Call `change` once for every node of a tree, keys included, whether it is reached once or often."""
    seen: set[int] = set()
    waiting: list[Any] = [root]
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        change(node)
        if type(node) is Mapping:
            for pair in node.pairs:
                waiting.extend(pair)
        elif type(node) is SequenceNode:
            waiting.extend(node.items)


def shifted(said: TextDiagnostic, by: int) -> TextDiagnostic:
    """The same with its edits further on by so many characters."""
    edits = tuple(Replacement(edit.start + by, edit.end + by, edit.text) for edit in said.edits)
    return changed(said, edits=edits)
