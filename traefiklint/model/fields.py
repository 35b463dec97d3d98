"""The words in which an option is declared: one function for each kind of value.

They give back a `Option` and are typed `Any`, so that a declaration reads `rule: str = text("rule")`: to the type
checker the attribute is what it holds after decoding, and the facts about the option stand beside it.
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


def text(key: str, default: str | None = "", *, go: str = "string", **facts: Any) -> Any:
    """Any scalar, as text. With `default=None` an option that is not given differs from an empty one."""
    return Option(key, TEXT, default, go_kind=go, **facts)


def flag(key: str, default: bool | None = False, *, go: str = "bool", **facts: Any) -> Any:
    """True or false, in the spellings that Go's `strconv.ParseBool` knows."""
    return Option(key, BOOL, default, go_kind=go, **facts)


def integer(key: str, default: int | None = 0, *, go: str = "int", **facts: Any) -> Any:
    """A whole number of 64 bits, or of what `go` says."""
    return Option(key, INT, default, go_kind=go, **facts)


def floating(key: str, default: float | None = 0.0, *, go: str = "float64", **facts: Any) -> Any:
    """A number."""
    return Option(key, FLOAT, default, go_kind=go, **facts)


def duration(key: str, default: int | None = 0, *, go: str = "int64", **facts: Any) -> Any:
    """A stretch of time in nanoseconds: `10s`, `1m30s`, or a whole number of seconds."""
    return Option(key, DURATION, default, go_kind=go, **facts)


def texts(key: str, default: tuple[str, ...] = (), **facts: Any) -> Any:
    """A list of texts, or one text with commas."""
    return Option(key, TEXTS, default, **facts)


def floats(key: str, default: tuple[float, ...] = (), **facts: Any) -> Any:
    """A list of numbers, or one text with commas."""
    return Option(key, FLOATS, default, **facts)


def struct(key: str, of: type[Section], type_name: str = "", **facts: Any) -> Any:
    """A part with options of its own; `None` where it is not given."""
    return Option(key, SECTION, None, of=of, type_name=type_name, **facts)


def structs(key: str, of: type[Section], **facts: Any) -> Any:
    """A list of parts."""
    return Option(key, SECTIONS, (), of=of, **facts)


def mapping(key: str, of: type[Section], type_name: str = "", **facts: Any) -> Any:
    """Parts by their names."""
    return Option(key, BYNAME, NOTHING, of=of, type_name=type_name, **facts)


def text_map(key: str, **facts: Any) -> Any:
    """Texts by name, as in headers."""
    return Option(key, TEXTMAP, NOTHING, type_name="map[string]string", **facts)


def int_map(key: str, **facts: Any) -> Any:
    """Whole numbers by name."""
    return Option(key, INTMAP, NOTHING, type_name="map[string]int", **facts)


def raw_map(key: str, type_name: str, **facts: Any) -> Any:
    """Anything at all by name: what plugins are configured with."""
    return Option(key, PLUGINS, NOTHING, type_name=type_name, **facts)


def raw(key: str, *, go: str = "ptr", **facts: Any) -> Any:
    """Something that no file can hold; it is known by name only."""
    return Option(key, RAW, None, go_kind=go, **facts)


def removed(key: str, **facts: Any) -> Any:
    """What an earlier Traefik knew, and what this one refuses by its name; `says` tells what to write instead."""
    return Option(key, REMOVED, None, deprecated=True, **facts)
