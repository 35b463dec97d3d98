"""Fixes of what a text says, for what the decoder says about it: each function gives a fix, or None where no edit is
certain to be right.
"""

from __future__ import annotations

import re

from traefiklint.findings import Fix
from traefiklint.patch.edits import (
    Edits,
    can_edit,
    delete_item,
    delete_key,
    fix_of,
    joined,
    quoted,
    rename_key,
    replace_node,
    wrap_in_list,
)
from traefiklint.patch.ranges import end_of_item, is_in_place, is_toml
from traefiklint.text.diagnostics import Replacement
from traefiklint.text.document import Document
from traefiklint.text.lines import line_start
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.text.scalar_map import content_start


def fix(document: Document, title: str, edits: Edits | None, *, safe: bool = True) -> Fix | None:
    """The fix that makes these edits; None where there are none, or a template action is hit."""
    return fix_of(document, title, edits or None, safe=safe)


def rename(document: Document, key: Scalar, name: str, *, safe: bool = True) -> Fix | None:
    """Write a key otherwise."""
    return fix(document, f"Write `{name}`", rename_key(document, key, name), safe=safe)


def write_plain(document: Document, node: Node, text: str, *, title: str = "", safe: bool = True) -> Fix | None:
    """Write a scalar as the given text, which needs no quotes."""
    if type(node) is not Scalar or node.tag:
        return None
    return fix(document, title or f"Write `{text}`", replace_node(document, node, text), safe=safe)


def rename_with_value(document: Document, pair: tuple[Scalar, Node], key: str, value: str) -> Fix | None:
    """Write a key and its value otherwise."""
    edits = joined(rename_key(document, pair[0], key), replace_node(document, pair[1], value))
    return fix(document, f"Write `{key}: {value}`", edits)


def delete(document: Document, key: Scalar, *, safe: bool = True) -> Fix | None:
    """Delete a key with its value, and what becomes empty by it."""
    return fix(document, "Delete it", delete_key(document, key), safe=safe)


def delete_from_list(document: Document, node: Node, item: Node) -> Fix | None:
    """Delete an item of a list, unless it is the only one."""
    if type(node) is not Sequence or len(node.items) < 2:
        return None
    index = next((number for number, other in enumerate(node.items) if other is item), -1)
    edits = delete_item(document, node, index) if index >= 0 else None
    return fix(document, "Delete it", edits, safe=False)


def quote(document: Document, node: Node) -> Fix | None:
    """Put a plain scalar in quotes."""
    if type(node) is not Scalar or node.style or node.tag:
        return None
    return fix(document, "Put it in quotes", replace_node(document, node, quoted(node.value, '"')))


def unquote(document: Document, node: Node, text: str) -> Fix | None:
    """Take the quotes off a number or truth, where it is the same without them."""
    if type(node) is not Scalar or node.style not in ("'", '"') or node.tag:
        return None
    if not (text in ("true", "false") or re.fullmatch(r"-?(0|[1-9][0-9]*)", text)):
        return None
    return fix(document, "Drop the quotes", replace_node(document, node, text))


def without_brackets(document: Document, node: Node) -> Fix | None:
    """Write the only item of a list in place of the list."""
    if type(node) is not Sequence or len(node.items) != 1 or type(node.items[0]) is not Scalar:
        return None
    item, text = node.items[0], document.text
    if is_toml(document):
        edits = replace_node(document, node, quoted(item.value, '"')) if node.flow else None
        return fix(document, "Write one value", edits)
    if not can_edit(document) or item.style in ("|", ">") or end_of_item(text, node, 0) is None:
        return None
    written = text[item.start.index : item.end.index]
    if node.flow:
        between = text[node.start.index : item.start.index] + text[item.end.index : node.end.index]
        return fix(document, "Write one value", replace_node(document, node, written)) if "#" not in between else None
    start = len(text[: node.start.index].rstrip(" \n\r"))
    if text[start - 1 : start] != ":":
        return None
    return fix(document, "Write one value", (Replacement(start, item.end.index, " " + written),))


def split_at_commas(document: Document, node: Node, values: tuple[str, ...]) -> Fix | None:
    """Write a text with commas as a list in brackets."""
    if type(node) is not Scalar or node.tag or not values:
        return None
    return fix(document, "Write a list", replace_node(document, node, f"[{', '.join(map(quoted, values))}]"))


def as_item(document: Document, node: Node, option: str, *, in_list: bool) -> Fix | None:
    """Make an item with options of a lone text (which becomes `option`), or a list of one of a mapping."""
    if is_toml(document):
        if type(node) is not Scalar or node.tag:
            return None
        value = quoted(node.value, '"')
        braces = f"{{{option}: {value}}}"
        return fix(document, f"Write `{option}:`", replace_node(document, node, braces if in_list else f"[{braces}]"))
    if not can_edit(document):
        return None
    if type(node) is Mapping:
        return fix(document, "Write a list", wrap_in_list(document, node))
    if type(node) is not Scalar or node.style in ("|", ">") or node.tag:
        return None
    text = document.text
    start = content_start(text, node)
    line = text[line_start(text, start) : start]
    if in_list and not line.strip(" -"):
        return fix(document, f"Write `{option}:`", (Replacement(start, start, f"{option}: "),))
    value = text[start : node.end.index] if node.style else quoted(node.value, '"')
    braces = f"{{{option}: {value}}}"
    return fix(document, f"Write `{option}:`", replace_node(document, node, braces if in_list else f"[{braces}]"))


def names_for_dashes(document: Document, node: Sequence) -> Fix | None:
    """Make a mapping of a list whose items have one name each: `- web:` becomes `web:`, its options stay below it."""
    items = [item for item in node.items if type(item) is Mapping and len(item.pairs) == 1 and not item.flow]
    if not can_edit(document) or len({item.pairs[0][0].value for item in items}) != len(node.items):
        return None
    edits = []
    for index, item in enumerate(items):
        dash = document.text.rfind("-", 0, item.start.index)
        between = document.text[dash + 1 : item.start.index]
        if between.strip(" ") or end_of_item(document.text, node, index) is None:
            return None
        if not is_in_place(item, item.pairs[0]) or content_start(document.text, item) != item.start.index:
            return None
        edits.append(Replacement(dash, dash + 1, " "))
    return fix(document, "Take the dashes away", tuple(edits), safe=False)
