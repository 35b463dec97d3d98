"""A second provider directory for `scene.py`: TLS options that are at odds, names with stars and dots, services that do
not end, entry points that refuse requests."""

from __future__ import annotations

from collections.abc import Iterator

STATIC = """\
entryPoints:
  web: {address: ":80", http: {underscoreHeadersStrategy: reject, encodedCharacters: {allowEncodedSlash: false}}}
  raw: {address: ":81", http: {sanitizePath: false, encodeQuerySemicolons: true, underscoreHeadersStrategy: delete}}
  near: {address: ":82", forwardedHeaders: {trustedIPs: [10.0.0.0/8]}}
  trusting: {address: ":83", forwardedHeaders: {insecure: true}}
  secure: {address: ":443"}
  strict: {address: ":8443", http: {tls: {options: mutual@file}, middlewares: [mark@file]}}
  streams: {address: ":9000"}
  mixed: {address: ":9001"}
  packets: {address: ":53/udp"}
ping: {entryPoint: web}
providers: {docker: {}}
"""

ROUTERS = """\
    plain: {rule: Host(`a.test`), entryPoints: [secure], service: shop, tls: {}}
    mutual: {rule: Host(`m.test`), entryPoints: [secure], service: shop, tls: {options: mutual}}
    clash-a: {rule: Host(`c.test`) && Path(`/a`), entryPoints: [secure], service: shop, tls: {options: mutual}}
    clash-b: {rule: Host(`c.test`), entryPoints: [secure], service: shop, tls: {}}
    clash-child: {rule: Path(`/a/b`), parentRefs: [clash-parent], service: shop}
    clash-parent: {rule: Host(`c.test`) && PathPrefix(`/a/`), entryPoints: [secure], tls: {options: strict}}
    broken: {rule: Host(`b.test`), entryPoints: [secure], service: shop, tls: {options: nobody}}
    half-a: {rule: Host(`h.test`), entryPoints: [secure], service: shop, tls: {options: nobody}}
    half-b: {rule: Host(`h.test`) && Path(`/h`), entryPoints: [secure], service: shop, tls: {}}
    wild: {rule: Host(`*.w.test`), entryPoints: [secure], service: shop, tls: {options: mutual}}
    named: {rule: Host(`x.w.test`), entryPoints: [secure], service: shop, tls: {}}
    dotted: {rule: Host(`d.test.`), entryPoints: [secure], service: shop, tls: {options: strict}}
    any: {rule: PathPrefix(`/any`), entryPoints: [secure], service: shop, tls: {options: strict}}
    two-a: {rule: Host(`t.test`), entryPoints: [secure, strict], service: shop, tls: {options: strict}}
    inside: {rule: Host(`i.test`), entryPoints: [strict], service: shop}
    everywhere: {rule: Host(`e.test`), service: shop}
    methods: {rule: "Host(`r.test`) && Method(`POST`, `PUT`)", entryPoints: [web], service: shop}
    queries: {rule: "Host(`r.test`) && QueryRegexp(`v`, `^[0-9]+$`)", entryPoints: [web], service: shop}
    headers: {rule: "Host(`r.test`) && HeaderRegexp(`X-Kind`, `^b`)", entryPoints: [web], service: shop}
    paths: {rule: "Host(`r.test`) && PathRegexp(`^/v[0-9]+/`)", entryPoints: [web], service: shop}
    clients: {rule: "Host(`r.test`) && !ClientIP(`10.0.0.0/8`)", entryPoints: [web], service: shop, priority: 20}
    either:
      {rule: "(Host(`r.test`) || Host(`s.test`)) && (Path(`/x`) || Path(`/y`))", entryPoints: [web], service: shop}
    low: {rule: Host(`o.test`), entryPoints: [web], service: shop, priority: 3}
    lower: {rule: Host(`o.test`), entryPoints: [web], service: shop, priority: 2}
    lowest: {rule: Host(`o.test`), entryPoints: [web], service: shop, priority: 1}
    lost: {rule: Host(`o.test`), entryPoints: [web], service: nobody}
    lost-rule: {rule: "Host(`o.test`) && Pth(`/`)", entryPoints: [web], service: shop}
    miss-a: {rule: Host(`n.test`) && Path(`/1`), entryPoints: [web], service: shop, priority: 7}
    miss-b: {rule: Host(`n.test`) && Path(`/2`), entryPoints: [web], service: shop, priority: 9}
    miss-c: {rule: Host(`n.test`) && Path(`/3`) && Method(`POST`), entryPoints: [web], service: shop, priority: 11}
    free: {rule: Host(`free.test`), entryPoints: [raw, near, trusting], service: shop, middlewares: [office]}
    deep: {rule: Host(`deep.test`), entryPoints: [web], service: s1}
    circle: {rule: Host(`circle.test`), entryPoints: [web], service: round}
    odd: {rule: Host(`odd.test`), entryPoints: [web], service: odd}
    idle: {rule: Host(`idle.test`), entryPoints: [web], service: idle}
    equal: {rule: Host(`equal.test`), entryPoints: [web], service: equal}
    copies: {rule: Host(`copies.test`), entryPoints: [web], service: copies}
    spare: {rule: Host(`spare.test`), entryPoints: [web], service: spare}
    hashed: {rule: Host(`hashed.test`), entryPoints: [web], service: hashed}
    foreign: {rule: Host(`foreign.test`), entryPoints: [web], service: foreign}
    noop: {rule: Host(`noop.test`), entryPoints: [web], service: noop@internal}
    errors: {rule: Host(`errors.test`), entryPoints: [web], service: empty, middlewares: [pages]}
    kept: {rule: Host(`kept.test`), entryPoints: [web], service: kept, middlewares: [cut]}
"""
DEEP = "".join(f"    s{n}: {{weighted: {{services: [{{name: s{n + 1}}}]}}}}\n" for n in range(1, 53))
SERVICES = f"""\
{DEEP}    s53: {{loadBalancer: {{servers: [{{url: "http://end"}}]}}}}
    shop: {{loadBalancer: {{servers: [{{url: "http://shop:3000/base/"}}]}}}}
    empty: {{loadBalancer: {{servers: []}}}}
    round: {{weighted: {{services: [{{name: shop}}, {{name: round-too, weight: 2}}]}}}}
    round-too: {{failover: {{service: round, fallback: shop}}}}
    odd:
      loadBalancer:
        servers: [{{url: "ftp://a"}}, {{url: "b:80"}}, {{url: "h2c://c"}}, {{url: "http:/e", weight: 2}}]
    idle: {{weighted: {{services: [{{name: shop, weight: 0}}, {{name: empty, weight: 0}}]}}}}
    equal:
      weighted: {{services: [{{name: shop, weight: 2}}, {{name: empty, weight: 2}}, {{name: far@docker, weight: -1}}]}}
    copies: {{mirroring: {{service: equal, mirrors: [{{name: empty, percent: 5}}, {{name: shop}}]}}}}
    spare: {{failover: {{service: empty, fallback: shop, errors: {{status: ["500-504", "404"]}}}}}}
    hashed: {{highestRandomWeight: {{services: [{{name: shop, weight: 3}}, {{name: cut-off}}]}}}}
    cut-off: {{middlewares: [office], loadBalancer: {{servers: [{{url: "http://office"}}]}}}}
    foreign: {{weighted: {{services: [{{name: far@docker, weight: 1}}, {{name: ping@internal, weight: 1}}]}}}}
    kept: {{loadBalancer: {{servers: [{{url: "http://kept/base/", preservePath: true}}]}}}}
"""
REST = """\
  middlewares:
    mark: {headers: {customRequestHeaders: {X-Mark: "1"}}}
    office: {ipAllowList: {sourceRange: [192.168.0.0/16]}}
    pages: {errors: {status: ["500-599"], service: shop, query: "/{status}"}}
    cut: {stripPrefix: {prefixes: [/cut/]}}
tcp:
  routers:
    stream: {rule: HostSNI(`*`), entryPoints: [streams], service: db}
    stream-too: {rule: ClientIP(`10.0.0.0/8`), entryPoints: [streams], service: db}
    tls-any: {rule: HostSNI(`*`), entryPoints: [mixed, secure], service: db, tls: {passthrough: true}, priority: 19}
    tls-tie: {rule: HostSNI(`tie.test`), entryPoints: [mixed, secure], service: db, tls: {}}
    shut: {rule: HostSNI(`shut.test`), entryPoints: [mixed], service: db, tls: {options: nobody}}
    bare: {rule: HostSNI(`bare.test`), entryPoints: [mixed], service: bare, tls: {options: strict}}
    guarded: {rule: HostSNI(`guarded.test`), entryPoints: [mixed], service: db, tls: {}, middlewares: [few, lan]}
    away: {rule: HostSNI(`away.test`), entryPoints: [mixed], service: far@docker, tls: {}}
    gone: {rule: HostSNI(`gone.test`), entryPoints: [mixed], service: nobody, tls: {}}
    shared: {rule: HostSNI(`shared.test`), entryPoints: [mixed], service: parts, tls: {}}
  services:
    db: {loadBalancer: {servers: [{address: "db:5432"}]}}
    bare: {loadBalancer: {servers: []}}
    parts: {weighted: {services: [{name: db, weight: 2}, {name: bare, weight: 1}]}}
  middlewares:
    few: {inFlightConn: {amount: 3}}
    lan: {ipAllowList: {sourceRange: [192.168.0.0/16]}}
udp:
  routers:
    one: {entryPoints: [packets], service: dns}
    two: {entryPoints: [packets], service: nobody}
  services:
    dns: {weighted: {services: [{name: dns1, weight: 1}]}}
    dns1: {loadBalancer: {servers: [{address: "dns:53"}]}}
tls:
  options:
    mutual: {clientAuth: {clientAuthType: RequireAnyClientCert}}
    asking: {clientAuth: {clientAuthType: RequestClientCert}}
    strict: {sniStrict: true}
"""
TEXT = f"http:\n  routers:\n{ROUTERS}  services:\n{SERVICES}{REST}"

_TARGETS = ("3.7.15", "3.7.1")
"""The newer settles TLS options by router, the older by host."""


_SHAPES = ("circle", "odd", "idle", "equal", "copies", "spare", "hashed", "foreign", "noop", "errors")
"""The services that are shown whole."""


def of_names() -> Iterator[str]:
    """Connections with TLS, by their server name."""
    for target in _TARGETS:
        for name in ("a", "m", "c", "b", "h", "w", "x.w", "y.w", "x.y.w", "d", "t", "nobody", "tie", "shut"):
            yield f"route https://{name}.test/ --target {target}"
        for path in (
            "c.test/a",
            "c.test/a/b",
            "h.test/h",
            "nobody.test/any",
            "d.test./",
            "t.test:8443/",
            "i.test:8443/",
        ):
            yield f"route https://{path} --target {target}"
        yield f"route https://m.test/ --server-name a.test --target {target}"
        for host, name in (("a", "m"), ("c", "a"), ("m", "y.w"), ("a", "d"), ("nobody", "a")):
            yield f"route https://{host}.test/ --server-name {name}.test --target {target}"
        yield f"route https://d.test./ --server-name d.test --target {target}"
        yield f"route https://nobody.test/any --server-name m.test --target {target}"
    yield "route https://c.test/ --all"


def of_streams() -> Iterator[str]:
    """Connections that TCP and UDP routers take."""
    for name in ("tie", "shut", "bare", "guarded", "away", "gone", "shared", "else"):
        yield f"route tls://{name}.test:9001"
        yield f"route https://{name}.test:9001/ --client-ip 10.0.0.1"
    yield "route tls://guarded.test:9001 --client-ip 192.168.0.1"
    yield "route tls://tie.test:443"
    yield "route https://tie.test/ --all"
    for url in (
        "tcp://x.test:9000",
        "http://x.test:9000/",
        "https://x.test:9000/",
        "tcp://x.test:9001",
        "udp://x.test:53",
    ):
        yield f"route {url} --all"
    yield "route tcp://x.test:9000 --client-ip 10.0.0.1"


def of_requests() -> Iterator[str]:
    """What entry points refuse, what rules want, what is near."""
    for more in ("", " --header X_Odd:1", " --client-ip 10.0.0.1", " --header X-Kind:blue --all"):
        yield f"route http://r.test/{more}"
    for url in ("r.test/?v=12", "r.test/?v=a", "r.test/v1/x", "s.test/x", "s.test/z", "o.test/", "n.test/",
                "n.test/3", "n.tst/", "r.test/a%2Fb", "ping.test/ping", "m.test/", "i.test/", "e.test/"):  # fmt: skip
        yield f"route http://{url}"
    yield "route PUT http://r.test/x --all"
    yield "route http://o.test/ --all"
    yield "route POST http://n.test/"
    for port in (81, 82, 83):
        yield f"route http://free.test:{port}/a/../b?c;d --header X_Odd:1 --header X-Forwarded-For:192.168.0.9"
        yield f"route http://free.test:{port}/%2F//b --client-ip 10.0.0.1 --header X-Forwarded-For:192.168.0.9"
        yield f"route http://free.test:{port}/ --client-ip 192.168.7.7"


def of_parts() -> Iterator[str]:
    """Services of all shapes."""
    for name in (*_SHAPES, "deep"):
        yield f"route http://{name}.test/p?q=1"
    for name in _SHAPES:
        yield f"route http://{name}.test/p --format json"
    for path in ("", "cut", "cut/x", "other"):
        yield f"route http://kept.test/{path}"


SCENES = {"names": of_names, "streams": of_streams, "requests": of_requests, "parts": of_parts}
IN_SHORT = ("names", "streams", "requests")
"""Scenes in which the answer for scripts is told, too."""
