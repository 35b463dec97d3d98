"""What shape a node has for Traefik's decoder, whatever it means: null, with children or without, a list of what."""

from __future__ import annotations

from typing import Any, Protocol

from traefiklint.go.strconv import SEPARATOR
from traefiklint.model.base import Section
from traefiklint.model.diagnostics import (
    DateInList,
    DateValue,
    ListInList,
    NullInList,
    OptionDiagnostic,
    Pair,
    UnsupportedItem,
)
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.yaml.scalars import NULL, TIMESTAMP, resolve

ABSENT: Any = object()
"""What stands for a value where Traefik takes none from the text."""
BLANK: Any = object()
"""What stands for null, which Traefik never sees."""

TELLING = frozenset("+-0123456789.~tTfFnN")
"""The first characters a plain scalar must have to be anything but a string."""
NULLS = frozenset(("", "~", "null", "Null", "NULL"))

_KINDS = {"bool": 1, "float": 14, "string": 24}
"""Go's `reflect` numbers of what a list holds; 2 or 6 is a whole number, 11 one over 63 bits, 21 a mapping."""


class Filler(Protocol):
    """The decoder, as far as the kinds of options need it to read what stands behind a key."""

    dropping: bool
    """Whether the walk is below a hidden option: its keys must be right, its values do not matter."""
    int_kind: int
    """Go's `reflect` number of a whole number: TOML makes each an int64, YAML an int."""

    parts: dict[type[Section], list[Any]]
    """Every section that was read, by its class."""
    diagnostics: list[OptionDiagnostic]
    """What was reported so far."""

    def report(self, diagnostic: OptionDiagnostic) -> None:
        """Keep a diagnostic."""

    def section(self, of: type[Section], node: Node, key: Scalar | None, parent: Section, step: str) -> Any:
        """A new section at its place, with the defaults of its class."""

    def fill(self, section: Section, pairs: list[Pair]) -> None:
        """Decode the pairs of a mapping into the options of a section."""


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


def first_mapping(sequence: Sequence) -> int:
    """The index of the first mapping in a list that holds one."""
    return next(index for index, item in enumerate(sequence.items) if type(item) is Mapping)


def first_child(mapping: Mapping) -> str:
    """The name of the child that Traefik looks at first; empty where there is none."""
    return min((key.value for key, node in mapping.pairs if not is_null(node)), default="")


def children(node: Node) -> list[Pair]:
    """What the decoder makes children of: the pairs of a mapping that are not null, the mappings of a list."""
    if type(node) is Mapping:
        return [child for child in node.pairs if not is_null(child[1])]
    if type(node) is not Sequence:
        return []
    return [
        (Scalar(f"[{index}]", "", "", item.start, item.end), item)
        for index, item in enumerate(node.items)
        if type(item) is Mapping
    ]


def bad_item(section: Section, pair: Pair, item: Node) -> UnsupportedItem | None:
    """What paerser has against an item of a list: null, a date, a list; None where it takes it."""
    if type(item) is Sequence:
        return ListInList(section, pair, item)
    if type(item) is not Scalar:
        return None
    kind = resolve(item)[0]
    if kind == NULL:
        return NullInList(section, pair, item)
    return DateInList(section, pair, item) if kind == TIMESTAMP else None


def list_text(filler: Filler | None, section: Section, pair: Pair, sequence: Sequence, int_kind: int = 2) -> str:
    """The text that the decoder makes of the scalars of a list, as in `║24║a║b`; empty where there are none.

    Reports the items that it refuses (null, dates, lists), unless there is no `filler`.
    """
    values, number = [], 0
    for item in sequence.items:
        if type(item) is Mapping:
            number = max(number, 21)
            continue
        bad = bad_item(section, pair, item)
        if bad is not None:
            if filler is not None:
                filler.report(bad)
            continue
        kind, text = resolve(item)  # type: ignore[arg-type]
        values.append(text)
        whole = filler.int_kind if filler is not None else int_kind
        number = max(number, _KINDS.get(kind) or (11 if int(text) >= 1 << 63 else whole))
    return f"{SEPARATOR}{number}{SEPARATOR}{SEPARATOR.join(values)}" if values else ""


def check_values(filler: Filler, section: Section, pair: Pair) -> None:
    """Report everything below a pair that the decoder cannot even turn into text, whether or not it is used."""
    pending: list[Pair] = [pair]
    while pending:
        key, node = pending.pop()
        if type(node) is Mapping:
            pending.extend(node.pairs)
        elif type(node) is Sequence:
            list_text(filler, section, (key, node), node)
            for item in node.items:
                if type(item) is Mapping:
                    pending.extend(item.pairs)
        elif type(node) is Scalar and resolve(node)[0] == TIMESTAMP:
            filler.report(DateValue(section, (key, node)))
