"""Options and objects in words."""

from __future__ import annotations

from typing import Any

from traefiklint.model.base import Option
from traefiklint.model.kinds.maps import IntMap, Plugins, TextMap
from traefiklint.model.kinds.scalars import Bool, Duration, Float, Int
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Floats, Texts

_KINDS: tuple[tuple[type[Any], str], ...] = (
    (Bool, "true or false"),
    (Duration, "duration"),
    (Int, "whole number"),
    (Float, "number"),
    (Floats, "list of numbers"),
    (Texts, "list of texts"),
    (Nested, "section"),
    (Sections, "list of sections"),
    (ByName, "sections by name"),
    (IntMap, "numbers by name"),
    (TextMap, "texts by name"),
    (Plugins, "anything by name"),
)


def kind_of(option: Option) -> str:
    """What an option holds."""
    return next((words for kind, words in _KINDS if isinstance(option.kind, kind)), "text")


def default_of(option: Option) -> str:
    """The default of an option, as a file would say it; empty where there is none to speak of."""
    default = True if option.default is True else option.kind.default(option)
    if default is None or default == "":
        return ""
    if isinstance(default, list):
        return ", ".join(map(str, default))
    return "true" if default is True else str(default)
