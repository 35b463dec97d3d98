"""Edits at exact positions, which keep everything else: comments, order, quotes, anchors, line ends.

Every function here gives the replacements that make one change, or None where the change cannot be written at that
place: in what an alias or a merge key brings from elsewhere, in a template action. Comments in what is taken away are
put on lines of their own. `fix_of` makes a `Fix` of the replacements, and of None no fix. What is to be written is
given in YAML; in a TOML file it is written as TOML.
"""

from __future__ import annotations

import re

from traefiklint.findings import Edit, Fix
from traefiklint.patch.delete import NOTHING, cut
from traefiklint.patch.inside import needs_no_quotes, quoted
from traefiklint.patch.ranges import (
    Edits,
    can_edit,
    chain_to,
    end_of_item,
    end_of_pair,
    in_flow,
    is_in_place,
    is_toml,
    outside_actions,
)
from traefiklint.text.breaks import end_of_line, line_break, next_line
from traefiklint.text.diagnostics import Replacement
from traefiklint.text.document import Document
from traefiklint.text.lines import line_start
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.text.scalar_map import content_start

__all__ = [
    "NOTHING",
    "Edits",
    "append_item",
    "can_edit",
    "delete_item",
    "delete_key",
    "empty_braces",
    "fill_section",
    "fix_of",
    "insert_item",
    "insert_pair",
    "joined",
    "needs_no_quotes",
    "quoted",
    "rename_key",
    "replace_node",
    "set_value",
    "wrap_in_list",
]


def fix_of(document: Document, title: str, edits: Edits | None, *, safe: bool) -> Fix | None:
    """The fix that makes these replacements in a document; None where there are none, or a template action is hit."""
    edits = outside_actions(document, edits)
    if edits is None:
        return None
    return Fix(title, safe, tuple(Edit(document.file, *edit) for edit in edits))


def joined(*changes: Edits | None) -> Edits | None:
    """Several changes as one; None where one of them cannot be made."""
    found: Edits = ()
    for change in changes:
        if change is None:
            return None
        found += change
    return found


# Taking away


def delete_key(document: Document, key: Scalar, *, empty: str = "delete") -> Edits | None:
    """Delete a key with its value.

    Args:
        empty: what becomes of a section that nothing is left in: `delete` takes it away too, and what then becomes
            empty above it; `braces` leaves `{}`.
    """
    if is_toml(document):
        from traefiklint.patch import toml_edits

        return toml_edits.delete_key(document, key)
    chain = chain_to(document, key)
    if chain is None:
        return None
    return cut(document, chain, empty=empty)


def delete_item(document: Document, sequence: Sequence, index: int, *, empty: str = "delete") -> Edits | None:
    """Delete an item of a list. `empty` as in `delete_key`; `braces` leaves `[]`."""
    if is_toml(document):
        from traefiklint.patch import toml_edits

        return toml_edits.delete_item(document, sequence, index)
    chain = chain_to(document, sequence.items[index])
    if chain is None or chain[-1] != (sequence, index):
        return None
    return cut(document, chain, empty=empty)


# Writing otherwise


def rename_key(document: Document, key: Scalar, name: str) -> Edits | None:
    """Write a key otherwise, in the quotes it has."""
    if is_toml(document):
        from traefiklint.patch import toml_edits

        return toml_edits.rename_key(document, key, name)
    if not can_edit(document) or key.style in ("|", ">"):
        return None
    quote = key.style or ""
    return (Replacement(content_start(document.text, key), key.end.index, f"{quote}{name}{quote}"),)


def set_value(document: Document, node: Node, value: str, *, plain: bool = False) -> Edits | None:
    """Give a scalar another value of one line, in the quotes or the block it has.

    Args:
        plain: whether the value is a number, a truth or the like, which needs no quotes where there are none.
    """
    if is_toml(document) and type(node) is Scalar and "\n" not in value:
        from traefiklint.patch import toml_edits

        return toml_edits.set_value(document, node, value, plain=plain)
    if not can_edit(document) or type(node) is not Scalar or "\n" in value:
        return None
    start = content_start(document.text, node)
    if node.style in ("|", ">"):
        return _set_block(document, node, start, value)
    if not node.style and plain:
        return (Replacement(start, node.end.index, value),)
    chain = chain_to(document, node)
    style = node.style or ""
    return (Replacement(start, node.end.index, quoted(value, style, flow=chain is None or in_flow(chain))),)


def _set_block(document: Document, node: Scalar, start: int, value: str) -> Edits | None:
    """Put one line in the place of what stands in a block scalar."""
    text = document.text
    first = next_line(text, start)
    end = first + len(text[first : node.end.index].rstrip(" \t\r\n"))
    header = text[start : end_of_line(text, start)].partition("#")[0]
    if end <= first or re.search("[0-9]", header) or value[:1] in (" ", "\t", ""):
        return None
    begin = first
    while not text[begin : end_of_line(text, begin)].strip():
        begin = next_line(text, begin)
    indent = len(text[begin:end]) - len(text[begin:end].lstrip(" "))
    return (Replacement(first, end, " " * indent + value),)


def replace_node(document: Document, node: Node, text: str) -> Edits | None:
    """Put a text of one line in the place of a value that stands on one line or in brackets; its anchor stays."""
    if is_toml(document):
        from traefiklint.patch import toml_edits

        return toml_edits.replace_node(node, text)
    if not can_edit(document) or (type(node) is Scalar and node.style in ("|", ">")):
        return None
    if type(node) in (Mapping, Sequence) and not node.flow:  # type: ignore[attr-defined]
        return None
    return (Replacement(content_start(document.text, node), node.end.index, text),)


def empty_braces(document: Document, key: Scalar, node: Node) -> Edits | None:
    """Write `{}` where a key has null, written or not."""
    if not can_edit(document) or is_toml(document):
        return None
    written = document.text[content_start(document.text, node) : node.end.index]
    if written.strip():
        return replace_node(document, node, "{}")
    colon = document.text.find(":", key.end.index)
    return (Replacement(colon + 1, colon + 1, " {}"),) if colon >= 0 else None


def wrap_in_list(document: Document, node: Node) -> Edits | None:
    """Make a list of one item of a value: `x` becomes `[x]`, a block of keys gets a dash."""
    if is_toml(document):
        from traefiklint.patch import toml_edits

        return toml_edits.wrap_in_list(document, node)
    if not can_edit(document):
        return None
    text = document.text
    if type(node) is Scalar or (type(node) is Mapping and node.flow):
        if getattr(node, "style", "") in ("|", ">"):
            return None
        start = content_start(text, node)
        written = text[start : node.end.index]
        if type(node) is Scalar and not node.style and not needs_no_quotes(node.value):
            written = quoted(node.value)
        return (Replacement(start, node.end.index, f"[{written}]"),)
    if type(node) is not Mapping or not node.pairs:
        return None
    first = content_start(text, node)
    begin = line_start(text, first)
    if text[begin:first].strip(" "):
        return None
    edits = [Replacement(first, first, "- ")]
    at = next_line(text, first)
    while at < node.end.index:
        if text[at : end_of_line(text, at)].strip():
            edits.append(Replacement(at, at, "  "))
        at = next_line(text, at)
    return tuple(edits)


# Adding


def insert_pair(document: Document, mapping: Mapping, lines: str, *, below: Scalar | None = None) -> Edits | None:
    """Add a key with its value to a mapping.

    Args:
        lines: the text, as in `priority: 1`, or several lines, of which those below the first are indented by what
            they are deeper than it.
        below: the key (with its value) to write it below; the last one where absent.
    """
    if is_toml(document):
        from traefiklint.patch import toml_edits

        return toml_edits.insert_pair(document, mapping, lines, below)
    if not can_edit(document):
        return None
    text = document.text
    if mapping.flow:
        return _insert_flow(document, mapping, lines, below)
    index = len(mapping.pairs) - 1
    if below is not None:
        index = next((number for number, pair in enumerate(mapping.pairs) if pair[0] is below), -1)
    if index < 0 or not is_in_place(mapping, mapping.pairs[index]):
        return None
    key, node = mapping.pairs[index]
    return _insert_lines(text, end_of_pair(text, key, node), key.start.column, lines)


def fill_section(document: Document, key: Scalar, node: Node, lines: str) -> Edits | None:
    """Add a key with its value to a section, also to one that is empty: `tls:` or `tls: {}`."""
    if type(node) is Mapping and (node.pairs or node.flow or is_toml(document)):
        return insert_pair(document, node, lines)
    text = document.text
    if not can_edit(document) or type(node) is not Scalar or node.start.index < key.end.index:
        return None
    begin = line_start(text, key.start.index)
    if text[begin : key.start.index].strip(" \ufeff-") or text[node.start.index : node.end.index] not in ("", "~"):
        return None
    edits = _insert_lines(text, node.end.index, key.start.column + indent_step(document), lines)
    if node.end.index > node.start.index:
        edits = (Replacement(node.start.index, node.end.index, ""), *edits)
    return edits


def append_item(document: Document, sequence: Sequence, lines: str) -> Edits | None:
    """Add an item at the end of a list; of several lines, those below the first are indented as they shall be."""
    if is_toml(document):
        from traefiklint.patch import toml_edits

        return toml_edits.append_item(sequence, lines)
    if not can_edit(document):
        return None
    text = document.text
    end = end_of_item(text, sequence, len(sequence.items) - 1)
    if sequence.flow:
        if "\n" in lines or (end is None and sequence.items):
            return None
        if end is None:
            at = content_start(text, sequence) + 1
            return (Replacement(at, at, lines),)
        return (Replacement(end, end, f", {lines}"),)
    if end is None:
        return None
    start = content_start(text, sequence)
    column = start - line_start(text, start)
    item = "- " + lines.replace("\n", "\n  ")
    return _insert_lines(text, end, column, item)


def insert_item(document: Document, sequence: Sequence, index: int, text: str) -> Edits | None:
    """Add an item of one line to a list, before the one at `index`."""
    if is_toml(document):
        from traefiklint.patch import toml_edits

        return toml_edits.insert_item(sequence, index, text)
    if not can_edit(document) or end_of_item(document.text, sequence, index) is None or "\n" in text:
        return None
    start = sequence.items[index].start.index
    if sequence.flow:
        return (Replacement(start, start, f"{text}, "),)
    begin = line_start(document.text, start)
    prefix = document.text[begin:start]
    if prefix.strip(" ") != "-":
        return None
    return (Replacement(begin, begin, f"{prefix}{text}{line_break(document.text)}"),)


def indent_step(document: Document) -> int:
    """By how many columns a file indents what is below a key."""
    root = document.root
    waiting = [root] if type(root) is Mapping else []
    for mapping in waiting:
        for key, node in mapping.pairs:
            if type(node) is Mapping and node.pairs and not node.flow:
                step: int = node.pairs[0][0].start.column - key.start.column
                if step > 0:
                    return step
                waiting.append(node)
    return 2


def _insert_lines(text: str, end: int, column: int, lines: str) -> Edits:
    """Lines below the one in which `end` lies, all of them indented to a column."""
    eol = line_break(text)
    inserted = eol.join(" " * column + line if line else "" for line in lines.split("\n"))
    at = end_of_line(text, end)
    if at == len(text):
        return (Replacement(at, at, eol + inserted),)
    at = next_line(text, end)
    return (Replacement(at, at, inserted + eol),)


def _insert_flow(document: Document, mapping: Mapping, lines: str, below: Scalar | None) -> Edits | None:
    text = document.text
    if "\n" in lines:
        return None
    if not mapping.pairs:
        at = content_start(text, mapping) + 1
        return (Replacement(at, at, lines),)
    index = len(mapping.pairs) - 1
    if below is not None:
        index = next((number for number, pair in enumerate(mapping.pairs) if pair[0] is below), -1)
    if index < 0 or not is_in_place(mapping, mapping.pairs[index]):
        return None
    at = end_of_pair(text, *mapping.pairs[index])
    return (Replacement(at, at, f", {lines}"),)
