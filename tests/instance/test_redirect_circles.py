"""Redirects that lead back to where they began, or on for ever."""

from __future__ import annotations

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
