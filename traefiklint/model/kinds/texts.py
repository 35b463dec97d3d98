"""Options that hold a list of texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from traefiklint.go.strconv import SEPARATOR, SPACE, floating_number, items
from traefiklint.model.base import Option, Section
from traefiklint.model.diagnostics import MappingForTexts, MappingInTexts, Pair, TextForList, UnreadableValue
from traefiklint.model.kinds.base import ANYTHING, NOTHING, ONE, Kind, Schema, Schemas
from traefiklint.model.kinds.scalars import EMPTY_OR_TEXTS, FLOAT
from traefiklint.model.shape import (
    ABSENT,
    TELLING,
    Filler,
    bad_item,
    check_values,
    first_child,
    first_mapping,
    has_children,
    has_mappings,
)
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.yaml.scalars import NULL, TIMESTAMP, resolve


class Texts(Kind):
    """A list of texts, or one text with commas."""

    def from_text(self, filler: Filler, section: Section, pair: Pair, option: Option, text: str) -> Any:
        if "," in text and not filler.dropping:
            filler.report(TextForList(section, pair, option, text=text))
        return items(text) or ABSENT  # an empty list leaves the default as it is

    def from_sequence(self, filler: Filler, section: Section, pair: Pair, option: Option, sequence: Sequence) -> Any:
        values: list[str] = []
        for item in sequence.items:
            if type(item) is Scalar:
                text = item.value
                if item.tag or (not item.style and (not text or text[0] in TELLING)):
                    kind, text = resolve(item)
                    if kind in (NULL, TIMESTAMP):
                        _report_item(filler, section, pair, item)
                        continue
                if SEPARATOR in text:
                    values.extend(piece.strip(SPACE) for piece in text.split(SEPARATOR))
                else:
                    values.append(text.strip(SPACE))
            elif type(item) is Sequence:
                _report_item(filler, section, pair, item)
            elif type(item) is Mapping and has_children(item):
                filler.report(MappingInTexts(section, pair, option, item, first_child(item)))
        return tuple(values) or ABSENT

    def from_mapping(self, filler: Filler, section: Section, pair: Pair, option: Option, mapping: Mapping) -> Any:
        check_values(filler, section, pair)
        if has_children(mapping):
            filler.report(MappingForTexts(section, pair, option, text=_refused_child(mapping)))
        return ABSENT

    def schema(self, option: Option, schemas: Schemas) -> Schema:
        return {"$ref": "#/$defs/texts"}

    def default(self, option: Option) -> Any:
        return list(option.default) or None


class Floats(Texts):
    """A list of numbers, or one text with commas."""

    def from_text(self, filler: Filler, section: Section, pair: Pair, option: Option, text: str) -> Any:
        return self.numbers(filler, section, pair, option, super().from_text(filler, section, pair, option, text))

    def from_sequence(self, filler: Filler, section: Section, pair: Pair, option: Option, sequence: Sequence) -> Any:
        values = super().from_sequence(filler, section, pair, option, sequence)
        return self.numbers(filler, section, pair, option, values, sequence.items)

    def numbers(
        self, filler: Filler, section: Section, pair: Pair, option: Option, values: Any, written: Iterable[Node] = ()
    ) -> Any:
        """What Go makes of the items of the list.

        Args:
            written: the items as they stand in the text, where each stands alone.
        """
        if values is ABSENT:
            return ABSENT
        numbers = []
        for text in values:
            try:
                numbers.append(floating_number(text))
            except ValueError as error:
                items = (one for one in written if type(one) is Scalar and one.value.strip(SPACE) == text)
                place = (pair[0], next(items, pair[1]))
                filler.report(UnreadableValue(section, place, option, text=text, error=str(error)))
                return ABSENT
        return tuple(numbers)

    def schema(self, option: Option, schemas: Schemas) -> Schema:
        return {"$ref": "#/$defs/floats"}


def _report_item(filler: Filler, section: Section, pair: Pair, item: Scalar | Sequence) -> None:
    diagnostic = bad_item(section, pair, item)
    assert diagnostic is not None, "only for items that paerser refuses"
    filler.report(diagnostic)


def _refused_child(mapping: Mapping) -> str:
    """The first key below a mapping that Traefik refuses where it wants texts; empty where it refuses none."""
    for _, node in sorted(mapping.pairs, key=lambda child: child[0].value):
        if type(node) is Mapping and has_children(node):
            return first_child(node)
        if type(node) is Sequence and has_mappings(node):
            return f"[{first_mapping(node)}]"
    return ""


SHARED: dict[str, Schema] = {
    "texts": {
        "type": ANYTHING,
        "items": {"type": [*ONE, "object"], "additionalProperties": NOTHING},
        "additionalProperties": {"type": ANYTHING, **EMPTY_OR_TEXTS},
    },
    "floats": {
        "type": ["number", "string", "null", "array", "object"],
        "pattern": rf"^$|{FLOAT}|,",
        "items": {"type": ["number", "string"], "pattern": FLOAT},
        "additionalProperties": {"type": ANYTHING, **EMPTY_OR_TEXTS},
    },
}
