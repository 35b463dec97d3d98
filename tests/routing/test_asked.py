"""How an address that somebody types becomes a request, and where it comes in."""

from __future__ import annotations

from typing import Any

import pytest

from tests.each import each
from tests.routing.asking import ask, routers, table
from traefiklint.errors import UsageError
from traefiklint.routing import requests
from traefiklint.routing.asking import read_request, secrets_of
from traefiklint.routing.requests import crossings_of

ALL = routers("all: {rule: PathPrefix(`/`), service: shop}", "safe: {rule: PathPrefix(`/`), service: blog, tls: {}}")
PLAIN, SAFE = "proxy: {address: ':8000'}", "safe: {address: ':8443', http: {tls: {}}}"
STATIC = "entryPoints: {web: {address: ':80'}}"
NO_PORT = "no entry point listens on port 80"


@each(
    (
        ("http://a.test/", (PLAIN, SAFE), "proxy"),
        ("https://a.test/", (PLAIN, SAFE), "safe"),
        ("http://a.test:8000/", (PLAIN, SAFE), "proxy"),
        ("http://a.test:8443/", (PLAIN, SAFE), "safe"),
        ("http://a.test:80/", (PLAIN, SAFE), NO_PORT),
        ("http://a.test/", (PLAIN, SAFE, "traefik: {address: ':8080'}"), "proxy"),
        ("http://a.test/", (PLAIN, "other: {address: ':8001'}"), NO_PORT),
        ("http://a.test/", (PLAIN, "other: {address: ':8001'}", "web: {address: ':8002'}"), "web"),
        ("http://a.test/", (PLAIN, "http: {address: ':8002'}"), "http"),
        ("https://a.test/", ("one: {address: ':1'}", "https: {address: ':8002'}"), "https"),
        ("https://a.test/", (SAFE, "websecure: {address: ':8002'}"), "websecure"),
        ("http://a.test/", (SAFE,), NO_PORT),
        ("http://a.test/", (PLAIN, "plain: {address: ':80'}"), "plain"),
    ),
    lambda case: case[:2],
)
def test_a_request_comes_in_where_its_port_or_its_scheme_says(case: tuple[str, tuple[str, ...], str]) -> None:
    url, points, expected = case
    static = "entryPoints:\n" + "".join(f"  {point}\n" for point in points)
    try:
        found = ask(table(ALL, static=static), url).entry.name
    except UsageError as error:
        found = error.message
    assert found == expected


@each(
    (
        ("http://bücher.test/", "xn--bcher-kva.test"),
        ("http://bücher.test:8080/", "xn--bcher-kva.test:8080"),
        ("http://a.test:8080/", "a.test:8080"),
        ("http://a.test/", "a.test"),
    ),
    lambda case: case[0],
)
def test_the_host_is_written_as_clients_send_it(case: tuple[str, str]) -> None:
    url, host = case
    assert read_request(url).host == host


def test_a_pair_of_routers_is_asked_about_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests, "MOST_CROSSINGS", 3)
    rules = ("PathPrefix(`/a`)", "Host(`a.test`)", "Method(`POST`)")
    routes = table(
        routers(*(f"r{at}: {{rule: {rule}, service: shop}}" for at, rule in enumerate(rules))), static=STATIC
    )
    names = [f"r{at}@file" for at in range(3)]
    assert sorted(map(str, crossings_of(routes, names).values())) == [
        "GET http://a.test/a",
        "POST http://a.test/",
        "POST http://example.com/a",
    ]


@each(
    (
        ("Host(`a.test`)", {}, "host"),
        ("HostRegexp(`a`)", {}, "host"),
        ("Path(`/y`)", {}, "path"),
        ("PathRegexp(`y`) && Method(`GET`)", {}, "path and method"),
        ("Method(`POST`)", {"method": "POST"}, "method"),
        ("Header(`A`, `b`)", {"headers": ["A: b"]}, "header"),
        ("HeaderRegexp(`A`, `b`)", {"headers": ["A: b"]}, "header"),
        ("Query(`q`, `1`)", {}, "query"),
        ("ClientIP(`192.0.2.4`)", {"client_ip": "192.0.2.4"}, "client address"),
    ),
    lambda case: case[0],
)
def test_what_a_request_does_match_of_the_nearest_rule_is_said(case: tuple[str, dict[str, Any], str]) -> None:
    rule, more, noun = case
    routes = table(routers(f"r: {{rule: '{rule} && Header(`X`, `1`)', service: shop}}"), static=STATIC)
    nearest = ask(routes, "http://a.test/y?q=1", **more).nearest
    assert nearest == f"`r@file` is nearest: {noun} matches, but Header(`X`, `1`) fails: no header X"


@each(
    (
        ("tcp://a.test:1/x", "", 1),
        ("tls://a.test/x", "", None),
        ("udp://a.test:53/x", "", 53),
        ("http://a.test/x", "/x", 80),
        ("https://a.test", "", 443),
        ("ws://a.test/x", "/x", 80),
        ("WSS://a.test/x y", "/x%20y", 443),
        ("h2c://a.test/x", "`h2c://` is nothing that Traefik serves", 0),
        ("a.test/x", "`a.test/x` is no full address", 0),
        ("http://a.test:65536/", "`65536` is no port", 0),
        ("http://a.test:65535/", "/", 65535),
    ),
    lambda case: case[0],
)
def test_an_address_has_a_path_where_its_scheme_has_paths(case: tuple[str, str, int | None]) -> None:
    url, expected, port = case
    try:
        asked = read_request(url)
    except UsageError as error:
        assert (error.message, 0) == (expected, port)
    else:
        assert (asked.path, asked.port) == (expected, port)


def test_what_headers_carry_that_is_secret_is_never_shown() -> None:
    sent = ["Authorization: Bearer abcdef123456", "X-Plain: a", "Cookie: a=b", "X-Api-Key: s3cretabcd"]
    shown = list(secrets_of(read_request("https://a.test/", headers=sent)))
    assert shown == ["Bearer abcdef123456", "abcdef123456", "a=b", "a=b", "s3cretabcd", "s3cretabcd"]
    assert list(secrets_of(read_request("https://anna:p4ssword@a.test/"))) == [
        "Basic YW5uYTpwNHNzd29yZA==",
        "YW5uYTpwNHNzd29yZA==",
    ]


def test_limits_are_told_with_their_numbers() -> None:
    more = """\
  middlewares:
    none: {rateLimit: {average: 0, burst: 5}}
    few: {rateLimit: {average: 1, period: 1m, burst: 2}}
    many: {rateLimit: {average: 20}}
    once: {inFlightReq: {amount: 3}}
"""
    text = routers("a: {rule: Host(`a.test`), service: shop, middlewares: [none, few, many, once]}", more=more)
    (way,) = ask(table(text), "http://a.test/").ways
    assert [step.effect for step in way.steps] == [
        "limits nothing: its average is 0",
        "lets 1 request in 60 s through, 2 at once: 429 for more",
        "lets 20 requests in 1 s through, 1 at once: 429 for more",
        "lets 3 requests run at the same time: 429 for more",
    ]
