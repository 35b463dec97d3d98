"""The edits that mend a problem. Each function gives the `fix`, `edits` and `safe` of a problem, or nothing where no
edit is certain to be right.
"""

from __future__ import annotations

import re
from collections.abc import Generator
from typing import TYPE_CHECKING, Any

from traefiklint.decoding.shape import is_null
from traefiklint.findings import Span
from traefiklint.patch.edits import (
    Edits,
    can_edit,
    delete_item,
    delete_key,
    joined,
    quoted,
    rename_key,
    replace_node,
    wrap_in_list,
)
from traefiklint.patch.ranges import content_start, end_of_item, is_in_place
from traefiklint.text.lines import line_start
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.text.problem import Problem, Replacement
from traefiklint.trampoline import run

if TYPE_CHECKING:
    from traefiklint.text.document import Document


def fix(title: str, edits: Edits | None, *, safe: bool = True) -> dict[str, Any]:
    """The facts of a problem that say how it is mended; none where there are no edits."""
    return {"fix": title, "edits": edits, "safe": safe} if edits else {}


def rename(document: Document, key: Scalar, name: str, *, safe: bool = True) -> dict[str, Any]:
    """Write a key otherwise."""
    return fix(f"Write `{name}`", rename_key(document, key, name), safe=safe)


def write_plain(document: Document, node: Node, text: str, *, title: str = "", safe: bool = True) -> dict[str, Any]:
    """Write a scalar as the given text, which needs no quotes."""
    if type(node) is not Scalar or node.tag:
        return {}
    return fix(title or f"Write `{text}`", replace_node(document, node, text), safe=safe)


def rename_with_value(document: Document, pair: tuple[Scalar, Node], key: str, value: str) -> dict[str, Any]:
    """Write a key and its value otherwise."""
    edits = joined(rename_key(document, pair[0], key), replace_node(document, pair[1], value))
    return fix(f"Write `{key}: {value}`", edits)


def delete(document: Document, key: Scalar, *, safe: bool = True) -> dict[str, Any]:
    """Delete a key with its value, and what becomes empty by it."""
    return fix("Delete it", delete_key(document, key), safe=safe)


def delete_from_list(document: Document, node: Node, item: Node) -> dict[str, Any]:
    """Delete an item of a list, unless it is the only one."""
    if type(node) is not Sequence or len(node.items) < 2:
        return {}
    index = next((number for number, other in enumerate(node.items) if other is item), -1)
    edits = delete_item(document, node, index) if index >= 0 else None
    return fix("Delete it", edits, safe=False)


def quote(document: Document, node: Node) -> dict[str, Any]:
    """Put a plain scalar in quotes."""
    if type(node) is not Scalar or node.style or node.tag:
        return {}
    return fix("Put it in quotes", replace_node(document, node, quoted(node.value, '"')))


def unquote(document: Document, node: Node, text: str) -> dict[str, Any]:
    """Take the quotes off a number or truth, where it is the same without them."""
    if type(node) is not Scalar or node.style not in ("'", '"') or node.tag:
        return {}
    if not (text in ("true", "false") or re.fullmatch(r"-?(0|[1-9][0-9]*)", text)):
        return {}
    return fix("Drop the quotes", replace_node(document, node, text))


def without_brackets(document: Document, node: Node) -> dict[str, Any]:
    """Write the only item of a list in place of the list."""
    if type(node) is not Sequence or len(node.items) != 1 or type(node.items[0]) is not Scalar:
        return {}
    item, text = node.items[0], document.text
    if not can_edit(document) or item.style in ("|", ">") or end_of_item(text, node, 0) is None:
        return {}
    written = text[item.start.index : item.end.index]
    if node.flow:
        between = text[node.start.index : item.start.index] + text[item.end.index : node.end.index]
        return fix("Write one value", replace_node(document, node, written)) if "#" not in between else {}
    start = len(text[: node.start.index].rstrip(" \n\r"))
    if text[start - 1 : start] != ":":
        return {}
    return fix("Write one value", (Replacement(start, item.end.index, " " + written),))


def split_at_commas(document: Document, node: Node, values: tuple[str, ...]) -> dict[str, Any]:
    """Write a text with commas as a list in brackets."""
    if type(node) is not Scalar or node.tag or not values:
        return {}
    return fix("Write a list", replace_node(document, node, f"[{', '.join(map(quoted, values))}]"))


def as_item(document: Document, node: Node, option: str, *, in_list: bool) -> dict[str, Any]:
    """Make an item with options of a lone text (which becomes `option`), or a list of one of a mapping."""
    if not can_edit(document):
        return {}
    if type(node) is Mapping:
        return fix("Write a list", wrap_in_list(document, node))
    if type(node) is not Scalar or node.style in ("|", ">") or node.tag:
        return {}
    text = document.text
    start = content_start(text, node)
    line = text[line_start(text, start) : start]
    if in_list and not line.strip(" -"):
        return fix(f"Write `{option}:`", (Replacement(start, start, f"{option}: "),))
    value = text[start : node.end.index] if node.style else quoted(node.value, '"')
    braces = f"{{{option}: {value}}}"
    return fix(f"Write `{option}:`", replace_node(document, node, braces if in_list else f"[{braces}]"))


def names_for_dashes(document: Document, node: Sequence) -> dict[str, Any]:
    """Make a mapping of a list whose items have one name each: `- web:` becomes `web:`, its options stay below it."""
    items = [item for item in node.items if type(item) is Mapping and len(item.pairs) == 1 and not item.flow]
    if not can_edit(document) or node.flow or len({item.pairs[0][0].value for item in items}) != len(node.items):
        return {}
    edits = []
    for index, item in enumerate(items):
        dash = document.text.rfind("-", 0, item.start.index)
        between = document.text[dash + 1 : item.start.index]
        if between.strip(" ") or end_of_item(document.text, node, index) is None:
            return {}
        if not is_in_place(item, item.pairs[0]) or content_start(document.text, item) != item.start.index:
            return {}
        edits.append(Replacement(dash, dash + 1, " "))
    return fix("Take the dashes away", tuple(edits), safe=False)


# Empty sections


def remove_empties(problems: list[Problem], document: Document) -> list[Problem]:
    """Give every problem about an empty section the edit that removes it, and what becomes empty with it."""
    if not can_edit(document) or type(document.root) is not Mapping:
        return problems
    refused = {one.span for one in problems if one.kind in ("empty-mapping", "all-null-section")}
    if not refused:
        return problems
    dead = _find_dead(document.root, refused)
    return [
        one._replace(**delete(document, dead[one.span]))
        if one.kind in ("empty-mapping", "all-null-section") and one.span in dead
        else one
        for one in problems
    ]


def _find_dead(root: Mapping, refused: set[Span]) -> dict[Span, Scalar]:
    """For each refused key the outermost one that dies with it."""
    found: dict[Span, Scalar] = {}
    known: dict[int, bool] = {}
    seen: set[int] = set()
    waiting: list[tuple[Mapping, Scalar | None]] = [(root, None)]
    while waiting:
        mapping, above = waiting.pop()
        if id(mapping) in seen:
            continue
        seen.add(id(mapping))
        for key, node in mapping.pairs:
            outermost = above or (key if run(_is_dead(key, node, refused, known)) else None)
            if outermost is not None and key.span in refused:
                found.setdefault(key.span, outermost)
            if type(node) is Mapping:
                waiting.append((node, outermost))
    return found


def _is_dead(key: Scalar, node: Node, refused: set[Span], known: dict[int, bool]) -> Generator[Any, Any, bool]:
    """Whether nothing is left of a pair once every refused section is gone; `known` holds the answers by key."""
    if id(key) not in known:
        known[id(key)] = key.span in refused
        if type(node) is Mapping and node.pairs and not known[id(key)]:
            for name, value in node.pairs:
                if not (is_null(value) or (yield _is_dead(name, value, refused, known))):
                    break
            else:
                known[id(key)] = True
    return known[id(key)]
