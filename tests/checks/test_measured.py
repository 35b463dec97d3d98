"""What the security rules say about Traefik, measured on a real one with real requests."""

from __future__ import annotations

import base64
import http.client
import itertools
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.routing.echo import Echoes
from tests.traefik_versions import VERSIONS, traefik
from traefiklint import lint_texts
from traefiklint.checks.middleware.cors import ANSWERS_AS_ASKED
from traefiklint.verify.oracle import Oracle
from traefiklint.versions import read_version

pytestmark = pytest.mark.traefik

FILE = """
http:
  routers:
    shop:
      rule: Host(`shop.example.com`)
      entryPoints: [web]
      middlewares: [m]
      service: shop
  services:
    shop:
      loadBalancer:
        servers:
          - url: %s
%s
  middlewares:
    m: %s
"""
HEADERS = "{headers: {%s}}"
FORWARD_AUTH = "{forwardAuth: {address: '%s'}}"
BASIC_AUTH = '{basicAuth: {users: ["anna:%s"]}}'
_NUMBERS = itertools.count()
ANNA = {"Authorization": "Basic " + base64.b64encode(b"anna:password").decode()}


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = dict(response.getheaders())


class Shop:
    """A shop behind Traefik, with one middleware before it."""

    def __init__(self, oracle: Oracle, address: str) -> None:
        self._oracle = oracle
        self._address = address

    @property
    def port(self) -> int:
        """Where the shop itself listens, on this machine."""
        return int(self._address.rpartition(":")[2])

    def ask(
        self,
        middleware: str,
        headers: Mapping[str, str] | None = None,
        *,
        scheme: str = "http",
        more: str = "",
        method: str = "GET",
    ) -> Answer:
        """The answer to one request."""
        host = f"shop{next(_NUMBERS)}.example.com"  # which no router before had, be it still there or not
        text = FILE.replace("shop.example.com", host) % (f"{scheme}://{self._address}", more, middleware)
        assert self._oracle.check({"shop.yml": text}).loads
        while (answer := self._request(method, {"Host": host, **(headers or {})})).status == 404:
            time.sleep(0.02)  # the router is not there yet
        return answer

    def _request(self, method: str, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection(*self._oracle.harmless.entry_points["web"], timeout=600)
        try:
            connection.request(method, "/", headers=dict(headers))
            return Answer(connection.getresponse())
        finally:
            connection.close()


@pytest.fixture
def shop(oracle: Oracle) -> Iterator[Shop]:
    with Echoes(1) as echoes:
        yield Shop(oracle, f"127.0.0.1:{echoes.ports[0]}")


@pytest.mark.parametrize("strategy", ["{depth: 1}", "{excludedIPs: [10.0.0.1]}"])
def test_without_a_trusted_proxy_an_ip_strategy_lets_nobody_in(shop: Shop, strategy: str) -> None:
    everyone = "{ipAllowList: {sourceRange: [0.0.0.0/0], ipStrategy: %s}}"
    assert shop.ask(everyone % strategy, {"X-Forwarded-For": "192.0.2.1"}).status == 403
    assert shop.ask("{ipAllowList: {sourceRange: [0.0.0.0/0]}}").status == 200


PREFLIGHT = {
    "Origin": "https://evil.example",
    "Access-Control-Request-Method": "PUT",
    "Access-Control-Request-Headers": "x-a",
}
STARS = (
    ("accessControlAllowOriginListRegex: [.*]", "OPTIONS", "Allow-Origin", *["https://evil.example"] * 2),
    ("accessControlAllowOriginList: ['*']", "OPTIONS", "Allow-Origin", "*", "https://evil.example"),
    ("accessControlAllowOriginList: ['*', 'https://ok.example']", "GET", "Allow-Origin", "*", "https://evil.example"),
    (
        "accessControlAllowOriginList: ['https://evil.example', '*']",
        "GET",
        "Allow-Origin",
        *["https://evil.example"] * 2,
    ),
    ("accessControlAllowHeaders: ['*', X-B]", "OPTIONS", "Allow-Headers", "*,X-B", "x-a"),
    ("accessControlAllowMethods: [GET, '*']", "OPTIONS", "Allow-Methods", "GET,*", "PUT"),
    ("accessControlExposeHeaders: ['*', X-B]", "GET", "Expose-Headers", "*,X-B", ""),
)
"""Options beside credentials, a request, and what a header of its answer is before Traefik 3.7.6 and since."""


@pytest.mark.parametrize("version", VERSIONS)
def test_what_a_star_beside_credentials_means_changed_once(version: str) -> None:
    is_new = read_version(version) >= ANSWERS_AS_ASKED
    with Oracle(traefik(version), confined=False) as oracle, Echoes(1) as echoes:
        shop = Shop(oracle, f"127.0.0.1:{echoes.ports[0]}")
        for options, method, header, before, since in STARS:
            middleware = HEADERS % f"accessControlAllowCredentials: true, {options}"
            answer = shop.ask(middleware, PREFLIGHT, method=method)
            assert answer.headers["Access-Control-Allow-Credentials"] == "true", options
            assert answer.headers.get(f"Access-Control-{header}", "") == (since if is_new else before), options


@pytest.mark.parametrize(
    ("option", "before", "since"),
    [
        ("accessControlAllowOriginListRegex: [.*]", "cors-wildcard-credentials", "cors-wildcard-credentials"),
        ("accessControlAllowOriginList: ['*']", "cors-star-with-credentials", "cors-wildcard-credentials"),
        ("accessControlAllowHeaders: ['*', X-B]", "cors-star-with-credentials", ""),
        ("accessControlAllowMethods: [GET, '*']", "cors-star-with-credentials", ""),
        ("accessControlExposeHeaders: ['*', X-B]", "cors-star-with-credentials", "cors-star-with-credentials"),
    ],
)
def test_a_star_beside_credentials_is_judged_by_the_patch(option: str, before: str, since: str) -> None:
    text = FILE % ("http://shop", "", HEADERS % f"accessControlAllowCredentials: true, {option}")
    asked = ("cors-star-with-credentials", "cors-wildcard-credentials")
    for target in ("3.0", "3.6.15", "3.6", "3.7.0", "3.7.5", "3.7.6", "3.7", "latest"):
        said = [one.rule for one in lint_texts({"shop.yml": text}, target=target).findings if one.rule in asked]
        is_new = target in ("3.7.6", "3.7", "latest")
        assert "".join(said) == (since if is_new else before), target


@pytest.mark.parametrize(
    "weak",
    [
        "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
        "$1$abcdefgh$G//4keteveJp0qb8z2DxG/",
        "$apr1$abcdefgh$FBwExRW4dCc8aL.OvjpIE1",
    ],
)
def test_weak_hashes_are_taken(shop: Shop, weak: str) -> None:
    middleware = BASIC_AUTH % weak
    assert shop.ask(middleware, ANNA).status == 200
    assert shop.ask(middleware).status == 401
    found = lint_texts({"shop.yml": FILE % ("http://shop", "", middleware)}).findings
    assert "basic-auth-weak-hash" in {finding.rule for finding in found}


def test_a_plain_router_asks_for_passwords_in_clear(shop: Shop) -> None:
    answer = shop.ask(BASIC_AUTH % "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=")
    assert answer.headers["Www-Authenticate"].startswith("Basic")


@pytest.mark.parametrize("option", ["sslRedirect: true", "sslForceHost: true, sslHost: a.example"])
def test_the_ssl_options_redirect_nobody(shop: Shop, option: str) -> None:
    assert shop.ask(HEADERS % option).status == 200


def test_feature_policy_sets_no_header(shop: Shop) -> None:
    headers = shop.ask("{headers: {featurePolicy: camera, permissionsPolicy: camera=()}}").headers
    assert headers["Permissions-Policy"] == "camera=()"
    assert "Feature-Policy" not in headers


def test_strict_transport_security_says_nothing_on_plain_http(shop: Shop) -> None:
    assert "Strict-Transport-Security" not in shop.ask("{headers: {stsSeconds: 1000}}").headers


def test_https_to_an_address_is_not_verified(shop: Shop) -> None:
    assert shop.ask("{compress: {}}", scheme="https").status == 500


def test_an_authentication_server_without_a_host_is_asked_on_traefiks_own_machine(shop: Shop) -> None:
    own, none = f"http://:{shop.port}/verify", "http:///verify"
    assert [shop.ask(FORWARD_AUTH % address).status for address in (own, none)] == [200, 500]
    told = {
        address: lint_texts({"shop.yml": FILE % ("http://shop", "", FORWARD_AUTH % address)}) for address in (own, none)
    }
    assert ["forward-auth-address" in {it.rule for it in told[one].findings} for one in (own, none)] == [False, True]


TRANSPORT = "        serversTransport: inside\n  serversTransports:\n    inside: {insecureSkipVerify: true%s}"


def test_a_minimum_version_alone_undoes_the_whole_transport(shop: Shop) -> None:
    assert shop.ask("{compress: {}}", scheme="https", more=TRANSPORT % "").status == 200
    assert shop.ask("{compress: {}}", scheme="https", more=TRANSPORT % ", minVersion: VersionTLS12").status == 500
    both = ", minVersion: VersionTLS12, maxVersion: VersionTLS13"
    assert shop.ask("{compress: {}}", scheme="https", more=TRANSPORT % both).status == 200


TLS_FILE = """
http:
  routers:
    shop:
      rule: Host(`shop.example.com`)
      entryPoints: [websecure]
      tls: {options: modern}
      service: noop@internal
tls:
  options:
    modern: {minVersion: %s}
"""


def speaks_tls_1_2(oracle: Oracle, version: str) -> bool:
    """Whether a client that speaks TLS 1.2 at most gets in, where the options demand a version."""
    assert oracle.check({"shop.yml": TLS_FILE % version}).loads
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with socket.create_connection(oracle.harmless.entry_points["websecure"], timeout=600) as connection:
        try:
            context.wrap_socket(connection, server_hostname="shop.example.com").close()
        except ssl.SSLError:
            return False
    return True


def test_an_unknown_minimum_version_demands_nothing(oracle: Oracle) -> None:
    assert [speaks_tls_1_2(oracle, version) for version in ("VersionTLS13", "TLS13", "1.3")] == [False, True, True]


SHOWN = """
http:
  routers: {shop: {rule: "Host(`shop%d.test`)", entryPoints: [websecure], service: noop@internal, tls: {}}}
tls: %s
"""
PEM = Path(__file__).parents[1] / "dokploy" / "tls"
PAIR = f"{{certFile: {PEM / 'certificate.pem'}, keyFile: {PEM / 'key.pem'}%s}}"
STORES = {
    "{certificates: [%s]}" % (PAIR % ""): True,
    "{certificates: [%s]}" % (PAIR % ", stores: [default, mine]"): True,
    "{certificates: [%s]}" % (PAIR % ", stores: [mine]"): False,
    "{stores: {default: {defaultCertificate: %s}}}" % (PAIR % ""): True,
    "{stores: {mine: {defaultCertificate: %s}}}" % (PAIR % ""): False,
}
"""Certificates, and whether visitors get them."""


def certificate_for_localhost(oracle: Oracle) -> bytes | None:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(oracle.harmless.entry_points["websecure"], timeout=600) as connection,
        context.wrap_socket(connection, server_hostname="localhost") as secured,
    ):
        return secured.getpeercert(binary_form=True)


@pytest.mark.parametrize("version", VERSIONS)
def test_no_store_but_the_default_one_has_its_certificates_shown(version: str) -> None:
    own = ssl.PEM_cert_to_DER_cert((PEM / "certificate.pem").read_text("ascii"))
    for number, (tls, is_shown) in enumerate(STORES.items()):
        text = SHOWN % (number, tls)
        assert any(one.rule == "tls-store-unused" for one in lint_texts({"a.yml": text}).findings) is not is_shown, tls
        with Oracle(traefik(version), confined=False) as oracle:
            assert oracle.check({"a.yml": text}).loads
            assert (certificate_for_localhost(oracle) == own) is is_shown, tls


@pytest.mark.parametrize(
    "middleware",
    [
        '{replacePathRegex: {regex: "^/(.*)", replacement: "/index.php?route=$1"}}',
        '{replacePath: {path: "/index.php?a=1"}}',
        '{addPrefix: {prefix: "/index.php?a=1"}}',
    ],
)
def test_no_middleware_of_paths_adds_a_query(shop: Shop, middleware: str) -> None:
    assert shop.ask(middleware).headers["X-Path"].startswith("/index.php%3F")
