"""Sections as expressions see them: plain values by the names of Traefik's documentation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from traefiklint.cel.library import GIVEN
from traefiklint.cel.shapes import is_seen
from traefiklint.cel.wanted import ITEM, Demand
from traefiklint.model.base import Option, Section
from traefiklint.model.kinds.base import Kind
from traefiklint.model.kinds.scalars import Bool, Duration, Float, Int
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Texts

Read = Callable[[Any, "Option"], tuple[bool, Any]]
"""Whether a section gives an option, and what its value is then or otherwise."""
Show = Callable[[Any], Any]
"""Makes a plain value of the value of an option."""

_LARGEST = 1 << 63
_SECOND = 1_000_000_000
_NOTHING, _WHOLE = Demand(), Demand()
_WHOLE.whole = True


def read_section(section: Section, option: Option) -> tuple[bool, Any]:
    """An option of a decoded section; one that is a section counts as given where it is there."""
    value = getattr(section, option.attribute)
    if type(option.kind) is Nested:
        return value is not None, value
    return option.attribute in section.written, value


def viewed(section: Any, of: type[Section], wanted: Demand, read: Read = read_section) -> dict[str, Any]:
    """One section as `Viewer` shows it."""
    return Viewer(of, wanted, read)(section)


class _Seen(NamedTuple):
    """An option that is asked for."""

    key: str
    option: Option
    show: Show
    given_key: str
    """The second name that it has where it is given; empty where nobody asks."""
    may_miss: bool
    """Whether it is left out where it is not there."""


class Viewer:
    """Shows sections of a class, as far as they are asked for, with defaults; what is given has a second name where
    somebody asks for it."""

    def __init__(self, of: type[Section], wanted: Demand, read: Read = read_section) -> None:
        self._of = of
        self._wanted = wanted
        self._read = read
        self._seen: list[_Seen] | None = None
        self._default: dict[str, Any] | None = None

    def __call__(self, section: Any) -> dict[str, Any]:
        """What expressions see of a section; None stands for one that is not there, and has its defaults."""
        if section is None:
            if self._default is None:
                self._default = self._shown(None)
            return dict(self._default)
        return self._shown(section)

    def _shown(self, section: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        read = self._read
        if self._seen is None:
            self._seen = self._plan()  # only now: sections may hold one another
        for key, option, show, given_key, may_miss in self._seen:
            given, value = (False, option.default) if section is None else read(section, option)
            if may_miss and value is None:
                continue
            shown = found[key] = show(value)
            if given and given_key:
                found[given_key] = shown
        return found

    def _plan(self) -> list[_Seen]:
        of, wanted = self._of, self._wanted
        seen = []
        for key in of.by_key if wanted.whole else wanted.below.keys() | wanted.given:
            option = of.by_key.get(key)
            if option is None or not is_seen(option):
                continue
            below = wanted.below.get(key)
            inner = _WHOLE if below is None and wanted.whole else below or _NOTHING
            given_key = GIVEN + key if key in wanted.given else ""
            may_miss = below is None and isinstance(option.kind, Nested)
            seen.append(_Seen(key, option, _show(option, inner, self._read), given_key, may_miss))
        return seen


def _show(option: Option, wanted: Demand, read: Read) -> Show:
    """How an option is shown."""
    kind = option.kind
    if isinstance(kind, Nested):
        assert option.of is not None, "such a kind has sections"
        return Viewer(option.of, wanted, read)
    if isinstance(kind, Sections | ByName):
        assert option.of is not None, "such a kind has sections"
        item = Viewer(option.of, _WHOLE if wanted.whole else wanted.below.get(ITEM, _NOTHING), read)
        if isinstance(kind, Sections):
            return lambda value: [item(one) for one in value or ()]
        own = {name: Viewer(option.of, below, read) for name, below in wanted.below.items() if name != ITEM}
        return lambda value: named({name: own.get(name, item)(one) for name, one in (value or {}).items()}, wanted)
    if isinstance(kind, Duration):
        return _seconds
    if isinstance(kind, Texts):
        return list
    empty = _empty(kind)
    if option.is_text or isinstance(kind, Bool):
        return lambda value: empty if value is None else value
    return lambda value: named(plain(value), wanted) if value is not None else empty


def named(shown: Any, wanted: Demand) -> Any:
    """A mapping with a second name for what is there, where somebody asks."""
    if wanted.given and isinstance(shown, dict):
        return shown | {GIVEN + name: shown[name] for name in wanted.given & shown.keys()}
    return shown


def _seconds(value: Any) -> Any:
    """A stretch of time in seconds."""
    if not isinstance(value, int):
        return 0
    return value // _SECOND if value % _SECOND == 0 else value / _SECOND


def _empty(kind: Kind) -> Any:
    """What stands for an option that is not given and has no default."""
    if isinstance(kind, Bool):
        return False
    return 0 if isinstance(kind, Int | Float | Duration) else ""


def plain(value: Any) -> Any:
    """A value as the library takes it."""
    if isinstance(value, str | bool):
        return value
    if isinstance(value, Mapping):
        return {str(name): plain(below) for name, below in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
        return str(value)
    return value
