"""A safe fix sends no request to another router than before; it says whose requests it would take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import NamedTuple

import pytest

from tests.each import each, rows
from tests.fixing.test_fixing import fix_with, fixed, make
from traefiklint.findings import Effect

FILE = """
http:
  routers:
    app: {rule: Host(`a.io`)%s, entryPoints: [web], service: app}
    all: {rule: "%s", entryPoints: [%s], service: rest}
  services:
    app: {loadBalancer: {servers: [{url: "http://app"}]}}
    rest: {loadBalancer: {servers: [{url: "http://rest"}]}}
"""


@rows(
    "rule",
    ["HostRegexp(`{any:.+}`)", "Host(`http://a.io`)", "Host(`a.io:443`)", "Host(`a.io`, `b.io`)", "Host:a.io"],
)
def test_a_rule_that_matched_nothing_does_not_take_what_another_router_serves(rule: str) -> None:
    text = FILE % ("", rule, "web")
    result = fixed(text)
    assert result.texts.get("shop.yml", text) == text
    assert [one.reason for one in result.reverted if "instead of `app`" in one.reason]
    assert "shop.yml" in fixed(text, unsafe=True).texts, "who wants it gets it"


@rows(
    ("more", "rule", "point"),
    [
        (", priority: 1000", "HostRegexp(`{any:.+}`)", "web"),
        ("", "HostRegexp(`{any:.+}`)", "websecure"),
        ("", "Host(`b.io`, `c.io`)", "web"),
    ],
)
def test_a_rule_is_fixed_where_nobody_loses_a_request(more: str, rule: str, point: str) -> None:
    result = fixed(FILE % (more, rule, point))
    assert "shop.yml" in result.texts
    assert not result.reverted


def test_a_mirror_is_not_made_one_that_gets_nothing() -> None:
    text = FILE % ("", "Host(`b.io`)", "web") + "    copied: {mirroring: {service: app, mirrors: [rest]}}\n"
    assert fixed(text).texts == {}


def test_tcp_and_http_routers_of_one_entry_point_are_told_apart() -> None:
    text = (
        FILE % ("", "Host(`b.io`, `c.io`)", "web")
        + "tcp:\n  routers:\n    db: {rule: HostSNI(`*`), entryPoints: [web], service: db}\n"
    )
    text += "  services: {db: {loadBalancer: {servers: [{address: 'db:1'}]}}}\n"
    assert "Host(`b.io`) || Host(`c.io`)" in fixed(text).texts["shop.yml"]


SERVED = """\
  services:
    app: {loadBalancer: {servers: [{url: "http://app"}]}}
    rest: {loadBalancer: {servers: [{url: "http://rest"}]}}
"""
TLS_APP = (
    "http:\n  routers:\n    app: {rule: \"Host('a.test')\", entryPoints: [websecure], tls: {}, service: app}\n" + SERVED
)
TCP = "tcp:\n  routers:\n    db: {rule: %s, entryPoints: [websecure], service: db%s}\n"
TCP += "  services: {db: {loadBalancer: {servers: [{address: 'db:1'}]}}}\n"


@rows(("rule", "tls"), [("HostSNI(`*`)", ", tls: {}"), ("HostSNI(`*`)", "")])
def test_an_http_router_takes_no_tls_connections_from_a_tcp_router(rule: str, tls: str) -> None:
    result = fixed(TLS_APP + TCP % (rule, tls))
    assert result.texts == {}
    assert ["TLS connections" in one.reason for one in result.reverted] == [True]


@rows("host", ["a.test", "*.test"])
def test_a_name_that_a_tcp_router_asks_for_is_left_to_it(host: str) -> None:
    assert fixed(TLS_APP + TCP % (f"HostSNI(`{host}`)", ", tls: {}")).texts == {}


@rows("host", ["b.test", "*.b.test"])
def test_names_that_no_tcp_router_asks_for_are_plainly_different(host: str) -> None:
    assert "Host(`a.test`)" in fixed(TLS_APP + TCP % (f"HostSNI(`{host}`)", ", tls: {}")).texts["shop.yml"]


def test_a_tcp_router_that_begins_to_work_takes_nothing_from_http() -> None:
    text = "http:\n  routers:\n    all: {rule: PathPrefix(`/`), entryPoints: [websecure], tls: {}, service: rest}\n"
    broken = TCP % ("\"HostSNI('b.test')\"", ", tls: {}")
    assert fixed(text + SERVED + broken).texts == {}
    assert (
        "HostSNI(`b.test`)"
        in fixed(text.replace("PathPrefix(`/`)", "Host(`a.test`)") + SERVED + broken).texts["shop.yml"]
    )


REDIRECTING = """
entryPoints:
  web: {address: ":80", http: {redirections: {entryPoint: {to: websecure, priority: %s}}}}
  websecure: {address: ":443"}
"""


@rows(
    "text",
    [
        "http:\n  routers:\n    a: {rule: \"Host('a.test')\", entryPoints: [web], tls: {}, service: app}\n" + SERVED,
        "http:\n  routers:\n    a: {rule: \"Host('a.test')\", entryPoints: [websecure], service: app}\n" + SERVED,
        (TCP % ("\"HostSNI('*')\"", "")).replace("websecure", "web"),
    ],
)
def test_what_an_entry_point_does_not_redirect_may_be_served(text: str) -> None:
    result = fixed(text, static=REDIRECTING % 1)
    assert result.reverted == ()
    assert result.texts["shop.yml"] == text.replace("('", "(`").replace("')", "`)")


@rows(("priority", "fixes"), [(1, False), (1000, True)])
def test_what_an_entry_point_redirects_stays_redirected(priority: int, fixes: bool) -> None:
    text = "http:\n  routers:\n    all: {rule: 'HostRegexp(`{any:.+}`)', entryPoints: [web], service: app}\n" + SERVED
    result = fixed(text, static=REDIRECTING % priority, strict=True)
    assert bool(result.texts) is fixes
    assert ["redirects to `websecure`" in one.reason for one in result.reverted] == ([] if fixes else [True])


def test_a_rule_that_answers_already_may_be_fixed_before_a_redirection() -> None:
    text = "http:\n  routers:\n    all: {rule: Host(`A.test`), entryPoints: [web], service: app}\n" + SERVED
    assert "Host(`a.test`)" in fixed(text, static=REDIRECTING % 1, strict=True).texts["shop.yml"]


def test_what_a_rule_excludes_only_in_words_is_not_excluded_by_a_fix() -> None:
    text = "http:\n  routers:\n    a: {rule: '!Host(` x.test `)', entryPoints: [web], service: app}\n" + SERVED
    result = fixed(text)
    assert result.texts == {}
    assert [one.reason for one in result.reverted] == ["`a` may no longer answer all that it answers"]


@rows(
    ("other", "mine"),
    [
        ("{rule: Host(`b.test`), ruleSyntax: v2, service: rest}", "Host('a.test')"),
        ("{rule: 'PathPrefix(`/b`)', ruleSyntax: v2, service: rest}", "PathPrefix('/a')"),
        ("{rule: 'PathRegexp(`^/i/`)', service: rest}", "PathPrefix('/api')"),
        ("{rule: 'PathRegexp(`^/i/(a|b)+$`) && Path(`/i/a`)', service: rest}", "PathRegexp('^/v[12]/')"),
    ],
)
def test_rules_that_never_match_the_same_are_seen_to_be_different(other: str, mine: str) -> None:
    text = f'http:\n  routers:\n    b: {other}\n    a: {{rule: "{mine}", service: app}}\n' + SERVED
    assert mine.replace("'", "`") in fixed(text).texts["shop.yml"]


def test_rules_of_two_syntaxes_that_match_the_same_are_seen_to_meet() -> None:
    text = "http:\n  routers:\n    b: {rule: 'Host(`A.test`, `b.test`)', ruleSyntax: v2, service: rest}\n"
    text += "    a: {rule: \"Host('a.test') && PathPrefix(`/aaaaaaaaaaaaaaaaaaaaaaaaaaaaa`)\", service: app}\n" + SERVED
    assert "instead of `b`" in fixed(text).reverted[0].reason


def test_routers_that_may_not_be_fixed_are_named_all_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from traefiklint.fixing.state import Reader, State

    read, asked = Reader.read, list[int]()

    def counted(self: Reader, files: Mapping[str, str | bytes]) -> State:
        asked.append(len(files))
        return read(self, files)

    monkeypatch.setattr(Reader, "read", counted)
    routers = "".join(f"    r{n}: {{rule: \"Host('h{n}.test')\", service: app}}\n" for n in range(40))
    result = fixed("http:\n  routers:\n    all: {rule: PathPrefix(`/`), service: rest}\n" + routers + SERVED)
    assert len(result.reverted) == 40
    assert len(asked) < 6, "not one by one"


TUNED = """
http:
  routers:
    all: {rule: PathPrefix(`/`), entryPoints: [websecure], service: rest, tls: {}, priority: 1000}
    own: {rule: Host(`A.test`) and Path(`/x`), entryPoints: [%s], service: app, tls: {%s}}
  services:
    app: {loadBalancer: {servers: [{url: "http://app"}]}}
    rest: {loadBalancer: {servers: [{url: "http://rest"}]}}
tls:
  options:
    broken: {cipherSuites: [NO_SUCH_SUITE]}
    strict: {clientAuth: {clientAuthType: RequireAnyClientCert}}
"""


@rows(
    ("point", "options", "fixes"),
    [
        ("websecure", "options: broken", False),
        ("websecure", "options: strict", False),
        ("websecure", "options: default", True),
        ("websecure", "", True),
        ("other", "options: strict", True),
    ],
)
def test_a_router_that_comes_to_life_changes_no_tls_options_of_others(point: str, options: str, fixes: bool) -> None:
    result = fixed(TUNED % (point, options))
    assert bool(result.texts) is fixes
    told = [one.reason for one in result.reverted]
    assert told == ([] if fixes else [f"TLS connections for `a.test` would get the TLS options `{options[9:]}@file`"])


@rows(
    ("more", "rule", "reason"),
    [
        ("", "Host(`a.io`, `b.io`)", "`http://a.io/` would go to `all` instead of `app`"),
        (
            " && Method(`POST`)",
            "Host(`a.io`, `b.io`) && Path(`/y`)",
            "`http://a.io/y` would go to `all` instead of `app`",
        ),
    ],
)
def test_the_reason_names_a_request_that_would_go_elsewhere(more: str, rule: str, reason: str) -> None:
    assert [one.reason for one in fixed(FILE % (more, rule, "web")).reverted] == [reason]


def http(name: str, rule: str, more: str = "") -> str:
    return f'    {name}: {{rule: "{rule}", service: s{more}}}\n'


def tcp(name: str, rule: str, more: str = "") -> str:
    return f'    {name}: {{rule: "{rule}", service: t{more}}}\n'


def below(name: str, rule: str, parent: str, priority: int) -> str:
    return f'    {name}: {{rule: "{rule}", parentRefs: [{parent}], priority: {priority}, service: s}}\n'


HTTP_SERVICES = "  services: {s: {loadBalancer: {servers: [{url: 'http://s'}]}}}\n"
TCP_SERVICES = "  services: {t: {loadBalancer: {servers: [{address: 's:1'}]}}}\n"
WEB, TLS, SECURE = ", entryPoints: [web]", ", tls: {}", ", entryPoints: [websecure], tls: {}"
PLAIN = ", entryPoints: [websecure]"
A, ALL, LATE = "Host(`a.test`)", "PathPrefix(`/`)", ", priority: 1"
QUOTED, TICKED = "'a.test'", "`a.test`"
TOP = "    top: {rule: 'Host(`a.test`)', entryPoints: [web]}\n    other: {rule: 'Host(`b.test`)', entryPoints: [web]}\n"
MANIFOLD = " && ".join(f"(Path(`/a{number}`) || Path(`/b{number}`))" for number in range(12))
"""A rule of more alternatives than are looked at."""
STRICT = "tls: {options: {strict: {minVersion: VersionTLS13}}}\n"


class Move(NamedTuple):
    """A rule that gets another one in its place, and what is said to that; nothing where it is done."""

    http: str
    tcp: str
    old: str
    new: str
    told: str = ""
    more: str = ""


TO_DB, TO_HTTP = "TLS connections would go to `db` instead of HTTP", "TLS connections would go to HTTP instead of `db`"
TAKEN = "connections may go to `db` instead of `app`"
MOVES = (
    # Names that HTTP leaves to TCP, or takes from it
    Move(http("app", A, SECURE), tcp("db", "HostSNI(`a.test`)", SECURE), A, "Host(`b.test`)", TO_DB),
    Move(
        http("app", A, SECURE) + http("all", ALL, SECURE),
        tcp("db", "HostSNI(`a.test`)", SECURE), A, "Host(`b.test`)", TO_DB,
    ),
    Move(
        http("app", f"{A} || Host(`b.test`)", SECURE) + http("all", ALL, SECURE),
        tcp("any", "HostSNI(`*`)", SECURE) + tcp("db", "HostSNI(`a.test`)", SECURE),
        f"{A} || Host(`b.test`)", "Host(`b.test`)", TO_DB,
    ),
    Move(http("app", A, SECURE), tcp("db", "HostSNI(`*`)", SECURE), A, "Host(`b.test`)", TO_HTTP),
    Move(http("all", ALL, SECURE), tcp("db", "HostSNI(`*`)", SECURE), ALL, A, TO_HTTP),
    Move(http("all", ALL, SECURE), tcp("db", "HostSNI(`b.test`)", SECURE), ALL, A),
    Move(http("all", "PathPrefix('/')", SECURE), tcp("db", "HostSNI(`*`)", SECURE), "'/'", "`/`", TO_HTTP),
    Move(http("all", "PathPrefix('/')", SECURE), tcp("db", "HostSNI(`b.test`)", SECURE), "'/'", "`/`"),
    Move(http("app", "Host('a.test')", TLS), tcp("db", "HostSNI(`a.test`)", SECURE), QUOTED, TICKED, TO_HTTP),
    # TLS connections that nobody looks at
    Move(
        http("app", A, SECURE), tcp("db", "HostSNI(`*`)", PLAIN), TLS, "",
        "TLS connections of `websecure` would all go to its TCP routers",
    ),
    Move(
        "", tcp("db", "HostSNI(`*`)", PLAIN) + tcp("s", "HostSNI('a.test')", SECURE), QUOTED, TICKED,
        "TLS connections of `websecure` would no longer go to its TCP routers",
    ),
    Move(http("app", A, PLAIN), tcp("db", "HostSNI(`*`)", PLAIN), A, "Host(`b.test`)"),
    # A TCP router that comes to life
    Move(http("app", A, WEB), tcp("db", "HostSNI('*')", WEB), "'*'", "`*`", TAKEN),
    Move(http("app", A, WEB), tcp("db", "HostSNI('*')", PLAIN), "'*'", "`*`"),
    Move(http("app", A, PLAIN), tcp("db", "HostSNI('a.test')", SECURE), QUOTED, TICKED),
    Move(http("app", ALL, SECURE), tcp("db", "HostSNI('a.test')", SECURE), QUOTED, TICKED, TAKEN),
    Move(http("app", ALL, SECURE), tcp("db", "HostSNI('*')", SECURE), "'*'", "`*`"),
    Move(http("app", A, SECURE), tcp("db", "HostSNI('*')", SECURE), "'*'", "`*`"),
    Move(http("app", ALL, SECURE), tcp("db", "HostSNI('a.test')", TLS), QUOTED, TICKED, TAKEN),
    Move(
        "", tcp("a", "HostSNI('a.test') && ALPN(`h2`)", SECURE) + tcp("b", "HostSNI(`a.test`)", SECURE), QUOTED, TICKED,
        "`https://a.test/` would go to `a` instead of `b`",
    ),
    Move("", tcp("a", "HostSNI('a.test')", SECURE) + tcp("b", "HostSNI(`a.test`)", f"{SECURE}, priority: 99"),
         QUOTED, TICKED),
    Move(
        "", tcp("a", "HostSNI('a.test')", SECURE)
        + tcp("b", "HostSNI(`a.test`)", ", entryPoints: [websecure], tls: {options: gone}"), QUOTED, TICKED,
        "`https://a.test/` would go to `a` instead of `b`",
    ),
    # Routers of one entry point
    Move(http("app", A, WEB) + http("all", ALL, WEB), "", "    app:", "    web:"),
    Move(
        http("app", A, WEB) + http("all", "Method(`GET`) || Path(`/`)", WEB), "", A, f"{A} && Path(`/x`)",
        "`http://a.test/x` would go to `app` instead of `all`",
    ),
    Move(
        http("app", A, WEB) + http("b", "Host(`b.test`)", WEB), "", A, f"{A} || Host(`b.test`)",
        "`http://b.test/` would go to `app` instead of `b`",
    ),
    Move(http("app", A, f"{WEB}{LATE}") + http("b", "Host(`b.test`)", WEB), "", A, f"{A} || Host(`b.test`)"),
    Move(
        http("app", A, f"{WEB}{LATE}") + http("b", "Host(`b.test`)", f"{WEB}{LATE}"), "", A, f"{A} || Host(`b.test`)",
        "`http://b.test/` would go to `app` instead of `b`",
    ),
    Move(
        http("app", A, WEB) + http("all", "PathPrefix(`/abcd`)", WEB), "", A, f"{A} || {A}",
        "`http://a.test/abcd` would go to `app` instead of `all`",
    ),
    Move(
        http("app", f"{A} || {A}", WEB) + http("all", "PathPrefix(`/abcd`)", WEB), "", f"{A} || {A}", A,
        "`http://a.test/abcd` would no longer go to `app`",
    ),
    Move(http("app", A, WEB) + http("all", ALL, WEB), "", A, "Host(`c.test`)"),
    Move(http("app", A, WEB), "", A, f"{A} && !Path(`/x`)", "`app` may no longer answer all that it answers"),
    Move(http("app", A, WEB), "", A, f"{A} && Path(`/x`)"),
    Move(
        http("app", "Host('a.test')", WEB) + http("any", "HostRegexp(`^.*$`)", f"{WEB}{LATE}"), "", QUOTED, TICKED,
        "`http://a.test/` would go to `app` instead of `any`",
    ),
    Move(
        http("app", "Host('A.Test.')", WEB) + http("b", A, f"{WEB}{LATE}"), "", "'A.Test.'", "`A.Test.`",
        "`http://a.test./` would go to `app` instead of `b`",
    ),
    Move(http("app", "Host('a.test')", WEB) + http("b", A, f"{WEB}{LATE}").replace("service: s", "service: gone"), "",
         QUOTED, TICKED),
    Move(
        http("app", A, f"{WEB}{LATE}") + http("b", A, f"{WEB}{LATE}"), "", A, f"{A} || Host(`c.test`)",
        "requests may go to `app` instead of `b`",
    ),
    Move(
        http("app", f"{A} || Host(`b.test`)", WEB) + http("other", "PathPrefix(`/1234567`)", WEB)
        + http("top", A, f"{WEB}, priority: 99"), "", f"{A} || Host(`b.test`)", A,
        "`http://b.test/1234567` would no longer go to `app`",
    ),
    Move(
        http("app", f"{A} || Host(`{{b}}.test`)", WEB) + http("other", "PathPrefix(`/1234567`)", WEB)
        + http("top", A, f"{WEB}, priority: 99"), "", f"{A} || Host(`{{b}}.test`)", A,
    ),
    Move(
        http("app", "Host('a.test')", WEB) + http("b", A, f"{WEB}{LATE}, middlewares: [m]")
        + "  middlewares: {m: {ipAllowList: {sourceRange: [nobody]}}}\n", "", QUOTED, TICKED,
    ),
    Move(http("app", MANIFOLD, WEB), "", "`/a1`", "`/c1`"),
    Move(
        http("app", f"{MANIFOLD} && !Path(`/z`)", WEB), "", "`/a1`", "`/c1`",
        "`app` may no longer answer all that it answers",
    ),
    # Where the entry points are not known, a router that names none may have any
    Move(
        http("app", "Host('a.test')") + http("b", A, f"{WEB}{LATE}"), "", QUOTED, TICKED,
        "`http://a.test/` would go to `app` instead of `b`",
    ),
    Move(
        http("app", "Host('a.test')", WEB) + http("b", A, LATE), "", QUOTED, TICKED,
        "`http://a.test/` would go to `app` instead of `b`",
    ),
    Move(http("app", "Host('a.test')", TLS) + http("b", A, f"{WEB}{LATE}"), "", QUOTED, TICKED),
    Move(
        http("app", "Host('a.test')", WEB) + http("b", A, f"{SECURE}{LATE}") + http("c", "Host(`c.test`)"), "",
        QUOTED, TICKED,
    ),
    Move(
        http("b", ALL, ", tls: {}, priority: 99") + http("app", "Host('a.test')", ", tls: {options: strict}"), "",
        QUOTED, TICKED, "TLS connections for `a.test` would get the TLS options `strict@file`", STRICT,
    ),
    # Routers below others
    Move(
        TOP + below("one", "Path('/x')", "top", 9) + below("two", ALL, "top", 1), "", "'/x'", "`/x`",
        "`http://example.com/x` would go to `one` instead of `two`",
    ),
    Move(TOP + below("one", "Path('/x')", "top", 9) + below("two", ALL, "other", 1), "", "'/x'", "`/x`"),
    Move(
        TOP.replace("'Host(`a.test`)'", "\"Host('a.test')\"")
        + http("all", ALL, f"{WEB}{LATE}") + below("one", "Path(`/x`)", "top", 9), "", QUOTED, TICKED,
        "`http://a.test/` would go to `top` instead of `all`",
    ),
)  # fmt: skip


@each(MOVES, lambda move: (move.http, move.tcp, move.old, move.new))
def test_a_fix_is_given_up_exactly_where_requests_or_connections_would_go_elsewhere(move: Move) -> None:
    text = f"http:\n  routers:\n{move.http}{HTTP_SERVICES}" if move.http else ""
    text += f"tcp:\n  routers:\n{move.tcp}{TCP_SERVICES}" if move.tcp else ""
    text += move.more
    result = fix_with(text, replace(make(text, move.old, move.new, Effect.DISABLED), object="", path=""))
    assert [one.reason for one in result.reverted] == ([move.told] if move.told else [])
    assert bool(result.texts) is not bool(move.told)


@rows(("points", "fixes"), [(15, True), (16, False)])
def test_of_very_many_entry_points_all_are_taken_for_one(points: int, fixes: bool) -> None:
    others = "".join(http(f"b{number}", A, f", entryPoints: [p{number}]{LATE}") for number in range(points))
    text = f"http:\n  routers:\n{http('app', 'Host(`A.test`) and Path(`/x`)', WEB)}{others}{HTTP_SERVICES}"
    assert bool(fixed(text).texts) is fixes
