"""Whether anybody misses what stands in the wrong one of Traefik's two kinds of files, and is dropped there."""

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts

STATIC = """\
entryPoints: {web: {address: ":80"}}
providers: {file: {directory: /d}}
api: {dashboard: true, debug: false}
log: {level: INFO}
"""
DYNAMIC = """\
http:
  routers: {r: {rule: Path(`/`), service: s, middlewares: [m, far@docker, wanted], entryPoints: [web]}}
  services: {s: {loadBalancer: {servers: [{url: "http://a"}]}}}
  middlewares: {m: {compress: {encodings: [br, gzip]}}, Other: {retry: {attempts: 2}}}
tls:
  options: {o: {minVersion: VersionTLS12}, default: {minVersion: VersionTLS12, curvePreferences: [X25519, CurveP256]}}
"""


def told(*, static: str = "", dynamic: str = "") -> list[str]:
    """The sections that are said to be dropped, of what is added to the files."""
    found = lint_texts({"a.yml": DYNAMIC + dynamic}, static=STATIC + static, profile="none").findings
    rules = {"dynamic-in-static": "static", "static-in-dynamic": "dynamic"}
    return [f"{rules[one.rule]} {one.path}" for one in found if one.rule in rules]


M = "m: {compress: {encodings: [br, gzip]}}"


@rows(
    ("static", "dynamic", "found"),
    [
        ("", "api: {dashboard: true}\n", []),
        ("", "API: {Dashboard: true}\n", []),
        ("", "api: {dashboard: false}\n", ["dynamic api"]),
        ("", "api: {insecure: true}\n", ["dynamic api"]),
        ("", "api: {dashboard: true, insecure: true}\n", ["dynamic api"]),
        ("", "api: {}\n", []),
        ("", "api: []\n", ["dynamic api"]),
        ("", "log: {level: INFO}\n", []),
        ("", "log: {level: [INFO]}\n", ["dynamic log"]),
        ("", "ping: {}\n", ["dynamic ping"]),
        ("", "entryPoints: {web: {address: ':80'}}\n", []),
        ("", "entryPoints: {web: {address: ':81'}}\n", ["dynamic entryPoints"]),
        (f"http: {{middlewares: {{{M}}}}}\n", "", []),
        ("http: {middlewares: {m: {Compress: {encodings: [br, gzip]}}}}\n", "", []),
        ("HTTP: {Middlewares: {m: {compress: {encodings: [br, gzip]}}}}\n", "", []),
        ("http: {middlewares: {m: {compress: {}}}}\n", "", []),
        ("http: {middlewares: {m: {compress: {encodings: [br]}}}}\n", "", []),
        ("http: {middlewares: {m: {compress: {encodings: [gzip, br]}}}}\n", "", []),
        ("http: {middlewares: {m: {compress: {encodings: br}}}}\n", "", []),
        ("http: {middlewares: {nobody: {compress: {}}}}\n", "", []),
        ("http: {middlewares: {wanted: {compress: {}}}}\n", "", ["static http"]),
        ("http: {middlewares: {far: {compress: {}}}}\n", "", ["static http"]),
        (f"http: {{middlewares: {{{M}, wanted: {{compress: {{}}}}}}}}\n", "", ["static http"]),
        ("http: {middlewares: []}\n", "", ["static http"]),
        ("http: {nonsense: {a: 1}}\n", "", ["static http"]),
        ("http: []\n", "", ["static http"]),
        ("http: {services: {nobody: {loadBalancer: {servers: []}}}}\n", "", []),
        ("http: {routers: {nobody: {rule: Path(`/x`), service: s}}}\n", "", ["static http"]),
        ("http: {routers: {r: {rule: Path(`/`)}}}\n", "", []),
        ("http: {routers: {r: {rule: Path(`/x`)}}}\n", "", ["static http"]),
        ("http: {routers: {r: {rule: Path(`/`)}, x: {rule: Path(`/`)}}}\n", "", ["static http"]),
        ("tcp: {routers: {nobody: {rule: HostSNI(`*`)}}}\n", "", ["static tcp"]),
        ("udp: {routers: {nobody: {service: s}}}\n", "", ["static udp"]),
        ("udp: {services: {nobody: {loadBalancer: {servers: []}}}}\n", "", []),
        ("tls: {options: {nobody: {minVersion: VersionTLS12}}}\n", "", []),
        ("tls: {options: {default: {minVersion: VersionTLS12}}}\n", "", []),
        ("tls: {options: {default: {minVersion: VersionTLS13}}}\n", "", ["static tls"]),
        ("tls: {options: {default: {minversion: VersionTLS12, CurvePreferences: [X25519, CurveP256]}}}\n", "", []),
        ("tls: {options: {default: {curvePreferences: [X25519]}}}\n", "", ["static tls"]),
        ("tls: {options: {default: {curvePreferences: [CurveP256, X25519]}}}\n", "", ["static tls"]),
        ("tls: {options: {default: {curvePreferences: [X25519, CurveP384]}}}\n", "", ["static tls"]),
        ("tls: {options: {default: {curvePreferences: X25519}}}\n", "", ["static tls"]),
        ("tls: {options: {default: {sniStrict: true}}}\n", "", ["static tls"]),
        ("tls: {options: {o: {minVersion: VersionTLS12}}}\n", "", []),
        ("tls: {options: {o: {minVersion: VersionTLS13}}}\n", "", []),
        ("tls: {stores: {any: {defaultCertificate: {certFile: a, keyFile: b}}}}\n", "", ["static tls"]),
        ("tls: {certificates: [{certFile: a, keyFile: b}]}\n", "", ["static tls"]),
    ],
)  # fmt: skip
def test_what_is_dropped_is_told_where_somebody_misses_it(static: str, dynamic: str, found: list[str]) -> None:
    assert told(static=static, dynamic=dynamic) == found
