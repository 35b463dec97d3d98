"""Routers that never answer: others come first, or take the connections away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import option_in
from traefiklint.checks.shared.fixes import add_option
from traefiklint.findings import Effect, Related
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import OF_LABELS, qualify
from traefiklint.instance.reachability import claims, http_shadows
from traefiklint.instance.stray_options import FEW
from traefiklint.patterns import lazy
from traefiklint.text.variables import variable_in

if TYPE_CHECKING:
    from traefiklint.instance.listeners import Claim, Listener
    from traefiklint.instance.reachability import BehindHttps, GreedyRouter, GreedyTcpRouter, HiddenRouter, Tie
    from traefiklint.model.http import Router
    from traefiklint.model.tcp import TcpRouter

_MOST_RELATED = 5


@rule("shadowed-router", effect=Effect.SILENT, tag="unused")
def shadowed_router(hidden: HiddenRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A router is never reached, because another one takes all of its requests."""
    first = hidden.shadows[0]
    claim, other = first.claim, first.other
    where = "" if hidden.is_wholly else f" on {_names(shadow.listener for shadow in hidden.shadows)}"
    ranks = f"{other.priority} over {claim.priority}"
    if other.router.priority == 0 and claim.router.priority:
        ranks = f"{other.priority}, the length of its rule, over {claim.priority}"
    elif other.router.priority == 0:
        ranks += ", the lengths of the rules"
    what = "the same requests" if first.same else "everything that it matches"
    message = (
        f"Router `{claim.router.name}` is never reached{where}, because `{other.router.name}` matches {what} and has "
        f"the higher priority ({ranks}); give `{claim.router.name}` a higher `priority`, or narrow the other's rule."
    )
    cause = ""
    is_by_length = other.router.priority == 0 and not (first.same or hidden.by_greedy)
    if is_by_length and id(other) in instance.once(_movable):
        cause = f"{other.router.full} {where}"  # one edit there ends it for all
        message = (
            f"Router `{claim.router.name}` is never reached{where}, because `{other.router.name}` matches {what} and "
            f"has the higher priority, the length of its rule ({other.priority}); give `{other.router.name}` "
            f"`{option_in(other.router, 'priority', '1')}`."
        )
    also = _related([other], "the router that answers instead")
    is_all_one = variable_in(claim.router.rule) is not None or _do_the_same(claim.router, other.router, instance)
    is_left = is_all_one or _takes_over(other.router) or hidden.by_greedy  # what is filled in may differ
    from traefiklint.instance.redirected import is_sent_on

    is_left = is_left or all(is_sent_on(claim, shadow.listener.entry_point, instance) for shadow in hidden.shadows)
    is_left = is_left or (first.same and _waits_for(claim.router, other.router))
    is_left = is_left or _is_switched(claim.router) or _is_switched(other.router)
    yield Diagnostic(claim.router.at("rule"), message, related=also, cause=cause, strict=is_left)


def _movable(instance: Instance) -> frozenset[int]:
    """By identity, the routers that take requests from several others and lose none of their own behind all of them."""
    wide: dict[int, Claim] = {}
    taken: dict[int, dict[int, int]] = {}
    for shadow in instance.once(http_shadows):
        if shadow.other.priority > shadow.claim.priority:
            wide[id(shadow.other)] = shadow.other
            taken.setdefault(id(shadow.other), {})[id(shadow.claim)] = shadow.claim.priority
    return frozenset(
        key
        for key, below in taken.items()
        if len(below) > 1 and min(below.values()) > _LAST and _may_come_last(wide[key], below, instance)
    )


def _may_come_last(wide: Claim, taken: Collection[int], instance: Instance) -> bool:
    """Whether a router behind all others loses no requests but to those that it takes them from now: no further one,
    which may ask for the same hosts, has a priority between.

    Args:
        taken: those from which it takes requests, by their identity.
    """
    ranked = instance.once(_ranked)
    hosts = {host.lower() for host in wide.rule.hosts}
    for listener in wide.listeners:
        for host in (*hosts, "") if hosts else (None,):
            for claim, priority in ranked.get((listener, host), ()):
                if priority >= wide.priority:
                    break
                if priority > 0 and id(claim) not in taken:
                    return False
    return True


def _ranked(instance: Instance) -> dict[tuple[Listener, str | None], list[tuple[Claim, int]]]:
    """The routers that work with their priorities, the lowest first: by where they listen all, and those of each host;
    an empty one stands for routers of any."""
    found: dict[tuple[Listener, str | None], list[tuple[Claim, int]]] = {}
    ranks = [(claim, claim.priority) for claim in instance.once(claims)]
    for claim, priority in sorted(ranks, key=lambda rank: rank[1]):
        hosts = {host.lower() for host in claim.rule.hosts} or {""}
        for listener in claim.listeners if claim.works else ():
            for host in (*hosts, None):
                found.setdefault((listener, host), []).append((claim, priority))
    return found


_PAGE = lazy(r"(?i)maintenance|(?:^|[-_.])maint(?:[-_.@]|$)|wartung|coming[-_.]?soon|under[-_.]?construction|sorry")
"""What the router or the service of a page is called that is shown as long as the pages behind it are not."""


def _takes_over(router: Router | TcpRouter) -> bool:
    """Whether a router is there to answer in place of others, with a priority of its own."""
    return router.priority > 0 and any(_PAGE.search(name) for name in (router.name, router.service))


_LAST = 1
"""The priority of a router that is to come behind all others."""


def _waits_for(router: Router | TcpRouter, other: Router | TcpRouter) -> bool:
    """Whether a router is there for when another one with the same rule is not: routers of labels go with their
    container, when it stops or is not well, and a page for maintenance may be put first by its number."""
    if not router.gives("priority") or router.priority >= len(router.rule):
        return False
    if any(_PAGE.search(name) for name in (router.name, router.service)):
        return True
    if router.priority > _LAST or other.provider not in OF_LABELS:
        return False
    from traefiklint.checks.shared.labels import holder_of

    return holder_of(router) is not holder_of(other)


def _is_switched(router: Router | TcpRouter) -> bool:
    """Whether a variable says the priority of a router, so that another value puts it before or behind others."""
    from traefiklint.decoding.label_tree import value_of

    value = value_of(router.at("priority").node) if router.gives("priority") else None
    return value is not None and any(piece.variable for piece in value.pieces)


@rule("same-rule-same-priority", effect=Effect.SILENT, tag="unused")
def same_rule_same_priority(tie: Tie, instance: Instance) -> Iterator[Diagnostic]:
    """Two routers match the same requests with the same priority, so that chance decides which one answers."""
    claim, other = tie.shadow.claim, tie.shadow.other
    what = "match the same requests" if tie.shadow.same else "both match the requests of the narrower rule"
    advice = "merge them, or give one a higher `priority`"
    copied = _copied(claim, other, instance) or _copied(other, claim, instance) if tie.shadow.same else None
    if copied is not None:
        router, meant = copied
        claim, other = (claim, other) if router is claim.router else (other, claim)
        advice = f"write ``{meant.rule}`` at `{router.name}`, as `{meant.name}` of the same container has it"
    message = (
        f"Routers {_two(other.router, claim.router)} {what} with the same priority {claim.priority}, so "
        f"which one answers changes at random with every reload; {advice}."
    )
    is_all_one = variable_in(claim.router.rule) is not None or _do_the_same(claim.router, other.router, instance)
    is_all_one = is_all_one and copied is None  # whose visitors end at nobody
    yield Diagnostic(claim.router.at("rule"), message, related=_related([other], "the other router"), strict=is_all_one)


def _copied(claim: Claim, other: Claim, instance: Instance) -> tuple[Router, Router] | None:
    """A router of labels whose rule was not changed when the labels of another container were copied, and one beside it
    with the rule that is meant: all others of its container ask for one other host, those of the other for its own."""
    from traefiklint.checks.shared.labels import holder_of

    one, two = holder_of(claim.router), holder_of(other.router)
    if one is two or {claim.router.provider, other.router.provider} - OF_LABELS or not claim.rule.hosts:
        return None
    beside = instance.once(_by_holder)
    if max(len(beside.get(id(holder), ())) for holder in (one, two)) > FEW:
        return None
    mine, others = ([each for each in beside.get(id(holder), ()) if each is not taken.router] for holder, taken in
                    ((one, claim), (two, other)))  # fmt: skip
    hosts = set(claim.rule.hosts)
    if len({each.rule for each in mine}) != 1 or not hosts.isdisjoint(instance.rule(mine[0]).hosts):
        return None
    is_of_other = all(hosts.issuperset(instance.rule(each).hosts) for each in others)
    return (claim.router, mine[0]) if is_of_other and instance.rule(mine[0]).hosts else None


def _by_holder(instance: Instance) -> dict[int, list[Router]]:
    """The HTTP routers with a rule of each set of labels, by identity."""
    from traefiklint.checks.shared.labels import holder_of

    found: dict[int, list[Router]] = {}
    for router in instance.objects["http.routers"].values():
        if router.provider in OF_LABELS and router.gives("rule"):
            found.setdefault(id(holder_of(router)), []).append(router)
    return found


def _two(one: Router | TcpRouter, other: Router | TcpRouter) -> str:
    """The names of two routers, with those of their providers where they are called the same."""
    names = (one.name, other.name) if one.name != other.name else (one.full, other.full)
    return " and ".join(f"`{name}`" for name in names)


def _do_the_same(one: Router | TcpRouter, other: Router | TcpRouter, instance: Instance) -> bool:
    """Whether visitors cannot tell which of two routers answers: both lead to one service, or to the same servers, by
    the same middlewares, or such as do the same."""
    if type(one) is not type(other) or not _have_same_middlewares(one, other, instance):
        return False
    if qualify(one.service, one.full) == qualify(other.service, other.full):
        return True
    from traefiklint.instance.targets import lead_to_the_same

    return lead_to_the_same(one, other, instance)


def _have_same_middlewares(one: Router | TcpRouter, other: Router | TcpRouter, instance: Instance) -> bool:
    from traefiklint.instance.targets import is_alike

    kind = f"{one.path.partition('.')[0]}.middlewares"
    mine, others = _middlewares(one), _middlewares(other)
    return len(mine) == len(others) and all(
        first == second or is_alike(instance.find(kind, first), instance.find(kind, second))
        for first, second in zip(mine, others, strict=True)
    )


def _middlewares(router: Router | TcpRouter) -> list[str]:
    return [qualify(name, router.full) for name in router.middlewares]


@rule("catch-all-without-priority", effect=Effect.SILENT, fix="unsafe")
def catch_all_without_priority(greedy: GreedyRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A router that matches everything takes the requests of routers with shorter rules."""
    claim, hidden = greedy.claim, greedy.hidden
    router = claim.router
    more = f" and {len(hidden) - 1} more" if len(hidden) > 1 else ""
    message = (
        f"Router `{router.name}` matches everything, and takes the requests of `{hidden[0].router.name}`{more}, "
        f"because its priority is the length of its rule ({claim.priority}); give it "
        f"`{option_in(router, 'priority', '1')}`."
    )
    fix = add_option(router, "priority: 1", "Let every other router come first", safe=False, below="rule")
    yield Diagnostic(router.at("rule"), message, related=_related(hidden, "never reached"), fix=fix)


@rule("tcp-catch-all-shadows-http", effect=Effect.SILENT)
def tcp_catch_all_shadows_http(greedy: GreedyTcpRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A TCP router takes every plain connection of an entry point that HTTP routers use."""
    router = greedy.claim.router
    taken = {one.entry_point for one in greedy.listeners}
    is_own = not {one.port for one in instance.entry_points(router)} & _WEB_PORTS
    hidden = [one for one in greedy.hidden if one.router.gives("rule")]  # nobody asked for those of the default rule
    if not hidden:
        return
    message = (
        f"Router `{router.name}` takes every connection without TLS on {_names(greedy.listeners)}, so HTTP routers "
        f"such as `{hidden[0].router.name}` get no request there; give it an entry point of its own."
    )
    is_meant = is_own and all(_listens_elsewhere(one, taken) for one in hidden)
    yield Diagnostic(router.at("rule"), message, related=_related(hidden, "gets no plain request"), strict=is_meant)


_WEB_PORTS = frozenset(("80", "443"))


def _listens_elsewhere(claim: Claim, taken: Collection[str]) -> bool:
    """Whether an HTTP router names no entry point, and has others than those that a TCP router has taken: it listens
    there as on all, and nobody asks for it there."""
    return not claim.router.entry_points and any(one.entry_point not in taken for one in claim.listeners)


@rule("tcp-router-behind-https", effect=Effect.SILENT)
def tcp_router_behind_https(hidden: BehindHttps, instance: Instance) -> Iterator[Diagnostic]:
    """A TCP router is never reached, because HTTPS routers serve its hosts on the same entry point."""
    router, other = hidden.claim.router, hidden.other
    message = (
        f"TCP router `{router.name}` is never reached on `{hidden.listener.entry_point}`, because HTTPS router "
        f"`{other.router.name}` serves `{hidden.claim.rule.domains[0]}` there, and is asked first; use "
        "another entry point."
    )
    also = _related([other], "the router that answers instead")
    yield Diagnostic(router.at("rule"), message, related=also, strict=_is_left_over(router, other.router, instance))


def _is_left_over(router: Router | TcpRouter, other: Router | TcpRouter, instance: Instance) -> bool:
    """Whether a TCP router leads to nothing but the servers of the HTTPS router before it."""
    from traefiklint.instance.targets import targets_of

    mine, theirs = (
        {(host, port.rpartition(":")[2]) for host, port in targets_of(one, instance)} for one in (router, other)
    )
    return bool(mine) and mine == theirs


def _names(listeners: Iterable[Listener]) -> str:
    return " and ".join(dict.fromkeys(f"`{listener.entry_point}`" for listener in listeners))


def _related(claims: Iterable[Claim], message: str) -> tuple[Related, ...]:
    places = [claim.router.at("rule") for claim in list(claims)[:_MOST_RELATED]]
    return tuple(Related(place.file, place.span, message) for place in places)
