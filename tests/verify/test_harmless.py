"""A static configuration made harmless keeps what dynamic files can see, and reaches nothing outside."""

from __future__ import annotations

import json
import socket
from itertools import pairwise
from typing import Any

import pytest
import yaml

from tests.each import rows
from tests.traefik_versions import NEWEST, traefik
from traefiklint.options import Options
from traefiklint.verify.harmless import CORPUS_STATIC, StaticError, make_harmless, read_static
from traefiklint.verify.oracle import Oracle
from traefiklint.verify.verify import Verifier

LIVELY = """
entryPoints:
  web:
    address: ":80"
    http: {redirections: {entryPoint: {to: websecure, scheme: https}}}
  websecure:
    address: "0.0.0.0:443"
    http3: {}
    http: {tls: {certResolver: le}}
  dns: {address: ":53/udp"}
certificatesResolvers:
  le: {acme: {email: me@example.com, storage: /etc/acme.json, tlsChallenge: {}}}
providers:
  docker: {endpoint: "unix:///var/run/docker.sock"}
  file: {directory: /etc/traefik/dynamic, watch: true}
tracing: {otlp: {http: {endpoint: "http://collector:4318"}}}
metrics: {otlp: {http: {endpoint: "http://collector:4318"}}}
accessLog: {filePath: /var/log/access.log}
log: {filePath: /var/log/traefik.log}
experimental: {plugins: {geoblock: {moduleName: github.com/a/b, version: v1.0.0}}}
spiffe: {workloadAPIAddr: "unix:///run/spire.sock"}
global: {sendAnonymousUsage: true, checkNewVersion: true}
"""


def harmless_tree(static: dict[str, Any]) -> dict[str, Any]:
    tree: dict[str, Any] = json.loads(make_harmless(static, "/home/of/test").files["traefik.yml"])
    return tree


def test_every_address_is_a_free_port_on_loopback_of_the_same_protocol() -> None:
    points = harmless_tree(read_static(LIVELY))["entryPoints"]
    assert set(points) == {"web", "websecure", "dns", "traefiklint"}
    for name, point in points.items():
        host, _, port = point["address"].partition("/")[0].rpartition(":")
        kind = socket.SOCK_DGRAM if name == "dns" else socket.SOCK_STREAM
        assert host == "127.0.0.1"
        with socket.socket(type=kind) as probe:
            probe.bind((host, int(port)))
    assert points["dns"]["address"].endswith("/udp")
    assert points["web"]["http"]["redirections"]["entryPoint"]["to"] == "websecure"
    assert points["websecure"]["http"]["tls"] == {"certResolver": "le"}


@rows(
    ("static", "opened"),
    [
        ({}, {"http"}),
        ({"API": {"INSECURE": "true"}}, {"http", "traefik"}),
        ({"entryPoints": {"traefik": {"address": ":9000"}}}, {"traefik"}),
        ({"entryPoints": {"web": {"address": ":80"}}, "ping": {"manualRouting": True}}, {"web"}),
        ({"entryPoints": {"web": {"address": ":80"}}, "metrics": {"prometheus": {"entryPoint": "web"}}}, {"web"}),
        ({"entryPoints": {"web": {"address": ":80"}}, "providers": {"rest": {"insecure": 1}}}, {"web", "traefik"}),
    ],
)
def test_the_entry_points_are_those_that_traefik_opens(static: dict[str, Any], opened: set[str]) -> None:
    assert set(harmless_tree(static)["entryPoints"]) == {*opened, "traefiklint"}


@pytest.mark.traefik
def test_no_router_is_on_an_entry_point_that_only_another_traefik_would_open() -> None:
    text = "http: {routers: {r: {rule: 'Host(`shop.example.com`)', service: noop@internal, entryPoints: [http]}}}"
    with Oracle(static={"entryPoints": {"traefik": {"address": ":9000"}}}) as oracle:
        states = oracle.check({"app.yml": text}).objects["routers"].values()
    assert [state.status for state in states] == ["disabled"]


def test_nothing_that_speaks_to_the_outside_is_left() -> None:
    made = make_harmless(read_static(LIVELY), "/home/of/test")
    tree = json.loads(made.files["traefik.yml"])
    assert set(tree) == {"global", "log", "entryPoints", "certificatesResolvers", "api", "providers"}
    assert tree["global"] == {"checkNewVersion": False, "sendAnonymousUsage": False}
    assert set(tree["providers"]) == {"file", "providersThrottleDuration"}
    assert "http3" not in tree["entryPoints"]["websecure"]
    acme = tree["certificatesResolvers"]["le"]["acme"]
    assert acme["caServer"].startswith("http://127.0.0.1:")
    assert acme["storage"] == "/home/of/test/acme.json"
    assert acme["tlsChallenge"] == {}
    assert made.plugins == {"geoblock"}
    assert made.providers == {"docker"}
    assert not made.has_api


@pytest.mark.traefik
def test_traefik_starts_with_it_and_calls_no_authority() -> None:
    text = "http: {routers: {r: {rule: 'Host(`shop.example.com`)', service: noop@internal, tls: {certResolver: le}}}}"
    with Oracle(static=read_static(LIVELY)) as oracle:
        verdict = oracle.check({"app.yml": text})
        assert {state.status for state in verdict.objects["routers"].values()} == {"enabled"}
        assert verdict.complaints == ()


def test_a_toml_file_is_read_as_one() -> None:
    assert read_static('[entryPoints.web]\naddress = ":80"\n', "traefik.toml") == {
        "entryPoints": {"web": {"address": ":80"}}
    }


@rows(
    ("text", "name"), [("a: [", "traefik.yml"), ("- a\n", "traefik.yml"), ("a = ", "traefik.toml"), ("a: \0", "t.yaml")]
)
def test_a_file_that_cannot_be_read_is_named(text: str, name: str) -> None:
    with pytest.raises(StaticError, match=rf"`{name}(:\d+)?`"):
        read_static(text, name)


def test_the_static_configuration_of_the_corpus_is_json_and_yaml() -> None:
    assert yaml.safe_load(json.dumps(CORPUS_STATIC)) == CORPUS_STATIC


BOMB = "ping:\n  a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"  {name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in pairwise("abcdefghi")
)


@rows(
    ("text", "name", "line", "words"),
    [
        ("# a date\nping: 2020-01-01\n", "traefik.yml", 2, "holds the date `2020-01-01`"),
        ("ping = 2020-01-01\n", "traefik.toml", 1, "holds the date `2020-01-01`"),
        ('entryPoints: &a {web: {address: ":80", http: *a}}\n', "traefik.yml", 1, "contains itself"),
        (BOMB, "traefik.yml", 5, "unfold into far more"),
        ("ping: " + "[" * 101 + "]" * 101, "traefik.yml", 1, "more than 100 levels"),
        ("ping: " + "[" * 2000 + "]" * 2000, "traefik.yml", 1, ""),
        ("ping = " + "[" * 2000 + "]" * 2000, "traefik.toml", 1, ""),
        ("ping: {a: 1, a: 2}\n", "traefik.yml", 1, "`a`"),
    ],
)
def test_a_static_configuration_beyond_all_bounds_is_an_error_with_its_line(
    text: str, name: str, line: int, words: str
) -> None:
    for read in (
        lambda: read_static(text, name),
        lambda: Verifier(traefik(NEWEST), Options(static=text, static_file=name)),
    ):
        with pytest.raises(StaticError, match=f"`{name}(:{line})?`") as caught:
            read()
        assert words in caught.value.message


def test_many_values_by_few_aliases_are_an_error() -> None:
    text = "a: &a [" + "x, " * 2000 + "]\nb: [" + "*a, " * 90 + "]\n"
    with pytest.raises(StaticError, match="100,000 values"):
        read_static(text)


def test_a_binary_value_is_read_as_traefik_reads_it() -> None:
    assert read_static("ping: {entryPoint: !!binary aGk=}\n") == {"ping": {"entryPoint": "hi"}}


@rows("text", ["", "# nothing\n", "---\n", "~\n"])
def test_a_static_configuration_may_be_empty(text: str) -> None:
    assert read_static(text) == {}
