"""Texts of one line as YAML writes them: plain where that is the same text, else in quotes."""

from __future__ import annotations

import re

from traefiklint.text.nodes import Mapping, Scalar, Sequence
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
