"""What the security rules say about Traefik, measured on a real one with real requests."""

from __future__ import annotations

import base64
import http.client
import itertools
import socket
import ssl
import time
from collections.abc import Iterator, Mapping

import pytest

from tests.routing.echo import Echoes
from traefiklint import lint_texts
from traefiklint.verify.oracle import Oracle

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
        self, middleware: str, headers: Mapping[str, str] | None = None, *, scheme: str = "http", more: str = ""
    ) -> Answer:
        """The answer to one request."""
        host = f"shop{next(_NUMBERS)}.example.com"  # which no router before had, be it still there or not
        text = FILE.replace("shop.example.com", host) % (f"{scheme}://{self._address}", more, middleware)
        assert self._oracle.check({"shop.yml": text}).loads
        while (answer := self._request({"Host": host, **(headers or {})})).status == 404:
            time.sleep(0.02)  # the router is not there yet
        return answer

    def _request(self, headers: Mapping[str, str]) -> Answer:
        connection = http.client.HTTPConnection(*self._oracle.harmless.entry_points["web"], timeout=600)
        try:
            connection.request("GET", "/", headers=dict(headers))
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


@pytest.mark.parametrize("origins", ['accessControlAllowOriginList: ["*"]', "accessControlAllowOriginListRegex: [.*]"])
def test_with_credentials_every_site_may_act_as_the_visitor(shop: Shop, origins: str) -> None:
    answer = shop.ask(
        HEADERS % f"accessControlAllowCredentials: true, accessControlAllowMethods: [GET], {origins}",
        {"Origin": "https://evil.example"},
    )
    assert answer.headers["Access-Control-Allow-Origin"] == "https://evil.example"
    assert answer.headers["Access-Control-Allow-Credentials"] == "true"


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
