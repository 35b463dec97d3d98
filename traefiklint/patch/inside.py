"""Texts of one line as YAML writes them, and edits inside the value of a scalar, as its quotes demand."""

from __future__ import annotations

import re

from traefiklint.patch.ranges import can_edit, chain_to, in_flow, is_toml
from traefiklint.text.breaks import BREAKS
from traefiklint.text.diagnostics import Replacement
from traefiklint.text.document import Document
from traefiklint.text.nodes import Mapping, Scalar, Sequence
from traefiklint.text.scalar_map import ESCAPE_LENGTHS, align, content_start
from traefiklint.yaml.scalars import STRING, resolve


def quoted(value: str, style: str = "", *, flow: bool = True) -> str:
    """A text of one line as it is written in quotes of a style; without a style in none, where it needs none."""
    if style:
        return in_quotes(value, style)
    if needs_no_quotes(value, flow=flow):
        return value
    return in_quotes(value, "'" if '"' in value or "\\" in value else '"')


def in_quotes(text: str, style: str = "'") -> str:
    """A text in the quotes of a style; in double ones where only these can hold it."""
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    if character in '"\\':
        return "\\" + character
    if character.isprintable():
        return character
    code = ord(character)
    if code == 10:
        return "\\n"
    return f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}" if code < 65536 else f"\\U{code:08x}"


_SIMPLE = re.compile(r"[A-Za-z_/][A-Za-z0-9_./@-]*")
_BEGINS_PLAIN = re.compile(r"[A-Za-z0-9_./(~$^\\+;-]|<(?!<)")
"""What a text begins with that every reader of YAML takes for a text: `=` and `:` are signs to some."""
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def needs_no_quotes(value: str, *, flow: bool = True) -> bool:
    """Whether a text is the same text without quotes (inside brackets and braces, where `flow` says so)."""
    if _SIMPLE.fullmatch(value):
        return value.lower() not in _WORDS
    if not _BEGINS_PLAIN.match(value) or not value.isprintable() or value.endswith(":"):
        return False
    from traefiklint.yaml.reader import read_yaml

    root, problems = read_yaml(f"k: [{value}]\n" if flow else f"k: {value}\n")
    if problems or type(root) is not Mapping or len(root.pairs) != 1:
        return False
    node = root.pairs[0][1]
    if flow:
        if type(node) is not Sequence or len(node.items) != 1:
            return False
        node = node.items[0]
    return (
        type(node) is Scalar
        and not node.style
        and not node.tag
        and node.value == value
        and resolve(node)[0] == STRING
        and value.lower() not in _WORDS
    )


def replace_inside(document: Document, node: Scalar, start: int, end: int, text: str) -> Replacement | None:
    """Write `text` in the place of the characters from `start` up to `end` of a scalar's value.

    None where the file cannot be edited.
    """
    if is_toml(document):
        from traefiklint.patch.toml_edits import takes_inside

        if not takes_inside(document, node, text):
            return None
    elif not can_edit(document):
        return None
    elif not node.style and (edit := _in_quotes(document, node, start, end, text)):
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
