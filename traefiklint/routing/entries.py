"""Where requests come in, as far as it decides who answers: entry points, and the routers that Traefik adds itself.

Source: pkg/config/static (entry points and their defaults).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from traefiklint.instance.context import Context, EntryPoint
from traefiklint.instance.own_routers import OwnRouter, challenge_router, own_routers

if TYPE_CHECKING:
    from traefiklint.model.static import Static
    from traefiklint.model.static.entry_points import EntryPointEncodedCharacters, StaticEntryPoint

_USUAL_PORTS = {"web": "80", "http": "80", "websecure": "443", "https": "443"}
_ESCAPES = {
    "allow_encoded_slash": (b"%2F", b"%2f"),
    "allow_encoded_back_slash": (b"%5C", b"%5c"),
    "allow_encoded_null_character": (b"%00",),
    "allow_encoded_semicolon": (b"%3B", b"%3b"),
    "allow_encoded_percent": (b"%25",),
    "allow_encoded_question_mark": (b"%3F", b"%3f"),
    "allow_encoded_hash": (b"%23",),
}


class Entry(NamedTuple):
    """One entry point, and what it does to requests before any router sees them."""

    point: EntryPoint
    sanitize: bool = True
    """Whether it cleans paths."""
    trusts: tuple[str, ...] = ()
    """The networks whose forwarded headers it believes; `*` for anybody's."""
    refused_escapes: frozenset[bytes] = frozenset()
    """The escapes for which it answers a path with 400."""
    underscores: str = "keep"
    """What it does with headers that have an underscore in their name: `keep`, `delete` or `reject`."""
    encodes_semicolons: bool = False
    """Whether a semicolon in a query is part of a value."""
    assumed: bool = False
    """Whether nobody said that it exists: only the files mention its name."""

    @property
    def name(self) -> str:
        return self.point.name


class Entries(NamedTuple):
    """All entry points by name, and Traefik's own routers."""

    by_name: Mapping[str, Entry]
    own: tuple[OwnRouter, ...]


def read_entries(context: Context, mentioned: Iterable[str]) -> Entries:
    """The entry points of the static configuration, else of the profile, else those that the files mention.

    Args:
        mentioned: the names of entry points in the files.
    """
    for static in context.static.get("Static", ()):
        if context.entry_points:
            return _of_static(static, context)
    if context.entry_points:
        entries = {name: Entry(point) for name, point in context.entry_points.items()}
        challenged = tuple(name for name in ("web",) if name in entries and "http" in context.resolvers.values())
        own = (challenge_router(challenged),) if challenged else ()
        return Entries(entries, own)
    names = dict.fromkeys(mentioned)
    taken = {_USUAL_PORTS.get(name) for name in names}
    names |= dict.fromkeys(name for name in ("web", "websecure") if _USUAL_PORTS[name] not in taken)
    points = {name: EntryPoint(name, port=_USUAL_PORTS.get(name, "")) for name in names}
    return Entries({name: Entry(point, assumed=True) for name, point in points.items()}, ())


def _of_static(static: Static, context: Context) -> Entries:
    entries: dict[str, Entry] = {}
    for name, point in context.entry_points.items():
        given = static.entry_points.get(name)
        entries[name] = _entry(point, given) if given is not None else Entry(point)
    return Entries(entries, tuple(own_routers(static)))


def _entry(point: EntryPoint, given: StaticEntryPoint) -> Entry:
    http, forwarded = given.http, given.forwarded_headers
    trusts: tuple[str, ...] = ()
    if forwarded is not None:
        trusts = ("*",) if forwarded.insecure else forwarded.trusted_ips
    if http is None:
        return Entry(point, trusts=trusts)
    return Entry(
        point,
        http.sanitize_path,
        trusts,
        _refused(http.encoded_characters),
        http.underscore_headers_strategy or "keep",
        http.encode_query_semicolons,
    )


def _refused(allowed: EntryPointEncodedCharacters | None) -> frozenset[bytes]:
    return refused_escapes(allowed) if allowed is not None else frozenset()


def refused_escapes(allowed: object) -> frozenset[bytes]:
    """The escapes that a part with options such as `allowEncodedSlash` refuses."""
    return frozenset(
        escape for option, escapes in _ESCAPES.items() if not getattr(allowed, option) for escape in escapes
    )
