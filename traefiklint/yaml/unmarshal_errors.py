"""What yaml.v3 complains of while it fills a map from the tree."""

from __future__ import annotations

from traefiklint.findings import Effect
from traefiklint.text.nodes import Alias, Node, Scalar, Sequence
from traefiklint.text.problem import Place, Problem
from traefiklint.text.replacement import Replacement

_TAGS = {"int": "!!int", "bool": "!!bool", "float": "!!float", "timestamp": "!!timestamp"}
_KINDS = {"int": "a number", "float": "a number", "bool": "a boolean", "timestamp": "a date"}


def _line(node: Node) -> int:
    line: int = node.start.line + 1
    return line


def root_not_a_mapping(node: Node, kind: str, text: str) -> Problem:
    """The whole file is one value, of this kind and text, or a list (kind empty)."""
    what, error = "a list", "!!seq"
    if kind:
        shown = text if len(text) <= 10 else text[:7] + "..."
        what, error = "a single value", f"{_TAGS.get(kind, '!!str')} `{shown}`"
    error = f"line {_line(node)}: cannot unmarshal {error} into map[string]interface {{}}"
    return Problem(
        "root-not-a-mapping",
        f"The file holds {what}, and Traefik needs keys such as `http:` at the top.",
        node.span,
        "Put the configuration below `http:`, `tcp:`, `udp:` or `tls:`.",
        traefik=f"yaml: unmarshal errors:\n  {error}",
    )


def repeated_key(text: str, earlier: Node, key: Node) -> Problem:
    """A mapping has a key twice; `text` is empty for keys that are no scalars, which all count as the same."""
    named = f"The key `{text}` stands" if type(key) is Scalar else "Keys that are not plain values stand"
    error = f'line {_line(key)}: mapping key "{text}" already defined at line {_line(earlier)}'
    return Problem(
        "duplicate-key",
        f"{named} twice in one mapping; Traefik refuses the file.",
        key.span,
        "Keep one of them, or put what is below them together.",
        traefik=f"yaml: unmarshal errors:\n  {error}",
        related=(Place(earlier.span, "first defined here"),),
    )


def root_key_not_a_text(node: Node) -> Problem:
    """A key at the top of the file is a list or a mapping."""
    tag = "!!seq" if type(node) is Sequence else "!!map"
    return _complex_key(node, f"yaml: unmarshal errors:\n  line {_line(node)}: cannot unmarshal {tag} into string")


def key_not_a_text(node: Node) -> Problem:
    """A key below the top is a list or a mapping."""
    go = "[]interface {}" if type(node) is Sequence else "map[string]interface {}"
    return _complex_key(node, f"yaml: invalid map key: {go}")


def _complex_key(node: Node, error: str) -> Problem:
    what = "a list" if type(node) is Sequence else "a mapping"
    message = f"A key is {what}, and Traefik takes only texts."
    return Problem("complex-key", message, node.span, "Write a plain name.", traefik=error)


def odd_key(kind: str, go_name: str, node: Scalar, key: Node) -> Problem:
    """A key is read as something else than a text, and the decoder names it by its type."""
    edits: tuple[Replacement, ...] = ()
    if node is key and not node.style and not node.tag:
        edits = (Replacement(node.start.index, node.end.index, f'"{node.value}"'),)
    return Problem(
        "non-string-key",
        f"Traefik reads the key `{node.value}` as {_KINDS[kind]}, and names it `{go_name}`.",
        key.span,
        "Put the key in quotes.",
        effect=Effect.SILENT,
        fix="Put the key in quotes" if edits else "",
        edits=edits,
    )


def anchor_in_itself(alias: Alias) -> Problem:
    """An alias stands inside what its own anchor names."""
    return Problem(
        "yaml-alias",
        f"The anchor `{alias.name}` contains itself.",
        alias.span,
        "Take the alias out of the part that its own anchor names.",
        traefik=f"yaml: anchor '{alias.name}' value contains itself",
        related=(Place(alias.target.span, "the anchor stands here"),),
    )


def too_many_aliases(alias: Alias) -> Problem:
    """The aliases unfold into more than yaml.v3 puts up with."""
    return Problem(
        "yaml-alias",
        "The aliases of this file unfold into far more than is written.",
        alias.span,
        "Write the parts out, or refer to fewer of them.",
        traefik="yaml: document contains excessive aliasing",
    )


def merge_wants_a_mapping(source: Node) -> Problem:
    """A merge key gets something else than mappings."""
    return Problem(
        "yaml-merge-key",
        "The merge key `<<` wants a mapping, or a list of mappings.",
        source.span,
        "Refer to an anchored mapping, as in `<<: *defaults`.",
        traefik="yaml: map merge requires map or sequence of maps as the value",
    )


def tag_does_not_fit(node: Scalar, error: Exception) -> Problem:
    """A scalar carries a tag such as `!!int` that its value does not fit."""
    return Problem(
        "yaml-tag",
        f"The value `{node.value}` does not fit its tag `{node.tag}`.",
        node.span,
        "Take the tag away, or write a value of that kind.",
        traefik=f"yaml: {error}",
    )
