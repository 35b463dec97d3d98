"""A provider directory with a router for every middleware and kind of service, and requests to all of them.

What the commands say about them stands in `recorded/`. Where something is meant to come out otherwise,
`python -m tests.routing.scene` writes it anew: read the difference as a user would, and put it into the same commit.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from tests.routing import odd_scene
from traefiklint.__main__ import main

STATIC = """\
entryPoints:
  web: {address: ":80"}
  websecure: {address: ":443", asDefault: true, http: {tls: {certResolver: le}}}
  send: {address: ":81", http: {redirections: {entryPoint: {to: websecure, scheme: https, permanent: true}}}}
  zip: {address: ":82", http: {middlewares: ["compress@file"]}}
  raw: {address: ":5432"}
  dns: {address: ":53/udp"}
certificatesResolvers: {le: {acme: {tlsChallenge: {}, email: a@example.com, storage: acme.json}}}
api: {}
"""
MIDDLEWARES = {
    "prefix": "addPrefix: {prefix: /api}",
    "strip": "stripPrefix: {prefixes: [/a, /a/b]}",
    "strip-regex": "stripPrefixRegex: {regex: ['^/[a-z]+/']}",
    "path": "replacePath: {path: /other}",
    "path-regex": "replacePathRegex: {regex: '^/a/(.*)', replacement: '/b/$1'}",
    "basic": "basicAuth: {users: ['anna:$2y$05$Nq6P2oCY3WQJq2QKyXkNNOXhT9WvdTBXQpVYGfLJ0dV3sHkQvCbZm']}",
    "digest": "digestAuth: {users: ['a:traefik:a2688e031edb4be6a3797f3882655c05'], headerField: X-User}",
    "forward": "forwardAuth: {address: 'http://auth/verify', authResponseHeaders: [X-User, X-Group]}",
    "allow": "ipAllowList: {sourceRange: [10.0.0.0/8, 192.168.1.7]}",
    "allow-depth": "ipAllowList: {sourceRange: [10.0.0.0/8], ipStrategy: {depth: 1}, rejectStatusCode: 404}",
    "limit": "rateLimit: {average: 10, burst: 20, period: 1m}",
    "flight": "inFlightReq: {amount: 5}",
    "buffer": "buffering: {maxRequestBodyBytes: 1000, retryExpression: 'IsNetworkError()'}",
    "breaker": "circuitBreaker: {expression: 'NetworkErrorRatio() > 0.5'}",
    "compress": "compress: {}",
    "errors": "errors: {status: ['500-599', '404'], service: pages, query: '/{status}.html'}",
    "headers": "headers: {customRequestHeaders: {X-A: b, X-Z: ''}, customResponseHeaders: {X-C: d}, frameDeny: true}",
    "cors": "headers: {accessControlAllowOriginList: ['https://a.test'], accessControlAllowMethods: [GET]}",
    "hosts": "headers: {allowedHosts: [hosts.test], customRequestHeaders: {Host: inner.test}}",
    "https": "redirectScheme: {scheme: https, permanent: true}",
    "https-port": "redirectScheme: {scheme: https, port: '8443'}",
    "regex": "redirectRegex: {regex: '^http://([^/]+)/old/(.*)', replacement: 'http://${1}/new/$2'}",
    "regex-path": "redirectRegex: {regex: '^http://[^/]+/old$', replacement: /new, permanent: true}",
    "retry": "retry: {attempts: 3}",
    "type": "contentType: {}",
    "pass": "passTLSClientCert: {pem: true}",
    "plug": "plugin: {mine: {x: y}}",
    "chained": "chain: {middlewares: [strip, prefix, compress]}",
}
SERVICES = """\
    shop: {loadBalancer: {servers: [{url: "http://shop:3000"}]}}
    pages: {loadBalancer: {servers: [{url: "http://pages"}]}}
    two: {loadBalancer: {servers: [{url: "http://one"}, {url: "http://two", weight: 3}], healthCheck: {path: /up}}}
    host: {loadBalancer: {servers: [{url: "https://inner:8443/base"}], passHostHeader: false, serversTransport: fast}}
    sticky: {loadBalancer: {servers: [{url: "http://a"}, {url: "http://b"}], sticky: {cookie: {name: seat}}}}
    none: {loadBalancer: {servers: []}}
    share: {weighted: {services: [{name: shop, weight: 3}, {name: two, weight: 1}, {name: pages, weight: 0}]}}
    mirror: {mirroring: {service: shop, mirrors: [{name: pages, percent: 10}]}}
    spare: {failover: {service: two, fallback: pages}}
    nested: {weighted: {services: [{name: share}, {name: spare}]}}
    broken: {loadBalancer: {servers: [{url: "http://a:x"}]}}
"""
KINDS = ("two", "host", "sticky", "none", "share", "mirror", "spare", "nested", "broken")
MORE = """\
    wide: {rule: PathPrefix(`/`), entryPoints: [web], service: pages, priority: 1}
    get: {rule: Host(`m.test`) && Method(`GET`), entryPoints: [web], service: shop}
    head: {rule: "Host(`m.test`) && Header(`X-Beta`, `1`)", entryPoints: [web], service: two}
    query: {rule: "Host(`m.test`) && Query(`v`, `2`)", entryPoints: [web], service: pages}
    inner: {rule: "Host(`m.test`) && ClientIP(`10.0.0.0/8`)", entryPoints: [web], service: share, priority: 500}
    tie-a: {rule: Host(`tie.test`), entryPoints: [web], service: shop}
    tie-b: {rule: Host(`tie.test`), entryPoints: [web], service: two}
    everywhere: {rule: Host(`all.test`), service: shop}
    zipped: {rule: Host(`zip.test`), entryPoints: [zip], service: shop, middlewares: [retry]}
    sent: {rule: Host(`sent.test`), entryPoints: [send], service: shop}
    secure: {rule: Host(`tls.test`), entryPoints: [web], service: shop, tls: {options: mutual}}
    parent: {rule: Host(`tree.test`), entryPoints: [web], middlewares: [strip]}
    child: {rule: PathPrefix(`/x`), parentRefs: [parent], service: shop, middlewares: [compress]}
    second: {rule: PathPrefix(`/y`), parentRefs: [parent], service: two}
    api: {rule: Host(`api.test`), entryPoints: [web], service: api@internal}
    away: {rule: Host(`away.test`), entryPoints: [web], service: x@docker, middlewares: [y@docker]}
    gone: {rule: Host(`gone.test`), entryPoints: [web], service: nobody}
    old: {rule: "HostRegexp(`^(.+)\\\\.old\\\\.test$`)", entryPoints: [web], service: shop, middlewares: [https]}
    new: {rule: "HostRegexp(`^(.+)\\\\.old\\\\.test$`)", entryPoints: [websecure], service: shop, tls: {}}
"""
TCP = """\
tcp:
  routers:
    plain: {rule: HostSNI(`*`), entryPoints: [raw], service: db}
    named:
      {rule: HostSNI(`db.test`), entryPoints: [websecure], service: db, middlewares: [few], tls: {passthrough: true}}
    closed: {rule: HostSNI(`sql.test`), entryPoints: [websecure], service: share, tls: {}}
    alpn: {rule: "HostSNI(`db.test`) && ALPN(`h2`)", entryPoints: [websecure], service: db, tls: {}, priority: 900}
  services:
    db: {loadBalancer: {servers: [{address: "db:5432"}, {address: "db2:5432", tls: true}]}}
    share: {weighted: {services: [{name: db, weight: 2}]}}
  middlewares:
    few: {inFlightConn: {amount: 3}}
udp:
  routers: {dns: {entryPoints: [dns], service: dns}}
  services: {dns: {loadBalancer: {servers: [{address: "dns:53"}]}}}
tls:
  options:
    mutual: {clientAuth: {clientAuthType: RequireAndVerifyClientCert, caFiles: [/ca.pem]}, minVersion: VersionTLS13}
"""
CHANGED = (
    ("priority: 500", "priority: 2"),
    ("    tie-b: {rule: Host(`tie.test`), entryPoints: [web], service: two}\n", ""),
    ("prefix: /api", "prefix: /v2"),
    ("service: nobody", "service: shop"),
    ("amount: 3", "amount: 4"),
    ("http://pages", "http://sites"),
)
TESTS = """\
tests:
  - {request: "http://m.test/", expect: router get}
  - {name: wrong on purpose, request: "http://m.test/", expect: service two}
  - {request: "http://https.test/x", expect: redirect to https://https.test/x}
  - {request: "http://https.test/x", expect: redirect to https://https.test/y}
  - {request: "http://gone.test/", expect: 404}
  - {request: "http://tie.test/", expect: service shop}
  - {request: POST http://m.test/, expect: "404"}
  - {request: "tls://db.test", expect: service db}
  - {request: "http://basic.test/", expect: 401}
"""


def text() -> str:
    """The configuration: `NAME.test` has the middleware NAME, or the service NAME."""
    routers = "".join(
        f"    {name}-r: {{rule: Host(`{name}.test`), entryPoints: [web], service: shop, middlewares: [{name}]}}\n"
        for name in MIDDLEWARES
    )
    kinds = "".join(
        f"    {name}-r: {{rule: Host(`{name}.test`), entryPoints: [web], service: {name}}}\n" for name in KINDS
    )
    middlewares = "".join(f"    {name}: {{{options}}}\n" for name, options in MIDDLEWARES.items())
    transports = "  serversTransports:\n    fast: {insecureSkipVerify: true}\n"
    parts = (
        f"http:\n  routers:\n{routers}{kinds}{MORE}  services:\n{SERVICES}  middlewares:\n{middlewares}",
        transports,
        TCP,
    )
    return "".join(parts)


def _of_middlewares() -> Iterator[str]:
    for name in MIDDLEWARES:
        yield f"route http://{name}.test/a/b/c?x=y"
    yield "route http://regex.test/old/x?y=z"
    yield "route http://regex-path.test/old"
    yield "route http://allow.test/ --client-ip 10.1.2.3"
    yield "route http://allow.test/ --client-ip 192.168.1.8"
    yield "route http://allow-depth.test/ --client-ip 10.1.2.3 --header X-Forwarded-For:10.0.0.1"
    yield "route OPTIONS http://cors.test/ --header Origin:https://a.test"
    yield "route http://strip.test/ab"
    yield "route http://strip.test/a"
    for name in ("chained", "basic"):
        yield f"route http://{name}.test/a/b/c?x=y --format json"


def _of_services() -> Iterator[str]:
    for name in KINDS:
        yield f"route http://{name}.test/p?q=1"
    for name in ("nested", "host"):
        yield f"route http://{name}.test/p --format json"


def _of_routers() -> Iterator[str]:
    for more in ("", " --header X-Beta:1", " --client-ip 10.0.0.1", " --all"):
        yield f"route http://m.test/?v=1{more}"
    yield "route POST http://m.test/?v=2 --all"
    yield "route http://m.test/ --format json"
    for url in ("http://tie.test/", "http://all.test/", "https://all.test/", "http://zip.test:82/", "http://sent.test:81/x?y",
                "https://tls.test:80/", "http://tls.test/", "http://tree.test/a/x", "http://tree.test/a/z", "http://tree.test/y",
                "http://api.test/", "http://away.test/", "http://gone.test/", "http://x.old.test/p", "http://nowhere.test/",
                "https://nowhere.test/", "http://nowhere.test:9999/", "ws://m.test/", "wss://all.test/"):  # fmt: skip
        yield f"route {url}"
    yield "route http://tie.test/ --format json"
    yield "route https://all.test/ --entry-point web"
    yield "route https://all.test/ --server-name other.test"


def _of_connections() -> Iterator[str]:
    for url in ("tcp://x.test:5432", "tls://db.test", "tls://sql.test", "tls://other.test", "udp://x.test:53", "tcp://x.test:80",
                "udp://x.test:54", "tls://db.test:5432"):  # fmt: skip
        yield f"route {url}"
        yield f"route {url} --all"
    yield "route tls://db.test --format json"


def _of_changes() -> Iterator[str]:
    for form in ("text", "json", "markdown"):
        yield f"diff-routes apps changed --format {form}"
    yield "diff-routes apps apps"
    yield "diff-routes apps changed --all"


def _of_tests() -> Iterator[str]:
    for form in ("text", "json", "junit"):
        yield f"test routes.yml --format {form}"
    yield "test routes.yml --fail-under 90"


SCENES = {
    "middlewares": _of_middlewares,
    "services": _of_services,
    "routers": _of_routers,
    "connections": _of_connections,
    "changes": _of_changes,
    "tests": _of_tests,
    **odd_scene.SCENES,
}


def told(name: str) -> str:
    """What the commands of a scene say, and how they end."""
    lines: list[str] = []
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder, mock.patch.dict(os.environ, {"NO_COLOR": "1", "HOME": folder}):
        os.chdir(folder)
        try:
            _write(Path(folder), is_odd=name in odd_scene.SCENES)
            for command in SCENES[name]():
                out, err = io.StringIO(), io.StringIO()
                paths = "" if command.startswith("diff-routes") else " apps"
                with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                    status = main(f"{command}{paths} --static traefik.yml".split())
                lines += [f"$ traefiklint {command}", *out.getvalue().splitlines()]
                lines += [*(f"! {line}" for line in err.getvalue().splitlines()), f"= {status}"]
                if name in odd_scene.IN_SHORT:
                    lines.append(_in_short(f"{command}{paths} --static traefik.yml --format json".split()))
                lines.append("")
        finally:
            os.chdir(before)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _in_short(words: list[str]) -> str:
    """What a script may look at first in the answer that it gets."""
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()):
        main(words)
    try:
        requests = json.loads(out.getvalue())["requests"]
    except ValueError:
        return "no JSON"
    return "; ".join(
        f"{one['layer']}, {one['tls_options']}: "
        + ", ".join(f"{way['kind']} {way['status']}" for way in one["answers"])
        for one in requests
    )


def _write(folder: Path, *, is_odd: bool) -> None:
    if is_odd:
        (folder / "apps").mkdir()
        (folder / "apps" / "a.yml").write_text(odd_scene.TEXT)
        (folder / "traefik.yml").write_text(odd_scene.STATIC)
        return
    (folder / "traefik.yml").write_text(STATIC)
    (folder / "routes.yml").write_text(TESTS)
    changed = text()
    for old, new in CHANGED:
        assert old in changed, old
        changed = changed.replace(old, new)
    for name, content in (("apps", text()), ("changed", changed)):
        (folder / name).mkdir()
        (folder / name / "a.yml").write_text(content)


def recorded(name: str) -> Path:
    """Where it is kept what was said in a scene."""
    return Path(__file__).parent / "recorded" / f"{name}.txt"


if __name__ == "__main__":
    for scene in SCENES:
        recorded(scene).parent.mkdir(exist_ok=True)
        recorded(scene).write_text(told(scene), "utf-8")
