"""Certificates that are not asked for: a router's own section hides the resolver, or a certificate at hand does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Effect, Related, Severity
from traefiklint.instance.instance import Instance
from traefiklint.model.http import Router, RouterTls
from traefiklint.model.tcp import TcpRouter, TcpRouterTls
from traefiklint.model.tls import Certificate


@rule("entry-point-tls-replaced", effect=Effect.SILENT)
def entry_point_tls_replaced(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """A router's own TLS section takes the place of the entry point's, and leaves out what stands there."""
    tls, context = router.tls, instance.context
    if tls is None or router.parent_refs or not instance.complete:
        return
    for point in instance.entry_points(router):
        lost = []
        if point.cert_resolver and not tls.cert_resolver and not _gets_certificate(router, instance):
            lost.append(f"certificate resolver `{point.cert_resolver}`")
            if not tls.domains and _has_domains(point.name, instance):
                lost.append("`domains`")
        if point.tls_options not in ("", "default") and not tls.options:
            lost.append(f"TLS options `{point.tls_options}`")
        if point.tls and lost:
            what = " and ".join(filter(None, (", ".join(lost[:-1]), lost[-1])))
            several = len(lost) > 1 or "options" in what
            message = (
                f"The router's own `tls` replaces that of `{point.name}`, so its {what} "
                f"{'are' if several else 'is'} not used; name {'them' if several else 'it'} here, or leave `tls` out."
            )
            severity = Severity.INFO if context.assumed else None
            strict = context.assumed and not context.sign
            yield Diagnostic(router.key_at("tls"), message, severity=severity, strict=strict)
            return


def _has_domains(name: str, instance: Instance) -> bool:
    """Whether an entry point says itself for which names to ask for certificates."""
    points = instance.context.static.get("StaticEntryPoint", ())
    return any(point.name == name and point.http and point.http.tls and point.http.tls.domains for point in points)


def _gets_certificate(router: Router, instance: Instance) -> bool:
    """Whether a certificate for the hosts of a router may come from elsewhere."""
    if "Certificate" in instance.parts or "DefaultCertificate" in instance.parts:
        return True
    hosts = {host.lower() for host in instance.rule(router).domains if "*" not in host}
    if not hosts:
        return True  # no resolver could get one for it without more
    for other in instance.objects["http.routers"].values():
        if other.tls is None or not other.tls.cert_resolver:
            continue
        if any(_covers(name, host) for name in _names(other.tls) or instance.rule(other).domains for host in hosts):
            return True
    return False


def _covers(name: str, host: str) -> bool:
    """Whether a certificate for a name is good for a host.

    Source: `getValidDomains` of pkg/provider/acme, with `CanonicalDomain` and lego's `UnFqdn`: blanks around a name,
    large letters and a dot at its end make no difference.
    """
    name = name.strip().lower().removesuffix(".")
    return name == host or (name.startswith("*.") and host.partition(".")[2] == name[2:])


@rule("acme-host-not-covered", effect=Effect.SILENT)
def acme_host_not_covered(tls: RouterTls | TcpRouterTls, instance: Instance) -> Iterator[Diagnostic]:
    """The names that a router asks a certificate for leave out a host that it serves.

    Source: `getDomains` and `sanitizeDomains` of pkg/provider/acme: with `tls.domains` the rule is not asked.
    """
    if not tls.cert_resolver or not tls.domains or not instance.complete or getattr(tls, "passthrough", False):
        return
    router: Any = tls.parent
    if type(router) not in (Router, TcpRouter) or _has_own_certificates(instance):
        return
    names = [name for name in _names(tls) if name]
    elsewhere = [*names, *_asked_elsewhere(router, instance)]
    hosts = [host for host in instance.rule(router).domains if _PLAIN_HOST(host)]
    missed = next((host for host in hosts if not any(_covers(name, host.lower()) for name in elsewhere)), None)
    if names and missed is not None and all(map(_ASKED, elsewhere)):
        message = (
            f"Visitors of `{missed}` get Traefik's own certificate: the names in `tls.domains` are asked for instead "
            f"of those in the rule, and leave it out; add `{missed}` to them."
        )
        rule_at = router.at("rule")
        yield Diagnostic(tls.key_at("domains"), message, related=(Related(rule_at.file, rule_at.span, "the rule"),))


_ASKED = re.compile(r"\s*[A-Za-z0-9.*_-]*\s*").fullmatch
"""A name for which it is certain what is asked: not a variable, nor one in other letters."""
_PLAIN_HOST = re.compile(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+").fullmatch


def _has_own_certificates(instance: Instance) -> bool:
    """Whether there are certificates whose names are not known here."""
    stores = instance.parts.get("Store", ())
    return (
        "Certificate" in instance.parts
        or "DefaultCertificate" in instance.parts
        or any(store.default_generated_cert is not None for store in stores)
    )


def _names(tls: Any) -> list[str]:
    """The names that a router or an entry point lists for its certificates."""
    return [name for domain in tls.domains for name in (domain.main, *domain.sans)]


def _asked_elsewhere(router: Any, instance: Instance) -> Iterator[str]:
    """The names that other routers and entry points ask certificates for."""
    for kind in ("http.routers", "tcp.routers"):
        for other in instance.objects[kind].values():
            if other is not router and other.tls is not None and other.tls.cert_resolver:
                yield from _names(other.tls) or instance.rule(other).domains
            elif other.tls is None:
                yield from instance.rule(other).domains  # an entry point's resolver may ask for it
    for point in instance.context.static.get("StaticEntryPoint", ()):
        if point.http and point.http.tls:
            yield from _names(point.http.tls)


@rule("certificate-instead-of-acme", effect=Effect.ADVICE, severity=Severity.INFO)
def certificate_instead_of_acme(certificate: Certificate, instance: Instance) -> Iterator[Diagnostic]:
    """A certificate seems to be for a host for which a resolver is to get one."""
    names = _names_in(certificate.cert_file)
    for router in instance.objects["http.routers"].values() if names else ():
        if router.tls is None or not router.tls.cert_resolver or router.tls.domains:
            continue
        for host in instance.rule(router).domains:
            if any(_covers(name, host.lower()) for name in names):
                message = (
                    f"As long as this certificate covers `{host}`, Traefik shows it and never asks "
                    f"`{router.tls.cert_resolver}` for one; remove one of the two."
                )
                spot = router.tls.at("cert_resolver")
                related = (Related(spot.file, spot.span, "the resolver that is not asked"),)
                yield Diagnostic(certificate.at("cert_file"), message, related=related)
                return


def _names_in(path: str) -> set[str]:
    """The hosts that the path of a certificate seems to speak of, as in `certs/_wildcard.example.com.pem`."""
    if "-----BEGIN" in path or len(path) > 1000:
        return set()
    found = set()
    for word in re.split(r"[/\\]", path.lower()):
        word = re.sub(r"\.(?:pem|crt|cer|cert|fullchain|chain)$", "", word)
        for mark in ("_wildcard.", "wildcard.", "wildcard_", "_.", "star.", "star_", "*."):
            if word.startswith(mark):
                word = f"*.{word[len(mark) :]}"
        if "." in word.removeprefix("*."):
            found.add(word)
            if not word.startswith("*."):
                found.add(f"*.{word}")
    return found
