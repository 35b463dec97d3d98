"""Routers that never answer: others come first, or take the connections away; and routers that share a host badly."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from traefiklint.checks.entrypoint.advice import entry_point_advice
from traefiklint.checks.registry import Draft, reported, source
from traefiklint.findings import Effect, Related
from traefiklint.instance.instance import Project

if TYPE_CHECKING:
    from traefiklint.instance.listeners import Claim, Listener
    from traefiklint.instance.shadowing import Shadow

shadowed_router = reported(
    "shadowed-router",
    "A router is never reached, because another one takes all of its requests.",
    effect=Effect.SILENT,
)
same_rule_same_priority = reported(
    "same-rule-same-priority",
    "Two routers match the same requests with the same priority, so that chance decides which one answers.",
    effect=Effect.SILENT,
)
catch_all_without_priority = reported(
    "catch-all-without-priority",
    "A router that matches everything takes the requests of routers with shorter rules.",
    effect=Effect.SILENT,
)
tcp_catch_all_shadows_http = reported(
    "tcp-catch-all-shadows-http",
    "A TCP router takes every plain connection of an entry point that HTTP routers use.",
    effect=Effect.SILENT,
)

_MOST_RELATED = 5


@source
def reachability(project: Project, _: Project) -> Iterator[tuple[str, Draft]]:
    """What routers keep from each other."""
    http, tcp = project.objects["http.routers"], project.objects["tcp.routers"]
    if not http and len(tcp) < 2:
        return
    from traefiklint.instance.listeners import claims_of

    claims = claims_of(project, "http.routers") if http else []
    working = [claim for claim in claims if claim.works]
    found = _shadows(working)
    if claims and not project.context.blank:
        unseen = {(id(one.claim), one.listener) for one in found if one.other.priority > one.claim.priority}
        yield from entry_point_advice(claims, unseen, project)
    if found:
        yield from _told(found, project)
    if tcp:
        others = [claim for claim in claims_of(project, "tcp.routers") if claim.works]
        yield from _told(_shadows(others), project)
        yield from _without_http(working, others, project)


def _shadows(claims: list[Claim]) -> list[Shadow]:
    if len(claims) < 2:
        return []
    from traefiklint.instance.shadowing import shadows

    return list(shadows(claims))


def _told(found: list[Shadow], project: Project) -> Iterator[tuple[str, Draft]]:
    hidden: dict[int, list[Shadow]] = {}
    ties: dict[int, Shadow] = {}
    for shadow in found:
        if shadow.other.priority > shadow.claim.priority:
            hidden.setdefault(id(shadow.claim), []).append(shadow)
        else:
            ties.setdefault(id(shadow.claim), shadow)
    takers: dict[int, list[Shadow]] = {}
    for of_one in hidden.values():
        wholly = len(of_one) == len(of_one[0].claim.listeners)
        if not wholly:
            of_one = [shadow for shadow in of_one if not _sends_away(shadow.other, project)]
        if of_one:
            takers.setdefault(id(of_one[0].other), []).append(of_one[0])
            yield "shadowed-router", _never_reached(of_one, wholly)
    for taken in takers.values():
        yield from _catch_all(taken)
    for shadow in ties.values():
        yield "same-rule-same-priority", _by_chance(shadow)


def _never_reached(found: list[Shadow], wholly: bool) -> Draft:
    claim, other = found[0].claim, found[0].other
    where = "" if wholly else f" on {_names([shadow.listener for shadow in found])}"
    ranks = f"{other.priority} over {claim.priority}"
    if other.router.priority == 0:
        ranks += ", the length of its rule" if claim.router.priority else ", the lengths of the rules"
    what = "the same requests" if found[0].same else "everything that it matches"
    message = (
        f"Router `{claim.router.name}` is never reached{where}, because `{other.router.name}` matches {what} and has "
        f"the higher priority ({ranks}); give `{claim.router.name}` a higher `priority`, or narrow the other's rule."
    )
    return Draft(claim.router.at("rule"), message, related=_related([other], "the router that answers instead"))


def _by_chance(shadow: Shadow) -> Draft:
    claim, other = shadow.claim, shadow.other
    what = "match the same requests" if shadow.same else "both match the requests of the narrower rule"
    message = (
        f"Routers `{other.router.name}` and `{claim.router.name}` {what} with the same priority {claim.priority}, so "
        "which one answers changes at random with every reload; merge them, or give one a higher `priority`."
    )
    return Draft(claim.router.at("rule"), message, related=_related([other], "the other router"))


def _catch_all(found: list[Shadow]) -> Iterator[tuple[str, Draft]]:
    from traefiklint.instance.shadowing import is_catch_all

    claim = found[0].other
    router = claim.router
    if router.priority or not is_catch_all(claim):
        return
    from traefiklint.checks.shared.fixes import add_option

    first = found[0].claim.router.name
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    message = (
        f"Router `{router.name}` matches everything, and takes the requests of `{first}`{more}, because its priority "
        f"is the length of its rule ({claim.priority}); give it `priority: 1`."
    )
    fix = add_option(router, "priority: 1", "Let every other router come first", safe=False, below="rule")
    related = _related([shadow.claim for shadow in found], "never reached")
    yield "catch-all-without-priority", Draft(router.at("rule"), message, related=related, fix=fix)


def _sends_away(claim: Claim, project: Project) -> bool:
    """Whether a router redirects what it gets to https, which its shadowed routers may serve there."""
    from traefiklint.checks.shared.passage import passage, sends_to_https

    return any(map(sends_to_https, passage(claim.router, project)))


def _without_http(http: list[Claim], tcp: list[Claim], project: Project) -> Iterator[tuple[str, Draft]]:
    from traefiklint.instance.shadowing import is_catch_all

    for claim in tcp:
        names = {listener.entry_point for listener in claim.listeners if not listener.secure and listener.entry_point}
        if not names or not is_catch_all(claim):
            continue
        losers = [one for one in http if any(name in names and not tls for name, tls in one.listeners)]
        if not losers:
            continue
        where = _names([listener for one in losers for listener in one.listeners if listener.entry_point in names])
        message = (
            f"Router `{claim.router.name}` takes every connection without TLS on {where}, so HTTP routers such as "
            f"`{losers[0].router.name}` get no request there; give it an entry point of its own."
        )
        related = _related(losers, "gets no plain request")
        yield "tcp-catch-all-shadows-http", Draft(claim.router.at("rule"), message, related=related)


def _names(listeners: list[Listener]) -> str:
    return " and ".join(dict.fromkeys(f"`{listener.entry_point}`" for listener in listeners))


def _related(claims: list[Claim], message: str) -> tuple[Related, ...]:
    places = [claim.router.at("rule") for claim in claims[:_MOST_RELATED]]
    return tuple(Related(place.file, place.span, message) for place in places)
