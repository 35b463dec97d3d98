"""Whether every request still goes to the router that answered it: what rules match before and after a fix."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from traefiklint.fixing.claims import Lost, Routers
from traefiklint.fixing.connections import reconnected, retuned
from traefiklint.fixing.state import State
from traefiklint.instance.listeners import Claim, Listener
from traefiklint.matching.examples import example_requests
from traefiklint.matching.request import Request
from traefiklint.matching.tree import And, Tree

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
            there = self._old.at(listener)
            for other in there.meeting(claim) if there is not None else ():
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
        if there is None or here is None or self._new.analysis(claim).excludes(self._old.analysis(other)):
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
        trees = ((And((one.rule.tree, other.rule.tree), 0, 0), one.rule.syntax),)
    scheme = "https" if listener.secure else "http"
    for tree, syntax in trees:
        if tree is not None:
            yield from example_requests(tree, protocol=one.rule.protocol, syntax=syntax, scheme=scheme)
