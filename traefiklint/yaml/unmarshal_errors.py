"""What yaml.v3 refuses, or takes otherwise, while it fills a map from the tree."""

from __future__ import annotations

from traefiklint.text.diagnostics import Replacement
from traefiklint.text.nodes import Alias, Node, Scalar, Sequence
from traefiklint.yaml.diagnostics import (
    BadMerge,
    EndlessAlias,
    KeyNotAText,
    NoMapping,
    OddKey,
    RepeatedKey,
    TooManyAliases,
    WrongTag,
)

_TAGS = {"int": "!!int", "bool": "!!bool", "float": "!!float", "timestamp": "!!timestamp"}
_ERRORS = "yaml: unmarshal errors:\n  "


def _line(node: Node) -> int:
    line: int = node.start.line + 1
    return line


def root_not_a_mapping(node: Node, kind: str, text: str) -> NoMapping:
    """The whole file is one value, of this kind and text, or a list (kind empty)."""
    shown = text if len(text) <= 10 else text[:7] + "..."
    what = f"{_TAGS.get(kind, '!!str')} `{shown}`" if kind else "!!seq"
    error = f"line {_line(node)}: cannot unmarshal {what} into map[string]interface {{}}"
    return NoMapping(node.span, _ERRORS + error, is_list=not kind)


def repeated_key(text: str, earlier: Node, key: Node) -> RepeatedKey:
    """A mapping has a key twice; `text` is empty for keys that are no scalars, which all count as the same."""
    error = f'line {_line(key)}: mapping key "{text}" already defined at line {_line(earlier)}'
    name = text if type(key) is Scalar else None
    return RepeatedKey(key.span, _ERRORS + error, first=earlier.span, key=name)


def root_key_not_a_text(node: Node) -> KeyNotAText:
    """A key at the top of the file is a list or a mapping."""
    tag = "!!seq" if type(node) is Sequence else "!!map"
    error = f"line {_line(node)}: cannot unmarshal {tag} into string"
    return KeyNotAText(node.span, _ERRORS + error, is_list=type(node) is Sequence)


def key_not_a_text(node: Node) -> KeyNotAText:
    """A key below the top is a list or a mapping."""
    go = "[]interface {}" if type(node) is Sequence else "map[string]interface {}"
    return KeyNotAText(node.span, f"yaml: invalid map key: {go}", is_list=type(node) is Sequence)


def odd_key(kind: str, go_name: str, node: Scalar, key: Node) -> OddKey:
    """A key is read as something else than a text, and the decoder names it by its type."""
    edits: tuple[Replacement, ...] = ()
    if node is key and not node.style and not node.tag:
        edits = (Replacement(node.start.index, node.end.index, f'"{node.value}"'),)
    return OddKey(key.span, edits=edits, key=node.value, type=kind, name=go_name)


def anchor_in_itself(alias: Alias) -> EndlessAlias:
    """An alias stands inside what its own anchor names."""
    error = f"yaml: anchor '{alias.name}' value contains itself"
    return EndlessAlias(alias.span, error, first=alias.target.span, name=alias.name)


def too_many_aliases(alias: Alias) -> TooManyAliases:
    """The aliases unfold into more than yaml.v3 puts up with."""
    return TooManyAliases(alias.span, "yaml: document contains excessive aliasing")


def merge_wants_a_mapping(source: Node) -> BadMerge:
    """A merge key gets something else than mappings."""
    return BadMerge(source.span, "yaml: map merge requires map or sequence of maps as the value")


def tag_does_not_fit(node: Scalar, error: Exception) -> WrongTag:
    """A scalar carries a tag such as `!!int` that its value does not fit."""
    return WrongTag(node.span, f"yaml: {error}", value=node.value, tag=node.tag)
