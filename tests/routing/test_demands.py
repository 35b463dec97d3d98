"""Which routers can take the same request is found by host and path: none is missed, and no others are compared."""

from __future__ import annotations

import json

from tests.effort import often
from tests.routing.asking import table
from tests.routing.generator import STATIC, case
from traefiklint.matching.demands import Meetings
from traefiklint.matching.examples import example_requests
from traefiklint.matching.request import Request
from traefiklint.matching.tree import And
from traefiklint.routing.route import Route


def meeting(*rules: str) -> dict[str, list[str]]:
    """The names of the routers with these rules (`a`, `b`, …) that each of them may meet."""
    routers = "".join(f"    {chr(97 + number)}: {{rule: '{rule}', service: s}}\n" for number, rule in enumerate(rules))
    text = f"http:\n  routers:\n{routers}  services:\n    s: {{loadBalancer: {{servers: [{{url: 'http://s'}}]}}}}\n"
    listener = table(text, static="entryPoints: {web: {address: ':80'}}").listeners["web"]
    routes = sorted(listener.http.routes, key=lambda route: route.name)
    found = Meetings(routes)
    return {route.name[0]: [other.name[0] for other in found.of(route)] for route in routes}


def test_routers_meet_where_their_hosts_do() -> None:
    assert meeting("Host(`a.test`)", "Host(`b.test`)", "Host(`A.test`) || Host(`c.test`)", "Path(`/`)") == {
        "a": ["c", "d"],
        "b": ["d"],
        "c": ["a", "d"],
        "d": ["a", "b", "c"],
    }


def test_a_wildcard_meets_hosts_one_label_below_and_itself() -> None:
    assert meeting("Host(`*.test`)", "Host(`a.test`)", "Host(`a.b.test`)", "Host(`*.test`) && Path(`/x`)") == {
        "a": ["b", "d"],
        "b": ["a", "d"],
        "c": [],
        "d": ["a", "b"],
    }


def test_routers_meet_where_their_paths_do() -> None:
    assert meeting("PathPrefix(`/a`)", "Path(`/a/b`)", "PathPrefix(`/a/c`)", "Path(`/b`)", "Path(`/a`)") == {
        "a": ["b", "c", "e"],
        "b": ["a"],
        "c": ["a"],
        "d": [],
        "e": ["a"],
    }


def test_no_request_that_two_routers_take_is_missed() -> None:
    together = apart = 0
    for seed in range(often(20)):
        made = case(seed, [80] * 9, 0)
        for listener in table(made.files["dynamic.yml"], static=json.dumps(STATIC)).listeners.values():
            for mux in (listener.tcp, listener.tls, listener.http, listener.https):
                meetings = Meetings(mux.routes)
                for one in mux.routes:
                    found = set(meetings.of(one))
                    together += len(found)
                    for other in {*mux.routes} - found - {one}:
                        apart += 1
                        assert not _shared(one, other), (seed, one, other)
    assert together > 200
    assert apart > 50


def _shared(one: Route, other: Route) -> tuple[Request, ...]:
    if one.rule.tree is None or other.rule.tree is None or one.syntax != other.syntax:
        return ()
    return example_requests(And((one.rule.tree, other.rule.tree), 0, 0), protocol=one.protocol, syntax=one.syntax)
