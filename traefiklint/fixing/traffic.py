"""Whether requests and connections still go to the router that got them: what rules match before and after a fix.

Of plain connections TCP routers choose first. Of TLS connections those for a name that the rule of any HTTP router with
TLS asks for are left to HTTP (also where Traefik disables that router), then TCP routers choose; one for every name
comes last, behind HTTP routers that name no host (pkg/server/router/tcp/router.go; see `routing/decide.py`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from traefiklint.fixing.claims import Lost, Routers
from traefiklint.fixing.state import State
from traefiklint.instance.listeners import Claim, Listener, listeners_of
from traefiklint.instance.tls_options import DEFAULT, served
from traefiklint.matching.check import parse_domains
from traefiklint.matching.examples import example_requests
from traefiklint.matching.implication import Analysis
from traefiklint.matching.request import Request
from traefiklint.matching.tree import Tree, together, wanting

Names = dict[str, str]
"""The names that HTTP routers with TLS want, `*` for those that nobody names; and one of the routers for each."""


def reconnected(old: Routers, new: Routers, fresh: Iterable[Claim]) -> Iterator[Lost]:
    """Which connections would go to HTTP instead of TCP, or the other way round."""
    points = {
        listener.entry_point
        for claim in (*old.live.values(), *new.live.values())
        if claim.rule.protocol == "tcp"
        for listener in claim.listeners
    }
    if not points:
        return
    earlier, later = _names(old), _names(new)
    changed = [claim for claim in fresh if new.is_wider(claim, old.live.get(claim.router.object))]
    for point in sorted(points):
        yield from _unseen(point, old, new, earlier[point], later[point])
        yield from _claimed(point, old, earlier[point], later[point])
        yield from _released(point, new, earlier[point], later[point])
        for claim in changed:
            if claim.rule.protocol == "tcp":
                yield from _stolen(point, claim, old, later[point])


def _tcp(routers: Routers, point: str, *, secure: bool) -> list[Claim]:
    return _claims(routers, point, "tcp", secure=secure)


def _claims(routers: Routers, point: str, protocol: str, *, secure: bool) -> list[Claim]:
    return [claim for claim in routers.at(Listener(point, secure)).claims if claim.rule.protocol == protocol]


def _names(routers: Routers) -> dict[str, Names]:
    instance = routers.state.instance
    found: dict[str, Names] = defaultdict(dict)
    for router in instance.objects["http.routers"].values():
        rule = instance.rule(router)
        if router.parent_refs or (rule.parsed is None and parse_domains(rule.text, target=rule.target) is None):
            continue
        for listener in routers.places(listeners_of(instance, router, is_http=True)):
            if listener.secure:
                for name in rule.domains or ("*",):
                    found[listener.entry_point].setdefault(name, router.object)
    return found


def _unseen(point: str, old: Routers, new: Routers, earlier: Names, later: Names) -> Iterator[Lost]:
    """Where nothing is about TLS, plain TCP routers get the TLS connections too."""
    was, now = (
        bool(_tcp(routers, point, secure=False)) and not names and not _tcp(routers, point, secure=True)
        for routers, names in ((old, earlier), (new, later))
    )
    if was and not now and _tcp(new, point, secure=False):
        causes = [*later.values(), *(claim.router.object for claim in _tcp(new, point, secure=True))]
        for cause in causes:
            yield Lost(cause, f"TLS connections of `{point}` would no longer go to its TCP routers")
    if now and not was and (earlier or _tcp(old, point, secure=True)):
        yield Lost("", f"TLS connections of `{point}` would all go to its TCP routers")


def _claimed(point: str, old: Routers, earlier: Names, later: Names) -> Iterator[Lost]:
    """Names that HTTP takes from TCP routers."""
    routers = _tcp(old, point, secure=True)
    for name in later.keys() - earlier.keys():
        for claim in routers:
            if claim.rule.is_catch_all if name == "*" else _may_be(name, claim, old):
                yield Lost(later[name], f"TLS connections would go to HTTP instead of `{claim.router.name}`")
                break


def _released(point: str, new: Routers, earlier: Names, later: Names) -> Iterator[Lost]:
    """Names that HTTP leaves to TCP routers."""
    routers = _tcp(new, point, secure=True)
    for name in earlier.keys() - later.keys():
        for claim in routers:
            if claim.rule.is_catch_all and "*" in later:
                continue
            if claim.rule.is_catch_all if name == "*" else _may_be(name, claim, new):
                yield Lost(earlier[name], f"TLS connections would go to `{claim.router.name}` instead of HTTP")
                break


def _may_be(name: str, claim: Claim, routers: Routers) -> bool:
    """Whether a connection for a name may be for a router."""
    protocol = claim.rule.protocol
    wanted = wanting("HostSNI" if protocol == "tcp" else "Host", name)
    return not Analysis(wanted, protocol=protocol).excludes(routers.analysis(claim))


def retuned(old: Routers, new: Routers) -> Iterator[Lost]:
    """Which names would get TLS options that other routers did not have: ones that cannot be built close the
    connections of all."""
    earlier, later = _tuned(old), _tuned(new)
    for point, names in sorted(later.items()):
        others = _claims(old, point, "http", secure=True)
        for name, wanted in sorted(names.items()):
            for options in sorted(wanted.keys() - earlier[point].get(name, {DEFAULT: ""}).keys()):
                cause = wanted[options]
                if any(one.router.object != cause and _may_be(name, one, old) for one in others):
                    yield Lost(cause, f"TLS connections for `{name}` would get the TLS options `{options}`")


def _tuned(routers: Routers) -> dict[str, dict[str, dict[str, str]]]:
    """The TLS options of each name on each entry point, and for each of those a router that wants them."""
    instance = routers.state.instance
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(lambda: defaultdict(dict))
    for one in served(instance):
        places = routers.places((Listener(one.point, secure=True),))
        for name in instance.rule(one.router).domains:
            for place in places:
                found[place.entry_point][name].setdefault(one.options, one.router.object)
    return found


def _stolen(point: str, claim: Claim, old: Routers, names: Names) -> Iterator[Lost]:
    """Connections that a TCP router takes from HTTP, because it begins to work or matches more."""
    for listener in claim.listeners:
        if listener.entry_point != point or (listener.secure and claim.rule.is_catch_all and "*" in names):
            continue
        for other in _claims(old, point, "http", secure=listener.secure):
            if not listener.secure or old.analysis(other).hosts is None:
                reason = f"connections may go to `{claim.router.name}` instead of `{other.router.name}`"
                yield Lost(claim.router.object, reason)
                return


_SENT = re.compile(r"[\w.:\[\]-]*")
"""The hosts that clients ask for. A template of Traefik 2 is an expression for hosts with braces: nobody's."""


def taken(before: State, after: State) -> Iterator[Lost]:
    """Which requests that a router answered would go to another one, at most one reason a router that was fixed.

    A rule that matched nothing may have been fixed; what it matches then may be what another router serves.
    """
    old, new = Routers(before), Routers(after)
    fresh = [
        claim
        for name, claim in new.live.items()
        if (was := old.live.get(name)) is None or was.rule.text != claim.rule.text
    ]
    told = set()
    moved = (*reconnected(old, new, fresh), *retuned(old, new))
    for lost in (*moved, *(lost for claim in fresh for lost in _Fresh(claim, old, new).lost())):
        if lost.router not in told:
            told.add(lost.router)
            yield lost


class _Fresh:
    """A router that begins to work, or has another rule than before."""

    def __init__(self, claim: Claim, old: Routers, new: Routers) -> None:
        self._claim, self._old, self._new = claim, old, new
        self._was = old.live.get(claim.router.object)
        self._is_wider = new.is_wider(claim, self._was)

    def lost(self) -> Iterator[Lost]:
        """Why requests may go to another router than before; the first of these is enough."""
        claim, was, gone = self._claim, self._was, self._old.live.keys() - self._new.live.keys()
        if was is not None and self._new.is_narrower(claim, was):
            yield self._because(f"`{claim.router.name}` may no longer answer all that it answers")
        for listener in claim.listeners:
            yield from self._not_redirected(listener)
            for other in self._old.at(listener).meeting(claim):
                if other.router.object == claim.router.object or other.rule.protocol != claim.rule.protocol:
                    continue
                if other.router.object in gone and other.rule.text == claim.rule.text:
                    continue  # it is the same router under another name
                yield from self._lost(other, listener)

    def _because(self, reason: str) -> Lost:
        return Lost(self._claim.router.object, reason)

    def _gets_before(self, priority: int) -> bool:
        """Whether it may now answer requests before what has a priority, and did not until now."""
        if self._claim.priority < priority:
            return False
        return self._is_wider or self._was is None or self._was.priority < priority

    def _not_redirected(self, listener: Listener) -> Iterator[Lost]:
        """Requests that the entry point itself redirected, and a router that comes before that answers now."""
        point = self._new.state.instance.context.entry_points.get(listener.entry_point)
        if point is None or not point.redirect_to or listener.secure or self._claim.rule.protocol != "http":
            return
        if self._gets_before(point.redirect_priority):
            name = self._claim.router.name
            yield self._because(f"`{name}` would answer what `{point.name}` redirects to `{point.redirect_to}`")

    def _lost(self, other: Claim, listener: Listener) -> Iterator[Lost]:
        claim, was, name = self._claim, self._was, self._claim.router.object
        there, here = self._old.at(listener), self._new.at(listener)
        if self._new.analysis(claim).excludes(self._old.analysis(other)):
            return
        for request in _both(claim, other, listener):
            first, then = there.winners(request), here.winners(request)
            if not first or then <= first:
                continue
            if other.router.object in first and name in then:
                yield self._because(
                    f"`{request.url}` would go to `{claim.router.name}` instead of `{other.router.name}`"
                )
            elif name in first:
                yield self._because(f"`{request.url}` would no longer go to `{claim.router.name}`")
        if was is not None and was.priority > claim.priority:
            for request in _both(was, other, listener):
                first, then = there.winners(request), here.winners(request)
                if name in first and not then <= first and _SENT.fullmatch(request.host):
                    yield self._because(f"`{request.url}` would no longer go to `{claim.router.name}`")
        # Examples are few: one that matches more and may come first is taken to win something, as nothing rules that
        # out.
        if self._gets_before(other.priority):
            yield self._because(f"requests may go to `{claim.router.name}` instead of `{other.router.name}`")


def _both(one: Claim, other: Claim, listener: Listener) -> Iterator[Request]:
    """Requests that the rules of two routers match; of different syntax, those of either are all that can be tried."""
    trees: Iterable[tuple[Tree | None, str]] = ((one.rule.tree, one.rule.syntax), (other.rule.tree, other.rule.syntax))
    if one.rule.tree is not None and other.rule.tree is not None and one.rule.syntax == other.rule.syntax:
        trees = ((together((one.rule.tree, other.rule.tree)), one.rule.syntax),)
    scheme = "https" if listener.secure else "http"
    for tree, syntax in trees:
        if tree is not None:
            yield from example_requests(tree, protocol=one.rule.protocol, syntax=syntax, scheme=scheme)
