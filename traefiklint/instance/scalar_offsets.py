"""Where in the file a character of a scalar's value stands, whatever the quotes, folds and indents in between."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Self

from traefiklint.findings import Edit, Fix, Span
from traefiklint.text.breaks import BREAKS, YAML_BREAK
from traefiklint.text.lines import lines_of
from traefiklint.text.nodes import Scalar

if TYPE_CHECKING:
    from traefiklint.matching.problems import Replacement
    from traefiklint.model.base import Place
    from traefiklint.text.document import Document

_ESCAPE_LENGTHS = {"x": 4, "u": 6, "U": 10}


class ScalarText:
    """The value of one scalar, and the offset in the file of each of its characters."""

    def __init__(self, file: str, text: str, node: Scalar) -> None:
        self._file = file
        self._text = text
        self._node = node
        self._offsets = align(text, node)
        self._document: Document | None = None

    @classmethod
    def of(cls, place: Place) -> Self | None:
        """The scalar at a place; None where there is none, or where its value is not written there as it is."""
        node, document = place.node, place.document
        if type(node) is not Scalar or document is None or node.tag:
            return None
        scalar = cls(document.file, document.text, node)
        scalar._document = document
        return scalar

    def span(self, start: int, end: int) -> Span:
        """The stretch of the file that holds the characters from `start` up to `end` of the value."""
        first = self._offset(start)
        last = max(self._offset(end), self._offset(end - 1) + 1) if end > start else first
        return lines_of(self._text, self._file).span(first, last)

    def fix(self, replacement: Replacement) -> Fix | None:
        """A replacement inside the value, as an edit of the file, written as the scalar's quotes demand; None where the
        file cannot be edited. A text without quotes gets some where it needs them then.
        """
        from traefiklint.patch.edits import can_edit

        if self._document is not None and not can_edit(self._document):
            return None
        if not self._node.style and (edit := self._in_quotes(replacement)):
            return Fix(replacement.title, replacement.safe, (edit,))
        start = self._offset(replacement.start)
        end = self._offset(replacement.end - 1) + 1 if replacement.end > replacement.start else start
        if replacement.end > replacement.start:
            end = max(end, min(self._offset(replacement.end), self._after(replacement.end - 1)))
        edit = Edit(self._file, start, end, quoted_for(self._node.style, replacement.text))
        return Fix(replacement.title, replacement.safe, (edit,))

    def _in_quotes(self, replacement: Replacement) -> Edit | None:
        """The whole value in quotes with a replacement made, where it cannot do without."""
        from traefiklint.patch.edits import needs_no_quotes, quoted
        from traefiklint.patch.ranges import chain_to, content_start, in_flow

        value = self._node.value
        value = value[: replacement.start] + replacement.text + value[replacement.end :]
        chain = chain_to(self._document, self._node) if self._document else None
        if "\n" in value or needs_no_quotes(value, flow=chain is not None and in_flow(chain)):
            return None
        return Edit(self._file, content_start(self._text, self._node), self._node.end.index, quoted(value))

    def _after(self, index: int) -> int:
        """Where the spelling of a character ends."""
        start = self._offset(index)
        style, text = self._node.style, self._text
        if style in ("|", ">") and text[start : start + 1] in BREAKS:
            return self._offset(index + 1)
        if style == "'" and text[start : start + 2] == "''":
            return start + 2
        if style == '"' and text[start] == "\\":
            return start + _ESCAPE_LENGTHS.get(text[start + 1], 2)
        return start + 1

    def _offset(self, index: int) -> int:
        offsets = self._offsets
        return offsets[min(max(index, 0), len(offsets) - 1)]


def quoted_for(style: str | None, text: str) -> str:
    """A piece of text as it is written inside quotes of a style."""
    if style == "'":
        return text.replace("'", "''")
    if style == '"':
        return text.replace("\\", "\\\\").replace('"', '\\"')
    return text


@lru_cache(maxsize=4)
def align(text: str, node: Scalar) -> list[int]:
    """The offset of each character of a scalar's value, and of the end after the last one.

    Remembered for a moment: many things may be said about one long value, one after the other. Not to be changed.
    """
    begin, end = node.start.index, node.end.index
    if text[begin : begin + 1] in ("&", "!"):
        from traefiklint.patch.ranges import content_start

        begin = content_start(text, node)
    if node.style in ("|", ">"):
        return _align_block(text, node, begin, end)
    if not node.style and text[begin:end] == node.value:
        return list(range(begin, end + 1))
    return _align_flow(text, node, begin, end)


def _align_flow(text: str, node: Scalar, begin: int, end: int) -> list[int]:
    style = node.style or ""
    at = begin + (1 if style else 0)
    stop = end - (1 if style else 0)
    offsets = []
    for sign in node.value:
        if style == '"':
            at = _skip_joined_lines(text, at, stop)
        offsets.append(min(at, stop))
        if at >= stop:
            continue
        here = text[at]
        if style == '"' and here == "\\":
            at += _ESCAPE_LENGTHS.get(text[at + 1 : at + 2], 2)
        elif style == "'" and here == "'":
            at += 2
        elif (here in BREAKS or here in " \t") and sign in " \n":
            run = at
            while run < stop and (text[run] in " \t" or text[run] in BREAKS):
                run += 1
            folded = any(letter in BREAKS for letter in text[at:run])
            at = run if folded and (sign == " " or _breaks(text, at, run) <= 2) else at + 1
        else:
            at += 1
    return [*offsets, stop]


def _breaks(text: str, start: int, end: int) -> int:
    return len(YAML_BREAK.findall(text, start, end)) or 1


def _skip_joined_lines(text: str, at: int, stop: int) -> int:
    """Past a backslash at the end of a line, which joins it with the next."""
    while text.startswith("\\", at) and YAML_BREAK.match(text, at + 1):
        at += 2
        while at < stop and (text[at] in " \t" or text[at] in BREAKS):
            at += 1
    return at


def _align_block(text: str, node: Scalar, begin: int, end: int) -> list[int]:
    at = begin
    while at < end and text[at] not in BREAKS:
        at += 1
    indent = _leading(text[at:end]) - _leading(node.value)
    at = _next_line(text, at, end, indent)
    value = node.value
    offsets = []
    for index, sign in enumerate(value):
        if (
            sign == "\n"
            and node.style == ">"
            and value[index - 1 : index] != "\n"
            and _folds(text, at, end, value, index)
        ):
            at = _next_line(text, at, end, indent)  # the first of several line breaks leaves nothing behind
        offsets.append(min(at, end))
        if at < end:
            at = _next_line(text, at, end, indent) if text[at] in BREAKS else at + 1
    return [*offsets, min(at, end)]


def _leading(text: str) -> int:
    """The blanks at the start of the first line that has anything else."""
    for line in YAML_BREAK.split(text):
        if line.strip(" "):
            return len(line) - len(line.lstrip(" "))
    return 0


def _folds(text: str, at: int, end: int, value: str, index: int) -> bool:
    """Whether there is one line break more in the file than in the value: between lines, folding takes one away."""
    kept = len(value) - index - len(value[index:].lstrip("\n"))
    written = 0
    while at < end and (text[at] in BREAKS or text[at] in " \t"):
        if text[at] in BREAKS:
            at += text[at : at + 2] == "\r\n"
            written += 1
        at += 1
    return at < end and written == kept + 1


def _next_line(text: str, at: int, end: int, indent: int) -> int:
    """Past the line break at `at` and the indent behind it."""
    if at < end:
        at += 2 if text[at : at + 2] == "\r\n" else 1
    limit = min(end, at + indent)
    while at < limit and text[at] == " ":
        at += 1
    return at
