"""What is read of a static configuration."""

from __future__ import annotations

from textwrap import dedent

from traefiklint.decoding.file import read_document
from traefiklint.decoding.static import DecodedStatic, decode_static
from traefiklint.findings import Effect
from traefiklint.model.diagnostics import DynamicInStatic, UnreadableValue
from traefiklint.model.static import Static
from traefiklint.model.static.entry_points import StaticEntryPoint

DOKPLOY = """
global: {sendAnonymousUsage: false}
providers:
  swarm: {exposedByDefault: false, watch: true}
  docker: {exposedByDefault: false, watch: true, network: dokploy-network}
  file: {directory: /etc/dokploy/traefik/dynamic, watch: true}
entryPoints:
  web: {address: ':80'}
  websecure:
    address: :443
    http3: {advertisedPort: 443}
    http: {tls: {certResolver: letsencrypt}}
  dns: {address: ':53/udp'}
  redirected:
    address: :8000
    asDefault: true
    http: {redirections: {entryPoint: {to: websecure}}, middlewares: auth@file, tls: true}
    forwardedHeaders: {insecure: true, trustedIPs: [10.0.0.0/8]}
api: {insecure: true}
ping: true
metrics: {prometheus: {entryPoint: web}}
certificatesResolvers:
  letsencrypt:
    acme: {email: a@b.c, storage: /etc/acme.json, httpChallenge: {entryPoint: web}}
  dns: {acme: {dnsChallenge: {provider: cloudflare}}}
  tls: {acme: {tlsChallenge: {}}}
  vpn: {tailscale: {}}
  none: {acme: {email: a@b.c}}
experimental:
  plugins: {geo: {moduleName: github.com/a/b, version: v1.0.0}}
  localPlugins: {own: {moduleName: a/b}}
core: {defaultRuleSyntax: v2}
"""


def read(text: str, file: str = "traefik.yml") -> DecodedStatic:
    return decode_static(read_document(file, dedent(text)))


def static(text: str = DOKPLOY) -> Static:
    made = read(text)
    assert made.static is not None
    assert made.diagnostics == []
    return made.static


def test_entry_points_say_where_they_listen_and_what_they_give_to_routers() -> None:
    points = static().entry_points
    assert {name: (point.port, point.is_udp, point.as_default) for name, point in points.items()} == {
        "web": ("80", False, False),
        "websecure": ("443", False, False),
        "dns": ("53", True, False),
        "redirected": ("8000", False, True),
    }
    secure, redirected = points["websecure"].http, points["redirected"].http
    assert secure is not None
    assert secure.tls is not None
    assert secure.tls.cert_resolver == "letsencrypt"
    assert redirected is not None
    assert redirected.middlewares == ("auth@file",)
    assert redirected.tls is not None
    assert redirected.redirections is not None
    target = redirected.redirections.entry_point
    assert target is not None
    assert (target.to, target.scheme, target.permanent) == ("websecure", "https", True)
    trusted = points["redirected"].forwarded_headers
    assert trusted is not None
    assert (trusted.insecure, trusted.trusted_ips) == (True, ("10.0.0.0/8",))


def test_resolvers_say_which_challenge_they_use() -> None:
    resolvers = static().certificates_resolvers
    assert {name: resolver.challenge for name, resolver in resolvers.items()} == {
        "letsencrypt": "http",
        "dns": "dns",
        "tls": "tls",
        "vpn": "tailscale",
        "none": "",
    }


def test_providers_plugins_and_what_traefik_offers_are_read() -> None:
    made = static()
    assert made.providers is not None
    assert made.providers.file_provider is not None
    assert made.providers.file_provider.directory == "/etc/dokploy/traefik/dynamic"
    assert made.providers.swarm is not None
    assert made.providers.docker is not None
    assert made.providers.docker.network == "dokploy-network"
    assert made.api is not None
    assert (made.api.insecure, made.api.dashboard) == (True, True)
    assert made.ping is not None
    assert made.ping.entry_point == "traefik"
    assert made.metrics is not None
    assert made.metrics.prometheus is not None
    assert made.metrics.prometheus.entry_point == "web"
    assert made.experimental is not None
    assert set(made.experimental.plugins) | set(made.experimental.local_plugins) == {"geo", "own"}
    assert made.core is not None
    assert made.core.default_rule_syntax == "v2"


def test_a_part_has_its_place() -> None:
    points = read(DOKPLOY).parts[StaticEntryPoint]
    assert points[3].path == "entryPoints.redirected"
    assert points[3].http is not None
    assert points[3].http.at("middlewares").path == "entryPoints.redirected.http.middlewares"
    assert points[3].http.at("middlewares").span.line == 17


def test_dynamic_configuration_is_said_to_be_dropped() -> None:
    (one,) = read("HTTP: {routers: {}}\napi: {}").diagnostics
    assert (type(one), one.effect, one.span.line, one.path) == (DynamicInStatic, Effect.SILENT, 1, "HTTP")


def test_values_that_traefik_cannot_read_are_said() -> None:
    (one,) = read("api: {insecure: yes}").diagnostics
    assert (type(one), one.path) == (UnreadableValue, "api.insecure")


def test_toml_is_read_too() -> None:
    made = read('[entryPoints.web]\naddress = ":80"\n[api]\ninsecure = true\n', "traefik.toml")
    assert made.static is not None
    assert made.static.entry_points["web"].port == "80"
    assert made.static.api is not None
    assert made.static.api.insecure is True


def test_nothing_comes_of_an_empty_file() -> None:
    assert read("").static is None
