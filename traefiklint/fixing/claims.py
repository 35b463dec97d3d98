"""The routers that answer in one state of a directory, by where they listen and the hosts that they ask for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from traefiklint.fixing.state import State
from traefiklint.instance.listeners import Claim, Listener, claims_of
from traefiklint.instance.names import qualify
from traefiklint.instance.tls_options import closes_connections
from traefiklint.matching.check import RuleResult
from traefiklint.matching.evaluate import matches
from traefiklint.matching.implication import Analysis
from traefiklint.matching.request import Request
from traefiklint.model.http import Router

_KINDS = ("http.routers", "tcp.routers")
_MOST_POINTS = 16
"""From how many names of entry points on all are taken for one."""


class Lost(NamedTuple):
    """Requests that would go to another router than before."""

    router: str
    """The object whose fix brings it about; empty where that is not known."""
    reason: str


class Listening:
    """The routers of a listener. Most ask for hosts of their own, so that few can meet."""

    def __init__(self, analysis: Callable[[Claim], Analysis]) -> None:
        self._analysis = analysis
        self._by_host: dict[str, list[Claim]] = defaultdict(list)
        self._open: list[Claim] = []
        self.claims: list[Claim] = []

    def add(self, claim: Claim) -> None:
        """Put a router where its hosts lead."""
        self.claims.append(claim)
        hosts = self._analysis(claim).hosts
        for host in hosts or ():
            self._by_host[host].append(claim)
        if hosts is None:
            self._open.append(claim)

    def meeting(self, claim: Claim) -> Iterator[Claim]:
        """The routers that may match a request that another one matches."""
        hosts = self._analysis(claim).hosts
        if hosts is None:
            yield from self.claims
            return
        yield from self._open
        found = [other for host in sorted(hosts) for other in self._by_host.get(host, ())]
        yield from {other.router.object: other for other in found}.values()

    def winners(self, request: Request) -> set[str]:
        """The routers that may answer a request: those of the highest priority that match it."""
        found: dict[int, set[str]] = {}
        names = {request.canonical_host.rstrip("."), request.server_name.rstrip(".")}
        for claims in (self._open, *(self._by_host.get(name, ()) for name in names)):
            for claim in claims:
                rule = claim.rule
                if rule.tree is not None and matches(rule.tree, request, protocol=rule.protocol, syntax=rule.syntax):
                    found.setdefault(claim.priority, set()).add(claim.router.object)
        return found[max(found)] if found else set()


class Routers:
    """The routers that answer in one state, and those below them, as if their parent were a listener of its own."""

    def __init__(self, state: State) -> None:
        self.state = state
        self._named = {name for router in state.instance.ruled_routers() for name in router.entry_points}
        self.live = {claim.router.object: claim for claim in self._live()}
        self._analyses: dict[RuleResult, Analysis] = {}
        self._listening: dict[Listener, Listening] = {}

    def places(self, listeners: Iterable[Listener]) -> tuple[Listener, ...]:
        """Where a router may listen: while entry points are not known, one that names none, on any that others name."""
        if not self.state.instance.context.blank:
            return tuple(listeners)
        if len(self._named) > _MOST_POINTS:
            return tuple({Listener("", one.secure) for one in listeners})
        named = ("", *sorted(self._named))
        return tuple(
            Listener(point, one.secure)
            for one in listeners
            for point in ((one.entry_point,) if one.entry_point else named)
        )

    def _live(self) -> Iterator[Claim]:
        for claim in _answering(self.state):
            yield claim._replace(listeners=self.places(claim.listeners))
        yield from _below(self.state)

    def analysis(self, claim: Claim) -> Analysis:
        """The rule of a router, ready to be compared."""
        rule = claim.rule
        found = self._analyses.get(rule)
        if found is None:
            assert rule.tree is not None, "claims have rules that can be read"
            found = self._analyses[rule] = Analysis(rule.tree, protocol=rule.protocol, syntax=rule.syntax).as_v3()
        return found

    def at(self, listener: Listener) -> Listening:
        """The routers of a listener."""
        if not self._listening:
            for claim in self.live.values():
                for place in claim.listeners:
                    self._listening.setdefault(place, Listening(self.analysis)).add(claim)
        return self._listening.setdefault(listener, Listening(self.analysis))

    def is_wider(self, claim: Claim, was: Claim | None) -> bool:
        """Whether a router may match what it did not before."""
        return was is None or not self.analysis(claim).implies(self.analysis(was))

    def is_narrower(self, claim: Claim, was: Claim) -> bool:
        """Whether a router may no longer match what it did: what must not hold has changed. A condition that must hold
        and is fixed matched nobody's requests, by the word of its finding; below a `!` that is everybody's.
        """
        one, other = self.analysis(claim), self.analysis(was)
        known = one.alternatives is not None and other.alternatives is not None
        same = one.unwanted == other.unwanted if known else "!" not in claim.rule.text + was.rule.text
        return not same and not other.implies(one)


def _answering(state: State) -> Iterator[Claim]:
    def fails(thing: Any) -> bool:
        return thing.object in state.disabled

    instance = state.instance
    parents = {name for router in _lower(state) for name in _parents(router)}
    for kind in _KINDS:
        for claim in claims_of(instance, kind, parents):
            works = claim.works and claim.router.object not in state.disabled
            if works or (kind == "tcp.routers" and closes_connections(instance, claim.router, fails)):
                yield claim


def _below(state: State) -> Iterator[Claim]:
    for router in _lower(state):
        rule = state.instance.rule(router)
        if rule.tree is not None and router.object not in state.disabled:
            above = sorted(_parents(router))
            yield Claim(router, rule, tuple(Listener(f"below {name}", secure=False) for name in above))


def _lower(state: State) -> list[Router]:
    return [router for router in state.instance.objects["http.routers"].values() if router.parent_refs]


def _parents(router: Router) -> set[str]:
    return {qualify(name, router.full) for name in router.parent_refs}
