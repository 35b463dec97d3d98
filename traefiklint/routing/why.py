"""Why a router does not answer: the first condition that fails, what beats it, or that it is not there at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from traefiklint.matching.demands import required_hosts
from traefiklint.matching.evaluate import Failure, explain, matches
from traefiklint.matching.mux import Mux
from traefiklint.matching.request import Request
from traefiklint.matching.tree import And, Matcher, Tree, leaves
from traefiklint.routing.asking import Asked
from traefiklint.routing.decide import Decision
from traefiklint.routing.route import Route
from traefiklint.routing.table import Listener, Table
from traefiklint.text.spelling import nearest
from traefiklint.versions import Version

_NOUNS = {
    "Host": "host",
    "Path": "path",
    "Method": "method",
    "Header": "header",
    "Query": "query",
    "ClientIP": "client address",
}


class Candidate(NamedTuple):
    """One router of the entry point."""

    route: Route
    verdict: str
    """`answers`, `may answer` (chance decides), `beaten`, `no match`, `other side` (TLS or not), `disabled`."""
    reason: str
    """Why it does not answer; empty where it does."""
    failures: tuple[Failure, ...] = ()
    asks_other_host: bool = False
    """Whether it does not match because of the host."""


def candidates(table: Table, listener: Listener, asked: Asked, decision: Decision) -> Iterator[Candidate]:
    """Every router of an entry point, the ones that answer first, then those that would be next."""
    winners = decision.routes
    request = decision.request
    verdict = "answers" if len(winners) == 1 else "may answer"
    yield from (Candidate(route, verdict, "") for route in winners)
    target = table.world.target
    others = [route for mux in _muxes(listener, asked) for route in mux.routes if route not in winners]
    found = [_judged(route, asked, decision, winners, target) for route in others]
    found += [_absent(route, table, request) for route in listener.absent]
    rank = ("beaten", "disabled", "no match", "other side").index
    yield from sorted(found, key=lambda one: (one.asks_other_host, rank(one.verdict), -one.route.priority))


def _muxes(listener: Listener, asked: Asked) -> tuple[Mux[Route], ...]:
    if not asked.is_http:
        return (listener.tls, listener.tcp) if asked.secure else (listener.tcp, listener.tls)
    return (
        (listener.tls, listener.https, listener.http, listener.tcp)
        if asked.secure
        else (
            listener.tcp,
            listener.http,
            listener.https,
            listener.tls,
        )
    )


def _absent(route: Route, table: Table, request: Request) -> Candidate:
    failures = why_not(route, request, table.world.target)
    elsewhere = _wants_host(failures)
    if route.rule.tree is None and route.rule.domains:
        elsewhere = request.canonical_host not in route.rule.domains
    return Candidate(route, "disabled", table.world.why_absent(route.router), failures, elsewhere)


def _wants_host(failures: tuple[Failure, ...]) -> bool:
    return any(_noun(failure.matcher) == "host" for failure in failures)


def _judged(route: Route, asked: Asked, decision: Decision, winners: tuple[Route, ...], target: Version) -> Candidate:
    failures = why_not(route, decision.request, target)
    host_fails = _wants_host(failures)
    if failures:
        return Candidate(route, "no match", "; ".join(map(told, failures)), failures, host_fails)
    if route.tls is not asked.secure:
        return Candidate(route, "other side", _other_side(route))
    if winners:
        return Candidate(route, "beaten", _beaten(route, winners[0]))
    if route.protocol == "tcp" or not asked.is_http:
        return Candidate(route, "beaten", "HTTP routers claim the server name of this connection")
    what = "request" if decision.nobody in ("400", "421") else "connection"
    return Candidate(route, "beaten", f"the {what} does not come to it")


def _other_side(route: Route) -> str:
    return "it serves TLS connections only" if route.tls else "it serves plain connections only"


def _beaten(route: Route, winner: Route) -> str:
    if route.protocol != winner.protocol:
        if winner.protocol == "tcp":
            return f"TCP routers come first, and `{winner.name}` takes the connection"
        if not winner.rule.domains:
            return f"`{winner.name}` is for any server name, too, and HTTPS routers come first"
        return f"`{winner.name}` names the server name, and HTTPS routers that do come before TCP routers"
    if route.priority < winner.priority:
        return f"priority {route.priority} is below the {winner.priority} of `{winner.name}`"
    return f"`{winner.name}` comes before it"


def why_not(route: Route, request: Request, target: Version) -> tuple[Failure, ...]:
    """The conditions of a router's rule that a request does not meet."""
    tree = route.rule.tree
    if tree is None:
        return ()
    return explain(tree, request, protocol=route.protocol, syntax=route.syntax, target=target)


def told(failure: Failure) -> str:
    """A failed condition in words."""
    shown = f"{'!' if failure.negated else ''}{shown_matcher(failure.matcher)}"
    return f"{shown} fails: {failure.had}"


def shown_matcher(matcher: Matcher) -> str:
    """A matcher as it would be written."""
    return f"{matcher.name}({', '.join(f'`{value}`' for value in matcher.values)})"


def _noun(matcher: Matcher) -> str:
    return next((noun for name, noun in _NOUNS.items() if matcher.name.startswith(name)), matcher.name)


def nearest_miss(table: Table, listener: Listener, asked: Asked, decision: Decision) -> str:
    """What would have answered a request that nobody answers, if not for one thing; empty where nothing is near."""
    request, world = decision.request, table.world
    target = world.target
    protocol = "http" if asked.is_http else "tcp"
    for route in listener.absent:
        fits = route.protocol == protocol and route.tls is asked.secure and route.rule.tree is not None
        if fits and not why_not(route, request, target):
            return f"`{route.name}` matches, but Traefik disables it: {world.why_absent(route.router)}"
    if not asked.is_http:
        return ""
    mux = listener.https if asked.secure else listener.http
    for other in (listener, *table.listeners.values()):
        for one in (other.http, other.https):
            for route in () if one is mux else one.first(request):
                side = "TLS" if route.tls else "plain HTTP"
                return f"`{route.name}` matches, but it serves {side} on entry point {other.entry.name}"
    best = min(
        (miss for route in mux.routes if (miss := _Miss.of(route, request, target)) is not None),
        key=lambda miss: (len(miss.failed), -len(miss.held), -miss.route.priority),
        default=None,
    )
    if best is not None and best.held:
        return best.told()
    return _near_host(mux, request)


class _Miss(NamedTuple):
    """A rule of which some conditions hold and others do not."""

    route: Route
    held: list[Tree]
    failed: list[Tree]
    request: Request
    target: Version

    @classmethod
    def of(cls, route: Route, request: Request, target: Version) -> _Miss | None:
        tree = route.rule.tree
        if tree is None:
            return None
        held: list[Tree] = []
        failed: list[Tree] = []
        for part in tree.operands if isinstance(tree, And) else (tree,):
            holds = matches(part, request, protocol=route.protocol, syntax=route.syntax, target=target)
            (held if holds else failed).append(part)
        return cls(route, held, failed, request, target)

    def told(self) -> str:
        reasons = [
            told(failure)
            for part in self.failed
            for failure in explain(
                part, self.request, protocol=self.route.protocol, syntax=self.route.syntax, target=self.target
            )
        ]
        return f"`{self.route.name}` is nearest: {_nouns(self.held)} matches, but {'; '.join(reasons)}"


def _nouns(parts: list[Tree]) -> str:
    found = dict.fromkeys(_noun(leaf.matcher) for part in parts for leaf in leaves(part))
    return " and ".join(found)


def _near_host(mux: Mux[Route], request: Request) -> str:
    """A host that is spelt nearly like the one of the request."""
    known: dict[str, str] = {}
    for route in mux.routes:
        tree = route.rule.tree
        for host in (required_hosts(tree) or ()) if tree is not None else ():
            known.setdefault(host, route.name)
    near = nearest(request.canonical_host, known)
    if near:
        return f"no router has the host `{request.canonical_host}`; `{known[near]}` has `{near}`, did you mean that?"
    return f"no router of this entry point has the host `{request.canonical_host}`" if known else ""
