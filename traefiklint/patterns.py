"""Regular expressions that are compiled when they are first asked for.

Compiling one takes about as long as importing a small module, and a run on one file asks few of those that the modules
it imports have.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast

_ABILITIES = (
    "findall",
    "finditer",
    "flags",
    "fullmatch",
    "groupindex",
    "groups",
    "match",
    "pattern",
    "search",
    "split",
    "sub",
    "subn",
)


class _Lazy:
    """Looks like a compiled expression. What it can do stands in slots, which are empty until one is asked for."""

    __slots__ = ("_flags", "_text", *_ABILITIES)

    def __init__(self, text: Any, flags: int) -> None:
        self._text = text
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name not in _ABILITIES:
            raise AttributeError(name)
        made = re.compile(self._text, self._flags)
        for ability in _ABILITIES:
            setattr(self, ability, getattr(made, ability))
        return getattr(made, name)


def lazy(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """A regular expression; whether it is one shows when it is asked for something. `re.match` and others refuse it."""
    return cast("re.Pattern[AnyStr]", _Lazy(text, flags))
