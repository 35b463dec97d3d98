"""Certificates that are not asked for: a router's own section hides the resolver, or a certificate at hand does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Effect, Related, Severity
from traefiklint.instance.context import EntryPoint
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import may_have_others
from traefiklint.instance.references import given_options
from traefiklint.instance.whereabouts import may_be_signed_for
from traefiklint.model.http import Router, RouterTls
from traefiklint.model.static.entry_points import EntryPointTls
from traefiklint.model.tcp import TcpRouter, TcpRouterTls
from traefiklint.model.tls import Certificate
from traefiklint.patterns import lazy


@rule("entry-point-tls-replaced", effect=Effect.SILENT)
def entry_point_tls_replaced(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """A router's own TLS section takes the place of the entry point's, and leaves out what stands there."""
    tls, context = router.tls, instance.context
    if tls is None or router.parent_refs or not instance.knows_routers:
        return
    for point in instance.entry_points(router):
        lost = []
        if (
            point.cert_resolver
            and not tls.cert_resolver
            and not _gets_certificate(router, point.cert_resolver, instance)
        ):
            lost.append(f"certificate resolver `{point.cert_resolver}`")
            if not tls.domains and _has_domains(point.name, instance):
                lost.append("`domains`")
        if (
            point.tls_options.partition("@")[0] not in ("", "default")
            and not tls.options
            and _are_there(point, router, instance)
        ):
            lost.append(f"TLS options `{point.tls_options}`")
        if point.tls and lost:
            what = " and ".join(filter(None, (", ".join(lost[:-1]), lost[-1])))
            several = len(lost) > 1 or "options" in what
            message = (
                f"The router's own `tls` replaces that of `{point.name}`, so its {what} "
                f"{'are' if several else 'is'} not used; name {'them' if several else 'it'} here"
                f"{'' if _has_more(tls, point) else ', or leave `tls` out'}."
            )
            severity = Severity.INFO if context.assumed else None
            strict = context.assumed and not context.sign
            yield Diagnostic(router.key_at("tls"), message, severity=severity, strict=strict)
            return


def _are_there(point: EntryPoint, router: Router, instance: Instance) -> bool:
    """Whether the TLS options of an entry point may be defined somewhere; else a router is disabled that has them."""
    return not given_options(point.tls_options, router, instance).fault


def _has_more(tls: RouterTls, point: EntryPoint) -> bool:
    """Whether the TLS of a router says something that its entry point does not, and that is lost without it."""
    is_other = tls.cert_resolver not in ("", point.cert_resolver) or tls.options not in ("", point.tls_options)
    return is_other or bool(tls.domains)


def _has_domains(name: str, instance: Instance) -> bool:
    """Whether an entry point says itself for which names to ask for certificates."""
    tls = instance.once(_tls_of_points).get(name)
    return tls is not None and bool(tls.domains)


def gets_certificate_anyway(router: Router | TcpRouter, instance: Instance) -> bool:
    """Whether a certificate for each host of a router is here, or is asked for by another one with a resolver that is
    there: visitors see it, whichever router asked."""
    if has_own_certificates(instance):
        return True
    hosts = [host.lower() for host in instance.rule(router).domains]
    return bool(hosts) and all(map(instance.once(_asked_for_certain).covers, hosts))


def gets_wildcard(router: Router | TcpRouter, instance: Instance) -> bool:
    """Whether a wildcard that a router or an entry point asks for covers what the expressions of a rule let in:
    visitors are shown its certificate, whichever router asked (asked of 3.7.15)."""
    from traefiklint.matching.examples import sample
    from traefiklint.matching.implication import Analysis

    rule, asked = instance.rule(router), instance.once(_asked_for_certain)
    if not asked.has_wildcard or rule.tree is None:
        return False
    rule_at = router.at("rule")
    if rule_at.document is not None and rule_at.document.unset(rule_at.node) and not asked.certain:
        return True  # it may be for what a variable makes of the expression
    alternatives = Analysis(rule.tree, protocol=rule.protocol, syntax=rule.syntax).alternatives or ()
    return bool(alternatives) and all(
        any(
            literal.name in ("HostRegexp", "HostSNIRegexp")
            and not literal.negated
            and _is_below_one(literal.values[0])
            and asked.covers(sample(literal.values[0]).lower())
            for literal in alternative
        )
        for alternative in alternatives
    )


def _is_below_one(expression: str) -> bool:
    """Whether an expression for hosts offers no choice of domains, as far as its end shows: `^(a|b)[.]a[.]io$`."""
    end = expression.rpartition(")")[2]
    return "|" not in expression or ("|" not in end and end.count(".") > 1)


def _asked_for_certain(instance: Instance) -> _Asked:
    """The names that routers and entry points ask the resolvers for that are there, and get a certificate for."""
    asked: list[str] = []
    for router in instance.ruled_routers():
        if router.tls is not None:
            names = _names(router.tls) or instance.rule(router).domains
            asked += (name for name in names if _is_given(name, router.tls.cert_resolver, instance))
    for tls in instance.once(_tls_of_points).values():
        asked += (name for name in _names(tls) if _is_given(name, tls.cert_resolver, instance))
    return _Asked(asked)


def _is_given(name: str, resolver: str, instance: Instance) -> bool:
    """Whether a resolver is there, or may be, and gets a certificate for a name: for a wildcard by DNS alone."""
    context = instance.context
    if context.blank or context.assumed:
        return bool(resolver)
    challenge = context.resolvers.get(resolver)
    return challenge is not None and not (name.startswith("*") and challenge in ("http", "tls"))


def _signs_for(host: str, resolver: str, instance: Instance) -> bool:
    """Whether the authority of a resolver may sign for a host: a public one does not for `nas.lan`, and refuses all
    that is asked for together with it."""
    found = (one.acme for one in instance.context.static.get("CertificatesResolver", ()) if one.name == resolver)
    is_own = any(acme is None or "letsencrypt.org" not in acme.ca_server for acme in found)
    is_known = not host.endswith(".") and "$" not in host  # else a variable says how it ends
    return is_own or not is_known or may_be_signed_for(host)


def _gets_certificate(router: Router, resolver: str, instance: Instance) -> bool:
    """Whether a certificate for the hosts of a router may come from elsewhere, or from nowhere.

    Args:
        resolver: the one that is not asked.
    """
    if has_own_certificates(instance):
        return True
    hosts = {host.lower() for host in instance.rule(router).domains if "*" not in host and "." in host}
    hosts = {host for host in hosts if _signs_for(host, resolver, instance)}
    if not hosts:
        return True  # no resolver could get one for it without more
    asked = instance.once(_asked_by_routers)
    rule_at = router.at("rule")
    if asked.has_wildcard and rule_at.document is not None and rule_at.document.unset(rule_at.node):
        return True  # it may cover what a variable makes of the host
    return asked.may_cover_all or any(map(asked.covers, hosts)) or (asked.has_wildcard and not asked.certain)


class _Asked:
    """Names that certificates are asked for."""

    def __init__(self, names: Iterable[str]) -> None:
        """
        Args:
            names: as they are written. Blanks around a name, large letters and a dot at its end make no difference
                (`getValidDomains` of pkg/provider/acme, with `CanonicalDomain` and lego's `UnFqdn`).
        """
        listed = set(names)
        self._names = {name.strip().lower().removesuffix(".") for name in listed}
        self.certain = all(map(_ASKED.fullmatch, listed))
        """Whether it is certain for every one of them what is asked: none is a variable, or in other letters."""

        self.has_wildcard = any(name.startswith("*") for name in self._names)
        self.may_cover_all = "*" in self._names
        """Whether there is a wildcard for a domain that a variable gives, which has no value here."""

    def covers(self, host: str) -> bool:
        """Whether a certificate for one of the names is good for a host in small letters."""
        return any(name in self._names for name in _good_names(host))


def _good_names(host: str) -> tuple[str, str]:
    """The names that a certificate for a host in small letters may be for."""
    return host, f"*.{host.partition('.')[2]}"


def _asked_by_routers(instance: Instance) -> _Asked:
    """The names that HTTP routers ask certificates for, those without TLS of their own with that of entry points."""
    routers = instance.objects["http.routers"].values()
    asking = [(router, router.tls) for router in routers if router.tls is not None and router.tls.cert_resolver]
    of_points = instance.once(_tls_of_points)
    for router in routers:
        if router.tls is None:
            points = (point.name for point in instance.entry_points(router) if point.tls and point.cert_resolver)
            asking += [(router, of_points[name]) for name in points if name in of_points]
    names = [name for router, tls in asking for name in _names(tls) or instance.rule(router).domains]
    if may_have_others(instance):  # which may be without TLS of their own
        names += (name for tls in of_points.values() if tls.cert_resolver for name in _names(tls))
    return _Asked(names)


@rule("acme-host-not-covered", effect=Effect.SILENT)
def acme_host_not_covered(tls: RouterTls | TcpRouterTls | Router, instance: Instance) -> Iterator[Diagnostic]:
    """The names that a router or its entry point asks a certificate for leave out a host that it serves.

    Source: `getDomains` and `sanitizeDomains` of pkg/provider/acme: with `tls.domains` the rule is not asked.
    """
    if isinstance(tls, Router):
        yield from _not_covered_by_point(tls, instance)
        return
    if not tls.cert_resolver or not tls.domains or not instance.knows_routers or getattr(tls, "passthrough", False):
        return
    router: Any = tls.parent
    if type(router) not in (Router, TcpRouter) or has_own_certificates(instance):
        return
    missed = _missed(router, tls.cert_resolver, instance) if any(_names(tls)) else ""
    if missed:
        message = (
            f"Visitors of `{missed}` get Traefik's own certificate: Traefik asks for the names in `tls.domains` "
            "instead of those in the rule, and this host is not among them; add it."
        )
        rule_at = router.at("rule")
        yield Diagnostic(tls.key_at("domains"), message, related=(Related(rule_at.file, rule_at.span, "the rule"),))


def _not_covered_by_point(router: Router, instance: Instance) -> Iterator[Diagnostic]:
    """What is said where a router has the TLS of an entry point, and the names that this asks for."""
    if router.tls is not None or router.parent_refs or not instance.knows_routers or has_own_certificates(instance):
        return
    of_points = instance.once(_tls_of_points)
    for point in instance.entry_points(router):
        tls = of_points.get(point.name)
        if tls is None or not any(_names(tls)) or tls.cert_resolver not in instance.context.resolvers:
            continue
        missed = _missed(router, tls.cert_resolver, instance)
        if missed:
            message = (
                f"Visitors of `{missed}` get Traefik's own certificate: Traefik asks for the names in `tls.domains` of "
                f"the entry point `{point.name}` instead of those in the rule, and this host is not among them; add "
                "it, or give the router its own `tls.certResolver`."
            )
            spot = tls.key_at("domains")
            related = (Related(spot.file, spot.span, "these are asked for"),)
            yield Diagnostic(router.at("rule"), message, related=related, cause=f"{spot.file} {spot.path}")
            return


def _missed(router: Router | TcpRouter, resolver: str, instance: Instance) -> str:
    """The first host of a router that no certificate is asked for, though a resolver might; empty where there is none,
    or nobody can say."""
    asked = instance.once(_asked_anywhere)
    hosts = (host for host in instance.rule(router).domains if _PLAIN_HOST.fullmatch(host))
    hosts = (host for host in hosts if not asked.covers(host.lower()) and _signs_for(host, resolver, instance))
    return next(hosts, "") if asked.certain and instance.once(_are_written_out) else ""


def _are_written_out(instance: Instance) -> bool:
    """Whether none of the names that entry points list hangs on a variable without a value."""
    domains = [domain for tls in instance.once(_tls_of_points).values() for domain in tls.domains]
    places = [domain.at("main") for domain in domains]
    places += [domain.at("sans", index) for domain in domains for index in range(len(domain.sans))]
    return not any(place.document is not None and place.document.unset(place.node) for place in places)


_ASKED = lazy(r"\s*[A-Za-z0-9.*_-]*\s*")
_PLAIN_HOST = lazy(r"[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


def has_own_certificates(instance: Instance) -> bool:
    """Whether there are certificates whose names are not known here, or one that a resolver gets for all visitors for
    whom there is no other."""
    return not _CERTIFICATES.isdisjoint(instance.parts)


_CERTIFICATES = frozenset(("Certificate", "DefaultCertificate", "GeneratedCertificate"))


def _names(tls: Any) -> list[str]:
    """The names that a router or an entry point lists for its certificates."""
    return [name for domain in tls.domains for name in (domain.main, *domain.sans)]


def _asked_anywhere(instance: Instance) -> _Asked:
    """The names that routers and entry points ask certificates for, or may ask for."""
    asked: list[str] = []
    for router in instance.ruled_routers():
        if router.tls is not None and router.tls.cert_resolver:
            asked += _names(router.tls) or instance.rule(router).domains
        elif router.tls is None and (type(router) is not Router or _may_ask_by_rule(router, instance)):
            asked += instance.rule(router).domains
    asked += (name for tls in instance.once(_tls_of_points).values() for name in _names(tls))
    return _Asked(asked)


def _may_ask_by_rule(router: Router, instance: Instance) -> bool:
    """Whether the resolver of an entry point may ask for the hosts of a router without TLS of its own."""
    of_points, points = instance.once(_tls_of_points), instance.entry_points(router)
    given = [of_points.get(point.name) for point in points if point.tls]
    return not points or any(tls is None or not any(_names(tls)) for tls in given)


def _tls_of_points(instance: Instance) -> dict[str, EntryPointTls]:
    """The TLS that entry points give routers without their own, by their names."""
    points = instance.context.static.get("StaticEntryPoint", ())
    return {point.name: point.http.tls for point in points if point.http and point.http.tls}


@rule("certificate-instead-of-acme", effect=Effect.ADVICE, severity=Severity.INFO)
def certificate_instead_of_acme(certificate: Certificate, instance: Instance) -> Iterator[Diagnostic]:
    """A certificate seems to be for a host for which a resolver is to get one."""
    asking = instance.once(_asking)
    found = [asking[name] for name in _names_in(certificate.cert_file) if name in asking]
    if not found:
        return
    _, host, tls = min(found, key=lambda it: it[0])
    message = (
        f"As long as this certificate covers `{host}`, Traefik shows it and never asks `{tls.cert_resolver}` for one; "
        "remove one of the two."
    )
    spot = tls.at("cert_resolver")
    related = (Related(spot.file, spot.span, "the resolver that is not asked"),)
    yield Diagnostic(certificate.at("cert_file"), message, related=related)


def _asking(instance: Instance) -> dict[str, tuple[int, str, RouterTls]]:
    """For each name that a certificate may have: the first router that asks one for a host under it, with its place
    among all, and that host."""
    found: dict[str, tuple[int, str, RouterTls]] = {}
    for router in instance.objects["http.routers"].values():
        if router.tls is not None and router.tls.cert_resolver and not router.tls.domains:
            for host in instance.rule(router).domains:
                for name in _good_names(host.lower()):
                    found.setdefault(name, (len(found), host, router.tls))
    return found


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
