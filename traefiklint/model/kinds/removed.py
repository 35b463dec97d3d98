"""Options that Traefik has given up, and refuses by their name."""

from __future__ import annotations

from typing import Any

from traefiklint.go.strconv import fold
from traefiklint.model.base import Option, Section
from traefiklint.model.diagnostics import Pair, RemovedOption
from traefiklint.model.kinds.base import Kind, Schema, Schemas
from traefiklint.model.shape import ABSENT, Filler, check_values
from traefiklint.text.nodes import Mapping, Sequence


class Removed(Kind):
    """An option of an earlier Traefik: whatever stands behind it, this one refuses the source.

    Only a root key that is switched off passes, because Traefik has dropped it by then.
    """

    def from_text(self, filler: Filler, section: Section, pair: Pair, option: Option, text: str) -> Any:
        if section._parent is None and text and fold(text) != "true":
            return ABSENT
        return self._refused(filler, section, pair, option)

    def from_mapping(self, filler: Filler, section: Section, pair: Pair, option: Option, mapping: Mapping) -> Any:
        check_values(filler, section, pair)
        return self._refused(filler, section, pair, option)

    def from_sequence(self, filler: Filler, section: Section, pair: Pair, option: Option, sequence: Sequence) -> Any:
        check_values(filler, section, pair)
        return self._refused(filler, section, pair, option)

    def _refused(self, filler: Filler, section: Section, pair: Pair, option: Option) -> Any:
        filler.report(RemovedOption(section, pair, option, pair[0]))
        return ABSENT

    def schema(self, option: Option, schemas: Schemas) -> Schema:
        return {"type": "null", "doNotSuggest": True}
