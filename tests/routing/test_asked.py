"""How an address that somebody types becomes a request, and where it comes in."""

from __future__ import annotations

from tests.each import each
from tests.routing.asking import ask, routers, table
from traefiklint.errors import UsageError
from traefiklint.routing.asking import read_request

ALL = routers("all: {rule: PathPrefix(`/`), service: shop}", "safe: {rule: PathPrefix(`/`), service: blog, tls: {}}")
PLAIN, SAFE = "proxy: {address: ':8000'}", "safe: {address: ':8443', http: {tls: {}}}"
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
