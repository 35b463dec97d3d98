"""Configurations and requests by chance: matchers in both syntaxes, priorities, TLS, TCP, UDP, trees, middlewares."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import Any, NamedTuple

from traefiklint.matching.check import check_rule
from traefiklint.matching.examples import example_requests

STATIC: dict[str, Any] = {
    "entryPoints": {
        "web": {"address": ":80"},
        "websecure": {"address": ":443"},
        "mixed": {"address": ":8000", "forwardedHeaders": {"insecure": True}},
        "secured": {"address": ":8443", "http": {"tls": {}, "middlewares": ["marked@file"]}},
        "verbatim": {
            "address": ":8001",
            "http": {"sanitizePath": False, "underscoreHeadersStrategy": "delete", "encodeQuerySemicolons": True},
            "forwardedHeaders": {"trustedIPs": ["127.0.0.2"]},
        },
        "moved": {"address": ":8002", "http": {"redirections": {"entryPoint": {"to": "websecure", "priority": 20}}}},
        "bypass": {
            "address": ":8004",
            "allowACMEByPass": True,
            "http": {"redirections": {"entryPoint": {"to": "websecure", "permanent": False}}},
        },
        "strict": {
            "address": ":8003",
            "http": {
                "underscoreHeadersStrategy": "reject",
                "encodedCharacters": {"allowEncodedSlash": False, "allowEncodedPercent": False},
            },
        },
        "packets": {"address": ":8005/udp"},
    },
    "certificatesResolvers": {"letsencrypt": {"acme": {"httpChallenge": {"entryPoint": "web"}}}},
    "api": {"insecure": True},
}
"""The entry points of the test: plain, TLS, both, with defaults, with redirections, with odd paths, for packets."""

_OF_NEWER = {"underscoreHeadersStrategy": 7}
"""Options of entry points, and the minor version that every older Traefik refuses them before."""


def static_for(minor: int) -> dict[str, Any]:
    """The static configuration as a version of Traefik takes it: 7 for 3.7."""
    made: dict[str, Any] = json.loads(json.dumps(STATIC))
    for point in made["entryPoints"].values():
        for name, first in _OF_NEWER.items():
            if minor < first:
                point.get("http", {}).pop(name, None)
    return made


POINTS = tuple(name for name, point in STATIC["entryPoints"].items() if not point["address"].endswith("/udp"))
HOSTS = ("a.test", "b.test", "x.a.test", "y.x.a.test", "c.test", "localhost", "A-1.test", "127.0.0.1")
PATHS = ("/", "/a", "/a/", "/a/b", "/ab", "/A", "/b", "/a b", "/é", "/a%2Fb", "/a:b", "/.well-known/acme-challenge/t")
METHODS = ("GET", "POST", "PUT", "DELETE", "OPTIONS", "get", "FOO")
CLIENTS = ("127.0.0.1", "127.0.0.2", "127.0.1.9")
VALUES = ("v", "w", "V", "v w", "1", "vv")
HEADERS = ("X-T", "X-U", "Accept")
PARAMETERS = ("q", "r", "Q")


class Case(NamedTuple):
    """One configuration and the requests to ask about."""

    files: dict[str, str]
    requests: list[Typed]


class Typed(NamedTuple):
    """A request as somebody types it."""

    url: str
    method: str
    headers: tuple[str, ...]
    client_ip: str
    server_name: str | None
    entry_point: str


def case(seed: int, ports: list[int], requests: int, minor: int = 7, *, twins: bool = False) -> Case:
    """One configuration whose servers listen on `ports`, and requests that it may answer.

    Args:
        minor: the version of Traefik that must understand it: 7 for 3.7.
        twins: whether many of its routers tie with another one.
    """
    rng = random.Random(seed)
    maker = _Maker(rng, ports)
    made = maker.configuration()
    if twins:
        for protocol in ("http", "tcp"):
            if protocol in made:
                maker.add_twins(made[protocol])
    if minor < 7:
        _without_news(made)
    files = {"dynamic.yml": json.dumps(made, ensure_ascii=False)}
    asked = [_fitting(rng, made) if rng.random() < 0.7 else _request(rng) for _ in range(requests)]
    if "udp" in made:
        asked[-1:] = [Typed("udp://a.test:8005", "GET", (), rng.choice(CLIENTS), None, "packets")]
    return Case(files, [one._replace(url=_with_mark(rng, one.url)) for one in asked])


def _with_mark(rng: random.Random, url: str) -> str:
    """An address, now and then with a lone question mark behind it."""
    bare = "?" not in url and url.startswith("http") and rng.random() < 0.04
    return f"{url}{'' if url.count('/') > 2 else '/'}?" if bare else url


def _without_news(made: dict[str, Any]) -> None:
    """Takes out what older versions refuse a whole directory for."""
    del made["http"]["middlewares"]["plain"]
    for router in made["http"]["routers"].values():
        if "plain" in router.get("middlewares", ()):
            router["middlewares"].remove("plain")
    for service in made["http"]["services"].values():
        service.pop("middlewares", None)


def _host_value(rng: random.Random) -> str:
    value = rng.choice((*HOSTS, "*.a.test", "*.test", "*"))
    value = rng.choice((value, value, value, value.upper(), value + "."))
    return value if value != "*." else "*"


def _host_pattern(rng: random.Random) -> str:
    return rng.choice((r"^a\.test$", r".+\.test", "^[a-b]", r"^$", r"^(x|y)\.", "A", r"(?i)A\.TEST", "^.+$"))


def _path_pattern(rng: random.Random) -> str:
    return rng.choice(
        ("^/a", "/b$", "^/[ab]/?$", "a.b", "é", "%2F", "^/$", r"^/\w+$", " ", "^/a.$", "^/[^/]+$", r"^/a\W")
    )


def _path_value(rng: random.Random) -> str:
    return rng.choice(PATHS)


_V3: dict[str, Callable[[random.Random], tuple[str, ...]]] = {
    "Host": lambda rng: (_host_value(rng),),
    "HostRegexp": lambda rng: (_host_pattern(rng),),
    "Path": lambda rng: (_path_value(rng),),
    "PathPrefix": lambda rng: (_path_value(rng),),
    "PathRegexp": lambda rng: (_path_pattern(rng),),
    "Method": lambda rng: (rng.choice(METHODS),),
    "Header": lambda rng: (
        rng.choice((*HEADERS, "x-t", "X-Real-Ip", "X-Forwarded-Proto")),
        rng.choice((*VALUES, "https")),
    ),
    "HeaderRegexp": lambda rng: (rng.choice(HEADERS), rng.choice(("^v", "w$", ".", "^$", "[0-9]"))),
    "Query": lambda rng: (rng.choice(PARAMETERS), *rng.choice(((), (rng.choice(VALUES),)))),
    "QueryRegexp": lambda rng: (rng.choice(PARAMETERS), rng.choice(("^v", "w$", ".", "^$"))),
    "ClientIP": lambda rng: (rng.choice((*CLIENTS, "127.0.0.0/8", "127.0.0.0/30", "10.0.0.0/8", "::1")),),
}
_V2: dict[str, Callable[[random.Random], tuple[str, ...]]] = {
    "Host": lambda rng: tuple(rng.choice(HOSTS) for _ in range(rng.randint(1, 2))),
    "HostHeader": lambda rng: (rng.choice(HOSTS),),
    "HostRegexp": lambda rng: (rng.choice(("{s:[a-b]+}.test", "a.test", "{s:.*}", "{x}.a.test", "{a:[xy]}.{b:.+}")),),
    "Path": lambda rng: tuple(rng.choice(("/a", "/{p:[ab]+}", "/{p}", "/", "/a b")) for _ in range(rng.randint(1, 2))),
    "PathPrefix": lambda rng: (rng.choice(("/a", "/", "/{p:[ab]}", "/a/{p}")),),
    "Method": lambda rng: tuple(rng.choice(METHODS) for _ in range(rng.randint(1, 2))),
    "Headers": lambda rng: (rng.choice(HEADERS), rng.choice(VALUES)),
    "HeadersRegexp": lambda rng: (rng.choice(HEADERS), rng.choice(("^v", "w$", "."))),
    "Query": lambda rng: tuple(
        f"{rng.choice(PARAMETERS)}={rng.choice((*VALUES, '{v:.+}'))}" for _ in range(rng.randint(1, 2))
    ),
    "ClientIP": lambda rng: tuple(rng.choice((*CLIENTS, "127.0.0.0/8")) for _ in range(rng.randint(1, 2))),
}
_NAMES = ("a.test", "b.test", "x.a.test", "*.a.test", "*", "c.test", "A.test")
_TCP3: dict[str, Callable[[random.Random], tuple[str, ...]]] = {
    "HostSNI": lambda rng: (rng.choice(_NAMES),),
    "HostSNIRegexp": lambda rng: (rng.choice((r"^a\.", r".+\.test$", "^.+$", "^$")),),
    "ClientIP": _V3["ClientIP"],
    "ALPN": lambda rng: (rng.choice(("h2", "http/1.1", "foo")),),
}
_TCP2: dict[str, Callable[[random.Random], tuple[str, ...]]] = {
    "HostSNI": lambda rng: tuple(rng.choice(("a.test", "b.test", "x.a.test", "*")) for _ in range(rng.randint(1, 2))),
    "HostSNIRegexp": lambda rng: (rng.choice(("{s:[a-b]+}.test", "{s:.+}")),),
    "ClientIP": _V2["ClientIP"],
    "ALPN": lambda rng: tuple(rng.choice(("h2", "http/1.1", "foo")) for _ in range(rng.randint(1, 2))),
}


def _rule(rng: random.Random, matchers: dict[str, Any], favourites: tuple[str, ...], depth: int = 0) -> str:
    """A rule; hosts and paths are more frequent than they would be by chance."""
    if depth < 3 and rng.random() < 0.45 - depth * 0.1:
        operator = rng.choice((" && ", " && ", " || "))
        parts = [_rule(rng, matchers, favourites, depth + 1) for _ in range(rng.choice((2, 2, 3)))]
        joined = operator.join(f"({part})" if "||" in part and operator == " && " else part for part in parts)
        return f"!({joined})" if rng.random() < 0.05 else joined
    name = rng.choice(favourites) if rng.random() < 0.5 else rng.choice(list(matchers))
    arguments = ", ".join(f"`{value}`" for value in matchers[name](rng))
    return f"{'!' if rng.random() < 0.12 else ''}{name}({arguments})"


class _Maker:
    """Makes one configuration."""

    def __init__(self, rng: random.Random, ports: list[int]) -> None:
        self._rng = rng
        self._ports = ports
        self._used = 0

    def configuration(self) -> dict[str, Any]:
        rng = self._rng
        http: dict[str, Any] = {"routers": {}, "services": {}, "middlewares": _middlewares()}
        tcp: dict[str, Any] = {"routers": {}, "services": {}}
        for index in range(rng.randint(2, 9)):
            self._http_router(f"r{index}", http)
        if rng.random() < 0.5:
            for index in range(rng.randint(1, 4)):
                self._tcp_router(f"t{index}", tcp)
        made: dict[str, Any] = {"http": http, "tls": {"options": _options()}}
        if rng.random() < 0.3:
            made["udp"] = self._udp(rng.sample(("dns", "dns-2", "dns2", "u1", "u10", "U1", "dns.a"), rng.randint(1, 3)))
        if tcp["routers"]:
            made["tcp"] = tcp
        return made

    def add_twins(self, section: dict[str, Any]) -> None:
        """Give some routers a second one, with the same rule or at least the same priority."""
        rng = self._rng
        for name in rng.sample(list(section["routers"]), min(3, len(section["routers"]))):
            twin = dict(section["routers"][name])
            twin_name = rng.choice((f"{name}-2", f"{name}2", f"a-{name}", name.upper()))
            if rng.random() < 0.4:
                other = rng.choice(list(section["routers"].values()))
                twin["rule"] = other["rule"]
                twin.pop("ruleSyntax", None)
                if "ruleSyntax" in other:
                    twin["ruleSyntax"] = other["ruleSyntax"]
                section["routers"][name]["priority"] = twin["priority"] = rng.choice((20, 1000))
            if "entryPoints" in twin and rng.random() < 0.3:
                twin["entryPoints"] = rng.sample(POINTS, 2)
            if "service" in twin:
                twin["service"] = twin_name
            address = f"127.0.0.1:{self._port()}"
            server = {"url": f"http://{address}"} if "middlewares" in section else {"address": address}
            section["services"][twin_name] = {"loadBalancer": {"servers": [server]}}
            section["routers"][twin_name] = twin

    def _udp(self, names: list[str]) -> dict[str, Any]:
        """Routers for packets, of which an entry point serves one."""
        return {
            "routers": {name: {"entryPoints": ["packets"], "service": name} for name in names},
            "services": {
                name: {"loadBalancer": {"servers": [{"address": f"127.0.0.1:{self._port()}"}]}} for name in names
            },
        }

    def _port(self) -> int:
        self._used += 1
        return self._ports[self._used % len(self._ports)]

    def _http_router(self, name: str, http: dict[str, Any]) -> None:
        rng = self._rng
        old = rng.random() < 0.2
        rule = _rule(rng, _V2 if old else _V3, ("Host", "Path", "PathPrefix"))
        router: dict[str, Any] = {"rule": rule, "service": name}
        if old:
            router["ruleSyntax"] = "v2"
        tops = [other for other, made in http["routers"].items() if "parentRefs" not in made or rng.random() < 0.3]
        if tops and rng.random() < 0.15:
            parent = rng.choice(tops)
            router["parentRefs"] = [parent]
            http["routers"][parent].pop("service", None)
        else:
            router["entryPoints"] = rng.sample(POINTS, rng.choice((1, 1, 2, 3)))
            if rng.random() < 0.1:
                del router["entryPoints"]
            if rng.random() < 0.4:
                router["tls"] = {"options": rng.choice(("one", "two", "bad", "nil"))} if rng.random() < 0.25 else {}
        if rng.random() < 0.35:
            router["priority"] = rng.choice((10, 20, 20, 30, 1000, -1))
        if rng.random() < 0.35:
            router["middlewares"] = rng.sample(list(http["middlewares"]), rng.choice((1, 1, 2)))
        if rng.random() < 0.03:
            router["middlewares"] = ["nobody"]
        if rng.random() < 0.03:
            router["service"] = "nobody"
        if rng.random() < 0.02:
            router["rule"] = "Host(`a.test`"
        http["routers"][name] = router
        http["services"][name] = {"loadBalancer": {"servers": [{"url": f"http://127.0.0.1:{self._port()}"}]}}
        if rng.random() < 0.1:
            http["services"][name]["loadBalancer"]["servers"] = []
        if rng.random() < 0.1:
            http["services"][name]["middlewares"] = ["added"]
        if rng.random() < 0.12:
            self._composite(name, http)

    def _composite(self, name: str, http: dict[str, Any]) -> None:
        """Put a service made of the router's own one, and of another, between the two."""
        rng = self._rng
        other = rng.choice(list(http["services"]))
        made = rng.choice(
            (
                {
                    "weighted": {
                        "services": [{"name": name, "weight": 3}, {"name": other, "weight": rng.choice((0, 1))}]
                    }
                },
                {"mirroring": {"service": name, "mirrors": [{"name": other, "percent": 10}]}},
                {"highestRandomWeight": {"services": [{"name": name}, {"name": other}]}},
            )
        )
        http["services"][f"{name}-made"] = made
        if http["routers"][name].get("service") == name:
            http["routers"][name]["service"] = f"{name}-made"

    def _tcp_router(self, name: str, tcp: dict[str, Any]) -> None:
        rng = self._rng
        old = rng.random() < 0.2
        rule = _rule(rng, _TCP2 if old else _TCP3, ("HostSNI",))
        if rng.random() < 0.3:
            rule = "HostSNI(`*`)"
        router: dict[str, Any] = {"rule": rule, "service": name, "entryPoints": rng.sample(POINTS, rng.choice((1, 2)))}
        if old:
            router["ruleSyntax"] = "v2"
        if rng.random() < 0.7:
            router["tls"] = rng.choice(({}, {"passthrough": True}, {"passthrough": True}, {"options": "bad"}))
        if rng.random() < 0.3:
            router["priority"] = rng.choice((10, 20, 20, -1, -2))
        tcp["routers"][name] = router
        servers = [{"address": f"127.0.0.1:{self._port()}"}] if rng.random() < 0.95 else []
        tcp["services"][name] = {"loadBalancer": {"servers": servers}}


def _middlewares() -> dict[str, Any]:
    return {
        "marked": {"headers": {"customRequestHeaders": {"X-U": "w"}}},
        "unmarked": {"headers": {"customRequestHeaders": {"X-T": ""}}},
        "strip": {"stripPrefix": {"prefixes": ["/a", "/b"]}},
        "stripre": {"stripPrefixRegex": {"regex": ["/[ab]+/", "^/é", "^/c."]}},
        "added": {"addPrefix": {"prefix": "/b"}},
        "replaced": {"replacePath": {"path": "/a%20b"}},
        "rewritten": {"replacePathRegex": {"regex": "^/a(.*)", "replacement": "/b$1"}},
        "secure": {"redirectScheme": {"scheme": "https", "permanent": True}},
        "ported": {"redirectScheme": {"scheme": "https", "port": "8443"}},
        "regex": {"redirectRegex": {"regex": "^https?://(?P<host>[^/]+)/a(.*)", "replacement": "http://${host}/b$2"}},
        "locals": {"ipAllowList": {"sourceRange": ["127.0.0.1", "127.0.1.0/24"]}},
        "deep": {"ipAllowList": {"sourceRange": ["10.0.0.0/8"], "ipStrategy": {"depth": 1}}},
        "guarded": {"basicAuth": {"users": ["u:$apr1$H6uskkkW$IgXLP6ewTrSuBkTrqE8wj/"]}},
        "chained": {"chain": {"middlewares": ["marked", "strip"]}},
        "cors": {"headers": {"accessControlAllowMethods": ["GET"], "addVaryHeader": True}},
        "hosts": {"headers": {"allowedHosts": ["a.test", "b.test:8080"]}},
        "nowhere": {"redirectRegex": {"regex": "/ab$", "replacement": "https://a:b/"}},
        "plain": {"encodedCharacters": {"allowEncodedPercent": True}},
    }


def _options() -> dict[str, Any]:
    return {
        "one": {"minVersion": "VersionTLS12"},
        "two": {"minVersion": "VersionTLS13"},
        "bad": {"cipherSuites": ["NO_SUCH_SUITE"]},
    }


_SENT_PATHS = (
    "/", "/a", "/a/", "/a/b", "/ab", "/A", "/b", "//a", "/a//b", "/a/../b", "/b/../a", "/./a", "/%61", "/a%2Fb",
    "/a%2fb", "/a%20b", "/%C3%A9", "/a;b", "/a:b", "/a%3Ab", "/a/%2e%2e/b", "/a%25b", "/..", "/a/.", "/c", "/a'b",
    "/.well-known/acme-challenge/t", "/a/b/../..", "/%5B", "/é", "", "/a%e9", "/%ff", "/c%E9/x", "/a%C3b",
)  # fmt: skip
_SENT_QUERIES = ("", "", "q=v", "q", "q=", "q=v&q=w", "q=%76", "Q=v", "r=v+w", "q=v;r=1", "q=1&r=vv", "q=%zz&r=v")


def _fitting(rng: random.Random, made: dict[str, Any]) -> Typed:
    """A request made from the rule of a router, with one thing changed now and then."""
    protocol = "tcp" if "tcp" in made and rng.random() < 0.25 else "http"
    routers = made[protocol]["routers"]
    router = rng.choice(list(routers.values()))
    top = router
    while top.get("parentRefs"):
        top = routers[top["parentRefs"][0]]
    by_chance = _request(rng)
    syntax = router.get("ruleSyntax", "v3")
    tree = check_rule(router["rule"], protocol=protocol, syntax=syntax).tree
    found = example_requests(tree, protocol=protocol, syntax=syntax) if tree is not None else ()
    if not found:
        return by_chance
    wanted = rng.choice(found)
    point = rng.choice(top.get("entryPoints", POINTS))
    secure = "tls" in top or point == "secured"
    plain, tls = ("tcp", "tls") if protocol == "tcp" and rng.random() < 0.6 else ("http", "https")
    changed = rng.choice(("host", "path", "method", "headers", *([""] * 8)))
    host = by_chance.url.split("/")[2].split("?")[0] if changed == "host" else wanted.host.replace("*", "w") or "a.test"
    path = rng.choice(_SENT_PATHS) if changed == "path" else wanted.path
    query = wanted.query or rng.choice(_SENT_QUERIES)
    headers = [f"{name}: {value}" for name, values in wanted.headers.items() if name in HEADERS for value in values]
    return Typed(
        f"{tls if secure else plain}://{host}{path}" + (f"?{query}" if query else ""),
        by_chance.method if changed == "method" else wanted.method,
        by_chance.headers if changed == "headers" else tuple(headers),
        wanted.client_ip if wanted.client_ip.startswith("127.") else by_chance.client_ip,
        by_chance.server_name if protocol == "http" else None,
        point,
    )


def _request(rng: random.Random) -> Typed:
    point = rng.choice(POINTS)
    host = rng.choice((*HOSTS, "z.a.test"))
    host = rng.choice((host, host, host, host.upper(), host + ".", f"{host}:8080"))
    secure = {"websecure": 0.85, "secured": 0.85}.get(point, 0.35 if point == "mixed" else 0.15)
    scheme = "https" if rng.random() < secure else "http"
    if rng.random() < 0.06:
        scheme = {"https": "tls", "http": "tcp"}[scheme]
    path = rng.choice(_SENT_PATHS)
    query = rng.choice(_SENT_QUERIES)
    headers = []
    for name in HEADERS:
        if rng.random() < 0.3:
            headers += [
                f"{rng.choice((name, name.lower()))}: {rng.choice(VALUES)}" for _ in range(rng.choice((1, 1, 2)))
            ]
    if rng.random() < 0.1:
        headers.append(f"X-Forwarded-For: {rng.choice(('10.1.2.3', '192.0.2.1, 10.1.1.1', '127.0.0.1'))}")
    if rng.random() < 0.1:
        headers += ["Origin: https://o.test", "Access-Control-Request-Method: GET"]
    if rng.random() < 0.08:
        headers.append("X_T: v")
    if rng.random() < 0.08:
        headers.append(f"X-Forwarded-Proto: {rng.choice(('https', 'http', 'wss'))}")
    server_name = rng.choice(("a.test", "b.test", "c.test", "")) if rng.random() < 0.1 else None
    url = f"{scheme}://{host}{path}" + (f"?{query}" if query else "")
    method = rng.choice(METHODS) if rng.random() < 0.35 else "GET"
    return Typed(url, method, tuple(headers), rng.choice(CLIENTS), server_name, point)
