"""What HTTP routers leave open on the entry points that they name: TLS where only plain requests come in, or none."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from traefiklint.instance.instance import Instance
from traefiklint.instance.listeners import Claim
from traefiklint.instance.names import full_name
from traefiklint.instance.passage import leads_to_https, running
from traefiklint.instance.reachability import claims, http_shadows, is_taken_by_tcp
from traefiklint.instance.references import Reference
from traefiklint.matching.tree import leaves
from traefiklint.model.http import Router
from traefiklint.records import NamedTuple

HTTP, HTTPS = "80", "443"
"""The usual ports."""
REDIRECT = "redirect-to-https"
"""The middleware that every Dokploy server has; others often call theirs so as well."""
REDIRECT_IN_FILES = full_name(REDIRECT)


class TlsOnPlainPort(NamedTuple):
    """A router with TLS on an entry point for plain HTTP, where nobody answers its hosts without TLS."""

    router: Router
    entry_point: str


class PlainOnTlsPort(NamedTuple):
    """A router without TLS on an entry point for HTTPS, where nobody answers its hosts with TLS, or another router with
    another service takes what is meant for it."""

    router: Router
    entry_point: str
    taker: Router | None = None
    """That router."""


class RedirectToNobody(NamedTuple):
    """A router that redirects to https, where no router answers its hosts, be it one of TCP."""

    claim: Claim
    reference: Reference
    """What brings the redirect."""


class ServedBothWays(NamedTuple):
    """A router that serves a host without encryption which another one, or itself, serves over TLS."""

    claim: Claim
    entry_point: str
    host: str
    secure: Claim


Gap = TlsOnPlainPort | PlainOnTlsPort | RedirectToNobody | ServedBothWays


def gaps(instance: Instance) -> Iterator[Gap]:
    """What HTTP routers leave open on the entry points that they name, where they get requests at all; on those that
    they get without, where these are for HTTPS alone."""
    if instance.context.blank:
        return
    found = instance.once(claims)
    shadows = instance.once(http_shadows)
    unseen = {(id(one.claim), one.listener) for one in shadows if one.other.priority > one.claim.priority}
    points = instance.context.entry_points
    defaults = instance.default_entry_points
    is_chosen = len(defaults) < len(points) and all(name in points and points[name].port == HTTPS for name in defaults)
    only_https = defaults if is_chosen else ()
    https = [point.name for point in points.values() if point.port == HTTPS and not point.tls]
    hosts: Hosts | None = None
    for claim in found:
        for listener in claim.listeners if claim.works else ():
            name, secure = listener
            point = points.get(name)
            if point is None or point.tls or point.redirect_to or (secure and point.port != HTTP):
                continue
            names = claim.router.entry_points or (only_https if claim.router.gives("rule") else ())
            if name not in names or (id(claim), listener) in unseen:
                continue
            if hosts is None:
                hosts = Hosts(found)
            if secure:
                if instance.knows_routers and not hosts.answers(claim, name, secure=False):
                    yield TlsOnPlainPort(claim.router, name)
            elif point.port == HTTPS:
                if instance.knows_routers and not hosts.answers(claim, name, secure=True):
                    yield PlainOnTlsPort(claim.router, name)
                elif (taker := hosts.taker(claim, name)) and not _redirects(claim, instance):
                    yield PlainOnTlsPort(claim.router, name, taker.router)
            elif claim.router.middlewares and (reference := _to_https(claim, instance)):
                is_answered = (
                    hosts.has_secure(claim)
                    or hosts.lacks_tls(claim, https)
                    or any(is_taken_by_tcp(it, instance) for it in claim.rule.hosts)
                )
                if instance.knows_routers and not is_answered:
                    yield RedirectToNobody(claim, reference)
            elif (both := hosts.also_secure(claim)) and not _redirects(claim, instance):
                yield ServedBothWays(claim, name, *both)


def has_no_point_for_tls(name: str, instance: Instance) -> bool:
    """Whether a Traefik whose static configuration is here has no entry point for HTTP routers but one."""
    points = instance.context.entry_points.values()
    return bool(instance.context.static) and all(one.name in (name, "traefik") or one.udp for one in points)


class Hosts:
    """Which hosts are served where."""

    def __init__(self, claims: list[Claim]) -> None:
        self._served: dict[tuple[str, bool], set[str]] = {}
        self._secure: dict[str, Claim] = {}
        self._whole: dict[tuple[str, str], Claim] = {}
        """Who serves all of a host over TLS, by entry point and host."""
        self._plain: dict[str, set[str]] = {}
        """The hosts of routers without TLS, by the entry points that these name."""
        self._rules: set[tuple[str, str]] = set()
        """The entry points and rules of all that serve TLS."""
        for claim in claims:
            hosts = [host.lower() for host in claim.rule.hosts]
            names = [name for name, secure in claim.listeners if secure and claim.works]
            self._rules.update((name, claim.rule.text) for name in names)
            if hosts and names and _is_only_hosts(claim):
                self._whole |= {(name, host): claim for name in names for host in hosts}
            for listener in claim.listeners:
                self._served.setdefault(listener, set()).update(hosts or ("",))
                if not listener.secure and listener.entry_point in claim.router.entry_points:
                    self._plain.setdefault(listener.entry_point, set()).update(hosts)
                if listener.secure:
                    for host in hosts:
                        self._secure.setdefault(host, claim)

    def answers(self, claim: Claim, entry_point: str, *, secure: bool) -> bool:
        """Whether some router may answer for a claim's hosts, on the same entry point to the other connections."""
        served = self._served.get((entry_point, secure))
        if served is None:
            return False
        hosts = claim.rule.hosts
        return "" in served or not hosts or any(host.lower() in served for host in hosts)

    def lacks_tls(self, claim: Claim, entry_points: Iterable[str]) -> bool:
        """Whether a router is for a claim's hosts on one of some entry points, and has no TLS there."""
        found = (self._plain.get(name, ()) for name in entry_points)
        return any(host.lower() in hosts for hosts in found for host in claim.rule.hosts)

    def taker(self, claim: Claim, entry_point: str) -> Claim | None:
        """The router that gets over TLS what a claim for a part of a host would, and leads elsewhere; None where one
        with the same rule serves TLS."""
        if (entry_point, claim.rule.text) in self._rules or _is_only_hosts(claim):
            return None
        takers = (self._whole.get((entry_point, host.lower())) for host in claim.rule.hosts)
        return next((one for one in takers if one is not None and one.router.service != claim.router.service), None)

    def has_secure(self, claim: Claim) -> bool:
        """Whether any router may answer some host of a claim over TLS."""
        hosts = claim.rule.hosts
        everywhere = any(secure and "" in served for (_, secure), served in self._served.items())
        return everywhere or not hosts or any(host.lower() in self._secure for host in hosts)

    def also_secure(self, claim: Claim) -> tuple[str, Claim] | None:
        """A host of a claim, and a router that serves it over TLS, the whole of it or the same part."""
        for host in claim.rule.hosts:
            other = self._secure.get(host.lower())
            if other is not None and (other.rule.text == claim.rule.text or _is_only_hosts(claim)):
                return host, other
        return None


def _to_https(claim: Claim, instance: Instance) -> Reference | None:
    """The first middleware of a router, if it is one that redirects to https on the usual port."""

    for reference, middleware in running(claim.router, instance):
        if middleware is None:
            is_known = reference.full == REDIRECT_IN_FILES and not reference.fault
            return reference if is_known else None
        scheme = middleware.redirect_scheme
        if scheme is not None:
            return reference if scheme.scheme == "https" and scheme.port in ("", HTTPS) else None
        if middleware.redirect_regex is not None or middleware.plugin:
            return None
    return None


def _is_only_hosts(claim: Claim) -> bool:
    tree = claim.rule.tree
    return tree is not None and all(leaf.matcher.name == "Host" and not leaf.negated for leaf in leaves(tree))


def _redirects(claim: Claim, instance: Instance) -> bool:
    """Whether a router sends its visitors to https, or may do so, or is one of Traefik's own services."""
    return claim.router.service.endswith("@internal") or leads_to_https(claim.router, instance)
