"""Which certificate a visitor of each host gets, and who obtains it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from traefiklint.go.pem import is_content
from traefiklint.instance.instance import Instance
from traefiklint.report_page.overview import Certified, Router

_CHALLENGES = {"http": "HTTP challenge", "tls": "TLS challenge", "dns": "DNS challenge", "tailscale": "Tailscale"}


def certified(instance: Instance, routers: Iterable[Router]) -> list[Certified]:
    """Every host that routers with TLS serve, in order, with the certificate that its visitors get."""
    found: dict[tuple[str, ...], list[Router]] = {}
    for router in routers:
        if router.tls and router.state in ("served", "partly", "unknown"):
            for host in router.hosts:
                if not host.startswith("~"):
                    key = host, router.resolver, router.options, "passthrough" if router.passthrough else ""
                    found.setdefault(key, []).append(router)
    return [
        Certified(
            host=host,
            entry_points=tuple(dict.fromkeys(name for one in those for name in one.entry_points)),
            resolver=resolver,
            challenge=_CHALLENGES.get(instance.context.resolvers.get(resolver, ""), ""),
            source=_source(resolver, passed, instance),
            options=options,
            routers=tuple(one.name for one in those),
        )
        for (host, resolver, options, passed), those in sorted(found.items())
    ]


def _source(resolver: str, passed: str, instance: Instance) -> str:
    if passed:
        return "the server's own: TLS passes through"
    if not resolver:
        return "one of the files' certificates that covers the name, else Traefik's default one"
    if not instance.context.blank and resolver not in instance.context.resolvers:
        return f"Traefik's default one: there is no resolver {resolver}"
    return f"obtained by resolver {resolver}"


def certificate_files(instance: Instance) -> Iterator[dict[str, Any]]:
    """The certificates that stand in the files."""
    for name, what in (("Certificate", "certificate"), ("DefaultCertificate", "default certificate")):
        for part in instance.parts.get(name, ()):
            place = part.key_at()
            shown = "in the file itself" if is_content(part.cert_file) else part.cert_file
            yield {"what": what, "certificate": shown, "file": place.file, "line": place.span.line}
