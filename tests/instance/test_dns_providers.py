"""Which Traefik knows which DNS providers: each came, or went, with one patch of it."""

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.instance.static_start.dns_providers import dns_providers
from traefiklint.versions import since

CAME = [
    ("3.0.1", "3.0.2", "httpnet"),
    ("3.1.2", "3.1.3", "limacity"),
    ("3.1.6", "3.1.7", "selfhostde"),
    ("3.2.0", "3.2.1", "acmedns"),
    ("3.2.3", "3.2.4", "westcn"),
    ("3.3.3", "3.3.4", "spaceship"),
    ("3.3.5", "3.3.6", "f5xc"),
    ("3.5.0", "3.5.1", "zoneedit"),
    ("3.5.3", "3.5.4", "beget"),
    ("3.5.4", "3.5.5", "anexia"),
    ("3.6.2", "3.6.3", "aliesa"),
    ("3.6.5", "3.6.6", "syse"),
    ("3.6.6", "3.6.7", "jdcloud"),
    ("3.6.8", "3.6.9", "ddnss"),
    ("3.6.11", "3.6.12", "czechia"),
    ("3.6.13", "3.6.14", "ucloud"),
    ("3.6.21", "3.6.22", "dinahosting"),
    ("3.7.5", "3.7.6", "dinahosting"),
    ("3.7.9", "3.7.10", "feno"),
]
"""The last Traefik without a provider, and the first with it."""


@rows(("before", "first", "name"), CAME)
def test_a_provider_came_with_a_patch(before: str, first: str, name: str) -> None:
    assert name not in dns_providers(since(before))
    assert name in dns_providers(since(first))


@rows(
    ("before", "first", "name"),
    [
        (before, first, name)
        for before, first in (("3.6.21", "3.6.22"), ("3.7.5", "3.7.6"))
        for name in ("azure", "brandit", "cloudxns", "dnspod", "googledomains", "iij", "iwantmyname")
    ],
)
def test_a_provider_went_with_a_patch(before: str, first: str, name: str) -> None:
    assert name in dns_providers(since(before))
    assert name not in dns_providers(since(first))


@rows(
    ("target", "known"),
    [("3.0.0", 132), ("3.4.0", 157), ("3.6.22", 223), ("3.7.0", 201), ("3.7.9", 223), ("3.7.10", 229), ("3.7.15", 229)],
)
def test_so_many_providers_are_known(target: str, known: int) -> None:
    assert len(dns_providers(since(target))) == known


RESOLVER = """\
entryPoints: {web: {address: ":80"}}
certificatesResolvers: {le: {acme: {email: a@b.io, storage: acme.json, dnsChallenge: {provider: %s}}}}
"""


@rows(("given_up", "now"), [("azure", "azuredns"), ("dnspod", "tencentcloud"), ("Cloud-Flare", "cloudflare")])
def test_what_to_write_for_a_provider_that_is_none_is_named(given_up: str, now: str) -> None:
    found = lint_texts({}, static=RESOLVER % given_up, profile="none", target="3.7.15").findings
    assert f"No certificate ever comes: Traefik 3.7.15 knows no DNS provider `{given_up}`; write `{now}`." in [
        one.message for one in found
    ]
