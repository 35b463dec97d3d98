"""Services, middlewares and routers that lead to the same one by many ways, or by a long one."""

from __future__ import annotations

import json

import pytest

from tests.routing.asking import ask, journey, names, routers, table
from traefiklint.routing.answer import Answer
from traefiklint.routing.json import answer_dict
from traefiklint.routing.passage import MOST_STEPS
from traefiklint.routing.services import DEEPER, MOST_LEVELS
from traefiklint.routing.table import Table
from traefiklint.routing.text import lines
from traefiklint.routing.ways import MOST_WAYS

pytestmark = pytest.mark.slow

WEB = "entryPoints: [web]"
URL = "http://a.test/x"


def doubled(count: int, last: str = 'loadBalancer: {servers: [{url: "http://last"}]}', more: str = "") -> Table:
    """Services of which each names the next one twice, with different weights."""
    template = "    w{n}: {{weighted: {{services: [{{name: w{m}, weight: 2}}, {{name: w{m}, weight: 1}}]}}}}\n"
    services = "".join(template.format(n=n, m=n + 1) for n in range(count))
    router = f"r: {{rule: Host(`a.test`), service: w0, {WEB}}}"
    return table(routers(router, more=f"{services}    w{count}: {{{last}}}\n{more}"))


def text_of(routes: Table) -> list[str]:
    return [line.strip() for line in lines(journey(routes, URL), lambda text, *_: text)]


def test_a_service_that_two_shares_go_to_is_told_once() -> None:
    routes = doubled(2)
    told = text_of(routes)
    start = next(number for number, line in enumerate(told) if line.startswith("service"))
    assert [line.split("  apps.yml")[0] for line in told[start : start + 6]] == [
        "service      w0@file weighted",
        "w1@file (2 of 3) weighted",
        "w2@file (2 of 3)",
        "→ http://last/x",
        "w2@file (1 of 3): see above",
        "w1@file (1 of 3) weighted: see above",
    ]
    service = answer_dict(ask(routes, URL))["answers"][0]["service"]
    first, again = service["services"]
    assert (first["share"], again["share"], again["note"]) == ("2 of 3", "1 of 3", "see above")
    assert first["services"] and not again["services"] and not again["servers"]


def test_thirty_doubled_services_are_thirty_and_not_a_milliard() -> None:
    routes = doubled(30)
    assert len(text_of(routes)) < 100
    target = ask(routes, URL).ways[0].target
    assert target is not None
    assert [server.address for server in target.answering()] == ["http://last"]
    assert target.names == {f"w{number}@file" for number in range(31)}
    assert len(json.dumps(answer_dict(ask(routes, URL)))) < 30_000


def test_ways_on_which_the_same_happens_are_one() -> None:
    last = 'middlewares: [strip], loadBalancer: {servers: [{url: "http://last"}]}'
    found = ask(doubled(30, last, "  middlewares:\n    strip: {stripPrefix: {prefixes: [/x]}}\n"), URL)
    (way,) = found.ways
    assert (way.uri, [step.name for step in way.steps]) == ("/", ["strip@file"])


def pairs(count: int) -> Table:
    """Services of which each shares its requests between two that have middlewares of their own."""
    services, middlewares = "", ""
    for n in range(count):
        services += f"    w{n}: {{weighted: {{services: [{{name: a{n}}}, {{name: b{n}}}]}}}}\n"
        for side in "ab":
            below = f"weighted: {{services: [{{name: w{n + 1}}}]}}"
            services += f"    {side}{n}: {{middlewares: [{side}{n}], {below}}}\n"
            middlewares += f"    {side}{n}: {{addPrefix: {{prefix: /{side}{n}}}}}\n"
    last = f'    w{count}: {{loadBalancer: {{servers: [{{url: "http://last"}}]}}}}\n'
    router = f"r: {{rule: Host(`a.test`), service: w0, {WEB}}}"
    return table(routers(router, more=f"{services}{last}  middlewares:\n{middlewares}"))


def test_of_more_ways_than_anybody_reads_only_the_first_are_told_and_that_is_said() -> None:
    few = ask(pairs(3), URL)
    assert len({way.uri for way in few.ways}) == 8 and not any(way.doubts for way in few.ways)
    many = ask(pairs(40), URL)
    assert len({way.uri for way in many.ways}) == MOST_WAYS == len(many.ways)
    assert many.ways[-1].doubts == (f"there are more than {MOST_WAYS} ways, and only so many are told",)


def chained(count: int, inner: str) -> Answer:
    chain = "".join(f"    m{n}: {{chain: {{middlewares: [{inner.format(m=n + 1)}]}}}}\n" for n in range(count))
    last = f"    m{count}: {{addPrefix: {{prefix: /a}}}}\n"
    router = f"r: {{rule: Host(`a.test`), service: shop, middlewares: [m0], {WEB}}}"
    return ask(table(routers(router, more=f"  middlewares:\n{chain}{last}")), URL)


def test_a_chain_of_chains_may_be_as_long_as_it_likes() -> None:
    (way,) = chained(3_000, "m{m}").ways
    assert (way.uri, way.steps[0].via) == ("/a/x", "chain m2999@file")


def test_chains_that_double_are_followed_as_far_as_anybody_reads() -> None:
    (way,) = chained(3, "m{m}, m{m}").ways
    assert (way.uri, way.doubts) == ("/a" * 8 + "/x", ())
    (way,) = chained(40, "m{m}, m{m}").ways
    assert len(way.steps) == MOST_STEPS + 1
    assert way.doubts == ("what the rest of its middlewares do: there are too many",)


def test_chains_that_double_and_hold_nothing_end_too() -> None:
    chain = "".join(f"    m{n}: {{chain: {{middlewares: [m{n + 1}, m{n + 1}]}}}}\n" for n in range(40))
    last = "    m40: {chain: {middlewares: []}}\n"
    router = f"r: {{rule: Host(`a.test`), service: shop, middlewares: [m0], {WEB}}}"
    ask(table(routers(router, more=f"  middlewares:\n{chain}{last}")), URL)


def test_a_path_that_doubles_and_doubles_is_followed_as_long_as_anybody_reads() -> None:
    double = "  middlewares:\n    twice: {replacePathRegex: {regex: '^(.*)$', replacement: '$1$1'}}\n"
    few = f"r: {{rule: Host(`a.test`), service: shop, middlewares: [{', '.join(['twice'] * 3)}], {WEB}}}"
    assert ask(table(routers(few, more=double)), URL).ways[0].uri == "/x" * 8
    many = f"r: {{rule: Host(`a.test`), service: shop, middlewares: [{', '.join(['twice'] * 60)}], {WEB}}}"
    (way,) = ask(table(routers(many, more=double)), URL).ways
    assert way.doubts == ("what the rest of its middlewares do: the path is too long",)


def test_a_redirect_to_an_ever_longer_address_is_not_followed_for_ever() -> None:
    to = "http://a.test/" + "$1" * 200
    more = f"  middlewares:\n    grow: {{redirectRegex: {{regex: '^http://a.test/(.*)$', replacement: '{to}'}}}}\n"
    router = f"r: {{rule: Host(`a.test`), service: shop, middlewares: [grow], {WEB}}}"
    followed = journey(table(routers(router, more=more)), URL)
    assert followed.end == "the redirect leads to an address that is too long"


def test_routers_below_two_parents_are_one() -> None:
    levels = [
        f"{side}{n}: {{rule: PathPrefix(`/x`), parentRefs: [{f'a{n - 1}, b{n - 1}' if n else 'top'}]"
        f"{', service: shop' if n == 30 else ''}}}"
        for n in range(31)
        for side in "ab"
    ]
    found = ask(table(routers(f"top: {{rule: Host(`a.test`), {WEB}}}", *levels)), URL)
    assert len(found.ways) == MOST_WAYS and found.is_tie
    assert names(found) == {"a30@file", "b30@file"}
    assert found.routers >= {"top@file", "a0@file", "a30@file", "b30@file"}


@pytest.mark.parametrize(
    "kind", ["weighted: {{services: [{{name: w{m}}}]}}", "failover: {{service: w{m}, fallback: shop}}"]
)
def test_a_chain_of_thousands_of_services_is_told_down_to_a_level_and_counts_as_a_whole(kind: str) -> None:
    services = "".join(f"    w{n}: {{{kind.format(m=n + 1)}}}\n" for n in range(2_000))
    health = "healthCheck: {path: /, interval: 5s}"
    services += f'    w2000: {{loadBalancer: {{{health}, servers: [{{url: "http://last"}}]}}}}\n'
    routes = table(routers(f"r: {{rule: Host(`a.test`), service: w0, {WEB}}}", more=services))
    told = text_of(routes)
    if kind.startswith("failover"):
        assert any("disabled" in line for line in told)  # Traefik wants a health check of each of them
        return
    assert DEEPER in told and len(told) < MOST_LEVELS + 30
    target = ask(routes, URL).ways[0].target
    assert target is not None
    assert [server.address for server in target.answering()] == ["http://last"]
    json.dumps(answer_dict(ask(routes, URL)))


RULES = (
    "Host(`a.test`) && Path(`/x`)",
    "Host(`a.test`) && PathPrefix(`/x`)",
    "Host(`a.test`) && !PathPrefix(`/x`)",
    "PathPrefix(`/`)",
    "Path(`/x`) || Path(`/y`)",
    "(Host(`a.test`) && Path(`/x`)) || (Host(`b.test`) && PathPrefix(`/y`))",
    "Host(`a.test`) && (Path(`/x`) || Header(`X`, `1`))",
    "Host(`a.test`) && PathPrefix(`/x`) && PathPrefix(`/x/y`)",
    "PathRegexp(`^/x`)",
    "HostRegexp(`.*`) && PathPrefix(`/%78`)",
)


@pytest.mark.parametrize("host", ["a.test", "A.test.", "b.test", "c.test"])
@pytest.mark.parametrize("path", ["/", "/x", "/x/", "/x/y/z", "/X", "/%78", "/y?x=1", "/a/../x"])
def test_whoever_may_take_a_request_is_found_by_host_and_path(host: str, path: str) -> None:
    written = [f"r{number}: {{rule: '{rule}', service: shop, {WEB}}}" for number, rule in enumerate(RULES)]
    mux = table(routers(*written)).listeners["web"].http
    request = ask(table(routers(*written)), f"http://{host}{path}").decision.request
    takers = [route.name for route in mux.routes if mux.takes(route, request)]
    assert [route.name for route in mux.candidates(request) if mux.takes(route, request)] == takers
