"""Redirects that lead back to where they began, or on for ever."""

from __future__ import annotations

from typing import Any

from tests.each import rows
from traefiklint import lint_texts

FILE = """
http:
  routers:
    shop: {rule: Host(`shop.test`), entryPoints: [websecure], service: shop, middlewares: [%s], tls: {}}
  services:
    shop: {loadBalancer: {servers: [{url: "http://shop"}]}}
  middlewares:
%s
"""


def rules(*redirects: tuple[str, str], profile: str) -> list[str]:
    lines = [
        f"    m{number}: {{redirectRegex: {{regex: '{regex}', replacement: '{replacement}'}}}}"
        for number, (regex, replacement) in enumerate(redirects)
    ]
    names = ", ".join(f"m{number}" for number in range(len(redirects)))
    found = lint_texts({"a.yml": FILE % (names, "\n".join(lines))}, profile=profile).findings
    return [one.rule for one in found if one.rule.startswith("redirect-loop")]


@rows("profile", ["dokploy", "none"])
@rows(
    "redirects",
    [
        [("^(.*)/$", "$1")],
        [("^https?://([^/]+)/$", "https://$1")],
        [("^https?://[^/]+/old(.*)", "/old$1")],
        [("^(.*)/x$", "${1}/x/"), ("^(.*)/x/$", "${1}/x")],
        [("^(https?://[^/]+)(/.*)", "${1}/app${2}")],
    ],
)
def test_a_circle_is_told(redirects: list[tuple[str, str]], profile: str) -> None:
    assert rules(*redirects, profile=profile) == ["redirect-loop"]


@rows("profile", ["dokploy", "none"])
@rows(
    "redirects",
    [
        [("^(https?://[^/]+/.+)/$", "$1")],
        [("^https?://[^/]+/old(.*)", "/new$1")],
        [("^https?://[^/]+/old(.*)", "https://other.test/old$1")],
        [("^(https?://[^/]+)/$", "${1}/app")],
        [("^http://(.*)", "https://$1")],
        [("^(.*)/x$", " ${1}/x/x")],
    ],
)
def test_a_redirect_that_ends_is_not(redirects: list[tuple[str, str]], profile: str) -> None:
    assert rules(*redirects, profile=profile) == []


def test_an_address_that_grows_with_every_redirect_is_not_followed_for_long() -> None:
    assert rules(("^(https://[^/]+/)(.*)", "${1}" + "${2}" * 1_000), profile="dokploy") == []


STATIC = """\
entryPoints:
  web: {address: ":80"}
  websecure: {address: ":443"}
  far: {address: ":8443"}
  dns: {address: ":53/udp"}
  sent: {address: ":81", http: {redirections: {entryPoint: {to: websecure}}}}
providers: {file: {directory: /d}}
"""
ROUTERS = """\
http:
  routers:
    r: {rule: "%s", entryPoints: [%s], service: s, middlewares: [%s]%s}
    www: {rule: Host(`www.b.io`), entryPoints: [websecure], service: s, tls: {}}
  services: {s: {loadBalancer: {servers: [{url: "http://s"}]}}}
  middlewares:
    m: {redirectRegex: {regex: '%s', replacement: '%s'}}
    zip: {compress: {}}
    strip: {stripPrefix: {prefixes: [/x]}}
    plug: {plugin: {p: {}}}
    https: {redirectScheme: {scheme: https}}
    http: {redirectScheme: {scheme: http}}
    far: {redirectScheme: {scheme: https, port: "8443"}}
"""


def walked(
    regex: str = "^x",
    to: str = "y",
    *,
    rule: str = "Host(`a.io`)",
    points: str = "websecure",
    middlewares: str = "m",
    tls: bool = True,
) -> list[str]:
    """What is said of redirects: the end of the rule, and the addresses in it."""
    text = ROUTERS % (rule, points, middlewares, ", tls: {}" * tls, regex, to)
    found = lint_texts({"a.yml": text}, static=STATIC, profile="none").findings
    told = [one for one in found if one.rule in ("redirect-loop", "redirect-missing-route")]
    return [f"{one.rule.removeprefix('redirect-')} {' '.join(one.message.split('`')[1::2])}" for one in told]


@rows(
    ("regex", "to", "options", "found"),
    [
        ("^https://[^/]*/(.*)$", "https:///${1}a", {"rule": "PathPrefix(`/`)"}, []),
        ("^https://[^/]*/(.*)$", "ftp://a.io/${1}a", {}, []),
        ("^https://[^/]*/(.*)$", "https://a.io:81/${1}", {}, []),
        ("^https://[^/]*/(.*)$", "https://a.io:9/${1}", {}, []),
        ("^https://[^/]*/(.*)$", "https://a.io:53/${1}", {}, []),
        ("^https://[^/]*/(.*)$", "https://a.io/${1}a", {}, ["loop https://a.io/ https://a.io/a https://a.io/aa"]),
        ("^https://[^/]*/(.*)$", "http://a.io/${1}a", {}, []),
        ("^(http.*)$", "http://a.io/", {"points": "web", "tls": False}, []),
        (
            "^http://[^/]*/(.*)$",
            "/${1}a",
            {"points": "web", "tls": False},
            ["loop http://a.io/ http://a.io/a http://a.io/aa"],
        ),
        (
            "^https://a.io(:8443)?/(.*)$",
            "https://a.io:8443/${2}a",
            {"points": "far"},
            ["loop https://a.io:8443/ https://a.io:8443/a https://a.io:8443/aa"],
        ),
        (
            "^https://a.io/(.*)$",
            "https://www.a.io/${1}",
            {},
            ["missing-route https://a.io/ https://www.a.io/ www.a.io"],
        ),
        ("^https://a.io/(.*)$", "https://www.b.io/${1}", {}, []),
        (
            "^https://www.a.io/(.*)$",
            "https://a.io/${1}",
            {"rule": "Host(`www.a.io`)"},
            ["missing-route https://www.a.io/ https://a.io/ a.io"],
        ),
        ("^https://a.io/(.*)$", "https://A.io/${1}a", {}, []),
        (
            "^https://a.io/(.*)$",
            "https://WWW.a.io/${1}",
            {},
            ["missing-route https://a.io/ https://WWW.a.io/ www.a.io"],
        ),
        ("^https://a.io/(.*)$", "https://c.io/${1}", {}, []),
        ("^https://a.io/x$", "https://a.io/y", {}, []),
        ("^https://a.io/[xy]$", "https://a.io/x", {}, []),
        ("^https://a.io/[xy]$", "https://a.io/y?", {}, []),
        ("^(.*)$", "${1}a", {"middlewares": "zip, m"}, ["loop https://a.io/ https://a.io/a https://a.io/aa"]),
        ("^(.*)$", "${1}a", {"middlewares": "strip, m"}, []),
        ("^(.*)$", "${1}a", {"middlewares": "plug, m"}, []),
        ("^(.*)$", "${1}a", {"middlewares": "gone@docker, m"}, []),
        ("^(.*)$", "${1}a", {"middlewares": "m, strip"}, ["loop https://a.io/ https://a.io/a https://a.io/aa"]),
        ("^x", "y", {"middlewares": "https"}, []),
        ("^x", "y", {"middlewares": "https", "points": "web", "tls": False}, ["missing-route r a.io"]),
        ("^x", "y", {"middlewares": "http"}, []),
        ("^x", "y", {"middlewares": "http", "points": "web", "tls": False}, []),
        ("^x", "y", {"middlewares": "http", "points": "web, websecure", "tls": False}, []),
        ("^x", "y", {"middlewares": "far"}, []),
        ("^x", "y", {"middlewares": "far", "points": "far"}, []),
        ("^x", "y", {"middlewares": "far", "points": "websecure, far"}, []),
        ("^https?://a.io/(.*)$", "https://a.io/${1}", {"points": "sent", "tls": False}, []),
        (
            "^https://([^/]*)/(.*)$",
            "https://${1}/${2}a",
            {"rule": "Host(`a.io`) || Host(`b.io`)"},
            ["loop https://a.io/ https://a.io/a https://a.io/aa"],
        ),
        (
            "^https://b.io/(.*)$",
            "https://b.io/${1}a",
            {"rule": "Host(`a.io`) || Host(`b.io`)"},
            ["loop https://b.io/ https://b.io/a https://b.io/aa"],
        ),
        ("^https://a.io/q\\?(.*)$", "https://a.io/q?${1}a", {"rule": "Host(`a.io`) && Query(`k`, `1`)"}, []),
        ("", "https://a.io", {}, []),
    ],
)
def test_where_a_redirect_leads_is_followed_as_a_browser_does(
    regex: str, to: str, options: dict[str, Any], found: list[str]
) -> None:
    assert walked(regex, to, **options) == found
