"""Which patch of Traefik brings which change: what is told of an upgrade to it from the patch before, and only then."""

from __future__ import annotations

from itertools import pairwise

import pytest

from traefiklint import lint_texts
from traefiklint.options import Options

STATIC = """\
entryPoints: {web: {address: ":80"}, dns: {address: ":53/udp"}}
accessLog: {}
metrics: {otlp: {http: {endpoint: "http://a:1"}}}
tracing: {otlp: {http: {endpoint: "http://a:1"}}}
providers:
  docker: {exposedByDefault: false}
  swarm: {exposedByDefault: false}
  kubernetesGateway: {}
  kubernetesCRD: {}
  kubernetesIngress: {}
"""
FILE = """\
http:
  routers:
    prefix: {rule: "Header(`X-Forwarded-Prefix`, `/a`)", service: s, entryPoints: [web]}
    prefixes: {rule: "HeaderRegexp(`x-forwarded-prefix`, `/a`)", service: s, entryPoints: [web]}
    other: {rule: "Header(`X-Forwarded-Host`, `a`)", service: s, entryPoints: [web]}
    unclean: {rule: "Path(`/a//b`)", service: s, entryPoints: [web]}
    dotted: {rule: "PathPrefix(`/a/../b`) || PathRegexp(`/a/./b`)", service: s, entryPoints: [web]}
    clean: {rule: "Path(`/a/.b/..c`)", service: s, entryPoints: [web]}
    encoded: {rule: "Path(`/a%2Fb`)", service: s, entryPoints: [web]}
    percent: {rule: "Path(`/a%zz`)", service: s, entryPoints: [web]}
    connect: {rule: "Method(`connect`)", service: s, entryPoints: [web]}
    get: {rule: "Method(`GET`)", service: s, entryPoints: [web]}
    wild: {rule: "Host(`*.a.test`)", service: s, entryPoints: [web]}
    all: {rule: "Host(`*`)", service: s, entryPoints: [web]}
  middlewares:
    re: {replacePathRegex: {regex: "^/a//b", replacement: /}}
    usual: {replacePathRegex: {regex: "^http://a", replacement: /}}
    sre: {stripPrefixRegex: {regex: ["^/b", "^/a/../b"]}}
    strip: {stripPrefix: {prefixes: [/b/, /a]}}
    slashed: {stripPrefix: {prefixes: [/a/]}}
    zip: {compress: {}}
    zipped: {compress: {encodings: [gzip]}}
  services:
    s: {loadBalancer: {servers: [{url: "http://a"}], healthCheck: {path: "http://a/health"}}}
    t: {loadBalancer: {servers: [{url: "http://a"}], healthCheck: {path: "/health?a=http://b"}}}
tcp:
  routers: {wild: {rule: "HostSNI(`*.a.test`)", service: s, entryPoints: [web], tls: {}}}
  services: {s: {loadBalancer: {servers: [{address: "a:1"}]}}}
"""
"""What hangs on each change, and beside it what does not."""

GATEWAY, CRD = "providers.kubernetesGateway", "providers.kubernetesCRD"
TOLD = {
    "3.1.0": {"providers": "the Kubernetes providers ask for `endpointslices`"},
    "3.2.0": {},
    "3.2.1": {
        "http.routers.prefix.rule": "`X-Forwarded-Prefix` is removed",
        "http.routers.prefixes.rule": "`X-Forwarded-Prefix` is removed",
    },
    "3.3.3": {},
    "3.3.4": {"metrics.otlp": "the metrics `traefik_*_request_duration_seconds` are in seconds"},
    "3.3.5": {"http.middlewares.zip.compress": "clients without a preference get `gzip` before `br` and `zstd`"},
    "3.3.6": {
        "http.routers.unclean.rule": "`//`, `/./` and `/../` are taken out of a path before rules see it",
        "http.routers.dotted.rule": "`//`, `/./` and `/../` are taken out of a path before rules see it",
        "http.middlewares.re.replacePathRegex.regex": "are taken out of a path before middlewares see it",
        "http.middlewares.sre.stripPrefixRegex.regex": "are taken out of a path before middlewares see it",
    },
    "3.4.0": {},
    "3.4.1": {"http.routers.encoded.rule": "rules see letters, digits, `-`, `.`, `_` and `~` decoded"},
    "3.4.5": {},
    "3.5.0": {"tracing": "a request makes only two spans"},
    "3.5.3": {},
    "3.5.4": {"metrics.otlp": "is called `traefik_tls_certs_not_after_seconds`"},
    "3.5.9": {},
    "3.6.0": {GATEWAY: "the Gateway API has to be of version 1.4"},
    "3.6.3": {},
    "3.6.4": {"entryPoints.web": "is answered with 400"},
    "3.6.6": {},
    "3.6.7": {"entryPoints.web": "get through again, which 3.6.4 to 3.6.6 answer with 400"},
    "3.6.8": {"http.services.s.loadBalancer.healthCheck.path": "a health check with a whole URL as its path fails"},
    "3.6.13": {},
    "3.6.14": {CRD: "a `chain` that names a middleware of another namespace is refused"},
    "3.6.15": {},
    "3.6.16": {"providers.docker": "Docker has to be 19.03 or newer", "providers.swarm": "Docker has to be 19.03"},
    "3.6.18": {},
    "3.6.19": {
        "http.middlewares.sre.stripPrefixRegex": "after its prefix is cut off is answered with 400",
        "http.middlewares.strip.stripPrefix": "is cut off, such as `/api../x`, is answered with 400",
    },
    "3.6.23": {},
    "3.6.24": {"http.routers.connect.rule": "a CONNECT request of HTTP/1 is answered with 501"},
    "3.7.0": {
        "http.routers.wild.rule": "`*.` at the start of a host stands for one label",
        "tcp.routers.wild.rule": "`*.` at the start of a host stands for one label",
        GATEWAY: "the Gateway API has to be of version 1.5",
    },
    "3.7.2": {},
    "3.7.3": {
        "http.middlewares.sre.stripPrefixRegex": "after its prefix is cut off is answered with 400",
        "http.middlewares.strip.stripPrefix": "is cut off, such as `/api../x`, is answered with 400",
    },
    "3.7.5": {},
    "3.7.6": {GATEWAY: "services and middlewares of the Gateway provider have other names"},
    "3.7.7": {"http.routers.all.rule": "``Host(`*`)`` matches every request"},
    "3.7.8": {},
    "3.7.9": {"http.routers.connect.rule": "a CONNECT request of HTTP/1 is answered with 501"},
}


def told(former: str, target: str) -> dict[str, str]:
    """What is told of an upgrade, by its place."""
    options = Options("none", target, STATIC, upgrade_from=former)
    findings = lint_texts({"a.yml": FILE}, options=options).findings
    return {one.path: one.message for one in findings if one.rule == "changed-by-upgrade"}


@pytest.mark.slow
def test_each_patch_brings_its_changes_and_no_others() -> None:
    for former, target in pairwise(["3.0.4", *TOLD]):
        found, expected = told(former, target), TOLD[target]
        assert found.keys() == expected.keys(), target
        assert all(words in found[path] for path, words in expected.items()), (target, found)
        assert all(message.startswith(f"Since Traefik {target} ") for message in found.values()), target


def test_from_traefik_2_all_that_came_with_3_is_told_too() -> None:
    found = told("2.11.0", "3.0.4")
    assert found.keys() == {"entryPoints.web", "accessLog", "metrics", "tracing", GATEWAY, CRD}
    assert all(message.startswith("Since Traefik 3.0.0 ") for message in found.values())
    assert "`ping@internal`, are left out here" in found["accessLog"]
    assert "resources of the experimental channel" in found[GATEWAY]
    assert "`traefik.containo.us`" in found[CRD]
