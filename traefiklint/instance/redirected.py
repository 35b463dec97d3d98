"""Routers that no request reaches, because their entry points redirect all of them themselves.

Source: pkg/provider/traefik/internal.go (`redirection`): the router that redirects has the highest priority but one, if
nobody sets another. Measured on 3.7.15: visitors are sent on before a router of the files is asked, and where no router
answers their host over TLS they get a 404.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from traefiklint.instance.context import EntryPoint
from traefiklint.instance.instance import Instance
from traefiklint.instance.listeners import Claim, Listener, claims_of, listeners_of
from traefiklint.instance.passage import leads_to_https, may_have_others
from traefiklint.instance.reachability import claims
from traefiklint.instance.traefiks import traefiks
from traefiklint.instance.whereabouts import lets_others_in
from traefiklint.matching.tree import leaves, matchers
from traefiklint.model.base import Named
from traefiklint.model.http import Router
from traefiklint.records import NamedTuple

_HTTPS = 443
_EXPRESSIONS = ("HostRegexp", "HostSNIRegexp")


class RedirectedToNobody(NamedTuple):
    """A router whose entry point redirects all requests itself, to one where nobody answers its hosts over TLS."""

    router: Router
    entry_point: str
    target: EntryPoint
    """The entry point that the requests are sent to."""


def is_redirected_before(router: Named | None, instance: Instance) -> bool:
    """Whether a router without TLS gets no request, as all its entry points redirect before, and nobody misses it:
    others answer its visitors there, or it would redirect them itself."""
    if type(router) is not Router or router.tls is not None:
        return False
    points = instance.entry_points(router)
    named = router.entry_points or instance.default_entry_points
    rule = instance.rule(router)
    priority = router.priority or rule.default_priority
    if not points or len(points) < len(named):
        return False
    if not all(point.redirect_to and not point.tls and priority <= point.redirect_priority for point in points):
        return False
    if leads_to_https(router, instance):
        return True
    targets, waiting = instance.once(_targets), instance.once(_Waiting)
    claim = Claim(router, rule, listeners_of(instance, router, is_http=True))
    return bool(rule.hosts) and all(
        point.name in targets and waiting.has(claim, targets[point.name].name) for point in points
    )


def is_sent_on(claim: Claim, entry_point: str, instance: Instance) -> bool:
    """Whether an entry point redirects all requests before it asks a router."""
    point = instance.context.entry_points.get(entry_point)
    return point is not None and bool(point.redirect_to) and claim.priority <= point.redirect_priority


def redirected_to_nobody(instance: Instance) -> Iterator[RedirectedToNobody]:
    """The routers whose visitors end at nobody, where all routers that may answer them are at hand."""
    targets = instance.once(_targets)
    if not targets or not instance.knows_routers or may_have_others(instance):
        return
    found = instance.once(claims)
    for claim in found:
        if not (claim.works and claim.router.gives("rule")):
            continue  # the host of a default rule is nobody's wish
        if not claim.rule.hosts and not (_is_for_a_path(claim) and not leads_to_https(claim.router, instance)):
            continue  # whoever comes may be meant to be sent on
        for name, _ in claim.listeners:
            target = targets.get(name)
            if target is None or not is_sent_on(claim, name, instance):
                continue
            if not instance.once(_Waiting).has(claim, target.name):
                yield RedirectedToNobody(claim.router, name, target)
                if not claim.router.entry_points:
                    break  # all are told at one place


def _is_for_a_path(claim: Claim) -> bool:
    """Whether a rule asks for certain paths of any host, as those of a check whether Traefik is well."""
    if claim.rule.tree is None:
        return False
    return all(
        one.matcher.name in ("Path", "PathPrefix") and one.matcher.values != ("/",) and not one.negated
        for one in leaves(claim.rule.tree)
    )


class _Waiting:
    """Who answers visitors over TLS, or is meant to."""

    def __init__(self, instance: Instance) -> None:
        self._answered: dict[str, set[str]] = defaultdict(set)
        """By entry point the hosts that some router answers over TLS; an empty one stands for all."""
        self._named: dict[str, set[str]] = defaultdict(set)
        """By entry point the hosts of routers without TLS that name it, which another rule tells."""
        self._secure: dict[str, set[Named]] = defaultdict(set)
        """The routers with TLS of each host, wherever they listen, also those that several containers define."""
        for claim in (*instance.once(claims), *claims_of(instance, "tcp.routers")):
            hosts = _hosts_of(claim, instance)
            for name, is_secure in claim.listeners:
                if is_secure or claim.rule.is_catch_all:  # a TCP router without TLS takes connections as they are
                    self._answered[name] |= hosts
                elif name in claim.router.entry_points:
                    self._named[name] |= hosts
        conflicts = (one for conflict in instance.parts.get("ConflictingObjects", ()) for one in conflict.objects)
        for router in (*instance.objects["http.routers"].values(), *conflicts):  # which of them is kept is told there
            if type(router) is Router and router.tls is not None:
                for host in instance.rule(router).hosts:
                    self._secure[host.lower()].add(router)

    def has(self, claim: Claim, target: str) -> bool:
        """Whether somebody waits for the visitors of a router at an entry point, or another router is meant to."""
        answered, named = self._answered[target], self._named[target]
        if Listener(target, True) in claim.listeners or "" in answered:
            return True
        if not claim.rule.hosts:
            return bool(answered or named)  # one of whom may be asked for its path
        hosts = [host.lower() for host in claim.rule.hosts]
        return any(host in answered or host in named or self._secure[host] - {claim.router} for host in hosts)


def _hosts_of(claim: Claim, instance: Instance) -> set[str]:
    """The hosts that a router may answer; an empty one stands for all."""
    rule = claim.rule
    hosts = {host.lower() for host in (*rule.hosts, *rule.sni_hosts)}
    is_open = not hosts or "*" in hosts or lets_others_in(claim.router, instance)
    found = matchers(rule.tree) if rule.tree is not None else ()
    is_open = is_open or any(one.name in _EXPRESSIONS for one in found)
    return {""} if is_open else hosts


def _targets(instance: Instance) -> dict[str, EntryPoint]:
    """The entry points for https that others redirect to, by the names of these, as far as they are known."""
    points = instance.context.entry_points
    by_port = {} if _is_mapped(instance) else {f":{point.port}": point for point in points.values()}
    found: dict[str, EntryPoint] = {}
    for own in instance.context.static.get("StaticEntryPoint", ()):
        redirect = own.http.redirections.entry_point if own.http and own.http.redirections else None
        if redirect is not None and redirect.scheme == "https":
            target = points.get(redirect.to) or by_port.get(redirect.to)
            if target is not None:
                found[own.name] = target
    return found


def _is_mapped(instance: Instance) -> bool:
    """Whether the port for https of the host leads to another one of Traefik's container."""
    ports = (port for service in instance.once(traefiks) for port in service.ports)
    return any(port.published == str(_HTTPS) and port.number not in (None, _HTTPS) for port in ports)
