"""Whether connections still go to TCP routers, or to HTTP ones, with the TLS options that they had.

Of plain connections TCP routers choose first. Of TLS connections those for a name that the rule of any HTTP router with
TLS asks for are left to HTTP (also where Traefik disables that router), then TCP routers choose; one for every name
comes last, behind HTTP routers that name no host (pkg/server/router/tcp/router.go; see `routing/decide.py`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from traefiklint.fixing.claims import Lost, Routers
from traefiklint.instance.listeners import Claim, Listener, listeners_of
from traefiklint.instance.tls_options import DEFAULT, served
from traefiklint.matching.check import parse_domains
from traefiklint.matching.implication import Analysis
from traefiklint.matching.tree import Argument, Matcher

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
    there = routers.at(Listener(point, secure))
    return [claim for claim in there.claims if claim.rule.protocol == protocol] if there is not None else []


def _names(routers: Routers) -> dict[str, Names]:
    instance = routers.state.instance
    found: dict[str, Names] = defaultdict(dict)
    for router in instance.objects["http.routers"].values():
        rule = instance.rule(router)
        if router.parent_refs or (rule.parsed is None and parse_domains(rule.text, target=rule.target) is None):
            continue
        for listener in listeners_of(instance, router, is_http=True):
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
    wanted = Matcher("HostSNI" if protocol == "tcp" else "Host", (Argument(name, 0, 0, "`"),), 0, 0)
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
        for name in instance.rule(one.router).domains:
            found[one.point][name].setdefault(one.options, one.router.object)
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
