"""The value of a scalar at a place: where its characters stand in the file, and how to write some of them otherwise."""

from __future__ import annotations

from typing import Any, NamedTuple

from traefiklint.findings import Fix, Span
from traefiklint.model.base import Place
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of
from traefiklint.text.nodes import Scalar
from traefiklint.text.scalar_map import align


class ValueFix(NamedTuple):
    """What fixes a value: its characters from `start` up to `end` become `text`."""

    start: int
    end: int
    text: str
    safe: bool
    """Whether the value could mean nothing else."""
    title: str


class ScalarText:
    """The value of one scalar, and the offset in the file of each of its characters."""

    def __init__(self, document: Document, node: Scalar) -> None:
        self._document = document
        self._node = node
        self._offsets = align(document.text, node)

    @staticmethod
    def of(place: Place) -> ScalarText | LabelText | None:
        """The scalar at a place; None where there is none, or where its value is not written there as it is."""
        node, document = place.node, place.document
        if type(node) is not Scalar or document is None or node.tag:
            return None
        if document.unknown and document.is_uncertain(node.span):
            return None
        if document.holds_labels:
            return LabelText(node)
        return ScalarText(document, node)

    def span(self, start: int, end: int) -> Span:
        """The stretch of the file that holds the characters from `start` up to `end` of the value."""
        first = self._offset(start)
        last = max(self._offset(end), self._offset(end - 1) + 1) if end > start else first
        return lines_of(self._document.text, self._document.file).span(first, last)

    def fix(self, fix: ValueFix) -> Fix | None:
        """What fixes the value, as an edit of the file; None where the file cannot be edited."""
        from traefiklint.patch.edits import fix_of
        from traefiklint.patch.inside import replace_inside

        document, node = self._document, self._node
        if document.is_template and "{{" in document.text[node.start.index : node.end.index]:
            return None  # what an action comes to stands nowhere in the file
        edit = replace_inside(document, node, fix.start, fix.end, fix.text)
        return fix_of(document, fix.title, None if edit is None else (edit,), safe=fix.safe)

    def _offset(self, index: int) -> int:
        offsets = self._offsets
        return offsets[min(max(index, 0), len(offsets) - 1)]


class LabelText:
    """The value of a label, or a part of its name: the label knows where each character comes from."""

    def __init__(self, node: Scalar) -> None:
        self._value: Any = node.start.value
        self._start: int = node.start.start

    def span(self, start: int, end: int) -> Span:
        """The stretch of the file that the characters from `start` up to `end` come from."""
        span: Span = self._value.span(self._start + start, self._start + end)
        return span

    def fix(self, fix: ValueFix) -> Fix | None:
        """What fixes the value, as an edit of the file; None where it cannot be made there."""
        edit = self._value.edit(self._start + fix.start, self._start + fix.end, fix.text)
        return None if edit is None else Fix(fix.title, fix.safe, (edit,))
