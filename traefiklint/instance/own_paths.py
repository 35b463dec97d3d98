"""What Traefik's own API and dashboard answer, and which routers let which of their paths through to whom.

Source: pkg/api/handler.go and pkg/api/dashboard/dashboard.go; asked of 3.7.15 and 3.0.4.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from traefiklint.instance.instance import Instance
from traefiklint.instance.names import FILE
from traefiklint.instance.passage import passage, schemes_of
from traefiklint.instance.path_conditions import changes_path, paths_of_rule
from traefiklint.instance.public import may_be_own_api
from traefiklint.instance.rewritten import sent_by_regex
from traefiklint.matching.check import RuleResult
from traefiklint.matching.evaluate import matches
from traefiklint.matching.examples import example_requests
from traefiklint.matching.implication import Analysis
from traefiklint.matching.request import Request
from traefiklint.model.http import Router
from traefiklint.model.services import Service

HOME, DASHBOARD = "/", "/dashboard/"
"""The path that redirects to the dashboard, and the dashboard's own."""
VERSION = "/api/version"
"""The path that tells which Traefik it is, and nothing else."""
_API = re.compile(
    r"/api/(?:version|rawdata|overview|support-dump|entrypoints(?:/[^/]+)?"
    r"|(?:http|tcp)/(?:routers|services|middlewares)(?:/[^/]+)?|udp/(?:routers|services)(?:/[^/]+)?)"
)
_BEGINNINGS = (
    DASHBOARD, "/api/version", "/api/rawdata", "/api/overview", "/api/support-dump", "/api/entrypoints", "/api/http/",
    "/api/tcp/", "/api/udp/",
)  # fmt: skip
"""How every path begins that is answered, but for `HOME`."""
_DEBUG = "/debug/"
"""How every path begins that is answered besides, with `debug`."""
_PATHS = (
    HOME, DASHBOARD, "/dashboard/assets/x.js", *(start.removesuffix("/") for start in _BEGINNINGS[1:5]),
    *(f"/api/{kind}s" for kind in ("http/router", "http/service", "http/middleware", "tcp/router", "udp/router")),
)  # fmt: skip
"""Some of each kind."""


def is_usual(instance: Instance) -> bool:
    """Whether the API is where it is by itself: under no other base, with its dashboard."""
    return all(api.base_path in ("", "/") and api.dashboard for api in instance.context.static.get("Api", ()))


def _is_to_debug(instance: Instance) -> bool:
    """Whether something below `/debug/` is answered, too, and nothing else (asked of 3.7.15)."""
    return any(api.debug for api in instance.context.static.get("Api", ()))


def answers(path: str, instance: Instance) -> bool:
    """Whether a GET for a path gets anything but a 404, or may do so, where the API is the usual one."""
    if path in (HOME, DASHBOARD) or path.startswith(f"{DASHBOARD}assets/") or _API.fullmatch(path) is not None:
        return True
    return path.startswith(_DEBUG) and _is_to_debug(instance)


def _answers_below(prefix: str, instance: Instance) -> bool:
    """Whether any path that begins with this is answered."""
    starts = (*_BEGINNINGS, _DEBUG) if _is_to_debug(instance) else _BEGINNINGS
    return any(start.startswith(prefix) or prefix.startswith(start) for start in starts)


_Pairs = tuple[tuple[str, str], ...]


def meets_nothing(router: Router, instance: Instance) -> bool:
    """Whether the API answers every path that a router lets through with a 404."""
    found = _alternatives(router, instance)
    return found is not None and not _any(
        found, lambda path: answers(path, instance), lambda prefix: _answers_below(prefix, instance)
    )


def lets_through(router: Router, instance: Instance, beginning: str) -> bool:
    """Whether a router lets some path through that begins so, or may do so for all that is known."""
    found = _alternatives(router, instance)
    return found is None or _any(
        found, lambda path: path.startswith(beginning), lambda prefix: beginning.startswith(prefix)
    )


def leads_only_to(router: Router, instance: Instance, *paths: str) -> bool:
    """Whether a router lets nothing through but these paths, of all that is answered."""
    found = _alternatives(router, instance)
    return found is not None and not _any(
        found,
        lambda path: path not in paths and answers(path, instance),
        lambda prefix: _answers_below(prefix, instance),
    )


def leads_away(router: Router, instance: Instance) -> bool:
    """Whether redirects send every visitor elsewhere whom a router would let through to something that is answered, for
    all hosts and paths of the rule that come to mind."""
    met, rule = passage(router, instance), instance.rule(router)
    redirects = [one.redirect_regex for one in met if one is not None and one.redirect_regex]
    if rule.tree is None or not is_usual(instance) or any(one and changes_path(one) for one in met):
        return False

    def is_sent(url: str) -> bool:
        return any(sent_by_regex(one, url) not in (None, url) for one in redirects)

    is_met = False
    paths = (*_PATHS, f"{_DEBUG}vars") if _is_to_debug(instance) else _PATHS
    for url in _urls(rule, schemes_of(router, instance), paths):
        if not is_sent(url):
            return False
        is_met = True
    return is_met


def _urls(rule: RuleResult, schemes: list[str], paths: Iterable[str]) -> Iterator[str]:
    """Addresses of some paths, of those that a rule lets through."""
    assert rule.tree is not None, "whoever asks has looked"
    for scheme in schemes:
        for one in example_requests(rule.tree, syntax=rule.syntax, scheme=scheme):
            for path in paths:
                for query in (one.query, f"{one.query}&q=1".removeprefix("&")):
                    asked = Request(one.method, scheme, one.host, path, query, one.sent, one.client_ip)
                    if matches(rule.tree, asked, syntax=rule.syntax):
                        yield asked.url


def stripped_dashboard(router: Router, instance: Instance) -> str:
    """The prefix that is taken off before the dashboard, where a router keeps from it what its pages ask for.

    They ask for `/api/` wherever they stand, and are told of no prefix (asked of 3.7.15, 3.3.6 and 3.0.4). Nothing is
    known to redirect, so that of all that the router meets it is known what it does.
    """
    changing = [one for one in passage(router, instance) if one is not None and changes_path(one)]
    strips = [one.strip_prefix for one in changing if one.strip_prefix is not None]
    rule = paths_of_rule(instance.rule(router)).alternatives
    if rule is None or len(changing) != 1 or not is_usual(instance):
        return ""
    for prefix in (prefix for strip in strips for prefix in strip.prefixes):
        asked = f"{prefix.rstrip('/')}{DASHBOARD}"
        if _any(rule, asked.startswith, asked.startswith) and not _any(rule, _is_of_api, _is_of_api):
            return prefix.rstrip("/")
    return ""


def _is_of_api(path: str) -> bool:
    return "/api".startswith(path) or path.startswith("/api/")


def may_lead_home(router: Router, instance: Instance) -> bool:
    """Whether a router leads to Traefik itself, or may do so for all that is known: by a service of Traefik's own, one
    that stands elsewhere or has others behind it, or a server on the port of the insecure API, which labels name."""
    if router.service.endswith("@internal"):
        return router.service != "noop@internal"
    service = instance.find("http.services", router.service)
    if service is None and router.provider != FILE and not router.gives("service"):
        return False
    balancer = service.load_balancer if type(service) is Service else None
    if balancer is None or not balancer.servers:
        return True
    return any(not server.url or may_be_own_api(server.url) for server in balancer.servers)


def share_hosts(router: Router, other: Router, instance: Instance) -> bool:
    """Whether some host reaches both routers, or may do so for all that is known."""
    mine, others = _hosts(router, instance), _hosts(other, instance)
    return mine is None or others is None or not mine.isdisjoint(others)


def _hosts(router: Router, instance: Instance) -> frozenset[str] | None:
    """The hosts that a rule lets through; None where it lets others through, too, or nothing is known."""
    rule = instance.rule(router)
    if rule.tree is None or rule.syntax != "v3":
        return None
    found: set[str] = set()
    for alternative in Analysis(rule.tree).alternatives or ():
        hosts = [value.lower() for one in alternative if one.name == "Host" and not one.negated for value in one.values]
        if not hosts or any("*" in host for host in hosts):
            return None
        found.update(hosts)
    return frozenset(found) or None


_NOT_OF_DASHBOARD = ("/dashboard", "/api", "/traefik")
"""How paths begin that `dashboard@internal`, whose page is at `/` with its pictures and scripts below, never has."""


def lets_pages_through(router: Router, instance: Instance) -> bool:
    """Whether a router lets paths through that `dashboard@internal` answers, or may do so for all that is known."""
    found = _alternatives(router, instance)

    def may_be(path: str) -> bool:
        return not path.startswith(_NOT_OF_DASHBOARD)

    return found is None or _any(found, may_be, may_be)


def _alternatives(router: Router, instance: Instance) -> tuple[_Pairs, ...] | None:
    """What a rule asks of paths; None where nothing is known, or somebody changes them."""
    met = passage(router, instance)
    if not is_usual(instance) or any(one is None or one.plugin or changes_path(one) for one in met):
        return None
    return paths_of_rule(instance.rule(router)).alternatives


def _any(alternatives: Iterable[_Pairs], of_path: Callable[[str], bool], of_prefix: Callable[[str], bool]) -> bool:
    """Whether all conditions of some alternative hold."""
    return any(
        all((of_path if name == "Path" else of_prefix)(value) for name, value in pairs) for pairs in alternatives
    )
