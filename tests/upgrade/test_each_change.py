"""What a newer Traefik does otherwise: each change is told where it comes, of whom it concerns, and of nobody else."""

# ruff: noqa: E501 - a table

from __future__ import annotations

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.options import Options

STATIC = """\
entryPoints:
  web: {address: ":80"}
  udp: {address: ":53/udp"}
  timed: {address: ":81", transport: {respondingTimeouts: {readTimeout: 5m}}}
  strict: {address: ":82", http: {encodedCharacters: {allowEncodedSlash: false}}}
  loose: {address: ":83", http: {maxHeaderBytes: 1}}
accessLog: {}
metrics: {otlp: {}}
tracing: {}
providers:
  docker: {}
  swarm: {}
  file: {directory: /d}
  kubernetesIngress: {}
  kubernetesCRD: {}
  kubernetesGateway: {}
"""
DYNAMIC = """\
http:
  routers:
    prefix: {rule: "Header(`X-Forwarded-Prefix`, `/a`)", service: s}
    prefixes: {rule: "HeaderRegexp(`x-forwarded-prefix`, `/a`)", service: s}
    unclean: {rule: "Path(`/a//b`)", service: s}
    dots: {rule: "PathPrefix(`/a/../b`)", service: s}
    dotted: {rule: "PathRegexp(`^/a/./b`)", service: s}
    encoded: {rule: "Path(`/a%2fb`)", service: s}
    connect: {rule: "Method(`connect`)", service: s}
    wild: {rule: "Host(`*.a.io`)", service: s}
    all: {rule: "Host(`*`)", service: s}
    fine: {rule: "Host(`a.io`) && Path(`/a/b`) && Header(`X-Other`, `//`) && Method(`GET`)", service: s}
  services:
    s: {loadBalancer: {servers: [{url: "http://s"}], healthCheck: {path: "http://s/up"}}}
    t: {loadBalancer: {servers: [{url: "http://s"}], healthCheck: {path: "/up?to=http://s"}}}
  middlewares:
    zip: {compress: {}}
    br: {compress: {encodings: [br]}}
    regex: {stripPrefixRegex: {regex: ["/a//b"]}}
    clean: {stripPrefixRegex: {regex: ["/a/b"]}}
    replace: {replacePathRegex: {regex: "^/a//b", replacement: /}}
    url: {replacePathRegex: {regex: "^http://b", replacement: /}}
    strip: {stripPrefix: {prefixes: [/a]}}
    slash: {stripPrefix: {prefixes: [/a/]}}
tcp:
  routers:
    wild: {rule: "HostSNI(`*.a.io`)", service: s, tls: {}}
    all: {rule: "HostSNI(`*`)", service: s}
  services:
    s: {loadBalancer: {servers: [{address: "s:1"}]}}
"""


def told(former: str, target: str, static: str = STATIC, dynamic: str = DYNAMIC) -> list[str]:
    """Each change: where it is said, how gravely (`!` or `?`), with which version it came, and whether it can be fixed."""
    options = Options(static=static, profile="none", target=target, upgrade_from=former)
    found = lint_texts({"a.yml": dynamic}, options=options).findings
    lines = []
    for one in found:
        if one.rule == "changed-by-upgrade":
            path = one.path.replace("routers.", "").replace("middlewares.", "").replace("loadBalancer.", "")
            sign = "!" if one.severity == "warning" else "?"
            fix = f" {one.fix.edits[0].text.strip()}" if one.fix else ""
            lines.append(f"{path}{sign} {one.message.removeprefix('Since Traefik ').partition(' ')[0]}{fix}")
    return lines


@rows(
    ("former", "target", "changes"),
    [
        ('2.11.1', '3.0.0', ['entryPoints.web! 3.0.0', 'accessLog? 3.0.0 addInternals: true', 'metrics? 3.0.0 , addInternals: true', 'metrics? 3.0.0', 'tracing? 3.0.0 addInternals: true', 'providers.kubernetesCRD! 3.0.0', 'providers.kubernetesGateway? 3.0.0']),
        ('2.11.2', '3.0.0', ['accessLog? 3.0.0 addInternals: true', 'metrics? 3.0.0 , addInternals: true', 'metrics? 3.0.0', 'tracing? 3.0.0 addInternals: true', 'providers.kubernetesCRD! 3.0.0', 'providers.kubernetesGateway? 3.0.0']),
        ('3.0.0', '3.1.0', ['providers! 3.1.0']),
        ('3.1.0', '3.2.0', []),
        ('3.2.0', '3.2.1', ['http.prefix.rule! 3.2.1', 'http.prefixes.rule! 3.2.1']),
        ('3.2.1', '3.3.3', []),
        ('3.3.3', '3.3.4', ['metrics.otlp! 3.3.4']),
        ('3.3.4', '3.3.5', ['http.zip.compress? 3.3.5']),
        ('3.3.5', '3.3.6', ['http.unclean.rule! 3.3.6', 'http.dots.rule! 3.3.6', 'http.dotted.rule! 3.3.6', 'http.regex.stripPrefixRegex.regex! 3.3.6', 'http.replace.replacePathRegex.regex! 3.3.6']),
        ('3.3.6', '3.4.0', []),
        ('3.4.0', '3.4.1', ['http.encoded.rule! 3.4.1']),
        ('3.4.1', '3.5.0', ['tracing? 3.5.0']),
        ('3.5.0', '3.5.3', []),
        ('3.5.3', '3.5.4', ['metrics.otlp! 3.5.4']),
        ('3.5.4', '3.6.0', ['providers.kubernetesGateway! 3.6.0']),
        ('3.6.0', '3.6.3', []),
        ('3.6.3', '3.6.4', ['entryPoints.web! 3.6.4', 'entryPoints.timed! 3.6.4', 'entryPoints.loose! 3.6.4']),
        ('3.6.4', '3.6.6', []),
        ('3.6.4', '3.6.7', ['entryPoints.web? 3.6.7', 'entryPoints.timed? 3.6.7', 'entryPoints.loose? 3.6.7']),
        ('3.6.3', '3.6.7', []),
        ('3.6.7', '3.6.8', ['http.services.s.healthCheck.path! 3.6.8']),
        ('3.6.8', '3.6.13', []),
        ('3.6.13', '3.6.14', ['providers.kubernetesCRD? 3.6.14']),
        ('3.6.14', '3.6.15', []),
        ('3.6.15', '3.6.16', ['providers.docker? 3.6.16', 'providers.swarm? 3.6.16']),
        ('3.6.16', '3.6.18', []),
        ('3.6.18', '3.6.19', ['http.regex.stripPrefixRegex? 3.6.19', 'http.clean.stripPrefixRegex? 3.6.19', 'http.strip.stripPrefix? 3.6.19']),
        ('3.6.19', '3.6.23', []),
        ('3.6.23', '3.6.24', ['http.connect.rule? 3.6.24']),
        ('3.6.24', '3.7.0', ['http.wild.rule! 3.7.0', 'tcp.wild.rule! 3.7.0', 'providers.kubernetesGateway! 3.7.0']),
        ('3.6.15', '3.7.0', ['http.wild.rule! 3.7.0', 'tcp.wild.rule! 3.7.0', 'providers.docker? 3.7.0', 'providers.swarm? 3.7.0', 'providers.kubernetesGateway! 3.7.0']),
        ('3.7.0', '3.7.2', []),
        ('3.7.2', '3.7.3', ['http.regex.stripPrefixRegex? 3.7.3', 'http.clean.stripPrefixRegex? 3.7.3', 'http.strip.stripPrefix? 3.7.3']),
        ('3.6.19', '3.7.2', ['http.wild.rule! 3.7.0', 'tcp.wild.rule! 3.7.0', 'providers.kubernetesGateway! 3.7.0']),
        ('3.6.19', '3.7.3', ['http.wild.rule! 3.7.0', 'tcp.wild.rule! 3.7.0', 'providers.kubernetesGateway! 3.7.0']),
        ('3.7.3', '3.7.5', []),
        ('3.7.5', '3.7.6', ['providers.kubernetesGateway? 3.7.6']),
        ('3.7.6', '3.7.7', ['http.all.rule! 3.7.7']),
        ('3.7.7', '3.7.8', []),
        ('3.7.8', '3.7.9', ['http.connect.rule? 3.7.9']),
        ('3.7.9', '3.7.15', []),
        ('3.7.15', '3.7.15', []),
    ],
)  # fmt: skip
def test_a_change_is_told_to_those_to_whom_it_comes(former: str, target: str, changes: list[str]) -> None:
    assert told(former, target) == changes


@rows(
    ("static", "changes"),
    [
        ("entryPoints: {t: {address: ':81', transport: {respondingTimeouts: {readTimeout: 5m}}, http: {encodedCharacters: {allowEncodedSlash: false}}}}", []),
        ("entryPoints: {t: {address: ':81', transport: {respondingTimeouts: {writeTimeout: 5m}}, http: {encodedCharacters: {allowEncodedSlash: false}}}}", ['entryPoints.t! 3.0.0']),
        ("entryPoints: {t: {address: ':81', http: {encodedCharacters: {allowEncodedSlash: false}}}}", ['entryPoints.t! 3.0.0']),
        ("entryPoints:\n  t:\n    address: ':81'\n", ['entryPoints.t! 3.0.0 transport:\n      respondingTimeouts:\n        readTimeout: 30m']),
        ('accessLog: {}', ['accessLog? 3.0.0 addInternals: true']),
        ('accessLog: {addInternals: false}', []),
        ('accessLog: {addInternals: true}', []),
        ('metrics: {}', []),
        ('metrics: {addInternals: true}', ['metrics? 3.0.0']),
        ('metrics: {otlp: {}}', ['metrics? 3.0.0 , addInternals: true', 'metrics? 3.0.0', 'metrics.otlp! 3.3.4', 'metrics.otlp! 3.5.4']),
        ('tracing: {}', ['tracing? 3.0.0 addInternals: true', 'tracing? 3.5.0']),
        ('tracing: {addInternals: true}', ['tracing? 3.5.0']),
        ('providers: {}', []),
        ('providers: {kubernetesIngress: {}}', ['providers! 3.1.0']),
        ('providers: {kubernetesCRD: {}}', ['providers! 3.1.0', 'providers.kubernetesCRD! 3.0.0', 'providers.kubernetesCRD? 3.6.14']),
        ('providers: {kubernetesCRD: {allowCrossNamespace: true}}', ['providers! 3.1.0', 'providers.kubernetesCRD! 3.0.0']),
        ('providers: {kubernetesGateway: {}}', ['providers! 3.1.0', 'providers.kubernetesGateway? 3.0.0', 'providers.kubernetesGateway! 3.6.0', 'providers.kubernetesGateway! 3.7.0', 'providers.kubernetesGateway? 3.7.6']),
        ('providers: {kubernetesGateway: {experimentalChannel: true}}', ['providers! 3.1.0', 'providers.kubernetesGateway! 3.6.0', 'providers.kubernetesGateway! 3.7.0', 'providers.kubernetesGateway? 3.7.6']),
        ('providers: {docker: {}}', ['providers.docker? 3.7.0']),
        ('providers: {swarm: {}}', ['providers.swarm? 3.7.0']),
        ('providers: {nomad: {}}', []),
    ],
)  # fmt: skip
def test_a_change_is_told_where_something_hangs_on_it(static: str, changes: list[str]) -> None:
    assert told("2.11.1", "3.7.15", static, "") == changes
