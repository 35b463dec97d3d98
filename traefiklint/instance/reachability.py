"""Which routers get fewer requests than they match: hidden ones, ties, and those that take too much."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.instance.instance import Instance
from traefiklint.instance.listeners import Claim, Listener, claims_of
from traefiklint.instance.passage import leads_to_https
from traefiklint.records import NamedTuple

if TYPE_CHECKING:
    from traefiklint.instance.shadowing import Shadow
    from traefiklint.matching.mux import Mux


class HiddenRouter(NamedTuple):
    """A router that others keep all requests from, everywhere or on some of its listeners."""

    shadows: tuple[Shadow, ...]
    is_wholly: bool
    by_greedy: bool = False
    """Whether one that matches everything does, of which a `GreedyRouter` tells, and nobody else."""


class Tie(NamedTuple):
    """Two routers that match the same requests with the same priority."""

    shadow: Shadow


class GreedyRouter(NamedTuple):
    """A router without a priority that matches everything, and the routers that it hides."""

    claim: Claim
    hidden: tuple[Claim, ...]


class GreedyTcpRouter(NamedTuple):
    """A TCP router that takes every plain connection, and the HTTP routers that get none on its entry points."""

    claim: Claim
    hidden: tuple[Claim, ...]
    listeners: tuple[Listener, ...]
    """Where the HTTP routers lose their connections."""


class BehindHttps(NamedTuple):
    """A TCP router with TLS on an entry point where HTTPS routers serve all of its hosts."""

    claim: Claim
    other: Claim
    listener: Listener


Reach = HiddenRouter | Tie | GreedyRouter | GreedyTcpRouter | BehindHttps


def claims(instance: Instance) -> list[Claim]:
    """The HTTP routers that listen somewhere."""
    return claims_of(instance, "http.routers")


def http_shadows(instance: Instance) -> list[Shadow]:
    """What HTTP routers that work keep from each other."""
    return _shadows([claim for claim in instance.once(claims) if claim.works])


def reach(instance: Instance) -> Iterator[Reach]:
    """What routers keep from each other."""
    http, tcp = instance.objects["http.routers"], instance.objects["tcp.routers"]
    if not http and len(tcp) < 2:
        return
    yield from _facts(instance.once(http_shadows), instance)
    for siblings in _families(instance):
        yield from _facts(_shadows(siblings), instance)
    if tcp:
        working = [claim for claim in instance.once(claims) if claim.works]
        others = [claim for claim in claims_of(instance, "tcp.routers") if claim.works]
        yield from _facts(_shadows(others), instance)
        yield from _without_http(working, others)
        yield from behind_https(working, others)


def _families(instance: Instance) -> Iterator[list[Claim]]:
    """The routers below each parent, which share what their parent lets through."""
    for parent, children in instance.tree.children.items():
        below = Listener(parent.name, parent.tls is not None)
        found = [Claim(child, instance.rule(child), (below,)) for child in children if child.service]
        works = [claim for claim in found if all(one.holds for one in instance.needs.get(claim.router, ()))]
        yield [claim for claim in works if claim.rule.tree is not None and claim.rule.parsed is not None]


def behind_https(http: list[Claim], tcp: list[Claim]) -> Iterator[BehindHttps]:
    """TCP routers that never see a connection, as Traefik asks HTTPS routers first (`ServeTCP` in router.go)."""
    served: dict[tuple[Listener, str], Claim] = {}
    for claim in http:
        for listener in claim.listeners:
            for domain in claim.rule.domains if listener.secure else ():
                served.setdefault((listener, domain.lower()), claim)
    for claim in tcp:
        hosts = [host.lower() for host in claim.rule.domains]
        for listener in claim.listeners:
            found = [served.get((listener, host)) for host in hosts] if listener.secure else []
            if found and None not in found and not any("*" in host for host in hosts):
                assert found[0] is not None, "none is"
                yield BehindHttps(claim, found[0], listener)
                break


def is_taken_by_tcp(host: str, instance: Instance) -> bool:
    """Whether a TCP router takes the connections of browsers that ask for a host over TLS, as to pass them through."""
    from traefiklint.matching.request import Request

    takers = instance.once(_tcp_over_tls)
    return bool(takers) and bool(takers.first(Request(scheme="https", host=host)))


def _tcp_over_tls(instance: Instance) -> Mux[Claim]:
    """The TCP routers that get TLS connections where browsers make them: on a port such as 443 and 8443, not on one of
    mail or of a database. A router for everything without TLS takes connections as they are."""
    from traefiklint.matching.mux import Mux

    points = instance.context.entry_points
    found = [
        claim
        for claim in claims_of(instance, "tcp.routers")
        if any(
            (secure or claim.rule.is_catch_all) and (name not in points or points[name].port.endswith("443"))
            for name, secure in claim.listeners
        )
    ]
    return Mux(found, instance.context.target)


def _shadows(claims: list[Claim]) -> list[Shadow]:
    if len(claims) < 2:
        return []
    from traefiklint.instance.shadowing import shadows

    return list(shadows(claims))


def _facts(found: list[Shadow], instance: Instance) -> Iterator[Reach]:
    hidden: dict[int, list[Shadow]] = {}
    ties: dict[int, Shadow] = {}
    for shadow in found:
        if shadow.other.priority > shadow.claim.priority:
            hidden.setdefault(id(shadow.claim), []).append(shadow)
        else:
            ties.setdefault(id(shadow.claim), shadow)
    takers: dict[int, list[Shadow]] = {}
    lost: list[HiddenRouter] = []
    for of_one in hidden.values():
        wholly = len(of_one) == len(of_one[0].claim.listeners)
        if not wholly:
            of_one = [shadow for shadow in of_one if not leads_to_https(shadow.other.router, instance)]
        if of_one:
            takers.setdefault(id(of_one[0].other), []).append(of_one[0])
            lost.append(HiddenRouter(tuple(of_one), wholly))
    greedy = {taker: one for taker, taken in takers.items() for one in _greedy(taken)}
    yield from (one._replace(by_greedy=greedy.keys() >= {id(shadow.other) for shadow in one.shadows}) for one in lost)
    yield from greedy.values()
    yield from map(Tie, ties.values())


def _greedy(found: list[Shadow]) -> Iterator[GreedyRouter]:
    from traefiklint.instance.shadowing import is_catch_all

    claim = found[0].other
    if not claim.router.priority and is_catch_all(claim):
        yield GreedyRouter(claim, tuple(shadow.claim for shadow in found))


def _without_http(http: list[Claim], tcp: list[Claim]) -> Iterator[GreedyTcpRouter]:
    from traefiklint.instance.shadowing import is_catch_all

    for claim in tcp:
        names = {listener.entry_point for listener in claim.listeners if not listener.secure and listener.entry_point}
        if not names or not is_catch_all(claim):
            continue
        losers = [one for one in http if any(name in names and not tls for name, tls in one.listeners)]
        if losers:
            where = [listener for one in losers for listener in one.listeners if listener.entry_point in names]
            yield GreedyTcpRouter(claim, tuple(losers), tuple(where))
