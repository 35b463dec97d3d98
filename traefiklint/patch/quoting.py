"""Texts of one line as YAML writes them: plain where that is the same text, else in quotes."""

from __future__ import annotations

import re

from traefiklint.text.nodes import Mapping, Scalar, Sequence


def quoted(value: str, style: str = "", *, flow: bool = True) -> str:
    """A text of one line as it is written in quotes of a style; without a style in none, where it needs none."""
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    if style == '"':
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    if needs_no_quotes(value, flow=flow):
        return value
    return quoted(value, "'" if '"' in value or "\\" in value else '"')


_SIMPLE = re.compile(r"[A-Za-z_/][A-Za-z0-9_./@-]*")
_WORDS = frozenset(("null", "true", "false", "yes", "no", "on", "off", "y", "n"))


def needs_no_quotes(value: str, *, flow: bool = True) -> bool:
    """Whether a text is the same text without quotes (inside brackets and braces, where `flow` says so)."""
    if _SIMPLE.fullmatch(value):
        return value.lower() not in _WORDS
    from traefiklint.yaml.reader import read_yaml
    from traefiklint.yaml.scalars import STRING, resolve

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
