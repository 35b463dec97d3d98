"""Options with one value: texts, bools, numbers, durations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from traefiklint.go.strconv import (
    TRUTHS,
    floating_number,
    nanoseconds,
    small_number,
    truth,
    unsigned_number,
    whole_number,
)
from traefiklint.model.base import Option, Section
from traefiklint.model.diagnostics import ListForValue, MappingForValue, Pair, QuotedValue, UnreadableValue
from traefiklint.model.kinds.base import ANYTHING, NOTHING, ONE, Kind, Schema, Schemas
from traefiklint.model.shape import ABSENT, Filler, check_values, has_children, has_mappings, list_text
from traefiklint.text.nodes import Mapping, Scalar, Sequence

_LIMIT = 1 << 63
_READERS = {"uint32": unsigned_number, "int32": small_number}
"""What reads whole numbers of less than 64 bits, by their Go kind."""


class Text(Kind):
    """Any scalar, as text."""

    takes_any_text = True

    def convert(self, option: Option) -> Callable[[str], Any]:
        """What Go makes of the text of a value; it raises ValueError with Go's words."""
        return str

    def from_text(self, filler: Filler, section: Section, pair: Pair, option: Option, text: str) -> Any:
        return text

    def from_mapping(self, filler: Filler, section: Section, pair: Pair, option: Option, mapping: Mapping) -> Any:
        if has_children(mapping):
            check_values(filler, section, pair)
            filler.report(MappingForValue(section, pair, option))
            return ABSENT
        return self.from_text(filler, section, pair, option, "")

    def from_sequence(self, filler: Filler, section: Section, pair: Pair, option: Option, sequence: Sequence) -> Any:
        text = list_text(filler, section, pair, sequence)
        if has_mappings(sequence):
            filler.report(MappingForValue(section, pair, option))
            return ABSENT
        if not text or filler.dropping:
            return self.from_text(filler, section, pair, option, text)
        error = ""
        if self.is_parsed:
            try:
                self.convert(option)(text)
            except ValueError as refusal:
                error = str(refusal)
        filler.report(ListForValue(section, pair, option, text=text, error=error))
        return ABSENT if self.is_parsed else text

    def schema(self, option: Option, schemas: Schemas) -> Schema:
        return {"$ref": "#/$defs/text"}


class Raw(Text):
    """Something that no file can hold; it is known by name only."""

    takes_any_text = False

    def from_text(self, filler: Filler, section: Section, pair: Pair, option: Option, text: str) -> Any:
        return ABSENT

    def from_sequence(self, filler: Filler, section: Section, pair: Pair, option: Option, sequence: Sequence) -> Any:
        super().from_sequence(filler, section, pair, option, sequence)
        return ABSENT

    def schema(self, option: Option, schemas: Schemas) -> Schema:
        return {"$ref": "#/$defs/value"}


class _Parsed(Text):
    """What Go parses, and refuses where it cannot."""

    takes_any_text = False
    is_parsed = True
    may_be_quoted = True
    """Whether a value in quotes is written as nobody expects it."""

    def from_text(self, filler: Filler, section: Section, pair: Pair, option: Option, text: str) -> Any:
        try:
            value = self.convert(option)(text)
        except ValueError as error:
            if not filler.dropping:
                filler.report(UnreadableValue(section, pair, option, text=text, error=str(error)))
            return ABSENT
        node = pair[1]
        if not self.may_be_quoted and type(node) is Scalar and node.style and not filler.dropping:
            filler.report(QuotedValue(section, pair, option, text=text))
        return value


class Bool(_Parsed):
    """True or false, in the spellings that Go's `strconv.ParseBool` knows."""

    may_be_quoted = False

    def convert(self, option: Option) -> Callable[[str], Any]:
        return truth

    def schema(self, option: Option, schemas: Schemas) -> Schema:
        return {"$ref": "#/$defs/bool"}


class Int(_Parsed):
    """A whole number of 64 bits, or of what the option's `go_kind` says."""

    may_be_quoted = False

    def convert(self, option: Option) -> Callable[[str], Any]:
        return _READERS.get(option.go_kind, whole_number)

    def schema(self, option: Option, schemas: Schemas) -> Schema:
        if option.go_kind == "uint32":
            return {"type": ["integer", "string", "null"], "minimum": 0, "pattern": "^[0-9]{1,10}$"}
        if option.go_kind == "int32":
            least = -(1 << 31)
            return {"$ref": "#/$defs/int", "minimum": least, "maximum": -least - 1}
        return {"$ref": "#/$defs/int"}


class Float(_Parsed):
    """A number of 64 bits."""

    may_be_quoted = False

    def convert(self, option: Option) -> Callable[[str], Any]:
        return floating_number

    def schema(self, option: Option, schemas: Schemas) -> Schema:
        return {"$ref": "#/$defs/float"}


class Duration(_Parsed):
    """A stretch of time in nanoseconds: `10s`, `1m30s`, or a whole number of seconds."""

    def convert(self, option: Option) -> Callable[[str], Any]:
        return nanoseconds

    def schema(self, option: Option, schemas: Schemas) -> Schema:
        return {"$ref": "#/$defs/duration"}

    def default(self, option: Option) -> Any:
        if not option.default:
            return None
        milliseconds = option.default // 1_000_000
        return f"{milliseconds // 1000}s" if milliseconds % 1000 == 0 else f"{milliseconds}ms"


EMPTY_OR_TEXTS: Schema = {"items": {"type": ONE}, "additionalProperties": NOTHING}
"""What a list or mapping must be where one text is wanted: Traefik makes a text of it, for better or worse."""

FLOAT = r"^([-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][-+]?[0-9]+)?|[-+]?[iI][nN][fF]|[nN][aA][nN])$"
"""The usual spellings of a number in a text."""

SHARED: dict[str, Schema] = {
    "text": {"type": ANYTHING, **EMPTY_OR_TEXTS},
    "bool": {
        "type": ["boolean", "integer", "string", "null"],
        "minimum": 0,
        "maximum": 1,
        "pattern": f"^({'|'.join(TRUTHS)})$",
    },
    "int": {
        "type": ["integer", "string", "null"],
        "minimum": -_LIMIT,
        "maximum": _LIMIT - 1,
        "pattern": "^[-+]?[0-9]{1,19}$",
    },
    "float": {
        "type": ["number", "string", "null"],
        "pattern": FLOAT,
    },
    "duration": {
        "type": ["integer", "string", "null"],
        "pattern": r"^[-+]?([0-9]+|(([0-9]+(\.[0-9]*)?|\.[0-9]+)(ns|us|µs|μs|ms|s|m|h))+)$",
    },
}
"""The schemas of single values, by the name under which they are referred to.

The keywords for texts, numbers, lists and mappings each bind only what is one, so that no `anyOf` hides what failed.
"""
