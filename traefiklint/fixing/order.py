"""Whether every request still goes to the router that answered it: by the order of rules, and by what they match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from traefiklint.fixing.state import State
from traefiklint.instance.listeners import Claim, Listener, claims_of
from traefiklint.instance.names import qualify
from traefiklint.matching.evaluate import matches
from traefiklint.matching.examples import example_requests
from traefiklint.matching.implication import exclusive
from traefiklint.matching.request import Request
from traefiklint.matching.tree import And

_KINDS = ("http.routers", "tcp.routers")


def reordered(before: State, after: State, changed: Iterable[str]) -> Iterator[str]:
    """What is wrong with the order of routers that were rewritten: one that another may take requests from, or the
    other way round, now comes before it or behind it.
    """
    for name in changed:
        kind = ".".join(name.split(".", 2)[:2])
        if kind not in _KINDS:
            continue
        old, new = before.objects[name], after.objects[name]
        if _priority(before, old) == _priority(after, new):
            continue
        for other in after.instance.objects[kind].values():
            was = before.objects.get(other.object)
            if other is new or was is None or not _meet(after, new, other):
                continue
            if _comes_first(before, old, was) is not _comes_first(after, new, other):
                yield f"`{name}` and `{other.object}` would change places, because a longer rule is asked first"


def _priority(state: State, router: Any) -> int:
    return int(router.priority or state.instance.rule(router).default_priority)


def _comes_first(state: State, one: Any, other: Any) -> bool:
    return (-_priority(state, one), one.name.encode()) < (-_priority(state, other), other.name.encode())


def _meet(state: State, one: Any, other: Any) -> bool:
    """Whether one request may be for both routers."""
    points = state.instance.entry_points
    here, there = points(one), points(other)
    if here and there and not {point.name for point in here} & {point.name for point in there}:
        return False
    first, second = state.instance.rule(one), state.instance.rule(other)
    if first.tree is None or second.tree is None or first.syntax != second.syntax:
        return first.tree is not None and second.tree is not None
    return not exclusive(first.tree, second.tree, protocol=first.protocol, syntax=first.syntax)


def taken(before: State, after: State) -> Iterator[str]:
    """Which requests that a router answered would go to another one whose rule matches them now.

    A rule that matched nothing may have been fixed; what it matches then may be what another router serves.
    """
    old = {claim.router.object: claim for claim in _live(before)}
    fresh = [
        claim
        for claim in _live(after)
        if (was := old.get(claim.router.object)) is None or was.rule.text != claim.rule.text
    ]
    if not fresh:
        return
    earlier, later = _by_listener(_live(before)), _by_listener(_live(after))
    gone = old.keys() - {claim.router.object for claim in _live(after)}
    for claim in fresh:
        revived = claim.router.object not in old
        for listener in claim.listeners:
            if revived:
                yield from _not_redirected(claim, listener, after)
            for other in earlier.get(listener, ()):
                if other.router.object == claim.router.object or other.rule.protocol != claim.rule.protocol:
                    continue
                if other.router.object in gone and other.rule.text == claim.rule.text:
                    continue  # it is the same router under another name
                yield from _lost(claim, other, listener, earlier, later, revived=revived)


def _not_redirected(claim: Claim, listener: Listener, after: State) -> Iterator[str]:
    """Requests that the entry point itself redirected, and a router that comes before that answers now."""
    point = after.instance.context.entry_points.get(listener.entry_point)
    if point is None or not point.redirect_to or listener.secure or claim.rule.protocol != "http":
        return
    if claim.priority >= point.redirect_priority:
        yield f"`{claim.router.name}` would answer what `{point.name}` redirects to `{point.redirect_to}`"


def _lost(
    claim: Claim,
    other: Claim,
    listener: Listener,
    earlier: dict[Listener, list[Claim]],
    later: dict[Listener, list[Claim]],
    *,
    revived: bool,
) -> Iterator[str]:
    rule = claim.rule
    if rule.tree is None or other.rule.tree is None:
        return
    same = other.rule.syntax == rule.syntax
    if same:
        both = And((rule.tree, other.rule.tree), 0, 0)
        scheme = "https" if listener.secure else "http"
        for request in example_requests(both, protocol=rule.protocol, syntax=rule.syntax, scheme=scheme):
            was = _winners(earlier[listener], request)
            now = _winners(later.get(listener, ()), request)
            if other.router.object in was and claim.router.object in now and not now <= was:
                yield f"`{request.url}` would go to `{claim.router.name}` instead of `{other.router.name}`"
                return
    # Examples are few: one that did not work and may come first is taken to win something, as long as nothing rules
    # that out.
    if revived and claim.priority >= other.priority:
        if same and exclusive(rule.tree, other.rule.tree, protocol=rule.protocol, syntax=rule.syntax):
            return
        yield f"requests may go to `{claim.router.name}` instead of `{other.router.name}`"


def _live(state: State) -> Iterator[Claim]:
    """The routers that answer, and those below them, as if their parent were a listener of its own."""
    instance = state.instance
    lower = [router for router in instance.objects["http.routers"].values() if router.parent_refs]
    parents = {qualify(name, router.full) for router in lower for name in router.parent_refs}
    for kind in _KINDS:
        for claim in claims_of(instance, kind, parents):
            if claim.works and claim.router.object not in state.disabled:
                yield claim
    for router in lower:
        rule = instance.rule(router)
        if rule.tree is not None and router.object not in state.disabled:
            above = {qualify(name, router.full) for name in router.parent_refs}
            yield Claim(router, rule, tuple(Listener(f"below {name}", secure=False) for name in sorted(above)))


def _by_listener(claims: Iterable[Claim]) -> dict[Listener, list[Claim]]:
    found: dict[Listener, list[Claim]] = {}
    for claim in claims:
        for listener in claim.listeners:
            found.setdefault(listener, []).append(claim)
    return found


def _winners(claims: Iterable[Claim], request: Request) -> set[str]:
    """The routers that may answer a request: those of the highest priority that match it."""
    found: dict[int, set[str]] = {}
    for claim in claims:
        rule = claim.rule
        if rule.tree is not None and matches(rule.tree, request, protocol=rule.protocol, syntax=rule.syntax):
            found.setdefault(claim.priority, set()).add(claim.router.object)
    return found[max(found)] if found else set()
