"""Edits of a TOML text at exact positions: what `patch.edits` is for YAML, and dispatched to from there.

A change is given in YAML, as rules write it, and comes out as TOML writes it. Each function gives the replacements, or
None where the change cannot be written at that place. Whether a change means what it should is proved by who makes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from traefiklint.patch.ranges import Edits
from traefiklint.text.breaks import end_of_line, line_break, next_line
from traefiklint.text.diagnostics import Replacement
from traefiklint.text.document import Document
from traefiklint.text.lines import line_start
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence, walk
from traefiklint.toml.values import BARE
from traefiklint.yaml.scalars import BOOL, FLOAT, INT, resolve

_HEADER = re.compile(r"^[ \t]*\[(?P<list>\[)?[ \t]*(?P<name>[^\]\n]*?)[ \t]*\]", re.MULTILINE)
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_COMMA = re.compile(r"\s*,[ \t]*")


def string(value: str, style: str = '"') -> str:
    """A text in quotes, in those of a style where they can hold it."""
    if style == "'" and "'" not in value and value.isprintable():
        return f"'{value}'"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key_text(name: str) -> str:
    """A key, in quotes where it needs them."""
    return name if BARE.fullmatch(name) else string(name)


def _from_yaml(text: str) -> str | None:
    """A value that is written in YAML as TOML writes it; None where it is none, or nothing."""
    pairs = _pairs_of(f"k: {text}")
    return _value(pairs[0][1]) if pairs is not None and len(pairs) == 1 else None


def _pairs_of(text: str) -> list[tuple[Scalar, Node]] | None:
    from traefiklint.yaml.reader import read_yaml

    root, problems = read_yaml(text + "\n")
    return root.pairs if type(root) is Mapping and not problems else None


def _value(node: Node) -> str | None:
    if type(node) is Scalar:
        kind = resolve(node)[0]
        return node.value if kind in (BOOL, INT, FLOAT) else string(node.value) if node.value or node.style else None
    if type(node) is Sequence:
        items = [_value(item) for item in node.items]
        return None if None in items else f"[{', '.join(map(str, items))}]"
    assert type(node) is Mapping, "there is nothing else"
    pairs = [(_key_text(key.value), _value(value)) for key, value in node.pairs]
    if not pairs:
        return "{}"
    return None if any(value is None for _, value in pairs) else f"{{ {', '.join(f'{k} = {v}' for k, v in pairs)} }}"


def _spans_lines(document: Document, node: Scalar) -> bool:
    return document.text[node.start.index : node.start.index + 3] in ('"""', "'''")


# Writing otherwise


def rename_key(document: Document, key: Scalar, name: str) -> Edits:
    """Write a key otherwise, in all headers that name it."""
    text, written = document.text, _key_text(name)
    header = _header_of(text, key)
    if header is None:
        return (Replacement(key.start.index, key.end.index, written),)
    way = text[header.start("name") : key.end.index]
    ends = [
        one.start("name") + len(way)
        for one in _HEADER.finditer(text)
        if one["name"] == way or one["name"].startswith(f"{way}.")
    ]
    length = key.end.index - key.start.index
    return tuple(Replacement(end - length, end, written) for end in ends)


def set_value(document: Document, node: Scalar, value: str, *, plain: bool) -> Edits | None:
    """Give a scalar another value, in the quotes it has."""
    if _spans_lines(document, node):
        return None
    written = value if plain and not node.style else string(value, node.style or '"')
    return (Replacement(node.start.index, node.end.index, written),)


def replace_node(node: Node, text: str) -> Edits | None:
    """Put a value that is written in YAML in the place of another one."""
    if type(node) in (Mapping, Sequence) and not node.flow:  # type: ignore[attr-defined]
        return None
    written = _from_yaml(text)
    return None if written is None else (Replacement(node.start.index, node.end.index, written),)


def wrap_in_list(document: Document, node: Node) -> Edits | None:
    """Make a list of one item of a value."""
    if type(node) is not Scalar and not getattr(node, "flow", False):
        return None
    written = document.text[node.start.index : node.end.index]
    return (Replacement(node.start.index, node.end.index, f"[{written}]"),)


def takes_inside(document: Document, node: Scalar, text: str) -> bool:
    """Whether a piece of text can be written into a value, which must be one in quotes on one line."""
    if node.style not in ('"', "'") or _spans_lines(document, node) or not text.isprintable():
        return False
    return node.style == '"' or "'" not in text


# Taking away


def delete_key(document: Document, key: Scalar) -> Edits | None:
    """Delete a key with its value, or a table with what is below it."""
    for parent, other, value in _pairs_below(document.root):
        if other is key:
            if parent.flow:
                return _cut_from_flow(document, key.start.index, value.end.index, key is parent.pairs[0][0])
            if _EQUALS.fullmatch(document.text, key.end.index, value.start.index):
                return _cut_line(document, key.start.index, value.end.index)
            return _cut_table(document, key)
    return None


def delete_item(document: Document, sequence: Sequence, index: int) -> Edits | None:
    """Delete an item of a list."""
    item = sequence.items[index]
    if len(sequence.items) == 1:
        key = next((key for _, key, value in _pairs_below(document.root) if value is sequence), None)
        return None if key is None else delete_key(document, key)
    if sequence.flow:
        return _cut_from_flow(document, item.start.index, item.end.index, index == 0)
    return _cut_table(document, item)


def _pairs_below(root: Node | None) -> Iterator[tuple[Mapping, Scalar, Node]]:
    """All pairs below a node, each with the mapping that it is in."""
    for node, _ in walk(root) if root is not None else ():
        if type(node) is Mapping:
            yield from ((node, key, value) for key, value in node.pairs)


def _header_of(text: str, node: Node) -> re.Match[str] | None:
    """The header in whose name a node stands; None where it stands in none."""
    found = _HEADER.match(text, line_start(text, node.start.index))
    return found if found and found.start("name") <= node.start.index < found.end("name") else None


def _cut_from_flow(document: Document, start: int, end: int, is_first: bool) -> Edits | None:
    text = document.text
    if comma := _COMMA.match(text, end):
        end = comma.end()
        begin = line_start(text, start)
        if not text[begin:start].strip() and not text[end : end_of_line(text, end)].strip():
            start, end = begin, next_line(text, end)
    elif not is_first:
        before = text.rindex(",", 0, start)
        if text[before + 1 : start].strip():
            return None
        start = before
    return None if "#" in text[start:end] else (Replacement(start, end, ""),)


def _cut_line(document: Document, start: int, end: int) -> Edits | None:
    text = document.text
    begin = line_start(text, start)
    indent, rest = text[begin:start], text[end : end_of_line(text, end)].strip(" \t")
    if indent.strip(" \t\ufeff") or (rest and not rest.startswith("#")):
        return None
    return (Replacement(begin, next_line(text, end), f"{indent}{rest}{line_break(text)}" if rest else ""),)


def _cut_table(document: Document, node: Node) -> Edits | None:
    """Take out the table in whose header a node stands, with the tables below it; its comments stay."""
    text = document.text
    begin = line_start(text, node.start.index)
    header = _header_of(text, node)
    if header is None:
        return None
    name = text[header.start("name") : header.end("name") if type(node) is Mapping else node.end.index]
    is_item = bool(header["list"]) and name == header["name"]
    stop = len(text)
    for other in _HEADER.finditer(text, header.end()):
        if not other["name"].startswith(f"{name}.") and (other["name"] != name or is_item):
            stop = other.start()
            break
    from traefiklint.yaml.comments import comments_of

    eol = line_break(text)
    kept = [one for one in comments_of(text, document.file) if begin <= one.start < stop]
    return (Replacement(begin, stop, "".join(text[one.start : one.end] + eol for one in kept)),)


# Adding


def insert_pair(document: Document, mapping: Mapping, lines: str, below: Scalar | None) -> Edits | None:
    """Add keys with their values, which are written in YAML, to a table."""
    pairs = _pairs_of(lines) or []
    made = [(_key_text(key.value), _value(value)) for key, value in pairs]
    if not made or any(value is None for _, value in made):
        return None
    added = [f"{key} = {value}" for key, value in made]
    text = document.text
    if mapping.flow:
        end = mapping.pairs[-1][1].end.index if mapping.pairs else mapping.start.index + 1
        return (Replacement(end, end, f", {', '.join(added)}" if mapping.pairs else f" {', '.join(added)} "),)
    written = [(key, node) for key, node in mapping.pairs if _EQUALS.fullmatch(text, key.end.index, node.start.index)]
    chosen = [pair for pair in written if pair[0] is below] or written[-1:]
    if chosen:
        key, node = chosen[0]
        indent, at = text[line_start(text, key.start.index) : key.start.index], node.end.index
    elif mapping.pairs and len(pairs) == 1 and type(pairs[0][1]) is Mapping:
        return _append_table(document, mapping, pairs[0])
    elif text[mapping.end.index - 1 : mapping.end.index] == "]" and not mapping.pairs:
        at = mapping.end.index
        indent = text[line_start(text, at) : at].partition("[")[0]
    else:
        return None
    if indent.strip(" \t"):
        return None
    at, eol = end_of_line(text, at), line_break(text)
    return (Replacement(at, at, "".join(f"{eol}{indent}{line}" for line in added)),)


def _append_table(document: Document, parent: Mapping, pair: tuple[Scalar, Node]) -> Edits | None:
    """Add a table below one that holds only tables, at the end of the file."""
    path = _path_of(document.root, parent)
    if path is None:
        return None
    text, eol = document.text, line_break(document.text)
    made = ("" if not text or text.endswith(("\n", "\r")) else eol) + "".join(
        f"{eol}{line}" for line in _tables((*path, pair[0].value), pair[1])
    )
    return (Replacement(len(text), len(text), made + eol),)


def _path_of(root: Node | None, target: Mapping) -> tuple[str, ...] | None:
    waiting: list[tuple[tuple[str, ...], Node | None]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        if node is target:
            return path
        if type(node) is Mapping:
            waiting += [((*path, key.value), value) for key, value in node.pairs]
    return None


def _tables(path: tuple[str, ...], node: Node) -> Iterator[str]:
    """The lines of a table, and of those below it."""
    pairs = node.pairs if type(node) is Mapping else []
    plain = [(key, value) for key, value in pairs if type(value) is not Mapping]
    if plain or not pairs:
        yield f"[{'.'.join(map(_key_text, path))}]"
        yield from (f"{_key_text(key.value)} = {_value(value)}" for key, value in plain)
    for key, value in pairs:
        if type(value) is Mapping:
            yield from _tables((*path, key.value), value)


def append_item(sequence: Sequence, text: str) -> Edits | None:
    """Add an item, which is written in YAML, at the end of a list in brackets."""
    written = _from_yaml(text)
    if written is None or not sequence.flow:
        return None
    if not sequence.items:
        at = sequence.start.index + 1
        return (Replacement(at, at, written),)
    at = sequence.items[-1].end.index
    return (Replacement(at, at, f", {written}"),)


def insert_item(sequence: Sequence, index: int, text: str) -> Edits | None:
    """Add an item, which is written in YAML, before another one of a list in brackets."""
    written = _from_yaml(text)
    if written is None or not sequence.flow or not 0 <= index < len(sequence.items):
        return None
    at = sequence.items[index].start.index
    return (Replacement(at, at, f"{written}, "),)
