"""What all kinds of options have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, Protocol

from traefiklint.model.base import Option, Section
from traefiklint.model.diagnostics import Pair
from traefiklint.model.shape import Filler
from traefiklint.text.nodes import Mapping, Sequence

Schema = dict[str, Any]

ONE = ["string", "number", "boolean"]
ANYTHING = [*ONE, "null", "array", "object"]
NOTHING: Schema = {"type": "null"}
FILLED: Schema = {"not": {"type": "object", "additionalProperties": NOTHING}}
"""What a mapping must be: not empty, and not full of nulls."""


class Schemas(Protocol):
    """What makes the schemas of sections, each once."""

    def section(self, of: type[Section]) -> Schema:
        """A reference to the schema of a section."""


class Kind(ABC):
    """How an option is filled. Every method takes the decoder, the section, the pair in the text and the option, and
    gives the value, or ABSENT where Traefik takes none."""

    takes_any_text = False
    """Whether `from_text` gives every text as it is, and need not be called."""
    is_parsed = False
    """Whether Go parses the text, so that Traefik refuses most of them: bools, numbers, durations."""
    is_named = False
    """Whether the option holds plain values by name."""

    @abstractmethod
    def from_text(self, filler: Filler, section: Section, pair: Pair, option: Option, text: str) -> Any:
        """The value of a scalar, which paerser hands over as text."""

    @abstractmethod
    def from_mapping(self, filler: Filler, section: Section, pair: Pair, option: Option, mapping: Mapping) -> Any:
        """The value of a mapping."""

    @abstractmethod
    def from_sequence(self, filler: Filler, section: Section, pair: Pair, option: Option, sequence: Sequence) -> Any:
        """The value of a list."""

    @abstractmethod
    def schema(self, option: Option, schemas: Schemas) -> Schema:
        """The JSON Schema (2020-12) of what the option takes, as a YAML or TOML reader hands it over."""

    def default(self, option: Option) -> Any:
        """The default as the text of a file would say it; None where there is none to speak of."""
        return option.default or None
