"""Which object refers to which, in the order in which Traefik builds them, and why a name leads nowhere."""

# ruff: noqa: E501 - tables

from __future__ import annotations

from tests.each import rows
from tests.instance.asking import instance_of
from traefiklint.instance.load import read_context, read_instance
from traefiklint.instance.references import names_that_lead_nowhere
from traefiklint.options import Options

FILE = """\
http:
  routers:
    r: {rule: Path(`/`), service: s, middlewares: [a, b], tls: {options: o}, entryPoints: [plain]}
    d: {rule: Path(`/`), service: s, tls: {options: default}, entryPoints: [plain]}
    t: {rule: Path(`/`), service: s, tls: {}, entryPoints: [plain]}
    m: {rule: Path(`/`), service: s, middlewares: [a], entryPoints: [secure, plain, adding]}
    all: {rule: Path(`/`), service: s}
    own: {rule: Path(`/`), service: s, tls: {options: o}, entryPoints: [secure]}
    none: {rule: Path(`/`), entryPoints: [plain]}
    below: {rule: Path(`/`), service: s, parentRefs: [none]}
  services:
    s: {loadBalancer: {serversTransport: tr, servers: [{url: "http://a"}]}}
    idle: {loadBalancer: {serversTransport: tr}}
    healthy: {loadBalancer: {serversTransport: tr, healthCheck: {path: /}}}
    w: {weighted: {services: [{name: s}, {name: i}]}}
    h: {highestRandomWeight: {services: [{name: s}, {name: w}]}}
    i: {mirroring: {service: s, mirrors: [{name: w}, {name: f}]}}
    f: {failover: {service: s, fallback: w}}
    mid: {loadBalancer: {servers: [{url: "http://a"}]}, middlewares: [a, b]}
  middlewares:
    a: {compress: {}}
    b: {chain: {middlewares: [a, c]}}
    c: {errors: {service: s, query: /}}
  serversTransports: {tr: {maxIdleConnsPerHost: 1}}
tcp:
  routers:
    r: {rule: HostSNI(`a`), service: s, middlewares: [a, b], tls: {options: o}, entryPoints: [plain]}
    p: {rule: HostSNI(`a`), service: s, tls: {passthrough: true, options: o}, entryPoints: [plain]}
    d: {rule: HostSNI(`a`), service: s, tls: {}, entryPoints: [plain]}
  services:
    s: {loadBalancer: {serversTransport: tr, servers: [{address: "a:1"}]}}
    bad: {loadBalancer: {serversTransport: tr, servers: [{address: "a"}, {address: "a:b:c"}]}}
    one: {loadBalancer: {serversTransport: tr, servers: [{address: "a"}, {address: "a:1"}]}}
    w: {weighted: {services: [{name: s}, {name: bad}]}}
  middlewares:
    a: {ipAllowList: {sourceRange: [10.0.0.0/8]}}
    b: {ipAllowList: {sourceRange: [10.0.0.0/8]}}
  serversTransports: {tr: {dialTimeout: 1s}}
udp:
  routers: {r: {service: s, entryPoints: [plain]}, none: {entryPoints: [plain]}}
  services:
    s: {loadBalancer: {servers: [{address: "a:1"}]}}
    w: {weighted: {services: [{name: s}, {name: w}]}}
    both: {loadBalancer: {servers: [{address: "a:1"}]}, weighted: {services: [{name: s}]}}
tls: {options: {o: {minVersion: VersionTLS12}%s}}
"""
STATIC = """\
entryPoints:
  plain: {address: ":80"}
  secure: {address: ":443", http: {tls: {options: o@file}, middlewares: [c@file]}}
  adding: {address: ":81", http: {middlewares: [a@file, b@file]}}
providers: {file: {directory: /d}, docker: {}}
api: {}
"""


def needs(more: str = "") -> dict[str, str]:
    """What each object needs, in order: the last word of the kind, the name, and the entry point that adds it."""
    instance = instance_of(FILE % more, STATIC)
    assert not instance.dangling
    found = {}
    for one, references in instance.needs.items():
        assert all(it.target is not None and it.owner is one for it in references)
        words = [
            f"{it.kind.partition('.')[2]}.{it.full.removesuffix('@file')}{'+' * bool(it.point)}{it.point}"
            for it in references
        ]
        found[one.object] = " ".join(words)
    return found


NEEDS = {
    'http.routers.r': 'options.o services.s middlewares.b middlewares.a',
    'http.routers.d': 'services.s',
    'http.routers.t': 'services.s',
    'http.routers.m': 'options.o+secure services.s middlewares.a middlewares.c+secure middlewares.b+adding middlewares.a+adding',
    'http.routers.all': 'options.o+secure services.s middlewares.c+secure middlewares.b+adding middlewares.a+adding',
    'http.routers.own': 'options.o services.s middlewares.c+secure',
    'http.routers.below': 'services.s',
    'http.services.s': 'serversTransports.tr',
    'http.services.healthy': 'serversTransports.tr',
    'http.services.w': 'services.s services.i',
    'http.services.h': 'services.s services.w',
    'http.services.i': 'services.s services.w services.f',
    'http.services.f': 'services.s services.w',
    'http.services.mid': 'middlewares.b middlewares.a',
    'http.middlewares.b': 'middlewares.c middlewares.a',
    'http.middlewares.c': 'services.s',
    'tcp.routers.r': 'options.o services.s middlewares.b middlewares.a',
    'tcp.routers.p': 'services.s',
    'tcp.routers.d': 'services.s',
    'tcp.services.s': 'serversTransports.tr',
    'tcp.services.one': 'serversTransports.tr',
    'tcp.services.w': 'services.s services.bad',
    'udp.routers.r': 'services.s',
    'udp.services.w': 'services.s services.w',
}  # fmt: skip


def test_what_each_object_needs_comes_in_the_order_of_building() -> None:
    assert needs() == NEEDS
    changed = {"http.routers.d", "http.routers.t", "tcp.routers.d"}
    found = needs(", default: {minVersion: VersionTLS12}")
    assert {name for name, of in found.items() if of != NEEDS[name]} == changed
    assert {found[name] for name in changed} == {"options.default services.s"}


ASKING = """\
http:
  routers: {r: {rule: Path(`/`), service: "%s", middlewares: ["%s"], tls: {options: "%s"}, entryPoints: [web]}}
  services: {s: {loadBalancer: {serversTransport: "%s", servers: [{url: "http://a"}]}}}
  middlewares: {here: {compress: {}}}
tls: {options: {here: {minVersion: VersionTLS12}}}
"""
WEB = "entryPoints: {web: {address: ':80'}}\n"
CONTEXTS = {
    "none": None,
    "static": f"{WEB}providers: {{docker: {{}}}}\napi: {{dashboard: false}}\n",
    "open": f"{WEB}providers: {{rest: {{}}}}\napi: {{insecure: true}}\nping: {{}}\n",
}


def why(kind: str, name: str, context: str) -> str:
    """What is said against a name: the fault, and whether it is `assumed` or lies elsewhere (`foreign`)."""
    names = {
        "services": "s",
        "middlewares": "here",
        "options": "here",
        "serversTransports": "default@internal",
        kind: name,
    }
    text = ASKING % tuple(names[one] for one in ("services", "middlewares", "options", "serversTransports"))
    if context == "dokploy":
        instance = read_instance({"a.yml": text}, read_context(Options(profile="dokploy")).context)
    else:
        instance = instance_of(text, CONTEXTS[context])
    (one,) = [it for its in instance.needs.values() for it in its if it.kind.endswith(kind) and it.name == name]
    return " ".join(
        filter(None, (one.fault, "assumed" * one.assumed, "foreign" * one.foreign, "found" * (one.target is not None)))
    )


@rows(
    ("kind", "name", "told"),
    [
        ('services', 's', 'found; found; found; found'),
        ('services', 's@file', 'found; found; found; found'),
        ('services', 'x', 'unknown; unknown; unknown; unknown'),
        ('services', 'x@file', 'unknown; unknown; unknown; unknown'),
        ('services', 'x@docker', 'foreign; foreign; provider; foreign'),
        ('services', 'x@swarm', 'foreign; provider; provider; foreign'),
        ('services', 'x@redis', 'foreign; provider; provider; provider assumed'),
        ('services', 'x@plugin-a', 'foreign; provider; provider; provider assumed'),
        ('services', 'x@nope', 'provider; provider; provider; provider'),
        ('services', 'x@a@b', 'unknown; unknown; unknown; unknown'),
        ('services', '@file', 'empty; empty; empty; empty'),
        ('services', '@docker', 'foreign; foreign; provider; foreign'),
        ('services', 'x@', 'unknown; unknown; unknown; unknown'),
        ('services', 'api@internal', '; ; ; '),
        ('services', 'dashboard@internal', '; internal; ; '),
        ('services', 'rest@internal', '; internal; ; internal assumed'),
        ('services', 'ping@internal', '; internal; ; internal assumed'),
        ('services', 'noop@internal', '; ; ; '),
        ('services', 'nope@internal', 'internal; internal; internal; internal'),
        ('services', 'default@internal', 'internal; internal; internal; internal'),
        ('middlewares', 'here', 'found; found; found; found'),
        ('middlewares', 'x', 'unknown; unknown; unknown; unknown'),
        ('middlewares', 'x@docker', 'foreign; foreign; provider; foreign'),
        ('middlewares', 'redirect-to-https@file', 'unknown; unknown; unknown; '),
        ('middlewares', 'redirect-to-https', 'unknown; unknown; unknown; '),
        ('middlewares', 'dashboard_redirect@internal', '; internal; ; '),
        ('middlewares', 'nope@internal', '; internal; internal; internal assumed'),
        ('middlewares', 'default@internal', '; internal; internal; internal assumed'),
        ('options', 'here', 'found; found; found; found'),
        ('options', 'x', 'unknown; unknown; unknown; unknown'),
        ('options', 'default@file', 'unknown; unknown; unknown; unknown'),
        ('options', 'default@docker', 'unknown; unknown; unknown; unknown'),
        ('options', 'x@docker', 'foreign; foreign; provider; foreign'),
        ('options', 'x@internal', 'internal; internal; internal; internal'),
        ('options', 'default@internal', 'unknown; unknown; unknown; unknown'),
        ('serversTransports', 'x', 'unknown; unknown; unknown; unknown'),
        ('serversTransports', 'x@docker', 'foreign; foreign; provider; foreign'),
        ('serversTransports', 'default@internal', '; ; ; '),
        ('serversTransports', 'nope@internal', 'internal; internal; internal; internal'),
    ],
)  # fmt: skip
def test_why_a_name_leads_nowhere(kind: str, name: str, told: str) -> None:
    found = "; ".join(why(kind, name, context) for context in ("none", "static", "open", "dokploy"))
    assert found == told


def test_names_that_lead_nowhere_are_known_without_their_providers() -> None:
    text = "http: {routers: {r: {rule: Path(`/`), service: x@redis, middlewares: [a, b@file, c@docker]}}}"
    assert names_that_lead_nowhere(instance_of(text, CONTEXTS["static"])) == {"x", "a", "b"}
