"""Files that would have Traefik contact somebody (at PORT) or open a file (PATH), and their verification."""

from __future__ import annotations

import time

from tests.traefik_versions import NEWEST, traefik
from traefiklint.options import Options
from traefiklint.verify.verify import Verification, Verifier

SECRETS = {
    "DOKPLOY_API_KEY": "planted-key-471",
    "CI_TOKEN": "planted-token-472",
    "TRAEFIK_LOG_FILEPATH": "/planted-473",
}

SERVICE = "services: {s: {loadBalancer: {servers: [{url: 'http://127.0.0.1:1'}]}}}"
ROUTER = "routers: {r: {rule: 'Host(`a.example.com`)', service: s, middlewares: [m]}}"
HTTP_CHECK = (
    "http: {routers: {r: {rule: 'Host(`a.example.com`)', service: s}}, services: {s: {loadBalancer: "
    "{HEALTH: {path: /delete, method: POST, interval: 20ms}, servers: [{url: 'http://127.0.0.1:PORT'}]}}}}\n"
)
TCP_CHECK = (
    "tcp: {routers: {r: {rule: 'HostSNI(`*`)', service: s}}, services: {s: {loadBalancer: "
    "{HEALTH: {send: FLUSHALL, interval: 20ms}, servers: [{address: '127.0.0.1:PORT'}]}}}}\n"
)
REDIS = (
    f"http: {{{ROUTER}, {SERVICE}, middlewares: "
    "{m: {rateLimit: {average: 1, redis: {endpoints: ['127.0.0.1:PORT'], minIdleConns: 3}}}}}\n"
)
TOML_CHECK = """
[http.routers.r]
rule = "Host(`a.example.com`)"
service = "s"
[http.services.s.loadBalancer]
servers = [{url = "http://127.0.0.1:PORT"}]
[http.services.s.loadBalancer.healthCheck]
path = "/delete"
interval = "20ms"
"""
ANCHORED_CHECK = """
http:
  routers:
    r: {rule: 'Host(`a.example.com`)', service: s}
  services:
    base: &base
      loadBalancer: &balancer
        servers: &servers [{url: 'http://127.0.0.1:PORT'}]
        healthCheck: &check {path: /delete, interval: 20ms}
    s:
      <<: *base
    t:
      loadBalancer: {healthCheck: *check, servers: *servers, passHostHeader: false}
"""
CONTACTS = {
    "http.yml": HTTP_CHECK.replace("HEALTH", "healthCheck"),
    "case.yml": HTTP_CHECK.replace("HEALTH", "HEALTHCHECK").replace("servers", "SERVERS"),
    "twice.yml": HTTP_CHECK.replace("HEALTH", "healthcheck: {path: /}, healthCheck"),
    "tcp.yml": TCP_CHECK.replace("HEALTH", "healthCheck"),
    "redis.yml": REDIS,
    "toml.toml": TOML_CHECK,
    "anchors.yml": ANCHORED_CHECK,
    "template.yml": HTTP_CHECK.replace("{HEALTH", '{ {{ list "health" "Check" | join "" }}'),
    "template.toml": TOML_CHECK.replace("servers", '{{ lower "SERVERS" }}').replace("r]", "r]{{/* x */}}"),
    "blemish.yml": HTTP_CHECK.replace("HEALTH", "healthCheck").replace("PORT'", "PORT', weight: -1, wieght: 2"),
}


OPTIONS = {
    "users.yml": f"http: {{{ROUTER}, {SERVICE}, middlewares: {{m: {{basicAuth: {{usersFile: 'PATH'}}}}}}}}\n",
    "digest.yml": f"http: {{{ROUTER}, {SERVICE}, middlewares: {{m: {{digestAuth: {{USERSFILE: 'PATH'}}}}}}}}\n",
    "forward.yml": f"http: {{{ROUTER}, {SERVICE}, middlewares: {{m: {{forwardAuth: {{address: 'http://a', "
    "trustForwardHeader: false, maxResponseBodySize: 1, tls: {ca: PATH, cert: PATH, key: PATH}}}}}\n",
    "redis.yml": f"http: {{{ROUTER}, {SERVICE}, middlewares: {{m: {{rateLimit: {{average: 1, redis: {{tls: "
    "{ca: PATH, cert: PATH, key: PATH}}}}}}\n",
    "certificates.yml": "tls: {certificates: [{certFile: PATH, keyFile: PATH}]}\n",
    "store.yml": "tls:\n  stores:\n    default:\n      defaultCertificate:\n        certFile: PATH\n"
    "        keyFile: |\n          PATH\n",
    "clients.yml": "tls: {options: {o: {clientAuth: {caFiles: [PATH], clientAuthType: RequireAndVerifyClientCert}}}}\n",
    "transport.yml": "http: {serversTransports: {t: {rootCAs: PATH, certificates: "
    "[{certFile: PATH, keyFile: PATH}]}}}\n",
    "tcp.yml": "tcp: {serversTransports: {t: {tls: {rootCAs: [PATH, PATH], certificates: "
    "[{certFile: PATH, keyFile: PATH}]}}}}\n",
    "toml.toml": '[[tls.certificates]]\ncertFile = "PATH"\nkeyFile = """PATH"""\n',
    "several.yml": "tls: {certificates: [{certFile: PATH, keyFile: PATH}, {certFile: PATH2, keyFile: PATH2}]}\n",
    "anchor.yml": "tls: {certificates: [&one {certFile: &p PATH, keyFile: *p}, {<<: *one, certFile: PATH3}]}\n",
    "template.yml": 'tls: {certificates: [{{ "{" }}certFile: {{ printf "%s" "PATH" }}, keyFile: PATH}]}\n',
    "mixed.yml": "tls: {options: {o: {clientAuth: {caFiles: '-----BEGIN CERTIFICATE-----,PATH'}}}}\n",
}


def verify(name: str, text: str, seconds: float = 0, files_from: str = "", version: str = NEWEST) -> Verification:
    """The verification of one file, with the time that Traefik had to do something afterwards."""
    files = {name: text}
    with Verifier(traefik(version), Options(), [files], files_from) as verifier:
        done = verifier.verify(files)
        if seconds:
            time.sleep(seconds)
    return done
