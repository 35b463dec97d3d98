"""Sections as expressions see them: plain values by the names of Traefik's documentation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from traefiklint.cel.library import GIVEN
from traefiklint.cel.shapes import is_seen
from traefiklint.cel.wanted import ITEM, Wanted
from traefiklint.model.kinds.scalars import Bool, Duration, Float, Int
from traefiklint.model.kinds.sections import ByName, Nested, Sections

if TYPE_CHECKING:
    from traefiklint.model.base import Option, Section
    from traefiklint.model.kinds.base import Kind

Read = Callable[[Any, "Option"], tuple[bool, Any]]
"""Whether a section gives an option, and what its value is then or otherwise."""

_LARGEST = 1 << 63
_SECOND = 1_000_000_000
_NOTHING, _WHOLE = Wanted(), Wanted()
_WHOLE.whole = True


def read_section(section: Section, option: Option) -> tuple[bool, Any]:
    """An option of a decoded section; one that is a section counts as given where it is there."""
    value = getattr(section, option.attribute)
    if isinstance(option.kind, Nested):
        return value is not None, value
    return option.attribute in section._spots, value


def viewed(section: Any, of: type[Section], wanted: Wanted, read: Read = read_section) -> dict[str, Any]:
    """A section, as far as it is asked for, with defaults; what is given has a second name where somebody asks for it.

    Args:
        section: None for one that is not there, and has its defaults.
    """
    found: dict[str, Any] = {}
    keys = of.by_key if wanted.whole else wanted.below.keys() | wanted.given
    for key in keys:
        option = of.by_key.get(key)
        if option is None or not is_seen(option):
            continue
        given, value = (False, option.default) if section is None else read(section, option)
        below = wanted.below.get(key)
        if value is None and below is None and isinstance(option.kind, Nested):
            continue
        shown = _shown(value, option, _WHOLE if below is None and wanted.whole else below or _NOTHING, read)
        found[key] = shown
        if given and key in wanted.given:
            found[GIVEN + key] = shown
    return found


def _shown(value: Any, option: Option, wanted: Wanted, read: Read) -> Any:
    kind = option.kind
    if isinstance(kind, Nested | Sections | ByName):
        of = option.of
        assert of is not None, "such a kind has sections"
        if isinstance(kind, Nested):
            return viewed(value, of, wanted, read)
        item = _WHOLE if wanted.whole else wanted.below.get(ITEM, _NOTHING)
        if isinstance(kind, Sections):
            return [viewed(one, of, item, read) for one in value or ()]
        named = {name: viewed(one, of, wanted.below.get(name, item), read) for name, one in (value or {}).items()}
        return named | {GIVEN + name: named[name] for name in wanted.given & named.keys()}
    if isinstance(kind, Duration) and isinstance(value, int):
        return value // _SECOND if value % _SECOND == 0 else value / _SECOND
    if value is None:
        return _empty(kind)
    shown = plain(value)
    if wanted.given and isinstance(shown, dict):
        shown |= {GIVEN + name: shown[name] for name in wanted.given & shown.keys()}
    return shown


def _empty(kind: Kind) -> Any:
    """What stands for an option that is not given and has no default."""
    if isinstance(kind, Bool):
        return False
    return 0 if isinstance(kind, Int | Float | Duration) else ""


def plain(value: Any) -> Any:
    """A value as the library takes it."""
    if isinstance(value, Mapping):
        return {str(name): plain(below) for name, below in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and not -_LARGEST <= value < _LARGEST:
        return str(value)
    return value
