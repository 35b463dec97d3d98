"""Sections as plain values under their documented keys, and what the names in them refer to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from traefiklint.model.base import Option, Section
from traefiklint.model.kinds.maps import IntMap, Plugins, TextMap
from traefiklint.model.kinds.scalars import Duration
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Texts
from traefiklint.model.references import REFERENCE_KINDS, REFERENCES
from traefiklint.text.nodes import Scalar
from traefiklint.versions import Version
from traefiklint.yaml.scalars import resolve

MAPS = (TextMap, IntMap, Plugins)

KINDS = {kind: name for name, kind in REFERENCE_KINDS.items()}
"""What the table of references calls the objects of a kind."""

Rename = Callable[[str, str], str]
"""Gives the name by which an object is referred to where the section will stand: of its kind and its name so far."""


def as_it_is(_kind: str, name: str) -> str:
    """A reference that stays."""
    return name


def is_said(section: Section, attribute: str) -> bool:
    """Whether an option is given, or has come to something else than its default."""
    return section.gives(attribute) or getattr(section, attribute) != getattr(type(section), attribute)


def text_of_duration(section: Section, option: Option) -> str:
    """A duration as it is written."""
    node = section.at(option.attribute).node
    return resolve(node)[1] if isinstance(node, Scalar) else f"{getattr(section, option.attribute)}ns"


def data_of(section: Section, target: Version, rename: Rename = as_it_is) -> dict[str, Any]:
    """A section as a dynamic file says it; what Traefik drops from files is left out."""
    found: dict[str, Any] = {}
    named = REFERENCES.get(type(section).__name__, {})
    for attribute, option in section.fields.items():
        value = getattr(section, attribute)
        kind = option.kind
        if value is None or option.is_dropped(target) or (attribute == "port" and "address" in section.fields):
            continue  # the port of a TCP or UDP server stands in its address
        if isinstance(kind, Nested):
            below = data_of(value, target, rename)
            if below or option.may_be_empty:
                found[option.key] = below
        elif isinstance(kind, Sections):
            if value:
                found[option.key] = [data_of(one, target, rename) for one in value]
        elif isinstance(kind, ByName):
            if value:
                found[option.key] = {name: data_of(one, target, rename) for name, one in value.items()}
        elif is_said(section, attribute) and not (value in ((), [], {}) and isinstance(kind, (Texts, *MAPS))):
            found[option.key] = _value(section, option, value, named.get(attribute, ""), rename)
    return found


def _value(section: Section, option: Option, value: Any, referred: str, rename: Rename) -> Any:
    if isinstance(option.kind, Duration):
        return text_of_duration(section, option)
    if isinstance(option.kind, Texts):
        return [rename(referred, name) for name in value] if referred else list(value)
    if isinstance(option.kind, Plugins):
        return _with_lists(plain_copy(value))
    if isinstance(option.kind, MAPS):
        return plain_copy(value)
    return rename(referred, value) if referred and value else value


def _with_lists(value: Any) -> Any:
    """The options of plugins, where labels make lists of what is called `[0]`, `[1]`, in the order of these texts."""
    if not isinstance(value, dict):
        return value
    if value and all(name[:1] == "[" and name[-1:] == "]" for name in value):
        return [_with_lists(value[name]) for name in sorted(value)]
    return {name: _with_lists(below) for name, below in value.items()}


def plain_copy(value: Any) -> Any:
    """Texts, lists and dictionaries as they are."""
    if isinstance(value, Mapping):
        return {str(name): plain_copy(below) for name, below in value.items()}
    if isinstance(value, list | tuple):
        return [plain_copy(item) for item in value]
    return value
