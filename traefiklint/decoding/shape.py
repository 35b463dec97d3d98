"""What shape a node has for Traefik's decoder, whatever it means: null, with children or without, a list of what."""

from __future__ import annotations

from typing import Any

from traefiklint.go.strconv import SEPARATOR
from traefiklint.model.base import Struct
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.yaml.scalars import NULL, TIMESTAMP, resolve

Pair = tuple[Scalar, Node]

ABSENT: Any = object()
"""What stands for a value where Traefik takes none from the text."""
BLANK: Any = object()
"""What stands for null, which Traefik never sees."""

TELLING = frozenset("+-0123456789.~tTfFnN")
"""The first characters a plain scalar must have to be anything but a string."""
NULLS = frozenset(("", "~", "null", "Null", "NULL"))

_KINDS = {"bool": 1, "float": 14, "string": 24}
"""Go's `reflect` numbers of what a list holds; 2 or 6 is a whole number, 11 one over 63 bits, 21 a mapping."""


def is_null(node: Node) -> bool:
    """Whether a node is null to yaml.v3, so that Traefik never sees it."""
    if type(node) is not Scalar:
        return False
    return resolve(node)[0] == NULL if node.tag else not node.style and node.value in NULLS


def has_children(mapping: Mapping) -> bool:
    """Whether anything is left of a mapping once the null values are gone."""
    for _, value in mapping.pairs:  # noqa: SIM110 - called for every mapping; a generator costs as much as the rest
        if not is_null(value):
            return True
    return False


def has_mappings(sequence: Sequence) -> bool:
    """Whether a list holds mappings, which the decoder turns into children named `[0]`, `[1]` …"""
    return any(type(item) is Mapping for item in sequence.items)


def list_text(decoder: Any, part: Struct, pair: Pair, sequence: Sequence) -> str:
    """The text that the decoder makes of the scalars of a list, as in `║24║a║b`; empty where there are none.

    Complains of items that it refuses: null, points in time, lists.
    """
    values, number = [], 0
    for item in sequence.items:
        if type(item) is Scalar:
            kind, text = resolve(item)
            if kind in (NULL, TIMESTAMP):
                decoder.complain("list_item", part, pair, item)
                continue
            values.append(text)
            number = max(number, _KINDS.get(kind) or (11 if int(text) >= 1 << 63 else decoder.int_kind))
        elif type(item) is Mapping:
            number = max(number, 21)
        else:
            decoder.complain("list_item", part, pair, item)
    return f"{SEPARATOR}{number}{SEPARATOR}{SEPARATOR.join(values)}" if values else ""


def check_values(decoder: Any, part: Struct, pair: Pair) -> None:
    """Complain of everything below a pair that the decoder cannot even turn into text, whether or not it is used."""
    pending: list[Pair] = [pair]
    while pending:
        key, node = pending.pop()
        if type(node) is Mapping:
            pending.extend(node.pairs)
        elif type(node) is Sequence:
            list_text(decoder, part, (key, node), node)
            for item in node.items:
                if type(item) is Mapping:
                    pending.extend(item.pairs)
        elif type(node) is Scalar and resolve(node)[0] == TIMESTAMP:
            decoder.complain("unsupported_type", part, (key, node))
