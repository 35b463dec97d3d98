"""The sections of Traefik's configuration, walked: each with its path and what sources can set it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from traefiklint.decoding.label_tree import DYNAMIC
from traefiklint.model.base import Option, Section
from traefiklint.model.configuration import Configuration
from traefiklint.model.kinds.removed import Removed
from traefiklint.model.kinds.sections import ByName, Sections
from traefiklint.model.static import Static
from traefiklint.versions import NEWEST

_LABELLED = tuple(name.removeprefix("traefik.") for name in DYNAMIC)


class Known(NamedTuple):
    """One option at one place."""

    option: Option
    path: str
    """Its path, as in `http.routers.NAME.rule`."""
    owner: type[Section]
    in_files: bool
    in_labels: bool
    """Whether Docker's labels can set it; always False for the static configuration."""
    since: str
    """The first Traefik that knows it here, be it because of a section above it."""

    @property
    def below(self) -> str:
        """The path of what it holds: with the name or number of one of them."""
        return self.path + (".NAME" if isinstance(self.option.kind, ByName) else _numbered(self.option))

    @property
    def anchor(self) -> str:
        """Its id on the page."""
        return self.path.replace("[0]", "").lower()

    @property
    def removed(self) -> bool:
        """Whether Traefik has given it up."""
        return isinstance(self.option.kind, Removed)


def _numbered(option: Option) -> str:
    return "[0]" if isinstance(option.kind, Sections) else ""


def known(root: type[Section]) -> list[Known]:
    """Every option of a configuration at every place, the outer ones first."""
    return list(_below(root, "", None))


def _below(of: type[Section], path: str, above: Known | None) -> Iterator[Known]:
    for option in of.fields.values():
        here = f"{path}.{option.key}" if path else option.key
        in_files = (above is None or above.in_files) and not option.is_dropped(NEWEST)
        in_labels = (above is None or above.in_labels) and not option.is_dropped_from_labels(NEWEST)
        since = option.since if above is None or option.first >= above.option.first else above.since
        one = Known(option, here, of, in_files, in_labels and _has_labels(here, of), since)
        yield one
        if option.of is not None:
            yield from _below(option.of, one.below, one)


def _has_labels(path: str, owner: type[Section]) -> bool:
    """Whether labels reach a path: all of HTTP, TCP and UDP, and of TLS the default store."""
    if owner is Static:
        return False
    named = path.replace("tls.stores.NAME", "tls.stores.default")
    return any(named.startswith(root) or f"{root}.".startswith(f"{named}.") for root in _LABELLED)


@cache
def dynamic() -> tuple[Known, ...]:
    """The options of the dynamic configuration."""
    return tuple(known(Configuration))


@cache
def static() -> tuple[Known, ...]:
    """The options of the static configuration; labels have nothing to do with it."""
    return tuple(one._replace(in_labels=False) for one in known(Static))


@cache
def dynamic_sections() -> dict[str, str]:
    """The first path of each section of the dynamic configuration, by the name of its class."""
    return _first(one for one in dynamic())


@cache
def label_sections() -> dict[str, str]:
    """The same for sections that labels can set."""
    return _first(one for one in dynamic() if one.in_labels)


@cache
def static_sections() -> dict[str, str]:
    """The same for the static configuration, without what the dynamic one has as well."""
    return _first(one for one in static())


def _first(options: Iterator[Known]) -> dict[str, str]:
    found: dict[str, str] = {}
    for one in options:
        if one.option.of is not None:
            found.setdefault(one.option.of.__name__, one.path)
    return found
