"""Which routers answer anybody, and which servers may be Traefik's own API."""

from __future__ import annotations

from tests.each import rows
from tests.instance.asking import instance_of, thing
from traefiklint.instance.public import depends_on, is_own_api, is_public, may_be_own_api, wants_client_certificate

FILE = """\
http:
  routers:
    r: {rule: "%s", service: s%s}
  services: {s: {loadBalancer: {servers: [{url: "http://s"}]}}}
  middlewares:
    allow: {ipAllowList: {sourceRange: [10.0.0.0/8]}}
    white: {ipWhiteList: {sourceRange: [10.0.0.0/8]}}
    login: {basicAuth: {users: ["a:b"]}}
tls:
  options:
    verified: {clientAuth: {clientAuthType: RequireAndVerifyClientCert}}
    any: {clientAuth: {clientAuthType: RequireAnyClientCert}}
    asked: {clientAuth: {clientAuthType: RequestClientCert}}
    plain: {minVersion: VersionTLS12}
    default: {%s}
"""
STATIC = """\
entryPoints:
  web: {address: ":80", asDefault: %s}
  lo: {address: "127.0.0.1:81"}
  named: {address: "LocalHost:82"}
  six: {address: "[::1]:83"}
  lan: {address: "10.0.0.1:84"}
  name: {address: "127.example:85"}
  other: {address: "localhosting:86"}
  traefik: {address: ":8080"}
"""


@rows(
    ("rule", "options", "told"),
    [
        ("Host(`a.io`)", "", True),
        ("Host(`a.io`) && ClientIP(`10.0.0.1`)", "", False),
        ("Host(`a.io`) || !ClientIP(`10.0.0.1`)", "", False),
        ("Host(`a.io`)", ", middlewares: [allow]", False),
        ("Host(`a.io`)", ", middlewares: [white]", False),
        ("Host(`a.io`)", ", middlewares: [login, white]", False),
        ("Host(`a.io`)", ", middlewares: [login]", True),
        ("Host(`a.io`)", ", middlewares: [gone]", True),
        ("Host(`a.io`)", ", entryPoints: [web]", True),
        ("Host(`a.io`)", ", entryPoints: [lan]", True),
        ("Host(`a.io`)", ", entryPoints: [name]", True),
        ("Host(`a.io`)", ", entryPoints: [other]", True),
        *(("Host(`a.io`)", f", entryPoints: [{point}]", False) for point in ("lo", "named", "six", "traefik")),
        ("Host(`a.io`)", ", entryPoints: [lo, traefik]", False),
        ("Host(`a.io`)", ", entryPoints: [lo, web]", True),
        ("Host(`a.io`)", ", tls: {options: verified}", False),
        ("Host(`a.io`)", ", tls: {options: any}", False),
        ("Host(`a.io`)", ", tls: {options: asked}", True),
        ("Host(`a.io`)", ", tls: {options: plain}", True),
        ("Host(`a.io`)", ", tls: {options: gone}", True),
        ("Host(`a.io`)", ", tls: {options: 'gone@docker'}", False),
        ("Host(`a.io`)", ", tls: {options: 'verified@file'}", False),
    ],
)
def test_a_router_answers_anybody_unless_something_chooses_who(rule: str, options: str, told: bool) -> None:
    instance = instance_of(FILE % (rule, options, ""), STATIC % "true")
    assert is_public(thing(instance, "http.routers.r"), instance) is told


def test_a_router_without_entry_points_listens_on_the_default_ones() -> None:
    for default, told in (("true", True), ("false", True)):
        instance = instance_of(FILE % ("Host(`a.io`)", "", ""), STATIC % default)
        assert is_public(thing(instance, "http.routers.r"), instance) is told
    inside = "entryPoints: {lo: {address: '127.0.0.1:80'}}"
    instance = instance_of(FILE % ("Host(`a.io`)", "", ""), inside)
    assert not is_public(thing(instance, "http.routers.r"), instance)
    instance = instance_of(FILE % ("Host(`a.io`)", "", ""))
    assert is_public(thing(instance, "http.routers.r"), instance)


@rows(
    ("options", "default", "told"),
    [
        ("", "clientAuth: {clientAuthType: RequireAnyClientCert}", True),
        (", tls: {}", "clientAuth: {clientAuthType: RequireAnyClientCert}", True),
        (", tls: {options: plain}", "clientAuth: {clientAuthType: RequireAnyClientCert}", False),
        (", tls: {options: default}", "clientAuth: {clientAuthType: RequireAnyClientCert}", True),
        (", tls: {}", "clientAuth: {clientAuthType: VerifyClientCertIfGiven}", False),
        (", tls: {}", "clientAuth: {}", False),
        (", tls: {}", "", False),
    ],
)
def test_a_router_without_tls_options_has_the_default_ones(options: str, default: str, told: bool) -> None:
    instance = instance_of(FILE % ("Host(`a.io`)", options, default), STATIC % "true")
    assert wants_client_certificate(thing(instance, "http.routers.r"), instance) is told


@rows(
    ("rule", "options", "point", "told"),
    [
        ("Host(`a.io`)", "", ", http: {tls: {options: 'verified@file'}}", True),
        ("Host(`a.io`)", ", tls: {}", ", http: {tls: {options: 'verified@file'}}", False),
        ("Path(`/a`)", "", ", http: {tls: {options: 'verified@file'}}", False),
        ("Path(`/a`)", ", tls: {options: verified}", "", False),
        ("Host(`a.io`)", ", tls: {options: verified}", "", True),
        ("Host(`a.io`)", "", ", http: {tls: {}}", False),
        ("Host(`a.io`)", "", "", False),
    ],
)
def test_the_tls_options_of_an_entry_point_are_those_of_routers_without_tls(
    rule: str, options: str, point: str, told: bool
) -> None:
    """Asked of 3.7.15 with `curl`: without a host in the rule the default ones are taken."""
    instance = instance_of(FILE % (rule, options, ""), f"entryPoints: {{s: {{address: ':443'{point}}}}}")
    assert wants_client_certificate(thing(instance, "http.routers.r"), instance) is told


def test_no_rule_depends_on_nothing() -> None:
    assert not depends_on(None, "ClientIP")


@rows(
    ("url", "is_one", "may_be"),
    [
        ("http://traefik:8080", True, True),
        ("https://traefik:8080/", True, True),
        ("http://my-traefik:8080", True, True),
        ("http://my_traefik:8080", True, True),
        ("http://mytraefik:8080", False, True),
        ("http://traefik:8080/api", False, True),
        ("http://traefik", False, True),
        ("http://traefik:80", False, True),
        ("http://Traefik-internal/x", False, True),
        ("http://app:8080", False, True),
        ("http://app:8080/x", False, True),
        ("http://app:80801", False, False),
        ("http://app:80", False, False),
        ("http://app/traefik", False, False),
        ("h2c://traefik:8080", False, False),
        ("", False, False),
    ],
)
def test_a_server_may_be_traefiks_own_api_by_its_name_or_port(url: str, is_one: bool, may_be: bool) -> None:
    assert (is_own_api(url), may_be_own_api(url)) == (is_one, may_be)
