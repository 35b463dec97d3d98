"""Certificates that nobody ever gets: resolvers without names, wildcards without DNS, a file that is its own key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.tls.replaced import gets_wildcard, has_own_certificates
from traefiklint.findings import Effect, Related, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import may_have_others
from traefiklint.model.http import Router, RouterTls
from traefiklint.model.tcp import TcpRouter, TcpRouterTls
from traefiklint.model.tls import Certificate, DefaultCertificate, TlsStore
from traefiklint.patterns import lazy

if TYPE_CHECKING:
    from traefiklint.matching.check import RuleResult
    from traefiklint.matching.conditions import Literal
    from traefiklint.model.static.entry_points import EntryPointTls

_V2_PATTERN = lazy(r"Regexp\(`[^`{]*\{[A-Za-z]")
"""An expression with a named part, as Traefik 2 had them."""


@rule("acme-without-domain", effect=Effect.SILENT)
def acme_without_domain(tls: RouterTls | TcpRouterTls, instance: Instance) -> Iterator[Diagnostic]:
    """A router asks for a certificate, and names nothing to ask one for."""
    if not tls.cert_resolver or tls.domains:
        return
    router: Any = tls.parent
    if type(router) not in (Router, TcpRouter) or getattr(tls, "passthrough", False):
        return
    if router.rule.startswith("Host(`") and router.rule[6] not in "*`":
        return
    result = instance.rule(router)
    if result.tree is None or any(domain != "*" for domain in result.domains):
        return
    is_for_all = "Regexp" not in router.rule if type(router) is TcpRouter else _is_for_paths(result)
    is_for_all = is_for_all or _is_for_nobody(router, result, instance)
    if is_for_all and _is_beside_hosts(router, instance):
        return
    context = instance.context
    if not (context.blank or context.assumed) and tls.cert_resolver not in context.resolvers:
        return  # nobody is asked for anything, as `unknown-cert-resolver` says
    if has_own_certificates(instance) or ("Regexp" in router.rule and gets_wildcard(router, instance)):
        return  # visitors get that one
    matcher = "Host" if type(router) is Router else "HostSNI"
    rule_at, resolver_at = router.at("rule"), tls.at("cert_resolver")
    message = (
        f"Visitors get Traefik's own certificate: `{tls.cert_resolver}` asks for the names in the rule, and this rule "
        f"has no `{matcher}`; add `tls.domains`."
    )
    challenge = "" if instance.context.assumed else instance.context.resolvers.get(tls.cert_resolver, "")
    if "Regexp" in router.rule and challenge in ("http", "tls"):
        message = (
            f"Visitors get Traefik's own certificate: the rule has no `{matcher}` to ask for, and for a wildcard in "
            f"`tls.domains` `{tls.cert_resolver}` lacks the DNS challenge; use a resolver with one, or name hosts."
        )
        also = (Related(rule_at.file, rule_at.span, "the rule"),)
        yield Diagnostic(resolver_at, message, related=also, strict=_V2_PATTERN.search(router.rule) is not None)
        return
    also = (Related(resolver_at.file, resolver_at.span, "the resolver that is asked"),)
    # what such a rule matches hangs on the version, as `regexp-v2-template` says
    yield Diagnostic(rule_at, message, related=also, strict=_V2_PATTERN.search(router.rule) is not None)


def _is_for_paths(rule: RuleResult) -> bool:
    """Whether a rule is for a path, on whatever host, and not for everything on it or for hosts of its own."""
    from traefiklint.matching.implication import Analysis

    assert rule.tree is not None, "asked of rules that can be read"
    alternatives = Analysis(rule.tree, syntax=rule.syntax).alternatives or ()
    return bool(alternatives) and all(
        any(_is_path(literal) for literal in alternative)
        and not any(literal.name == "HostRegexp" for literal in alternative)
        for alternative in alternatives
    )


def _is_path(literal: Literal) -> bool:
    """Whether a condition leaves some paths out, and not only others than the root."""
    from traefiklint.matching.conditions import certain

    is_path = literal.name in ("Path", "PathPrefix", "PathRegexp") and not literal.negated
    return is_path and literal.values[0] != "/" and not certain(literal)


def _is_for_nobody(router: Router, rule: RuleResult, instance: Instance) -> bool:
    """Whether a router only turns away whoever comes for hosts that nobody serves: it matches everything, has a
    priority of its own, and no server, as the one that Coolify writes."""
    from traefiklint.instance.shadowing import matches_all

    if type(router) is not Router or not router.gives("priority") or not matches_all(rule):
        return False
    service = instance.find("http.services", router.service, router.full)
    balancer = getattr(service, "load_balancer", None)
    return router.service == "noop@internal" or (balancer is not None and not any(one.url for one in balancer.servers))


def _is_beside_hosts(router: Router | TcpRouter, instance: Instance) -> bool:
    """Whether another router asks for the certificate of a host: its visitors are shown that one, whichever router
    answers them, and on whatever entry point. A path without a host is most likely meant for those of its own, a TCP
    router for every name as for any of another one's (asked of 3.7.15)."""
    asking = instance.once(_asking_for_hosts)
    points = set(router.entry_points or instance.default_entry_points)
    return asking is not None and (type(router) is TcpRouter or not points or not points.isdisjoint(asking))


def _asking_for_hosts(instance: Instance) -> frozenset[str] | None:
    """The entry points of the routers that ask for the certificate of a host; None where there are no such routers."""
    found: set[str] | None = None
    for router in (*instance.objects["http.routers"].values(), *instance.objects["tcp.routers"].values()):
        if isinstance(router, Router | TcpRouter) and router.tls is not None and router.tls.cert_resolver:
            names = router.tls.domains or any(name != "*" for name in instance.rule(router).domains)
            if names and instance.counts(router):
                found = set() if found is None else found
                found.update(router.entry_points or instance.default_entry_points)
    return None if found is None else frozenset(found)


@rule("passthrough-with-resolver", effect=Effect.SILENT)
def passthrough_with_resolver(tls: TcpRouterTls, instance: Instance) -> Iterator[Diagnostic]:
    """A router passes TLS through, and asks for a certificate that nobody is shown."""
    if tls.passthrough and tls.cert_resolver:
        message = (
            "With `passthrough` visitors see the server's own certificate, not the one that `certResolver` gets; "
            "remove it, unless the server takes that one out of Traefik's storage."
        )
        yield Diagnostic(tls.at("cert_resolver"), message, strict=instance.once(hands_certificates_on))


def hands_certificates_on(instance: Instance) -> bool:
    """Whether a container takes the certificates out of Traefik's storage, as for a mail server, or one that TLS is
    passed to gets some from a volume."""
    projects = instance.labels.composed if instance.labels is not None else ()
    services = [service for project in projects for service in project.services]
    return any(
        (service.image is not None and "dumper" in service.image.text)
        or (
            any("passthrough" in label.name.text.lower() for label in service.labels)
            and any(_OF_CERTIFICATES.search(volume.target) for volume in service.volumes)
        )
        for service in services
    )


_OF_CERTIFICATES = lazy(r"(?i)/(?:certs?|certificates|ssl|tls|letsencrypt|acme)(?:[/.]|$)")


@rule("acme-wildcard-needs-dns", effect=Effect.DEGRADED)
def acme_wildcard_needs_dns(tls: RouterTls | TcpRouterTls | EntryPointTls, instance: Instance) -> Iterator[Diagnostic]:
    """A certificate for a wildcard is asked for in a way that gives none."""
    challenge = instance.context.resolvers.get(tls.cert_resolver, "")
    if challenge not in ("http", "tls") or not _may_be_asked(tls, instance):
        return
    for domain in tls.domains:
        for attribute, names in (("main", (domain.main,)), ("sans", domain.sans)):
            for index, name in enumerate(names):
                if name.startswith("*."):
                    place = domain.at("main") if attribute == "main" else domain.at("sans", index)
                    yield Diagnostic(place, _no_wildcard(name, tls, challenge))
    router: Any = tls.parent
    if tls.domains or type(router) not in (Router, TcpRouter):
        return
    wildcards = [name for name in instance.rule(router).domains if name.startswith("*.")]
    if wildcards:
        yield Diagnostic(tls.at("cert_resolver"), _no_wildcard(wildcards[0], tls, challenge))


def _may_be_asked(tls: RouterTls | TcpRouterTls | EntryPointTls, instance: Instance) -> bool:
    """Whether what is said of certificates may count: that of an entry point only where a router has no `tls`."""
    if isinstance(tls, RouterTls | TcpRouterTls):
        return True
    point: Any = tls.parent.parent if tls.parent is not None else None
    routers = instance.objects["http.routers"].values()
    if not routers or not instance.knows_routers or may_have_others(instance):
        return True
    return any(
        router.tls is None
        and not router.parent_refs
        and any(one.name == point.name for one in instance.entry_points(router))
        for router in routers
    )


def _no_wildcard(name: str, tls: RouterTls | TcpRouterTls | EntryPointTls, challenge: str) -> str:
    return (
        f"A certificate for `{name}` needs the DNS challenge, but resolver `{tls.cert_resolver}` uses the "
        f"{challenge.upper()} challenge, so visitors get Traefik's own certificate; use another resolver, or name "
        "hosts."
    )


@rule("tls-certificate-pair-same", effect=Effect.ADVICE, severity=Severity.INFO)
def tls_certificate_pair_same(
    certificate: Certificate | DefaultCertificate, instance: Instance
) -> Iterator[Diagnostic]:
    """A certificate and its key are to be in one file."""
    path = certificate.cert_file
    if path and path == certificate.key_file and "-----BEGIN" not in path:
        message = f"`certFile` and `keyFile` are both `{path}`, which works only if it holds both; name the key's file."
        yield Diagnostic(certificate.at("key_file"), message)


_STORE = "default"


@rule("tls-store-unused", effect=Effect.SILENT)
def tls_store_unused(store: TlsStore | Certificate, instance: Instance) -> Iterator[Diagnostic]:
    """A certificate is put into a store that Traefik does not use (pkg/tls/tlsmanager.go, `Manager.Get`)."""
    if isinstance(store, Certificate):
        if store.stores and _STORE not in store.stores:
            names = ", ".join(f"`{name}`" for name in store.stores)
            message = f"Traefik serves only the certificates of the store `{_STORE}`, and this one goes to {names}"
            yield Diagnostic(store.at("stores"), f"{message}; leave `stores` out.")
    elif store.name != _STORE and (store.default_certificate or store.default_generated_cert):
        message = f"Traefik uses no store but `{_STORE}`, so visitors never get this certificate; call it `{_STORE}`."
        yield Diagnostic(store.key_at(), message)
