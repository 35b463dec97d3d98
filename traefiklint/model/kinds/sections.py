"""Options that hold sections: one, a list of them, or sections by name."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from traefiklint.go.strconv import fold
from traefiklint.model.base import Option, Section
from traefiklint.model.diagnostics import (
    EmptySection,
    EntryIsList,
    EntryWithoutOptions,
    ListForNames,
    ListForSection,
    MappingForSections,
    Pair,
    SwitchedOff,
    UnknownKey,
    ValueForSections,
    ValueInSections,
)
from traefiklint.model.kinds.base import ANYTHING, FILLED, ONE, Kind, Schema, Schemas
from traefiklint.model.shape import (
    ABSENT,
    Filler,
    bad_item,
    check_values,
    first_mapping,
    has_children,
    has_mappings,
    is_null,
    list_text,
)
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence

NAMED: Schema = {"type": ["object", "array", "null"], "contains": {"type": "object"}, **FILLED}
"""Things by name: a list of mappings has the names `[0]`, `[1]` …"""


def section_of(option: Option) -> type[Section]:
    """The class of the sections that an option holds."""
    assert option.of is not None, f"`{option.key}` holds sections and says which"
    return option.of


def _entry_schema(option: Option, schemas: Schemas) -> Schema:
    return {**schemas.section(section_of(option)), "type": ANYTHING, "items": {"type": ONE}}


class Nested(Kind):
    """A section with options of its own; `None` where it is not given."""

    def from_text(self, filler: Filler, section: Section, pair: Pair, option: Option, text: str) -> Any:
        if option.may_be_empty:
            if not text or fold(text) == "true":
                return filler.section(section_of(option), pair[1], pair[0], section, option.step)
            if not filler.dropping:
                filler.report(SwitchedOff(section, pair, option, text=text))
        elif not option.ignored:
            report_empty(filler, section, pair, option)
        return ABSENT

    def from_mapping(self, filler: Filler, section: Section, pair: Pair, option: Option, mapping: Mapping) -> Any:
        if not has_children(mapping):
            return self.from_text(filler, section, pair, option, "")
        made = filler.section(section_of(option), mapping, pair[0], section, option.step)
        filler.fill(made, mapping.pairs)
        return made

    def from_sequence(self, filler: Filler, section: Section, pair: Pair, option: Option, sequence: Sequence) -> Any:
        text = list_text(filler, section, pair, sequence)
        if has_mappings(sequence):
            filler.report(ListForSection(section, pair, option, text=str(first_mapping(sequence))))
            return ABSENT
        return self.from_text(filler, section, pair, option, text)

    def schema(self, option: Option, schemas: Schemas) -> Schema:
        if option.may_be_empty:
            return _entry_schema(option, schemas)
        return {**schemas.section(section_of(option)), "type": ["object", "null"], **FILLED}

    def default(self, option: Option) -> Any:
        return None


class Sections(Kind):
    """A list of sections."""

    def from_text(self, filler: Filler, section: Section, pair: Pair, option: Option, text: str) -> Any:
        if text:
            filler.report(ValueForSections(section, pair, option, text=text))
        return ()

    def from_sequence(self, filler: Filler, section: Section, pair: Pair, option: Option, sequence: Sequence) -> Any:
        made = []
        of = section_of(option)
        for index, item in enumerate(sequence.items):
            if type(item) is Mapping:
                one = filler.section(of, item, None, section, f"{option.step}[{index}]")
                filler.fill(one, item.pairs)
                made.append(one)
                continue
            bad = bad_item(section, pair, item)
            filler.report(bad if bad is not None else ValueInSections(section, pair, option, item))
        return tuple(made)

    def from_mapping(self, filler: Filler, section: Section, pair: Pair, option: Option, mapping: Mapping) -> Any:
        if not has_children(mapping):
            return ()
        filler.report(MappingForSections(section, pair, option))
        of = section_of(option)
        return tuple(
            _entry(filler, of, child, section, f"{option.step}.{child[0].value}", option)
            for child in sorted(mapping.pairs, key=lambda child: child[0].value)
            if not is_null(child[1])
        )

    def schema(self, option: Option, schemas: Schemas) -> Schema:
        items = {**schemas.section(section_of(option)), "type": [*ONE, "object"]}
        return {"type": ANYTHING, "items": items, "additionalProperties": _entry_schema(option, schemas)}

    def default(self, option: Option) -> Any:
        return None


def _entry(filler: Filler, of: type[Section], pair: Pair, parent: Section, step: str, option: Option) -> Any:
    """One section of several: whatever is no mapping makes it an empty one."""
    key, node = pair
    made = filler.section(of, node, key, parent, step)
    if type(node) is Mapping:
        filler.fill(made, node.pairs)
    elif type(node) is Sequence and has_mappings(node):
        list_text(filler, parent, pair, node)
        filler.report(EntryIsList(made, pair, option, text=str(first_mapping(node))))
    else:
        check_values(filler, parent, pair)
    return made


class ByName(Kind):
    """Sections by their names."""

    def from_text(self, filler: Filler, section: Section, pair: Pair, option: Option, text: str) -> Any:
        if not option.ignored:
            report_empty(filler, section, pair, option)
        return ABSENT

    def from_mapping(self, filler: Filler, section: Section, pair: Pair, option: Option, mapping: Mapping) -> Any:
        if not has_children(mapping):
            return self.from_text(filler, section, pair, option, "")
        made = {}
        of = section_of(option)
        step = option.step + "."
        for child in mapping.pairs:
            key, node = child
            if type(node) is Mapping:
                made[key.value] = one = filler.section(of, node, key, section, step + key.value)
                one.name = key.value
                filler.fill(one, node.pairs)
            elif not is_null(node):
                made[key.value] = one = _entry(filler, of, child, section, step + key.value, option)
                one.name = key.value
                if _says_something(node) and not _is_refused(node):
                    filler.report(EntryWithoutOptions(one, child, option))
        return made

    def from_sequence(self, filler: Filler, section: Section, pair: Pair, option: Option, sequence: Sequence) -> Any:
        text = list_text(filler, section, pair, sequence)
        if not has_mappings(sequence):
            return self.from_text(filler, section, pair, option, text)
        before = len(filler.diagnostics)
        made = {}
        of = section_of(option)
        parts, filler.parts = filler.parts, defaultdict(list)
        for index, item in enumerate(sequence.items):
            if type(item) is Mapping:
                name = f"[{index}]"
                made[name] = one = filler.section(of, item, None, section, f"{option.step}.{name}")
                one.name = name
                filler.fill(one, item.pairs)
        below = filler.diagnostics[before:]
        unknown = [one for one in below if isinstance(one, UnknownKey)]
        filler.diagnostics[before:] = [one for one in below if one not in unknown]
        filler.report(ListForNames(section, pair, option, unknown))
        for kind, found in filler.parts.items() if not unknown else ():
            parts[kind] += found
        filler.parts = parts
        return {} if unknown else made  # what Traefik refuses has no objects

    def schema(self, option: Option, schemas: Schemas) -> Schema:
        items = {**schemas.section(section_of(option)), "type": [*ONE, "object"]}
        return {**NAMED, "items": items, "additionalProperties": _entry_schema(option, schemas)}

    def default(self, option: Option) -> Any:
        return None


def _says_something(node: Node) -> bool:
    """Whether a value or list is there that is lost where an object's options are wanted."""
    return bool(node.value if type(node) is Scalar else getattr(node, "items", ()))


def _is_refused(node: Node) -> bool:
    """Whether it is a list of mappings, of which Traefik refuses the first option and makes no object."""
    return type(node) is Sequence and has_mappings(node)


def report_empty(filler: Filler, section: Section, pair: Pair, option: Option) -> None:
    """Report a section that is empty, or something that is no section."""
    key, node = pair
    says = type(node) is not Mapping and _says_something(node)
    filler.report(EmptySection(section, pair, option, node if says else key))
