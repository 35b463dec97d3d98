"""A static configuration made harmless keeps what dynamic files can see, and reaches nothing outside."""

from __future__ import annotations

import json
import socket
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
import yaml

from traefiklint.verify.harmless import CORPUS_STATIC, StaticError, make_harmless, read_static
from traefiklint.verify.oracle import Oracle

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


@pytest.mark.parametrize(
    ("text", "name"), [("a: [", "traefik.yml"), ("- a\n", "traefik.yml"), ("a = ", "traefik.toml"), ("a: \0", "t.yaml")]
)
def test_a_file_that_cannot_be_read_is_named(text: str, name: str) -> None:
    with pytest.raises(StaticError, match=f"`{name}`"):
        read_static(text, name)


def test_the_static_configuration_of_the_corpus_is_json_and_yaml() -> None:
    assert yaml.safe_load(json.dumps(CORPUS_STATIC)) == CORPUS_STATIC


def test_health_checks_reach_servers_on_loopback() -> None:
    asked: set[str] = set()

    class Server(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.add(self.headers["Host"])
            self.send_response(200)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Server) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_port
        text = (
            "http: {routers: {r: {rule: 'Host(`a`)', service: s}}, services: {s: {loadBalancer: {"
            f"healthCheck: {{path: /, interval: 50ms}}, servers: [{{url: 'http://127.0.0.1:{port}'}}, "
            "{url: 'http://192.0.2.1'}]}}}}"
        )
        with Oracle() as oracle:
            assert oracle.check({"app.yml": text}).objects["services"]["s@file"].status == "enabled"
            deadline = time.monotonic() + 10
            while not asked and time.monotonic() < deadline:
                time.sleep(0.02)
        server.shutdown()
    assert asked == {f"127.0.0.1:{port}"}


def test_what_is_not_on_loopback_is_sent_to_a_proxy_that_is_not_there() -> None:
    with Oracle(rendered=True) as oracle:
        verdict = oracle.check({"app.yml": '# {{ env "HTTP_PROXY" }} {{ env "https_proxy" }} [{{ env "NO_PROXY" }}]\n'})
    assert verdict.rendered == {"app.yml": "# http://127.0.0.1:1 http://127.0.0.1:1 []\n"}
