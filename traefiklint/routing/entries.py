"""Where requests come in, as far as it decides who answers: entry points, and the routers that Traefik adds itself.

Source: pkg/config/static (entry points and their defaults) and pkg/provider/traefik/internal.go (own routers).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from traefiklint.instance.context import Context, EntryPoint

if TYPE_CHECKING:
    from traefiklint.model.static import Static
    from traefiklint.model.static.entry_points import EntryPointEncodedCharacters, StaticEntryPoint
    from traefiklint.model.static.metrics import Exporter

HIGHEST = (1 << 63) - 1
"""The priority of Traefik's own routers; no user may give one as high."""

_ACME_RULE = "PathPrefix(`/.well-known/acme-challenge/`)"
_EVERY_HOST = "HostRegexp(`^.+$`)"
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


class Redirection(NamedTuple):
    """Where an entry point redirects everything."""

    scheme: str
    port: str
    permanent: bool


class OwnRouter(NamedTuple):
    """A router that Traefik adds itself."""

    name: str
    """Without `@internal`."""
    entry_points: tuple[str, ...]
    rule: str
    priority: int
    service: str
    redirection: Redirection | None = None


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
        own = (OwnRouter("acme-http", challenged, _ACME_RULE, HIGHEST, "acme-http@internal"),) if challenged else ()
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
    own = [*_redirections(static), *_challenges(static), *_offers(static)]
    return Entries(entries, tuple(own))


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


def _redirections(static: Static) -> Iterable[OwnRouter]:
    for name, point in static.entry_points.items():
        redirect = point.http.redirections.entry_point if point.http and point.http.redirections else None
        if redirect is None or not redirect.to:
            continue
        if redirect.to.startswith(":") and redirect.to[1:].isdigit():
            port = redirect.to[1:]
        elif redirect.to in static.entry_points:
            port = static.entry_points[redirect.to].port
        else:
            continue
        rule = f"{_EVERY_HOST} && !{_ACME_RULE}" if point.allow_acme_by_pass else _EVERY_HOST
        yield OwnRouter(
            normalized(f"{name}-to-{redirect.to}"),
            (name,),
            rule,
            redirect.priority,
            "noop@internal",
            Redirection(redirect.scheme, port, redirect.permanent),
        )


def normalized(name: str) -> str:
    """A name as Traefik makes one of any text: letters and digits, single hyphens between (`provider.Normalize`)."""
    words = "".join(char if char.isalnum() else " " for char in name).split()
    return "-".join(words)


def _challenges(static: Static) -> Iterable[OwnRouter]:
    names = {
        resolver.acme.http_challenge.entry_point
        for resolver in static.certificates_resolvers.values()
        if resolver.acme and resolver.acme.http_challenge
    }
    passing = {name for name, point in static.entry_points.items() if point.allow_acme_by_pass}
    plain, bypassed = tuple(sorted(names - passing - {""})), tuple(sorted((names & passing) - {""}))
    if plain:
        yield OwnRouter("acme-http", plain, _ACME_RULE, HIGHEST, "acme-http@internal")
    if bypassed:
        yield OwnRouter("acme-http-bypass", bypassed, _ACME_RULE, 0, "acme-http@internal")


def _offers(static: Static) -> Iterable[OwnRouter]:
    """The API, the answer to pings, and the like, where they have a router of their own."""
    own = ("traefik",)
    if static.api is not None and static.api.insecure:
        yield OwnRouter("api", own, "PathPrefix(`/api`)", HIGHEST - 1, "api@internal")
        if static.api.dashboard:
            yield OwnRouter("dashboard", own, "PathPrefix(`/`)", HIGHEST - 2, "dashboard@internal")
        if static.api.debug:
            yield OwnRouter("debug", own, "PathPrefix(`/debug`)", HIGHEST - 1, "api@internal")
    rest = static.providers.rest if static.providers is not None else None
    if rest is not None and rest.insecure:
        yield OwnRouter("rest", own, "PathPrefix(`/api/providers`)", HIGHEST, "rest@internal")
    prometheus = static.metrics.prometheus if static.metrics is not None else None
    for name, path, exporter in (("ping", "/ping", static.ping), ("prometheus", "/metrics", prometheus)):
        if exporter is not None and not exporter.manual_routing:
            yield _exporter(name, path, exporter)


def _exporter(name: str, path: str, exporter: Exporter) -> OwnRouter:
    return OwnRouter(name, (exporter.entry_point,), f"PathPrefix(`{path}`)", HIGHEST, f"{name}@internal")
