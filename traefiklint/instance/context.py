"""What Traefik knows besides the files: from its static configuration, from a profile, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from traefiklint.records import NamedTuple
from traefiklint.versions import NEWEST, Version

if TYPE_CHECKING:
    from traefiklint.docker.host import HostFacts
    from traefiklint.instance.own_routers import OwnRouter
    from traefiklint.reading import Look

INTERNAL_SERVICES = ("acme-http", "api", "dashboard", "noop", "ping", "prometheus", "rest")
"""Every service that Traefik itself may offer (pkg/server/service/internalhandler.go)."""


class EntryPoint(NamedTuple):
    """One entry point of the static configuration."""

    name: str
    udp: bool = False
    default: bool = False
    """Whether routers without entry points get it (`asDefault`)."""
    tls: bool = False
    """Whether every router on it has TLS (`http.tls`)."""
    cert_resolver: str = ""
    """The resolver of `http.tls`."""
    tls_options: str = ""
    """The options of `http.tls`."""
    middlewares: tuple[str, ...] = ()
    """What `http.middlewares` puts before the middlewares of every router on it."""
    redirect_to: str = ""
    """The entry point that `http.redirections` sends everything to."""
    redirect_priority: int = 0
    """Which routers come before that: those of a higher priority."""
    port: str = ""
    """The port of its address."""
    trusted_forwarded: bool = False
    """Whether it believes the forwarded headers of anybody (`forwardedHeaders`)."""


class Context(NamedTuple):
    """What the files may refer to that is not in them, and the version they are for."""

    target: Version = NEWEST
    target_known: bool = True
    """Whether somebody said that this is the version."""
    names_version: bool = True
    """Whether anybody said which Traefik it is at all, if only by running one; else an old one may be it."""
    runs_older: bool = False
    """Whether the Traefik that runs the files is or may be older than 3.0, so that it does not know what 3 calls
    otherwise."""
    runs_traefik_1: bool = False
    """Whether it is a Traefik 1, whose labels and options are others."""
    unclaimed: bool = False
    """Whether nobody says which Traefik reads the files: there may be more of them elsewhere, or it reads only one."""
    put_in: frozenset[str] = frozenset()
    """Files that volumes put into the provider directory one by one, from elsewhere."""
    reads_whole: bool = False
    """Whether one of several static configurations is the one, each of which has the directory read whole."""
    tells_providers: bool = False
    """Whether a static configuration that Traefik refuses says all the same which providers it has."""
    runs_whole: bool = False
    """Whether a compose file here mounts such a one, so that a Traefik surely reads all of it."""
    assumed: bool = False
    """Whether only a profile says all this, so that a contradiction proves nothing."""
    blank: bool = True
    """Whether nothing at all is known."""
    entry_points: Mapping[str, EntryPoint] = {}
    resolvers: Mapping[str, str] = {}
    """The certificate resolvers, and the challenge that each uses: `http`, `tls`, `dns`, `tailscale` or empty."""
    providers: frozenset[str] = frozenset()
    plugins: frozenset[str] = frozenset()
    internal_services: frozenset[str] = frozenset({"noop"})
    """The services `@internal` that this Traefik offers."""
    internal_routers: Mapping[str, OwnRouter] | None = None
    """The routers `@internal` that this Traefik adds itself, by name; None where that is not known."""
    internal_middlewares: frozenset[str] = frozenset()
    known: Mapping[str, frozenset[str]] = {}
    """Objects that the config file says exist, as in `{"middlewares": {"auth@docker"}}`."""
    host: HostFacts | None = None
    """What is known of the host that compose files run on; None where nothing is."""
    default_rule_syntax: str = ""
    dokploy: bool = False
    """Whether this is the provider directory of a Dokploy server."""
    sign: str = ""
    """By what it is known as one, where nobody said so, in words that follow “because”."""
    upgraded_from: Version | None = None
    """The version that runs the files now, where it is asked what `target` changes for them."""
    look: Look | None = None
    """Looks at what the static configuration leads to; None where nothing but texts counts."""
    candidates: tuple[Mapping[str, list[Any]], ...] = ()
    """The parts of the static configurations that may be the one, where none is known to be."""
    constraints: frozenset[str] = frozenset()
    """By which labels this Traefik, and others that may read the same ones, choose containers, as written."""
    static: Mapping[str, list[Any]] = {}
    """The parts of the static configuration, by the name of their class; empty where a profile stands in for it."""

    @property
    def variables(self) -> Mapping[str, str]:
        """Variables that have a value where compose files are started."""
        return self.host.variables if self.host is not None else {}

    @property
    def has_models(self) -> bool:
        """Whether Traefik rewrites the routers for what entry points or the core add to them (`applyModel`)."""
        points = self.entry_points.values()
        return bool(self.default_rule_syntax) or any(point.tls or point.middlewares for point in points)

    def own_router(self, full: str) -> OwnRouter | None:
        """A router that Traefik adds itself, by its full name; None where there is none, or nobody knows."""
        name, _, provider = full.partition("@")
        return (self.internal_routers or {}).get(name) if provider == "internal" else None

    def default_entry_points(self, *, udp: bool = False) -> tuple[str, ...]:
        """The entry points of a router that names none: for UDP all, else those `asDefault`, or all where nobody
        says so; those for UDP, and `traefik`, never are.

        Source: `getDefaultsEntrypoints` in cmd/traefik.
        """
        if udp:
            return tuple(point.name for point in self.entry_points.values() if point.udp)
        points = self.entry_points.values()
        chosen = [point for point in points if point.default] or points
        return tuple(point.name for point in chosen if not point.udp and point.name != "traefik")

    def with_known(self, known: Mapping[str, frozenset[str]]) -> Context:
        """The same, with the objects that the config file says exist."""
        return self._replace(known=known) if known else self


def profile_context(profile: str, target: Version) -> Context:
    """What a profile stands in for: `dokploy` is what a fresh Dokploy server has, `none` is nothing."""
    if profile != "dokploy":
        return Context(target)
    web = EntryPoint("web", port="80")
    websecure = EntryPoint("websecure", tls=True, cert_resolver="letsencrypt", port="443")
    return Context(
        target,
        assumed=True,
        blank=False,
        entry_points={"web": web, "websecure": websecure},
        resolvers={"letsencrypt": "http"},
        providers=frozenset({"file", "docker", "swarm", "internal"}),
        internal_services=frozenset({"noop", "api", "dashboard", "acme-http"}),
        internal_middlewares=frozenset({"dashboard_redirect", "dashboard_stripprefix"}),
        known={"middlewares": frozenset({"redirect-to-https@file"})},
        dokploy=True,
    )
