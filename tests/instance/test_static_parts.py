"""Every part of a static configuration that files may refer to is read, and each way to write it."""

from __future__ import annotations

from tests.each import rows
from traefiklint.instance.context import Context, EntryPoint, profile_context
from traefiklint.instance.load import read_context
from traefiklint.instance.tls_options import is_by_router
from traefiklint.options import Options
from traefiklint.versions import NEWEST, since


def context(text: str, target: str = "3.7") -> Context:
    return read_context(Options(static=text, target=target)).context


FULL = """
entryPoints:
  web:
    address: "10.0.0.1:80"
    asDefault: true
    http:
      redirections: {entryPoint: {to: websecure, scheme: https}}
  websecure:
    address: ":443/tcp"
    forwardedHeaders: {trustedIPs: [10.0.0.0/8]}
    http:
      middlewares: [one@file, two@file]
      tls: {certResolver: le, options: modern@file}
  dns: {address: ":53/UDP"}
  open: {address: ":81", forwardedHeaders: {insecure: true}, http: {tls: {}, middlewares: "a@file, b@file"}}
certificatesResolvers:
  le: {acme: {httpChallenge: {entryPoint: web}}}
  dns: {acme: {dnsChallenge: {provider: x}}}
  alpn: {acme: {tlsChallenge: {}}}
  ts: {tailscale: {}}
  nothing: {acme: {email: a@example.com}}
providers:
  docker: {}
  kubernetesIngress: {}
  providersThrottleDuration: 2s
  file: {directory: /etc/traefik}
  consulCatalog: false
  swarm:
  plugin: {mine: {}}
experimental:
  plugins: {geo: {moduleName: github.com/a/geo, version: v1}}
  localPlugins: {own: {moduleName: github.com/a/own}}
core: {defaultRuleSyntax: v2}
"""


def test_every_option_of_an_entry_point_is_read() -> None:
    assert context(FULL).entry_points == {
        "web": EntryPoint("web", default=True, redirect_to="websecure", redirect_priority=2**63 - 2, port="80"),
        "websecure": EntryPoint(
            "websecure", tls=True, cert_resolver="le", tls_options="modern@file", middlewares=("one@file", "two@file"),
            port="443", trusted_forwarded=True,
        ),
        "dns": EntryPoint("dns", udp=True, port="53"),
        "open": EntryPoint("open", tls=True, middlewares=("a@file", "b@file"), port="81", trusted_forwarded=True),
    }  # fmt: skip


def test_the_rest_of_it_is_read() -> None:
    read = context(FULL)
    assert read.resolvers == {"le": "http", "dns": "dns", "alpn": "tls", "ts": "tailscale", "nothing": ""}
    assert read.providers == {"docker", "kubernetes", "file", "internal", "plugin-mine"}
    assert read.plugins == {"geo", "own"}
    assert read.internal_services == {"noop", "acme-http"}
    assert read.internal_middlewares == {"redirect-web-to-websecure"}
    assert read.default_rule_syntax == "v2"
    assert read.has_models
    assert (read.blank, read.assumed, read.dokploy, read.target) == (False, False, False, NEWEST)


@rows(
    ("text", "offered"),
    [
        ("api: {}", {"noop", "api", "dashboard"}),
        ("api: true", {"noop", "api", "dashboard"}),
        ("api: false", {"noop"}),
        ("api: {dashboard: false}", {"noop", "api"}),
        ("api: {dashboard: true}", {"noop", "api", "dashboard"}),
        ("ping: {}", {"noop", "ping"}),
        ("ping: false", {"noop"}),
        ("metrics: {prometheus: {}}", {"noop", "prometheus"}),
        ("metrics: {otlp: {}}", {"noop"}),
        ("providers: {rest: {}}", {"noop", "rest"}),
        ("certificatesResolvers: {a: {acme: {tlsChallenge: {}}}}", {"noop"}),
        ("certificatesResolvers: {a: {acme: {httpChallenge: {}}}}", {"noop", "acme-http"}),
    ],
)
def test_an_internal_service_is_offered_where_its_part_is_on(text: str, offered: set[str]) -> None:
    assert context(text).internal_services == offered


@rows(
    ("text", "offered"),
    [
        ("api: {insecure: true}", True),
        ("api: {insecure: true, dashboard: true}", True),
        ("api: {insecure: true, dashboard: false}", False),
        ("api: {insecure: false}", False),
        ("api: {}", False),
    ],
)
def test_the_middlewares_of_the_dashboard_are_there_where_it_is_open(text: str, offered: bool) -> None:
    wanted = {"dashboard_redirect", "dashboard_stripprefix"} if offered else set()
    assert context(text).internal_middlewares == wanted


@rows(
    ("text", "opened"),
    [
        ("api: {insecure: true}", True),
        ("api: {insecure: 't'}", True),
        ("api: {}", False),
        ("providers: {rest: {insecure: true}}", True),
        ("providers: {rest: {}}", False),
        ("ping: {}", True),
        ("ping: {entryPoint: web}", False),
        ("ping: {entryPoint: traefik}", True),
        ("ping: {manualRouting: true}", False),
        ("metrics: {prometheus: {}}", True),
        ("metrics: {prometheus: {entryPoint: web}}", False),
        ("metrics: {prometheus: {manualRouting: true}}", False),
    ],
)
def test_traefik_opens_an_entry_point_of_its_own_where_something_needs_it(text: str, opened: bool) -> None:
    read = context(f"entryPoints: {{web: {{address: ':80'}}}}\n{text}")
    assert list(read.entry_points) == (["web", "traefik"] if opened else ["web"])
    assert not opened or read.entry_points["traefik"] == EntryPoint("traefik", port="8080")
    own = context(f"entryPoints: {{traefik: {{address: ':1'}}}}\n{text}")
    assert own.entry_points == {"traefik": EntryPoint("traefik", port="1")}


@rows("word", ["1", "t", "T", "TRUE", "true", "True"])
def test_each_word_for_true_is_one(word: str) -> None:
    assert context(f"entryPoints: {{web: {{address: ':80', asDefault: '{word}'}}}}").entry_points["web"].default


@rows("word", ["0", "f", "F", "FALSE", "false", "False"])
def test_each_word_for_false_is_none(word: str) -> None:
    assert not context(f"entryPoints: {{web: {{address: ':80', asDefault: '{word}'}}}}").entry_points["web"].default


@rows("word", ["yes", "on", "tRUE", ""])
def test_nothing_follows_from_a_configuration_with_any_other_word(word: str) -> None:
    assert context(f"entryPoints: {{web: {{address: ':80', asDefault: '{word}'}}}}").blank


@rows(
    ("points", "tcp", "udp"),
    [
        ("a: {address: ':1'}, b: {address: ':2'}", ("a", "b"), ()),
        ("a: {address: ':1'}, b: {address: ':2', asDefault: true}", ("b",), ()),
        ("a: {address: ':1/udp', asDefault: true}, b: {address: ':2'}", (), ("a",)),
        ("traefik: {address: ':1'}, b: {address: ':2'}", ("b",), ()),
        ("traefik: {address: ':1', asDefault: true}, b: {address: ':2'}", (), ()),
        ("a: {address: ':1/udp'}, b: {address: ':2/udp'}", (), ("a", "b")),
    ],
)
def test_a_router_that_names_no_entry_point_gets_the_default_ones(
    points: str, tcp: tuple[str, ...], udp: tuple[str, ...]
) -> None:
    read = context(f"entryPoints: {{{points}}}")
    assert (read.default_entry_points(), read.default_entry_points(udp=True)) == (tcp, udp)


@rows(
    ("text", "models"),
    [
        ("entryPoints: {web: {address: ':80'}}", False),
        ("entryPoints: {web: {address: ':80', http: {tls: {}}}}", True),
        ("entryPoints: {web: {address: ':80', http: {tls: true}}}", True),
        ("entryPoints: {web: {address: ':80', http: {tls: false}}}", False),
        ("entryPoints: {web: {address: ':80', http: {middlewares: [a@file]}}}", True),
        ("core: {defaultRuleSyntax: v3}", True),
    ],
)
def test_entry_points_that_add_something_make_models(text: str, models: bool) -> None:
    assert context(text).has_models is models


def test_the_profile_of_dokploy_is_what_a_fresh_server_has() -> None:
    read = profile_context("dokploy", since("3.6"))
    assert read.entry_points == {
        "web": EntryPoint("web", port="80"),
        "websecure": EntryPoint("websecure", tls=True, cert_resolver="letsencrypt", port="443"),
    }
    assert (read.assumed, read.blank, read.dokploy, read.target) == (True, False, True, since("3.6"))
    assert read.resolvers == {"letsencrypt": "http"}
    assert read.providers == {"file", "docker", "swarm", "internal"}
    assert read.internal_services == {"noop", "api", "dashboard", "acme-http"}
    assert read.internal_middlewares == {"dashboard_redirect", "dashboard_stripprefix"}
    assert read.known == {"middlewares": {"redirect-to-https@file"}}
    nothing = profile_context("none", since("3.6"))
    assert (nothing.blank, nothing.entry_points, nothing.target) == (True, {}, since("3.6"))


@rows(
    ("target", "by_router"),
    [("3.0", False), ("3.6", False), ("3.6.17", False), ("3.6.18", True), ("3.7.0", False), ("3.7.1", False),
     ("3.7.2", True), ("3.7", True)],
)  # fmt: skip
def test_tls_options_are_settled_by_router_from_two_patches_on(target: str, by_router: bool) -> None:
    assert is_by_router(read_context(Options(target=target)).context.target) is by_router
