"""Routers on an entry point that redirects everything itself: who waits for the visitors where they are sent."""

from __future__ import annotations

import http.client
import json
import ssl
import time

import pytest

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.verify.oracle import Oracle

STATIC = """\
entryPoints:
  web:
    address: ":80"
    http: {redirections: {entryPoint: {to: %s}}}
  websecure: {address: ":443"}
  other: {address: ":8080"}
"""
RULE = "router-behind-redirect"


def told(*routers: str, to: str = "websecure") -> list[str]:
    """What is said of routers for `shop`: the rules, with the words in the text that they stand at."""
    lines = "".join(f"    {router}\n" for router in routers)
    text = f"http:\n  routers:\n{lines}  services: {{shop: {{loadBalancer: {{servers: [{{url: 'http://shop'}}]}}}}}}\n"
    text += "  middlewares: {m: {redirectScheme: {scheme: https}}}\n"
    found = lint_texts({"a.yml": text}, static=STATIC % to, profile="none").findings
    rows_of_text = text.splitlines()
    return [
        f"{one.rule} {rows_of_text[one.span.line - 1][one.span.column - 1 : one.span.end_column - 1]}" for one in found
    ]


def router(name: str, rule: str, more: str = "") -> str:
    return f"{name}: {{rule: '{rule}', service: shop{more}}}"


HOST = "Host(`shop.example.com`)"
ON_WEB = ", entryPoints: [web]"
SECURE = ", entryPoints: [websecure], tls: {}"


@rows(
    ("routers", "to", "expected"),
    [
        ([router("a", HOST, ON_WEB)], "websecure", [f"{RULE} web"]),
        ([router("a", HOST, ON_WEB)], "':443'", [f"{RULE} web"]),
        ([router("a", HOST)], "websecure", [f"{RULE} '{HOST}'"]),
        ([router("a", HOST, ", entryPoints: [other, web]")], "websecure", [f"{RULE} web"]),
        ([router("a", HOST, ON_WEB), router("b", "Host(`b.io`)", SECURE)], "websecure", [f"{RULE} web"]),
        ([router("a", HOST, ", entryPoints: [web], tls: {}")], "websecure", [f"{RULE} web"]),
        # somebody answers there
        ([router("a", HOST, ON_WEB), router("b", HOST, SECURE)], "websecure", []),
        ([router("a", HOST, ON_WEB), router("b", "PathPrefix(`/`)", SECURE)], "websecure", []),
        ([router("a", HOST, ", tls: {}")], "websecure", []),
        # nobody is sent away from it
        ([router("a", HOST, ", entryPoints: [other]")], "websecure", []),
        ([router("a", HOST, f"{ON_WEB}, priority: 20")], "websecure, priority: 10", []),
        # where they are sent, and how, is another matter
        ([router("a", HOST, ON_WEB)], "websecure, scheme: http", []),
        ([router("a", "PathPrefix(`/`)", ON_WEB)], "websecure", []),
        # the router that stands there says what is wrong with it
        (
            [router("a", HOST, ON_WEB), router("b", HOST, ", entryPoints: [websecure]")],
            "websecure",
            ["plain-router-on-tls-entrypoint websecure"],
        ),
        (
            [router("a", HOST, ", entryPoints: [web, websecure]")],
            "websecure",
            ["plain-router-on-tls-entrypoint websecure"],
        ),
    ],
)  # fmt: skip
def test_a_router_is_told_of_that_only_sends_visitors_to_nobody(
    routers: list[str], to: str, expected: list[str]
) -> None:
    assert told(*routers, to=to) == expected


def test_it_says_where_the_visitors_end_and_what_to_do() -> None:
    text = f"http: {{routers: {{a: {{rule: '{HOST}', service: noop@internal, entryPoints: [web]}}}}}}"
    (finding,) = lint_texts({"a.yml": text}, static=STATIC % "websecure", profile="none").findings
    assert finding.message == (
        "`web` redirects every request to `websecure` before router `a` sees it, and no router answers its hosts "
        "there over TLS, so visitors get a 404; put the router on `websecure`, with `tls`."
    )


@rows(
    ("routers", "expected"),
    [
        ([router("a", "HostRegexp(`{host:.+}`)", f"{ON_WEB}, middlewares: [m]")], []),
        ([router("a", "HostRegexp(`{host:.+}`)", ON_WEB)], ["regexp-v2-template `{host:.+}`"]),
        (
            [router("a", "HostRegexp(`{host:.+}`)", ", entryPoints: [other], middlewares: [m]")],
            ["regexp-v2-template `{host:.+}`"],
        ),
        ([router("a", "Host(`a.io`) && Path(`/{x}`)", ON_WEB), router("b", "Host(`a.io`)", SECURE)], []),
        ([router("a", "Host(`a.io`) && Path(`/{x}`)", ON_WEB)], ["path-v2-template `/{x}`", f"{RULE} web"]),
    ],
)  # fmt: skip
def test_what_else_is_wrong_with_a_router_matters_unless_others_answer_its_visitors(
    routers: list[str], expected: list[str]
) -> None:
    assert sorted(told(*routers)) == sorted(expected)


@rows(
    ("more", "expected"),
    [
        ("", [RULE]),
        ("tcp: {routers: {t: {rule: HostSNI(`*`), service: x, entryPoints: [websecure]}}, services: {x: %s}}", []),
        ("tcp: {routers: {t: {rule: HostSNI(`shop.example.com`), service: x, entryPoints: [websecure], tls: {}}},"
         " services: {x: %s}}", []),
        ("tcp: {routers: {t: {rule: HostSNI(`b.io`), service: x, entryPoints: [websecure], tls: {}}},"
         " services: {x: %s}}", [RULE]),
        ("tcp: {routers: {t: {rule: HostSNI(`*`), service: x, entryPoints: [other]}}, services: {x: %s}}", [RULE]),
    ],
)  # fmt: skip
def test_a_tcp_router_may_take_the_connections_too(more: str, expected: list[str]) -> None:
    text = f"http: {{routers: {{a: {{rule: '{HOST}', service: noop@internal, entryPoints: [web]}}}}}}\n"
    text += more.replace("%s", "{loadBalancer: {servers: [{address: 'a:1'}]}}")
    found = lint_texts({"a.yml": text}, static=STATIC % "websecure", profile="none").findings
    assert [one.rule for one in found if one.rule == RULE] == expected


@pytest.mark.traefik
def test_traefik_sends_everybody_away_and_answers_nobody_there() -> None:
    static = {
        "entryPoints": {
            "web": {"address": ":0", "http": {"redirections": {"entryPoint": {"to": "websecure"}}}},
            "websecure": {"address": ":0"},
        }
    }
    text = (
        "http:\n  routers:\n"
        "    a: {rule: Host(`a.example.com`), service: noop@internal, entryPoints: [web]}\n"
        "    b: {rule: Host(`b.example.com`), service: noop@internal}\n"
        "    c: {rule: Host(`c.example.com`), service: noop@internal, tls: {}}\n"
    )
    with Oracle(static=static, confined=False) as oracle:
        assert oracle.check({"a.yml": text}).loads
        answers = {}
        for host in ("c.example.com", "a.example.com", "b.example.com"):
            plain = _status(oracle, "web", host)
            while (secure := _status(oracle, "websecure", host)) == 404 and host.startswith("c"):
                time.sleep(0.02)  # the router is not there yet
            answers[host[0]] = (plain, secure)
    assert answers == {"a": (301, 404), "b": (301, 404), "c": (301, 418)}


@pytest.mark.traefik
@rows("name", ["m@file", "m", "gone@file"])
def test_traefik_redirects_nobody_without_a_middleware_of_the_entry_point(name: str) -> None:
    http = {"middlewares": [name], "redirections": {"entryPoint": {"to": "websecure"}}}
    static = {"entryPoints": {"web": {"address": ":0", "http": http}, "websecure": {"address": ":0"}}}
    text = "http: {middlewares: {m: {compress: {}}}}\n"
    found = lint_texts({"a.yml": text}, static=json.dumps(static), profile="none").findings
    is_told = "entrypoint-unknown-middleware" in {one.rule for one in found}
    with Oracle(static=static, confined=False) as oracle:
        assert oracle.check({"a.yml": text}).loads
        assert _status(oracle, "web", "a.io") == (404 if is_told else 301)
    assert is_told is (name != "m@file")


def _status(oracle: Oracle, point: str, host: str) -> int:
    address = oracle.harmless.entry_points[point]
    connection = http.client.HTTPConnection(*address, timeout=600)
    if point == "websecure":
        context = ssl._create_unverified_context()
        connection = http.client.HTTPSConnection(*address, timeout=600, context=context)
    try:
        connection.request("GET", "/", headers={"Host": host})
        return connection.getresponse().status
    finally:
        connection.close()
