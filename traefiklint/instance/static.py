"""What a static configuration says that the files may refer to.

Source: pkg/config/static (entry points, resolvers, providers) and pkg/provider/traefik/internal.go (what Traefik adds).
"""

from __future__ import annotations

from collections.abc import Iterable

from traefiklint.decoding.file import read_document
from traefiklint.decoding.static import decode_static
from traefiklint.findings import Effect
from traefiklint.instance.context import Context, EntryPoint
from traefiklint.instance.instance import SourceFile
from traefiklint.instance.own_routers import own_routers
from traefiklint.instance.static_start.entry_points import OWN, needs_own_entry_point
from traefiklint.instance.static_start.plugins import plugin_faults
from traefiklint.instance.static_start.resolvers import runs
from traefiklint.instance.static_start.rest import start_faults
from traefiklint.model.diagnostics import OptionDiagnostic, RemovedOption, UnknownKey
from traefiklint.model.static import Static
from traefiklint.model.static.entry_points import StaticEntryPoint
from traefiklint.model.static.plugins import Experimental
from traefiklint.model.static.providers import Providers
from traefiklint.model.static.resolvers import CertificatesResolver
from traefiklint.text.diagnostics import TextDiagnostic
from traefiklint.versions import OF_TRAEFIK_2, Version

_PROVIDER_NAMES = {
    "file_provider": "file",
    "kubernetes_ingress": "kubernetes",
    "zoo_keeper": "zookeeper",
}
"""Providers whose objects carry another name than their attribute, without its underscores."""
_NO_PROVIDERS = ("throttle", "precedence", "plugin", "marathon", "rancher")


def read_static(file: str, text: str | bytes, target: Version) -> SourceFile:
    """Read a static file as Traefik does. Never raises."""
    document = read_document(file, text, templates=False)
    document.provider = "static"
    decoded = decode_static(document, target)
    return SourceFile(document, decoded.parts, decoded.diagnostics, target, decoded.static)


def static_context(source: SourceFile, target: Version, *, is_older: bool = False) -> Context:
    """The context that a static configuration makes.

    Of one that Traefik refuses nothing follows, but what stands in its sections.

    Args:
        is_older: whether an older Traefik runs it than any that is known, which may take what these refuse.
    """
    parts = {section.__name__: found for section, found in source.parts.items()}
    static = source.static
    if static is None or is_refused(source, is_older=is_older) or start_faults(static, target):
        return Context(target, static=parts, tells_providers=_tells_providers(source))
    points = entry_points(static)
    resolvers = {name: one for name, one in static.certificates_resolvers.items() if runs(one, target)}
    return Context(
        target,
        blank=False,
        entry_points=points,
        resolvers={name: resolver.challenge for name, resolver in resolvers.items()},
        providers=_providers(static.providers) | {"file", "internal"},
        plugins=_plugins(static.experimental),
        internal_services=_internal_services(static, resolvers.values()),
        internal_routers={router.name: router for router in own_routers(static)},
        internal_middlewares=_internal_middlewares(static, points),
        default_rule_syntax=static.core.default_rule_syntax
        if static.core and static.core.gives("default_rule_syntax")
        else "",
        static=parts,
    )


def entry_points(static: Static) -> dict[str, EntryPoint]:
    """The entry points that Traefik opens: those that are given, and those that it adds."""
    points = {name: _entry_point(name, point) for name, point in static.entry_points.items()}
    if not points:
        points["http"] = EntryPoint("http", port="80")
    if OWN not in points and needs_own_entry_point(static) is not None:
        points[OWN] = EntryPoint(OWN, port="8080")
    return points


def is_refused(source: SourceFile, *, is_older: bool = False) -> bool:
    """Whether Traefik does not start with what a static source holds, because it cannot be read.

    Args:
        is_older: as of `static_context`.
    """
    if any(one.effect is Effect.REJECTED and not (is_older and _is_of_traefik_2(one)) for one in source.said):
        return True
    return bool(_bad_settings(source))


def _bad_settings(source: SourceFile) -> list[str]:
    """The flags and variables at whose names Traefik ends."""
    return [one.text for section, bad in source.parts.items() if section.__name__ == "BadSetting" for one in bad]


def _tells_providers(source: SourceFile) -> bool:
    """Whether what Traefik refuses leaves no doubt of its providers: it is an option elsewhere that is called neither
    as one of them nor as their section, where other options of these are read."""
    refused = [one for one in source.said if one.effect is Effect.REJECTED]
    named = [one.path for one in refused if isinstance(one, OptionDiagnostic)]
    is_read = source.static is not None and source.static.providers is not None
    doubt = ("provider", "docker", "swarm")
    is_clear = not any(word in name.lower() for name in (*named, *_bad_settings(source)) for word in doubt)
    return is_read and is_clear and len(named) == len(refused)


def _is_of_traefik_2(said: TextDiagnostic | OptionDiagnostic) -> bool:
    if isinstance(said, UnknownKey):
        return said.path.rpartition(".")[2].lower() in OF_TRAEFIK_2
    return isinstance(said, RemovedOption)


def _entry_point(name: str, point: StaticEntryPoint) -> EntryPoint:
    http, forwarded = point.http, point.forwarded_headers
    tls = http.tls if http else None
    redirect = http.redirections.entry_point if http and http.redirections else None
    return EntryPoint(
        name,
        udp=point.is_udp,
        default=point.as_default,
        tls=tls is not None,
        cert_resolver=tls.cert_resolver if tls else "",
        tls_options=tls.options if tls else "",
        middlewares=http.middlewares if http else (),
        redirect_to=redirect.to if redirect else "",
        redirect_priority=redirect.priority if redirect else 0,
        port=point.port,
        trusted_forwarded=forwarded is not None and (forwarded.insecure or bool(forwarded.trusted_ips)),
    )


def _providers(providers: Providers | None) -> frozenset[str]:
    """The names of the providers that are switched on, as objects carry them."""
    if providers is None:
        return frozenset()
    found = {
        _PROVIDER_NAMES.get(attribute) or attribute.replace("_", "")
        for attribute in providers.fields
        if attribute not in _NO_PROVIDERS and getattr(providers, attribute) is not None
    }
    return frozenset(found | {f"plugin-{name}" for name in providers.plugin})


def _plugins(experimental: Experimental | None) -> frozenset[str]:
    """The plugins that Traefik runs: none where one of them cannot be loaded."""
    if experimental is None or any(plugin_faults(experimental)):
        return frozenset()
    return frozenset((*experimental.plugins, *experimental.local_plugins))


def _internal_services(static: Static, resolvers: Iterable[CertificatesResolver]) -> frozenset[str]:
    offered = {"noop"}
    if static.api is not None:
        offered.add("api")
        if static.api.dashboard:
            offered.add("dashboard")
    if static.ping is not None:
        offered.add("ping")
    if static.metrics is not None and static.metrics.prometheus is not None:
        offered.add("prometheus")
    if static.providers is not None and static.providers.rest is not None:
        offered.add("rest")
    challenges = (one.acme.http_challenge for one in resolvers if one.acme is not None)
    if any(challenge is not None for challenge in challenges):
        offered.add("acme-http")
    return frozenset(offered)


def _internal_middlewares(static: Static, points: dict[str, EntryPoint]) -> frozenset[str]:
    offered = {f"redirect-{point.name}-to-{point.redirect_to}" for point in points.values() if point.redirect_to}
    if static.api is not None and static.api.insecure and static.api.dashboard:
        offered |= {"dashboard_redirect", "dashboard_stripprefix"}
    return frozenset(offered)
