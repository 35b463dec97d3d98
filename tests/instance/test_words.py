"""Small readers of Go's: URLs, addresses, media types, status ranges, identities; and the nearest name."""

from __future__ import annotations

from tests.each import rows
from traefiklint.go.http_status import bad_code_range, has_status_text
from traefiklint.go.media_type import bad_media_type
from traefiklint.go.pem import holds_certificate, is_content
from traefiklint.go.spiffe import is_spiffe_id, is_trust_domain
from traefiklint.go.url import Url, parse_url, split_host_port
from traefiklint.text.spelling import nearest
from traefiklint.versions import since


@rows(
    ("text", "parts"),
    [
        ("http://app:3000", Url("", "http", "app", "3000")),
        ("HTTPS://u:p@App.example:8443/a?b=c", Url("", "https", "App.example", "8443", "/a", "b=c", "u:p")),
        ("http://[fd00::1]:80/x", Url("", "http", "fd00::1", "80", "/x")),
        ("localhost:8080", Url("", "localhost", opaque="8080")),
        ("//app:80/x", Url("", "", "app", "80", "/x")),
        ("/only/path", Url("", path="/only/path")),
        ("", Url()),
    ],
)
def test_a_url_is_read_in_its_parts(text: str, parts: Url) -> None:
    assert parse_url(text) == parts


def test_what_a_url_may_hold_depends_on_the_version() -> None:
    assert parse_url("http://a:1:2", since("3.7")).error
    assert parse_url("http://a:1:2", since("3.6")).host == "a:1"
    assert parse_url("http://[name]", since("3.6")).error
    assert not parse_url("http://[name]", since("3.0")).error


@rows(
    ("text", "host", "port"), [("db:5432", "db", "5432"), ("[::1]:80", "::1", "80"), (":80", "", "80"), ("a:", "a", "")]
)
def test_an_address_is_split(text: str, host: str, port: str) -> None:
    assert split_host_port(text) == (host, port, "")


@rows("text", ["", "db", "a:b:c", "::1", "[::1]", "[::1]x:80", "[::1", "a]:1", "a[:1"])
def test_an_address_that_is_none_is_refused(text: str) -> None:
    assert split_host_port(text)[2]


def test_media_types() -> None:
    assert not bad_media_type("text/html; charset=utf-8")
    assert not bad_media_type("text")
    assert bad_media_type("text/")
    assert bad_media_type("")


def test_status_ranges() -> None:
    assert not bad_code_range("500-599-x")
    assert bad_code_range("500-")
    assert bad_code_range("5xx")
    assert has_status_text(418)
    assert not has_status_text(600)


def test_identities() -> None:
    assert is_spiffe_id("spiffe://example.org/db")
    assert not is_spiffe_id("spiffe://Example.org/db")
    assert not is_spiffe_id("spiffe://example.org/")
    assert is_trust_domain("example.org")


def test_certificates_are_told_from_paths() -> None:
    der = "MAMCAQE="
    pem = f"-----BEGIN CERTIFICATE-----\n{der}\n-----END CERTIFICATE-----\n"
    assert is_content(pem) and holds_certificate(pem)
    assert not is_content("/certs/ca.pem")
    assert not holds_certificate(pem.replace(der, "AAAA"))


@rows(
    ("name", "known", "guess"),
    [
        ("shopp", ["shop", "blog"], "shop"),
        ("WEB", ["web"], "web"),
        ("hsop", ["shop"], "shop"),
        ("api", ["web", "websecure"], ""),
        ("a", ["b"], ""),
        ("shop", ["shop"], ""),
    ],
)
def test_the_nearest_name(name: str, known: list[str], guess: str) -> None:
    assert nearest(name, known) == guess
