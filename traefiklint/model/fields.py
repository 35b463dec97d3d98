"""The words in which an option is declared: one function for each kind of value.

They give back a `Option` and are typed `Any`, so that a declaration reads `rule: str = text()`: to the type checker the
attribute is what it holds after decoding, and the facts about the option stand beside it. Its key is the name of the
attribute as Traefik spells it, `entryPoints` for `entry_points`, unless `key` says another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from traefiklint.model.base import Option, Section
from traefiklint.model.kinds.maps import IntMap, Plugins, TextMap
from traefiklint.model.kinds.removed import Removed
from traefiklint.model.kinds.scalars import Bool, Duration, Float, Int, Raw, Text
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Floats, Texts

MILLISECOND = 1_000_000
"""In nanoseconds, the unit of every duration here."""
SECOND = 1_000 * MILLISECOND

CERTIFICATE, PRIVATE_KEY = "a certificate", "a private key"
USERS, DIGEST_USERS = "a list of users", "a list of digest users"
"""What a file holds that an option names."""

TEXT, RAW, BOOL, INT, DURATION = Text(), Raw(), Bool(), Int(), Duration()
TEXTS, SECTION, SECTIONS, BYNAME = Texts(), Nested(), Sections(), ByName()
TEXTMAP, INTMAP, PLUGINS = TextMap(), IntMap(), Plugins()
FLOAT, FLOATS, REMOVED = Float(), Floats(), Removed()

NOTHING: Mapping[str, Any] = MappingProxyType({})
"""The value of a mapping that is not given."""


def text(default: str | None = "", *, go: str = "string", **facts: Any) -> Any:
    """Any scalar, as text. With `default=None` an option that is not given differs from an empty one."""
    return Option(TEXT, default, go_kind=go, **facts)


def flag(default: bool | None = False, *, go: str = "bool", **facts: Any) -> Any:
    """True or false, in the spellings that Go's `strconv.ParseBool` knows."""
    return Option(BOOL, default, go_kind=go, **facts)


def integer(default: int | None = 0, *, go: str = "int", **facts: Any) -> Any:
    """A whole number of 64 bits, or of what `go` says."""
    return Option(INT, default, go_kind=go, **facts)


def floating(default: float | None = 0.0, *, go: str = "float64", **facts: Any) -> Any:
    """A number."""
    return Option(FLOAT, default, go_kind=go, **facts)


def duration(default: int | None = 0, *, go: str = "int64", **facts: Any) -> Any:
    """A stretch of time in nanoseconds: `10s`, `1m30s`, or a whole number of seconds."""
    return Option(DURATION, default, go_kind=go, **facts)


def texts(default: tuple[str, ...] = (), **facts: Any) -> Any:
    """A list of texts, or one text with commas."""
    return Option(TEXTS, default, **facts)


def floats(default: tuple[float, ...] = (), **facts: Any) -> Any:
    """A list of numbers, or one text with commas."""
    return Option(FLOATS, default, **facts)


def struct(of: type[Section], type_name: str = "", **facts: Any) -> Any:
    """A part with options of its own; `None` where it is not given."""
    return Option(SECTION, None, of=of, type_name=type_name, **facts)


def structs(of: type[Section], **facts: Any) -> Any:
    """A list of parts."""
    return Option(SECTIONS, (), of=of, **facts)


def mapping(of: type[Section], type_name: str = "", **facts: Any) -> Any:
    """Parts by their names."""
    return Option(BYNAME, NOTHING, of=of, type_name=type_name, **facts)


def text_map(**facts: Any) -> Any:
    """Texts by name, as in headers."""
    return Option(TEXTMAP, NOTHING, type_name="map[string]string", **facts)


def int_map(**facts: Any) -> Any:
    """Whole numbers by name."""
    return Option(INTMAP, NOTHING, type_name="map[string]int", **facts)


def raw_map(type_name: str, **facts: Any) -> Any:
    """Anything at all by name: what plugins are configured with."""
    return Option(PLUGINS, NOTHING, type_name=type_name, **facts)


def raw(*, go: str = "ptr", **facts: Any) -> Any:
    """Something that no file can hold; it is known by name only."""
    return Option(RAW, None, go_kind=go, **facts)


def removed(**facts: Any) -> Any:
    """What an earlier Traefik knew, and what this one refuses by its name; `says` tells what to write instead."""
    return Option(REMOVED, None, deprecated=True, **facts)
