"""Typed objects as labels say them: one name and one text for each option that is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from traefiklint.model.base import Option
from traefiklint.model.kinds.maps import IntMap, Plugins, TextMap
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Texts
from traefiklint.patch.rewrite import CannotRewriteError
from traefiklint.roundtrip.base import Part
from traefiklint.roundtrip.labels import Steps
from traefiklint.roundtrip.making import options_of
from traefiklint.versions import Version

_MAPS = (TextMap, IntMap, Plugins)

Said = dict[Steps, str | CannotRewriteError]
"""The texts of labels by the parts of their names; where no label can say an option, why."""


def said_by(part: Part, steps: Steps, target: Version) -> Said:
    """What labels say about a section: texts by names.

    Args:
        steps: the parts of the names that are the same for all of it.
    """
    found: Said = {}
    for name, text in _section(part, steps, target):
        found.setdefault(name, text)
    return found


def is_name(text: str) -> bool:
    """Whether a text can be one part of a label's name."""
    return bool(text) and not set(text) & set(".[]=") and text == text.strip() and text.isprintable()


def _section(part: Part, steps: Steps, target: Version) -> Iterator[tuple[Steps, str | CannotRewriteError]]:
    rank = {name: number for number, name in enumerate(part._order)}
    options = options_of(type(part).declared).items()
    for name, option in sorted(options, key=lambda one: rank.get(one[0], len(rank))):
        value = part.__dict__.get(name)
        if value is None or (name not in part.model_fields_set and not _is_filled(value)):
            continue
        place = (*steps, (option.label_key or option.key).lower())
        if option.is_dropped_from_labels(target):
            yield place, _unsayable(place, "labels cannot set it; keep the object in a file")
        elif isinstance(option.kind, Nested):
            below = list(_section(value, place, target))
            yield from below
            if not below and option.may_be_empty:
                yield place, "true"
        elif isinstance(option.kind, (Sections, ByName)):
            yield from _several(value, option, place, target)
        else:
            yield from _value(value, option, place)


def _several(
    value: Any, option: Option, place: Steps, target: Version
) -> Iterator[tuple[Steps, str | CannotRewriteError]]:
    if option.label_key:
        if len(value) > 1:
            yield place, _unsayable(place, "labels know one server: the container; keep the service in a file")
        for one in value[:1]:
            yield from _section(one, place, target)
        return
    named = value.items() if isinstance(value, Mapping) else ((f"[{number}]", one) for number, one in enumerate(value))
    for name, one in named:
        here = (*place, name)
        if isinstance(value, Mapping) and not is_name(name):
            yield here, _unsayable(here, "in labels, dots and brackets separate names")
            continue
        below = list(_section(one, here, target))
        yield from below
        if not below:
            yield here, _unsayable(here, "it says nothing, which a label cannot")


def _value(value: Any, option: Option, place: Steps) -> Iterator[tuple[Steps, str | CannotRewriteError]]:
    if isinstance(option.kind, _MAPS):
        yield from _entries(value, place)
    elif isinstance(option.kind, Texts):
        items = [_text(item) for item in value]
        if any("," in item and "${" not in item for item in items) or items == [""]:
            why = "labels separate items at commas, and cannot hold a comma or one empty text"
            yield place, _unsayable(place, why)
        elif items:
            yield place, ",".join(items)
    else:
        yield place, _text(value)


def _entries(value: Any, place: Steps) -> Iterator[tuple[Steps, str | CannotRewriteError]]:
    if isinstance(value, Mapping):
        for key, below in value.items():
            here = (*place, str(key))
            if is_name(str(key)) or (str(key)[:1] == "[" and str(key)[1:-1].isdecimal()):
                yield from _entries(below, here)
            else:
                yield here, _unsayable(here, "in labels, dots and brackets separate names")
    elif isinstance(value, list | tuple):
        for number, below in enumerate(value):
            yield from _entries(below, (*place, f"[{number}]"))
    else:
        yield place, _text(value)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _is_filled(value: Any) -> bool:
    return bool(value) if isinstance(value, (list, dict)) else isinstance(value, Part)


def _unsayable(steps: Steps, why: str) -> CannotRewriteError:
    return CannotRewriteError(f"`{name_of(steps)}`: {why}")


def name_of(steps: Steps) -> str:
    """The name of a label by its parts: `http.routers.web.tls.domains[0].main`."""
    return "".join(step if step[:1] == "[" else f".{step}" for step in steps).removeprefix(".")
