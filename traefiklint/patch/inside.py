"""Edits inside the value of a scalar, as its quotes demand; a text without quotes gets some where it needs them."""

from __future__ import annotations

from traefiklint.patch.quoting import needs_no_quotes, quoted
from traefiklint.patch.ranges import can_edit, chain_to, in_flow, is_toml
from traefiklint.text.breaks import BREAKS
from traefiklint.text.diagnostics import Replacement
from traefiklint.text.document import Document
from traefiklint.text.nodes import Scalar
from traefiklint.text.scalar_map import ESCAPE_LENGTHS, align, content_start


def replace_inside(document: Document, node: Scalar, start: int, end: int, text: str) -> Replacement | None:
    """Write `text` in the place of the characters from `start` up to `end` of a scalar's value.

    None where the file cannot be edited.
    """
    if is_toml(document):
        from traefiklint.patch import toml_edits

        return toml_edits.replace_inside(document, node, start, end, text)
    if not can_edit(document):
        return None
    if not node.style and (edit := _in_quotes(document, node, start, end, text)):
        return edit
    offsets = align(document.text, node)
    last = len(offsets) - 1
    begin = offsets[min(max(start, 0), last)]
    stop = begin
    if end > start:
        stop = offsets[min(end - 1, last)] + 1
        stop = max(stop, min(offsets[min(end, last)], _after(document.text, node, offsets, end - 1)))
    return Replacement(begin, stop, written_as(node.style, text))


def written_as(style: str | None, text: str) -> str:
    """A piece of text as it is written inside quotes of a style."""
    if style == "'":
        return text.replace("'", "''")
    if style == '"':
        return text.replace("\\", "\\\\").replace('"', '\\"')
    return text


def _in_quotes(document: Document, node: Scalar, start: int, end: int, text: str) -> Replacement | None:
    """The whole value in quotes with a replacement made, where it cannot do without."""
    value = node.value[:start] + text + node.value[end:]
    chain = chain_to(document, node)
    if "\n" in value or needs_no_quotes(value, flow=chain is not None and in_flow(chain)):
        return None
    return Replacement(content_start(document.text, node), node.end.index, quoted(value))


def _after(text: str, node: Scalar, offsets: list[int], index: int) -> int:
    """Where the spelling of a character ends."""
    start = offsets[min(index, len(offsets) - 1)]
    style = node.style
    if style in ("|", ">") and text[start : start + 1] in BREAKS:
        return offsets[min(index + 1, len(offsets) - 1)]
    if style == "'" and text[start : start + 2] == "''":
        return start + 2
    if style == '"' and text[start] == "\\":
        return start + ESCAPE_LENGTHS.get(text[start + 1], 2)
    return start + 1
