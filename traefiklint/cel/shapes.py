"""What expressions can name: the options of sections, and what else an object is known to have."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from traefiklint.model.base import Option, Section
from traefiklint.model.kinds.maps import IntMap, Plugins, TextMap
from traefiklint.model.kinds.removed import Removed
from traefiklint.model.kinds.scalars import Bool, Duration, Float, Int, Raw
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Floats, Texts


class Plain(NamedTuple):
    """A single value."""

    words: str
    """What it is, as messages say it."""


class ListOf(NamedTuple):
    """A list."""

    of: Shape

    words: str = "a list"


class MapOf(NamedTuple):
    """Values by free names."""

    of: Shape

    words: str = "a mapping"


class Record(NamedTuple):
    """Values by known names: a section of the configuration, or an object that we made."""

    name: str
    fields: Mapping[str, Shape]

    words: str = "a section"


Shape = Plain | ListOf | MapOf | Record

_SHAPES: dict[str, Record] = {}

ANYTHING = Plain("anything")
TEXT, TRUTH, NUMBER = Plain("a text"), Plain("true or false"), Plain("a number")
SECONDS, DURATION = Plain("a number of seconds"), Plain("a duration")
"""Options that are durations are numbers of seconds: the library takes no durations from outside."""


def shape_of(section: type[Section]) -> Record:
    """The options of a section."""
    found = _SHAPES.get(section.__name__)
    if found is None:
        fields = {key: _shape(option) for key, option in section.by_key.items() if is_seen(option)}
        found = _SHAPES[section.__name__] = Record(section.__name__, fields)
    return found


def is_seen(option: Option) -> bool:
    """Whether expressions can name an option: not one that files and labels cannot hold."""
    return not (option.ignored and option.in_labels is None) and not isinstance(option.kind, Raw | Removed)


def with_fields(record: Record, name: str, more: Mapping[str, Shape]) -> Record:
    """A record that is called otherwise, and has more."""
    return Record(name, {**record.fields, **more})


def _shape(option: Option) -> Shape:
    kind = option.kind
    if isinstance(kind, Nested | Sections | ByName):
        assert option.of is not None, "such a kind has sections"
        inner = shape_of(option.of)
        return inner if isinstance(kind, Nested) else ListOf(inner) if isinstance(kind, Sections) else MapOf(inner)
    if isinstance(kind, Plugins):
        return MapOf(ANYTHING)
    if isinstance(kind, TextMap | IntMap):
        return MapOf(TEXT if isinstance(kind, TextMap) else NUMBER)
    if isinstance(kind, Floats | Texts):
        return ListOf(NUMBER if isinstance(kind, Floats) else TEXT)
    if isinstance(kind, Bool):
        return TRUTH
    if isinstance(kind, Duration):
        return SECONDS
    return NUMBER if isinstance(kind, Int | Float) else TEXT
