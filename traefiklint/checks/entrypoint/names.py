"""Entry points: whether those that a router names are there, and take what it brings."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import rewrite
from traefiklint.findings import Effect, Fix, Related, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.udp_points import meant_for_tcp
from traefiklint.model.http import Router
from traefiklint.model.tcp import TcpRouter
from traefiklint.model.udp import UdpRouter
from traefiklint.records import NamedTuple
from traefiklint.text.spelling import listed


class _Bad(NamedTuple):
    item: int
    name: str
    wrong_protocol: bool


def _bad(router: Router | TcpRouter | UdpRouter, instance: Instance) -> tuple[list[_Bad], bool]:
    """The entry points that Traefik does not find for a router, and whether none is left (pkg/config/runtime)."""
    points = instance.context.entry_points
    udp = type(router) is UdpRouter
    bad: list[_Bad] = []
    names = router.entry_points
    for index, name in enumerate(names):
        point = points.get(name)
        if point is None or point.udp != udp:
            bad.append(_Bad(index, name, point is not None))
    none_left = bool(names) and len(bad) == len(names) and not getattr(router, "parent_refs", ())
    return bad, none_left


def _diagnostic(
    router: Router | TcpRouter | UdpRouter,
    instance: Instance,
    bad: _Bad,
    none_left: bool,
    message: str,
    fix: Fix | None = None,
) -> Diagnostic:
    place = router.at("entry_points", bad.item)
    sign = "?" if "did you mean" in message else "."
    if instance.context.assumed:
        return Diagnostic(place, message + sign, fix=fix, effect=Effect.ADVICE, severity=Severity.WARNING)
    if none_left:
        message = f"{message}{sign} The router has no other, so nothing reaches it."
        return Diagnostic(place, message, fix=fix, effect=Effect.DISABLED)
    message = f"{message}{sign} Its other entry points work."
    return Diagnostic(place, message, fix=fix, effect=Effect.DEGRADED, severity=Severity.ERROR)


@rule("unknown-entrypoint", effect=Effect.DISABLED, fix="safe")
def unknown_entrypoint(router: Router | TcpRouter | UdpRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A router names an entry point that the static configuration does not have."""
    context = instance.context
    if context.blank:
        return
    if not router.entry_points:
        udp = type(router) is UdpRouter
        below = getattr(router, "parent_refs", ())
        if not context.assumed and not below and not context.default_entry_points(udp=udp):
            lacking = "UDP entry point" if udp else "default entry point"
            message = f"Router `{router.name}` names no entry point, and Traefik has no {lacking} to give it; add one."
            yield Diagnostic(router.key_at(), message)
        return
    bad, none_left = _bad(router, instance)
    if not bad:
        return
    udp = type(router) is UdpRouter
    given = frozenset(router.entry_points)
    known = instance.entry_point_names(udp=udp)
    for entry in bad:
        if not entry.wrong_protocol:
            usual = {"http": "web", "https": "websecure"}.get(entry.name, "")
            guess = (
                usual if usual in known else instance.nearest(entry.name, "udp entry points" if udp else "entry points")
            )
            if {entry.name, guess} == {"http", "https"}:
                guess = ""  # nobody misspells one as the other: the entry point is missing
            shown = listed(known)
            advice = f"did you mean `{guess}`?" if guess else f"known are {shown}" if known else "none is configured"
            message = f"Entry point `{entry.name}` does not exist; {advice}"
            fix = None
            if guess and guess not in given:
                certain = guess == usual and not context.assumed
                fix = rewrite(router.at("entry_points", entry.item), entry.name, guess, safe=certain)
            found = _diagnostic(router, instance, entry, none_left, message.rstrip("?") if guess else message, fix)
            yield found._replace(cause=_where_in_vain(entry.name, instance))


def _where_in_vain(name: str, instance: Instance) -> str:
    """The file and path of what is told of flags or variables that define an entry point, and that Traefik ignores."""
    if not instance.context.static.get("IgnoredForm"):
        return ""
    from traefiklint.instance.same_form import points_in_vain

    place = instance.once(points_in_vain).get(name)
    return f"{place.file} {place.path}" if place is not None else ""


@rule("entrypoint-wrong-protocol", effect=Effect.DISABLED)
def entrypoint_wrong_protocol(router: Router | TcpRouter | UdpRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A router names an entry point of the other protocol: UDP for TCP or HTTP, or the reverse."""
    if instance.context.blank or not router.entry_points:
        return
    bad, none_left = _bad(router, instance)
    for entry in bad:
        if entry.wrong_protocol:
            is_udp = type(router) is UdpRouter
            there, other = ("TCP", "whose address ends in `/udp`") if is_udp else ("UDP", "that listens on TCP")
            here = {Router: "an HTTP", TcpRouter: "a TCP", UdpRouter: "a UDP"}[type(router)]
            message = f"Entry point `{entry.name}` takes {there}, so {here} router cannot use it; name one {other}"
            place = instance.once(meant_for_tcp).get(entry.name) if not is_udp else None
            cause = f"{place.file} {place.path}" if place is not None else ""  # where it is told
            yield _diagnostic(router, instance, entry, none_left, message)._replace(cause=cause)


@rule("udp-entrypoint-shared", category="router", effect=Effect.DEGRADED, severity=Severity.ERROR)
def udp_entrypoint_shared(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """Several UDP routers share an entry point, and one of them gets everything."""
    routers: dict[str, UdpRouter] = instance.objects["udp.routers"]
    if len(routers) < 2:
        return
    by_point: dict[str, list[UdpRouter]] = {}
    for router in routers.values():
        for point in instance.entry_points(router):
            by_point.setdefault(point.name, []).append(router)
    told: set[UdpRouter] = set()
    for point_name, sharing in by_point.items():
        winner = max(sharing, key=lambda router: router.full.encode())
        for router in sharing:
            if router is winner or router in told:
                continue
            told.add(router)
            spot = winner.key_at()
            message = (
                f"`{winner.name}` takes everything on the UDP entry point `{point_name}`, so `{router.name}` gets "
                "nothing there; give each its own."
            )
            yield Diagnostic(router.key_at(), message, related=(Related(spot.file, spot.span, "this one serves"),))
