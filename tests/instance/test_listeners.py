"""Where routers listen, and what they keep from each other there."""

# ruff: noqa: E501 - tables

from __future__ import annotations

import re
from typing import Any

from tests.each import rows
from tests.instance.asking import instance_of
from traefiklint import lint_texts
from traefiklint.instance.listeners import claims_of
from traefiklint.options import Options

STATIC = """\
entryPoints:
  web: {address: ":80"}
  websecure: {address: ":443", http: {tls: {}}}
  quic: {address: ":53/udp"}
  other: {address: ":81", asDefault: %s}
"""


def claimed(router: str, *, kind: str = "http", default: str = "false", static: str | None = STATIC) -> str:
    """Where a router listens (TLS with a `*`), whether it works, and with which priority; empty where nowhere."""
    text = f"{kind}:\n  routers:\n    r: {{{router}}}\n    top: {{rule: Host(`a.io`)}}\n"
    server = "url: 'http://s'" if kind == "http" else "address: 's:1'"
    text += f"  services: {{s: {{loadBalancer: {{servers: [{{{server}}}]}}}}}}\n"
    instance = instance_of(text, static and static % default)
    lines = []
    for one in claims_of(instance, f"{kind}.routers", ("p@file",)):
        points = " ".join(f"{it.entry_point}{'*' * it.secure}" for it in one.listeners)
        lines.append(f"{points}: {'works' if one.works else 'broken'} {one.priority}")
    return "; ".join(lines)


@rows(
    ("router", "options", "told"),
    [
        ("rule: Host(`a.io`), service: s", {}, "web websecure* other: works 12"),
        ("rule: Host(`a.io`), service: s", {"default": "true"}, "other: works 12"),
        ("rule: Host(`a.io`), service: s", {"static": None}, ": works 12"),
        ("rule: Host(`a.io`), service: s, tls: {}", {}, "web* websecure* other*: works 12"),
        ("rule: Host(`a.io`), service: s, tls: {}", {"static": None}, "*: works 12"),
        ("rule: Host(`a.io`), service: s, entryPoints: [web, web, websecure]", {}, "web websecure*: works 12"),
        ("rule: Host(`a.io`), service: s, entryPoints: [quic]", {}, ""),
        ("rule: Host(`a.io`), service: s, entryPoints: [gone]", {}, ""),
        ("rule: Host(`a.io`), service: s, entryPoints: [gone, other]", {}, "other: works 12"),
        ("rule: Host(`a.io`), service: s, entryPoints: [gone]", {"static": None}, "gone: works 12"),
        ("rule: Host(`a.io`), service: s, priority: 7", {}, "web websecure* other: works 7"),
        ("rule: Host(`a.io`), service: gone", {}, "web websecure* other: broken 12"),
        ("rule: Host(`a.io`), service: s, middlewares: [gone]", {}, "web websecure* other: broken 12"),
        ("rule: Host(`a.io`), service: s, parentRefs: [top]", {}, ""),
        ("rule: Host(`a.io`)", {}, ""),
        ("rule: Host(`a.io`, service: s", {}, ""),
        ("rule: HostSNI(`a.io`), service: s, tls: {}", {"kind": "tcp"}, "web* websecure* other*: works 15"),
        (
            "rule: HostSNI(`a.io`), service: s, tls: {}, entryPoints: [websecure]",
            {"kind": "tcp"},
            "websecure*: works 15",
        ),
        ("rule: HostSNI(`*`), service: s, entryPoints: [websecure, web]", {"kind": "tcp"}, "websecure web: works -1"),
    ],
)
def test_a_router_listens_on_the_entry_points_that_it_names_or_on_the_default_ones(
    router: str, options: dict[str, Any], told: str
) -> None:
    assert claimed(router, **options) == told


FILE = """\
http:
  routers: {%s}
  services:
    s: {loadBalancer: {servers: [{url: "http://s:80"}, {url: "http://T"}]}}
    same: {loadBalancer: {servers: [{url: "http://t:80/"}, {url: "http://S"}]}}
    sticky: {loadBalancer: {sticky: {cookie: {}}, servers: [{url: "http://t:80/"}, {url: "http://S"}]}}
    less: {loadBalancer: {servers: [{url: "http://s"}]}}
    tls: {loadBalancer: {servers: [{url: "https://s:80"}, {url: "http://T"}]}}
    bad: {loadBalancer: {servers: [{url: "http://s"}, {url: "http:///"}]}}
    also: {loadBalancer: {servers: [{url: "http://s"}, {url: "http:///"}]}}
    both: {weighted: {services: [{name: s}]}}
    each: {weighted: {services: [{name: s}]}}
  middlewares: {m: {compress: {}}, https: {redirectScheme: {scheme: https}}}
tcp:
  routers: {%s}
  services:
    s: {loadBalancer: {servers: [{address: "s:80"}, {address: "t:80"}]}}
    u: {loadBalancer: {servers: [{address: "u:80"}]}}
"""


_TOLD = re.compile(
    r"\(.*?\)|on [\w ]+(?=,)|same requests|everything|narrower|\d+ more|priority -?\d+|such as \w|serves \S+"
)


def told(http: str, tcp: str = "", static: str = STATIC % "false", *, strict: bool = True) -> list[str]:
    """What routers keep from each other: the rule, the router, the others that it points at, and what differs in its
    words."""
    text = FILE % (http, tcp)
    rules = ("shadowed-router", "same-rule-same-priority", "catch-all-without-priority")
    rules += ("tcp-catch-all-shadows-http", "tcp-router-behind-https")
    found = lint_texts(
        {"a.yml": text}, static=static, options=Options(profile="none", static=static, strict=strict)
    ).findings
    lines = []
    for one in found:
        if one.rule in rules:
            others = [text.splitlines()[it.span.line - 1][: it.span.column][-11:-9] for it in one.related]
            words = " ".join(_TOLD.findall(one.message.replace("`", "")))
            lines.append(f"{one.rule} {one.object} {' '.join(others)} {words}")
    return lines


@rows(
    ("http", "tcp", "found", "is_told"),
    [
        ('a: {rule: PathPrefix(`/`), service: less}, b: {rule: Path(`/x`), service: s, priority: 9}', '', ['catch-all-without-priority http.routers.a b: everything (15)', 'shadowed-router http.routers.b a: everything (15, the length of its rule, over 9)'], True),
        ('a: {rule: PathPrefix(`/`), service: less}, b: {rule: Path(`/x`), service: s}', '', ['catch-all-without-priority http.routers.a b: everything (15)', 'shadowed-router http.routers.b a: everything (15 over 10, the lengths of the rules)'], True),
        ('a: {rule: PathPrefix(`/`), service: less}, b: {rule: Path(`/x`), service: s}, c: {rule: Path(`/y`), service: s}', '', ['catch-all-without-priority http.routers.a b: c: everything 1 more (15)', 'shadowed-router http.routers.b a: everything (15 over 10, the lengths of the rules)', 'shadowed-router http.routers.c a: everything (15 over 10, the lengths of the rules)'], True),
        ('a: {rule: PathPrefix(`/`), service: less, priority: 90}, b: {rule: Path(`/x`), service: s}', '', ['shadowed-router http.routers.b a: everything (90 over 10)'], True),
        ('a: {rule: Path(`/x`), service: less, priority: 9}, b: {rule: Path(`/x`), service: s, priority: 8}', '', ['shadowed-router http.routers.b a: same requests (9 over 8)'], True),
        ('a: {rule: Path(`/x`), service: less}, b: {rule: Path(`/x`), service: s}', '', ['same-rule-same-priority http.routers.b a: same requests priority 10'], True),
        ('a: {rule: Path(`/x`), service: less}, b: {rule: Path(`/x`), service: s}, c: {rule: Path(`/x`), service: sticky}', '', ['same-rule-same-priority http.routers.b a: same requests priority 10', 'same-rule-same-priority http.routers.c a: same requests priority 10'], True),
        ('a: {rule: PathPrefix(`/x`), service: less, priority: 5}, b: {rule: Path(`/x`), service: s, priority: 5}', '', ['same-rule-same-priority http.routers.b a: narrower priority 5'], True),
        ('a: {rule: Path(`/x`), service: s}, b: {rule: Path(`/x`), service: s}', '', ['same-rule-same-priority http.routers.b a: same requests priority 10'], False),
        ('a: {rule: Path(`/x`), service: s}, b: {rule: Path(`/x`), service: s@file}', '', ['same-rule-same-priority http.routers.b a: same requests priority 10'], False),
        ('a: {rule: Path(`/x`), service: s}, b: {rule: Path(`/x`), service: same}', '', ['same-rule-same-priority http.routers.b a: same requests priority 10'], False),
        ('a: {rule: Path(`/x`), service: s}, b: {rule: Path(`/x`), service: sticky}', '', ['same-rule-same-priority http.routers.b a: same requests priority 10'], True),
        ('a: {rule: Path(`/x`), service: s}, b: {rule: Path(`/x`), service: less}', '', ['same-rule-same-priority http.routers.b a: same requests priority 10'], True),
        ('a: {rule: Path(`/x`), service: s}, b: {rule: Path(`/x`), service: tls}', '', ['same-rule-same-priority http.routers.b a: same requests priority 10'], True),
        ('a: {rule: Path(`/x`), service: s}, b: {rule: Path(`/x`), service: both}', '', ['same-rule-same-priority http.routers.b a: same requests priority 10'], True),
        ('a: {rule: Path(`/x`), service: s, middlewares: [m]}, b: {rule: Path(`/x`), service: s}', '', ['same-rule-same-priority http.routers.b a: same requests priority 10'], True),
        ('a: {rule: Path(`/x`), service: s, middlewares: [m]}, b: {rule: Path(`/x`), service: s, middlewares: [m@file]}', '', ['same-rule-same-priority http.routers.b a: same requests priority 10'], False),
        ('a: {rule: Path(`/x`), service: both}, b: {rule: Path(`/x`), service: each}', '', ['same-rule-same-priority http.routers.b a: same requests priority 10'], True),
        ('a: {rule: Path(`/x`), service: bad}, b: {rule: Path(`/x`), service: also}', '', ['same-rule-same-priority http.routers.b a: same requests priority 10'], True),
        ('a: {rule: Path(`/x`), service: s@docker}, b: {rule: Path(`/x`), service: t@docker}', '', [], False),
        ('a: {rule: Path(`/x`), service: s, entryPoints: [web]}, b: {rule: Path(`/x`), service: less, entryPoints: [websecure]}', '', [], False),
        ('a: {rule: Path(`/x`), service: s, entryPoints: [web], tls: {}}, b: {rule: Path(`/x`), service: less, entryPoints: [web]}', '', [], False),
        ('a: {rule: PathPrefix(`/`), service: s, entryPoints: [web]}, b: {rule: Path(`/x`), service: less, entryPoints: [web, other]}', '', ['catch-all-without-priority http.routers.a b: everything (15)', 'shadowed-router http.routers.b a: on web everything (15 over 10, the lengths of the rules)'], True),
        ('a: {rule: PathPrefix(`/`), service: s, entryPoints: [web, other]}, b: {rule: Path(`/x`), service: less, entryPoints: [web, other]}', '', ['catch-all-without-priority http.routers.a b: everything (15)', 'shadowed-router http.routers.b a: everything (15 over 10, the lengths of the rules)'], True),
        ('a: {rule: PathPrefix(`/`), service: s, entryPoints: [web], middlewares: [https]}, b: {rule: Path(`/x`), service: less, entryPoints: [web, other]}', '', [], False),
        ('a: {rule: PathPrefix(`/`), service: s, entryPoints: [web], middlewares: [https]}, b: {rule: Path(`/x`), service: less, entryPoints: [web]}', '', ['catch-all-without-priority http.routers.a b: everything (15)', 'shadowed-router http.routers.b a: everything (15 over 10, the lengths of the rules)'], True),
        ('a: {rule: PathPrefix(`/`), service: gone}, b: {rule: Path(`/x`), service: s}', '', [], False),
        ('a: {rule: PathPrefix(`/`), ruleSyntax: v2, service: s}, b: {rule: Path(`/x`), service: less}', '', [], False),
        ('a: {rule: HostRegexp(`^.+$`), service: s, priority: 50}, b: {rule: Host(`a.io`), service: less}', '', ['shadowed-router http.routers.b a: everything (50 over 12)'], True),
        ('a: {rule: HostRegexp(`.+`) || Path(`/long`), service: s}, b: {rule: Host(`a.io`), service: less}', '', ['catch-all-without-priority http.routers.a b: everything (33)', 'shadowed-router http.routers.b a: everything (33 over 12, the lengths of the rules)'], True),
        ("a: {rule: '!HostRegexp(`.+`)', service: s, priority: 50}, b: {rule: Host(`a.io`), service: less}", '', [], False),
        ('p: {rule: Host(`a.io`)}, a: {rule: PathPrefix(`/`), service: s, parentRefs: [p]}, b: {rule: Path(`/x`), service: less, parentRefs: [p]}', '', ['catch-all-without-priority http.routers.a b: everything (15)', 'shadowed-router http.routers.b a: everything (15 over 10, the lengths of the rules)'], True),
        ('p: {rule: Host(`a.io`)}, a: {rule: PathPrefix(`/`), service: gone, parentRefs: [p]}, b: {rule: Path(`/x`), service: less, parentRefs: [p]}', '', [], False),
        ('p: {rule: Host(`a.io`)}, a: {rule: PathPrefix(`/`), parentRefs: [p]}, b: {rule: Path(`/x`), service: less, parentRefs: [p]}', '', [], False),
        ("p: {rule: Host(`a.io`)}, a: {rule: 'PathPrefix(', service: s, parentRefs: [p]}, b: {rule: Path(`/x`), service: less, parentRefs: [p]}", '', [], False),
        ('', 'a: {rule: HostSNI(`*`), service: s}, b: {rule: HostSNI(`*`), service: u}', ['same-rule-same-priority tcp.routers.b a: same requests priority -1'], True),
        ('', 'a: {rule: HostSNI(`*`), service: s}', [], False),
        ('', 'a: {rule: HostSNI(`*`), service: s, priority: 9}, b: {rule: HostSNI(`a.io`), tls: {}, service: u}', [], False),
        ('', 'a: {rule: HostSNI(`*`), service: s, tls: {}, priority: 99}, b: {rule: HostSNI(`a.io`), tls: {}, service: u}', ['shadowed-router tcp.routers.b a: everything (99 over 15)'], True),
        ('x: {rule: Host(`a.io`), service: s}', 'a: {rule: HostSNI(`*`), service: u}', ['tcp-catch-all-shadows-http tcp.routers.a x: on without TLS on web and websecure and other such as x'], True),
        ('x: {rule: Host(`a.io`), service: s}', 'a: {rule: HostSNI(`*`), service: u, entryPoints: [web]}', ['tcp-catch-all-shadows-http tcp.routers.a x: on without TLS on web such as x'], True),
        ('x: {rule: Host(`a.io`), service: s}', 'a: {rule: HostSNI(`*`), service: u, entryPoints: [other]}', ['tcp-catch-all-shadows-http tcp.routers.a x: on without TLS on other such as x'], False),
        ('x: {rule: Host(`a.io`), service: s, entryPoints: [other, web]}', 'a: {rule: HostSNI(`*`), service: u, entryPoints: [other]}', ['tcp-catch-all-shadows-http tcp.routers.a x: on without TLS on other such as x'], True),
        ('x: {rule: Host(`a.io`), service: s, tls: {}}', 'a: {rule: HostSNI(`*`), service: u}', [], False),
        ('x: {rule: Host(`a.io`), service: s}, y: {rule: Host(`b.io`), service: s}, z: {rule: Host(`b.io`), service: gone}', 'a: {rule: HostSNI(`*`), service: u, entryPoints: [web, websecure]}', ['tcp-catch-all-shadows-http tcp.routers.a x: y: on without TLS on web and websecure such as x'], True),
        ('x: {rule: Host(`a.io`), service: s}', 'a: {rule: HostSNI(`*`), service: u, tls: {}}', [], False),
        ('x: {rule: Host(`a.io`), service: s}', 'a: {rule: HostSNI(`*`), service: gone}', [], False),
        ('x: {rule: Host(`a.io`), service: s}', 'a: {rule: ClientIP(`10.0.0.1`), service: u}', [], False),
        ('x: {rule: Host(`a.io`), service: s, entryPoints: [websecure]}', 'a: {rule: HostSNI(`a.io`), service: u, tls: {}, entryPoints: [websecure]}', ['tcp-router-behind-https tcp.routers.a x: on websecure serves a.io'], True),
        ('x: {rule: Host(`A.io`), service: s, entryPoints: [websecure]}', 'a: {rule: HostSNI(`a.IO`), service: u, tls: {}}', ['tcp-router-behind-https tcp.routers.a x: on websecure serves a.io'], True),
        ('x: {rule: Host(`a.io`) || Host(`b.io`), service: s}', 'a: {rule: HostSNI(`a.io`) || HostSNI(`b.io`), service: u, tls: {}}', ['tcp-router-behind-https tcp.routers.a x: on websecure serves a.io'], True),
        ('x: {rule: Host(`a.io`), service: s}', 'a: {rule: HostSNI(`a.io`) || HostSNI(`b.io`), service: u, tls: {}}', [], False),
        ('x: {rule: Host(`a.io`), service: s}, y: {rule: Host(`b.io`), service: s}', 'a: {rule: HostSNI(`a.io`) || HostSNI(`b.io`), service: u, tls: {}}', ['tcp-router-behind-https tcp.routers.a x: on websecure serves a.io'], True),
        ('x: {rule: Host(`*.io`), service: s}', 'a: {rule: HostSNI(`*.io`), service: u, tls: {}}', [], False),
        ('x: {rule: Host(`a.io`), service: s, entryPoints: [web]}', 'a: {rule: HostSNI(`a.io`), service: u, tls: {}, entryPoints: [web]}', [], False),
        ('x: {rule: Host(`a.io`), service: s, tls: {}}', 'a: {rule: HostSNI(`a.io`), service: s, tls: {}}', ['tcp-router-behind-https tcp.routers.a x: on web serves a.io'], False),
        ('x: {rule: Host(`a.io`), service: less, tls: {}}', 'a: {rule: HostSNI(`a.io`), service: s, tls: {}}', ['tcp-router-behind-https tcp.routers.a x: on web serves a.io'], True),
        ('x: {rule: Host(`a.io`), service: s, tls: {}}', 'a: {rule: HostSNI(`a.io`), service: s, tls: {passthrough: true}}', ['tcp-router-behind-https tcp.routers.a x: on web serves a.io'], False),
        ('', 'a: {rule: HostSNI(`a.io`), tls: {}, service: s, priority: 9}, b: {rule: HostSNI(`a.io`), tls: {}, service: u, priority: 8}', ['shadowed-router tcp.routers.b a: same requests (9 over 8)'], True),
        ('x: {rule: Host(`a.io`), service: s}', 'a: {rule: HostSNIRegexp(`.+`), service: u}', ['tcp-catch-all-shadows-http tcp.routers.a x: on without TLS on web and websecure and other such as x'], True),
        ('x: {rule: Host(`a.io`), service: s}', 'a: {rule: HostSNIRegexp(`^a$`), service: u}', [], False),
        ('x: {rule: Host(`a.io`), service: s}', 'b: {rule: HostSNI(`a.io`), service: u, tls: {}, entryPoints: [other]}, a: {rule: HostSNI(`*`), service: u, entryPoints: [web]}', ['tcp-catch-all-shadows-http tcp.routers.a x: on without TLS on web such as x'], True),
        ("p: {rule: Host(`a.io`)}, a: {rule: PathPrefix(`/`), service: s, parentRefs: [p]}, b: {rule: 'Path(`/x`', service: less, parentRefs: [p]}", '', [], False),
        ("c: {rule: Path(`/x`), service: less, parentRefs: [a]}, b: {rule: 'Path(`/x`', service: less}, a: {rule: PathPrefix(`/`), service: less}, d: {rule: Path(`/d`), service: s}", '', ['catch-all-without-priority http.routers.a d: everything (15)', 'shadowed-router http.routers.d a: everything (15 over 10, the lengths of the rules)'], True),
        ('', 'b: {rule: HostSNI(`a.io`), tls: {}, service: u}, a: {rule: HostSNI(`*`), service: u, priority: 99, tls: {}}', ['shadowed-router tcp.routers.b a: everything (99 over 15)'], False),
    ],
)  # fmt: skip
def test_what_routers_keep_from_each_other_is_told(http: str, tcp: str, found: list[str], is_told: bool) -> None:
    assert told(http, tcp) == found
    assert bool(told(http, tcp, strict=False)) is is_told
