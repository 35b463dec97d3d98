"""Rules that Traefik accepts and requests that may or may not match them, the same for the same seed."""

from __future__ import annotations

from random import Random
from typing import Any

HOSTS = [
    "a.example.com", "A.Example.com", "b.example.com", "example.com", "example.com.", "x.y.example.com",
    "*.example.com", "*", "*.com", "a.*", "*a.example.com", "*.example.com.", "::1", "a_b", "127.0.0.1",
    "*.y.example.com",
]  # fmt: skip
HOST_PATTERNS = [r"^a\.", "example", r"^[^.]+\.example\.com$", "(?i)^A", "^$", ".*", "^.+$", "COM", r"\.com\.?$", "::"]
PATHS = [
    *("/", "/api", "/api/", "/a b", "/é", "/a%2Fb", "/a%2fb", "/A", "/a//b", "/a/../b", "/a+b", "/a;b", '/a"b', "/%41"),
    *("/a:b", "/a%25b", "/a'b", "/b", "/a<b", "/a|b", "/a[b", "/*"),
]
PATH_PATTERNS = ["^/api$", "^/a", "b$", "/", "(?i)^/API", "%2F", "^/[a-z]+$", "^/a b", "é", r"\n", "^/.*$", "^/.+$"]
HEADERS = [
    *("`x-foo`, `bar`", "`X-Foo`, `Bar`", "`Host`, `a.example.com`", "`X-Forwarded-Proto`, `http`", "`x foo`, `bar`"),
    *("`X-Forwarded-Port`, `80`", "`X-Forwarded-Host`, `a.example.com`", "`Connection`, `close`", "`X-Foo`, ` bar`"),
    *("`X-Forwarded-For`, `1.1.1.1`", "`X_Foo`, `bar`", "`Upgrade`, `websocket`"),
]
HEADER_PATTERNS = ["`X-FOO`, `^b`", "`X-Real-Ip`, `^127`", "`User-Agent`, `.`", "`Connection`, `.`"]
QUERIES = ["`a`", "`a`, `b`", "`a`, `b c`", "`A`, `b`", "`a=b`", "`c`, `d`", "`a`, `=b`", "`b`"]
QUERY_PATTERNS = ["`a`, `^b`", "`a`", "`a`, `$`"]
NETWORKS = [
    *("127.0.0.1", "127.0.0.2", "127.0.0.0/30", "::1", "::/0", "0.0.0.0/0", "::ffff:127.0.0.1", "10.0.0.0/8"),
    *("::ffff:127.0.0.0/104", "::ffff:0:0/96", "127.0.0.2/31"),
]
V2_PATHS = ["/api", "/api/{x}", "/{x:a.*}", "/{a}/{b}", "/a b", "/{x:[a-z]+}", "/A", "/", "/a.b", "/{x:(a|b)}", "/é"]
V2_HOSTS = [
    "example.com", "{x}.example.com", "{x:[a-z]+}.example.com", "{x:.+}", "A.Example.com", "a.*", "{x:.*}com",
    "::1",
]  # fmt: skip
V2_HEADERS = ["`x-foo`, `bar`", "`X-Foo`, `bar`, `X-Two`, `2`", "`X-Foo`, `bar`, `x-foo`, `Bar`"]
V2_QUERIES = ["`a=b`", "`a=`", "`a={x}`", "`a={x:b+}`", "`a=b`, `c=d`", "`{x}=b`", "`a=b c`", "`a==b`"]
NAMES = ["a.example.com", "A.example.com", "*.example.com", "*", "b.example.com", "example.com.", "*.com"]

SENT_HOSTS = [
    "a.example.com", "A.EXAMPLE.com", "a.example.com:8080", "b.example.com", "example.com", "example.com.", "com",
    "a.*", "x.y.example.com", "a.example.com.", "[::1]", "[::1]:80", "::1", "a_b", "127.0.0.1", "", ".example.com",
    "a:b:c",
]  # fmt: skip
SENT_PATHS = [
    "/", "/api", "/apix", "/api/x", "/api/", "/a%20b", "/%C3%A9", "/%c3%a9", "/a%2Fb", "/a%2fb", "/%61pi", "/a//b",
    "//", "/a/../b", "/a/./b", "/a/..", "/a/.", "//api", "/a+b", "/a%2Bb", "/a;b", "/a%3Bb", '/a"b', "/a%22b",
    "/%2541", "/a:b", "/a%3ab", "/a%25b", "/a'b", "/a%27b", "/api/%2e%2e/b", "/a%5Cb", "/A", "/a<b", "/a%3Cb",
    "/a|b", "/a[b", "/a%5Bb", "/a%0Ab", "/x/%2F/y", "/é", "/a//", "/*", "/~a", "/%7Ea", "/a!(b)*", "/b/../../api",
    "/a%2F..%2Fb", "/a/%2e/b/",
]  # fmt: skip
SENT_QUERIES = [
    "", "a", "a=", "a=b", "a=b&a=c", "A=b", "a=b%20c", "a=b+c", "a=b;c=d", "a%3Db=c", "a=%zz", "=x", "a=c&b",
    "b=x&a=", "a==b", "&&", "a=B", "%61=b", "c=d",
]  # fmt: skip


def rule(random: Random, protocol: str, syntax: str, depth: int = 2) -> str:
    """A rule that Traefik accepts."""
    if depth == 0 or random.random() < 0.4:
        name, arguments = random.choice(_CHOICES[protocol, syntax])
        return f"{name}({random.choice(arguments)})"
    if random.random() < 0.2:
        return f"!({rule(random, protocol, syntax, depth - 1)})"
    operator = random.choice(["&&", "||"])
    return f"({rule(random, protocol, syntax, depth - 1)} {operator} {rule(random, protocol, syntax, depth - 1)})"


def request(random: Random) -> dict[str, Any]:
    """What a client sends: the arguments of a request."""
    headers: dict[str, str] = {}
    for name, values, share in (
        ("X-Foo", ["bar", "Bar", "b", " bar ", "bar, x"], 0.5),
        ("X-Two", ["2"], 0.2),
        ("X_Foo", ["bar"], 0.1),
        ("X-Forwarded-For", ["1.1.1.1"], 0.15),
        ("X-Forwarded-Proto", ["https"], 0.15),
        ("Connection", ["close", "Upgrade", "X-Foo", "keep-alive, X-Foo, X-Forwarded-Proto"], 0.1),
        ("Upgrade", ["websocket"], 0.1),
    ):
        if random.random() < share:
            headers[name] = random.choice(values)
    return {
        "method": random.choice(["GET", "POST", "get", "PATCH"]),
        "host": random.choice(SENT_HOSTS),
        "path": random.choice(SENT_PATHS),
        "query": random.choice(SENT_QUERIES),
        "headers": headers,
        "client_ip": random.choice(["127.0.0.1", "127.0.0.2", "127.0.0.9"]),
    }


def _ticked(values: list[str]) -> list[str]:
    return [f"`{value}`" for value in values]


def _pairs(values: list[str]) -> list[str]:
    return _ticked(values) + [f"`{one}`, `{other}`" for one, other in zip(values, values[3:], strict=False)]


_CHOICES: dict[tuple[str, str], list[tuple[str, list[str]]]] = {
    ("http", "v3"): [
        ("Host", _ticked(HOSTS)),
        ("Host", _ticked(HOSTS)),
        ("HostRegexp", _ticked(HOST_PATTERNS)),
        ("Path", _ticked(PATHS)),
        ("PathPrefix", _ticked(PATHS)),
        ("PathRegexp", _ticked(PATH_PATTERNS)),
        ("Method", ["`GET`", "`get`", "`POST`"]),
        ("Header", HEADERS),
        ("HeaderRegexp", HEADER_PATTERNS),
        ("Query", QUERIES),
        ("QueryRegexp", QUERY_PATTERNS),
        ("ClientIP", _ticked(NETWORKS)),
    ],
    ("http", "v2"): [
        ("Host", _pairs(HOSTS)),
        ("HostHeader", _ticked(HOSTS)),
        ("HostRegexp", _pairs(V2_HOSTS)),
        ("Path", _pairs(V2_PATHS)),
        ("PathPrefix", _pairs(V2_PATHS)),
        ("Method", ["`GET`, `post`", "`get`", "`POST`"]),
        ("Headers", V2_HEADERS),
        ("HeadersRegexp", V2_HEADERS),
        ("Query", V2_QUERIES),
        ("ClientIP", _pairs(NETWORKS)),
    ],
    ("tcp", "v3"): [
        ("HostSNI", _ticked(NAMES)),
        ("HostSNIRegexp", _ticked(HOST_PATTERNS)),
        ("ALPN", ["`h2`", "`http/1.1`"]),
        ("ClientIP", _ticked(NETWORKS)),
    ],
    ("tcp", "v2"): [
        (
            "HostSNI",
            ["`a.example.com`, `b.example.com`", "`A.example.com`", "`*`", "`b.example.com`, `*`", "`example.com.`"],
        ),
        ("HostSNIRegexp", _pairs(V2_HOSTS)),
        ("ALPN", ["`h2`, `http/1.1`", "`http/1.1`"]),
        ("ClientIP", _pairs(NETWORKS)),
    ],
}
