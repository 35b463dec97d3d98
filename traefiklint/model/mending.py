"""The edits that mend a problem. Each function gives the `fix`, `edits` and `safe` of a problem, or nothing where no
edit is certain to be right.

Offsets come from the text itself; a node that stands elsewhere than it seems (an alias, a template) is left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from traefiklint.findings import Span
from traefiklint.model.shape import is_null
from traefiklint.syntax.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.syntax.problem import Problem, Replacement

if TYPE_CHECKING:
    from traefiklint.syntax.document import Document

_PLAIN = re.compile(r"[A-Za-z_/][A-Za-z0-9_./@-]*")
"""Texts that need no quotes anywhere in YAML, if they are not one of the words that are no text."""
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def _is_plain(text: str) -> bool:
    return bool(_PLAIN.fullmatch(text)) and text.lower() not in _WORDS


def can_edit(document: Document) -> bool:
    """Whether offsets into the text mean what they say: not where a template or TOML stands behind the nodes."""
    return not document.is_template and not document.file.lower().endswith(".toml")


def _written(document: Document, node: Node) -> str:
    return document.text[node.start.index : node.end.index]


def _edit(title: str, *edits: Replacement, safe: bool = True) -> dict[str, Any]:
    return {"fix": title, "edits": edits, "safe": safe}


def _replace(document: Document, node: Node, text: str, title: str, safe: bool = True) -> dict[str, Any]:
    if not can_edit(document):
        return {}
    return _edit(title, Replacement(node.start.index, node.end.index, text), safe=safe)


def rename(document: Document, key: Scalar, name: str, *, safe: bool = True) -> dict[str, Any]:
    """Write a key otherwise."""
    if key.value not in _written(document, key):
        return {}
    return _replace(document, key, _written(document, key).replace(key.value, name), f"Write `{name}`", safe)


def in_brackets(document: Document, node: Node, text: str, title: str, *, safe: bool = True) -> dict[str, Any]:
    """Write a scalar as the given plain text."""
    if type(node) is not Scalar or node.style in ("|", ">"):
        return {}
    return _replace(document, node, text, title, safe)


def quote(document: Document, node: Node) -> dict[str, Any]:
    """Put a plain scalar in quotes."""
    if type(node) is not Scalar or node.style or node.tag or _written(document, node) != node.value:
        return {}
    return _replace(document, node, f'"{node.value}"', "Put it in quotes")


def unquote(document: Document, node: Node, text: str) -> dict[str, Any]:
    """Take the quotes off a number or truth, where it is the same without them."""
    if type(node) is not Scalar or node.style not in ("'", '"') or node.tag:
        return {}
    if not (text in ("true", "false") or re.fullmatch(r"-?(0|[1-9][0-9]*)", text)):
        return {}
    return _replace(document, node, text, "Drop the quotes")


def without_brackets(document: Document, node: Node) -> dict[str, Any]:
    """Write the only item of a list in place of the list."""
    if type(node) is not Sequence or len(node.items) != 1 or type(node.items[0]) is not Scalar:
        return {}
    item = node.items[0]
    if not can_edit(document) or item.style in ("|", ">"):
        return {}
    text = document.text
    start = node.start.index if node.flow else len(text[: node.start.index].rstrip(" \n\r"))
    end = node.end.index if node.flow else item.end.index
    if not node.flow and text[start - 1 : start] != ":":
        return {}
    return _edit("Write one value", Replacement(start, end, ("" if node.flow else " ") + _written(document, item)))


def split_at_commas(document: Document, node: Node, values: tuple[str, ...]) -> dict[str, Any]:
    """Write a text with commas as a list in brackets."""
    if type(node) is not Scalar or node.style in ("|", ">") or node.tag or not all(map(_is_plain, values)):
        return {}
    return _replace(document, node, f"[{', '.join(values)}]", "Write a list")


def as_item(document: Document, node: Node, option: str, *, in_list: bool) -> dict[str, Any]:
    """Make an item with options of a lone text (which becomes `option`), or a list of one of a mapping."""
    if not can_edit(document):
        return {}
    text = document.text
    if type(node) is Mapping:
        if node.flow:
            return _edit("Write a list", Replacement(node.start.index, node.end.index, f"[{_written(document, node)}]"))
        if len(node.pairs) != 1 or node.pairs[0][1].start.line != node.pairs[0][0].start.line:
            return {}
        return _edit("Write a list", Replacement(node.start.index, node.start.index, "- "))
    if type(node) is not Scalar or node.style in ("|", ">"):
        return {}
    line = text[text.rfind("\n", 0, node.start.index) + 1 : node.start.index]
    if in_list and not line.strip(" -"):
        return _edit(f"Write `{option}:`", Replacement(node.start.index, node.start.index, f"{option}: "))
    braces = f"{{{option}: {_quoted(document, node)}}}"
    return _replace(document, node, braces if in_list else f"[{braces}]", f"Write `{option}:`")


def _quoted(document: Document, node: Scalar) -> str:
    written = _written(document, node)
    return written if node.style else '"' + written.replace("\\", "\\\\").replace('"', '\\"') + '"'


# Empty sections


def remove_empties(problems: list[Problem], document: Document) -> list[Problem]:
    """Give every problem about an empty section the edit that removes it, and what becomes empty with it."""
    if not can_edit(document) or type(document.root) is not Mapping:
        return problems
    if not any(one.kind in ("empty-mapping", "all-null-section") for one in problems):
        return problems
    refused = {one.span for one in problems if one.kind in ("empty-mapping", "all-null-section")}
    edits: dict[Span, Replacement | None] = {}
    _find_dead(document, document.root, refused, None, edits)
    mended = []
    for one in problems:
        edit = edits.get(one.span)
        if edit is not None and one.kind in ("empty-mapping", "all-null-section"):
            one = one._replace(fix="Delete it", edits=(edit,))
        mended.append(one)
    return mended


def _find_dead(
    document: Document,
    mapping: Mapping,
    refused: set[Span],
    above: Replacement | None,
    edits: dict[Span, Replacement | None],
) -> None:
    """Note for each refused key the edit that removes the outermost pair which dies with it."""
    for index, (key, node) in enumerate(mapping.pairs):
        dead = _is_dead(key, node, refused)
        removal = above or (_removal(document, mapping, index) if dead else None)
        if key.span in refused:
            edits.setdefault(key.span, removal)
        if type(node) is Mapping:
            _find_dead(document, node, refused, removal if dead else None, edits)


def _is_dead(key: Scalar, node: Node, refused: set[Span]) -> bool:
    """Whether nothing is left of a pair once every refused section is gone."""
    if key.span in refused:
        return True
    if type(node) is not Mapping or not node.pairs:
        return False
    return all(is_null(value) or _is_dead(name, value, refused) for name, value in node.pairs)


def _removal(document: Document, mapping: Mapping, index: int) -> Replacement | None:
    text = document.text
    key, node = mapping.pairs[index]
    if mapping.flow:
        return _removal_in_braces(mapping, index)
    start = text.rfind("\n", 0, key.start.index) + 1
    if text[start : key.start.index].strip(" \ufeff"):
        return None
    last = node if type(node) is not Mapping or node.flow else _last(node)
    end = text.find("\n", max(key.end.index, last.end.index))
    end = len(text) if end < 0 else end + 1
    if mapping is document.root and not (text[:start] + text[end:]).strip(" \r\n\ufeff-"):
        return Replacement(key.start.index, end, "# Nothing is configured here.\n")
    return Replacement(start, end, "")


def _removal_in_braces(mapping: Mapping, index: int) -> Replacement | None:
    key, node = mapping.pairs[index]
    start, end = key.start.index, node.end.index
    if index:
        start = mapping.pairs[index - 1][1].end.index
    elif len(mapping.pairs) > 1:
        end = mapping.pairs[1][0].start.index
    # What aliases and merge keys bring stands elsewhere.
    is_here = mapping.start.index < start <= key.start.index < node.start.index < end < mapping.end.index
    return Replacement(start, end, "") if is_here else None


def _last(node: Node) -> Node:
    """The last scalar or bracket of a block, because a block's own end lies on the next line."""
    while True:
        if type(node) is Mapping and node.pairs and not node.flow:
            key, value = node.pairs[-1]
            node = key if is_null(value) and value.start.index >= value.end.index else value
        elif type(node) is Sequence and node.items and not node.flow:
            node = node.items[-1]
        else:
            return node
