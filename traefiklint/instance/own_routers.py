"""The routers that Traefik adds itself: redirections of entry points, challenges, its API and the like.

Source: pkg/provider/traefik/internal.go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from traefiklint.model.static import Static
    from traefiklint.model.static.metrics import Exporter

HIGHEST = (1 << 63) - 1
"""The priority of Traefik's own routers; no user may give one as high."""

_ACME_RULE = "PathPrefix(`/.well-known/acme-challenge/`)"
_EVERY_HOST = "HostRegexp(`^.+$`)"


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


def own_routers(static: Static) -> Iterator[OwnRouter]:
    """All of them, as a static configuration says."""
    yield from _redirections(static)
    yield from _challenges(static)
    yield from _offers(static)


def challenge_router(entry_points: tuple[str, ...]) -> OwnRouter:
    """The one that answers the HTTP challenge of certificates."""
    return OwnRouter("acme-http", entry_points, _ACME_RULE, HIGHEST, "acme-http@internal")


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
        yield challenge_router(plain)
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
