"""A safe fix sends no request to another router than before; it says whose requests it would take."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.fixing.test_fixing import fixed

FILE = """
http:
  routers:
    app: {rule: Host(`a.io`)%s, entryPoints: [web], service: app}
    all: {rule: "%s", entryPoints: [%s], service: rest}
  services:
    app: {loadBalancer: {servers: [{url: "http://app"}]}}
    rest: {loadBalancer: {servers: [{url: "http://rest"}]}}
"""


@pytest.mark.parametrize(
    "rule",
    ["HostRegexp(`{any:.+}`)", "Host(`http://a.io`)", "Host(`a.io:443`)", "Host(`a.io`, `b.io`)", "Host:a.io"],
)
def test_a_rule_that_matched_nothing_does_not_take_what_another_router_serves(rule: str) -> None:
    text = FILE % ("", rule, "web")
    result = fixed(text)
    assert result.texts.get("shop.yml", text) == text
    assert [one.reason for one in result.reverted if "instead of `app`" in one.reason]
    assert "shop.yml" in fixed(text, unsafe=True).texts, "who wants it gets it"


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(("rule", "tls"), [("HostSNI(`*`)", ", tls: {}"), ("HostSNI(`*`)", "")])
def test_an_http_router_takes_no_tls_connections_from_a_tcp_router(rule: str, tls: str) -> None:
    result = fixed(TLS_APP + TCP % (rule, tls))
    assert result.texts == {}
    assert ["TLS connections" in one.reason for one in result.reverted] == [True]


@pytest.mark.parametrize("host", ["a.test", "*.test"])
def test_a_name_that_a_tcp_router_asks_for_is_left_to_it(host: str) -> None:
    assert fixed(TLS_APP + TCP % (f"HostSNI(`{host}`)", ", tls: {}")).texts == {}


@pytest.mark.parametrize("host", ["b.test", "*.b.test"])
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


@pytest.mark.parametrize(("priority", "fixes"), [(1, False), (1000, True)])
def test_what_an_entry_point_redirects_stays_redirected(priority: int, fixes: bool) -> None:
    text = "http:\n  routers:\n    all: {rule: 'HostRegexp(`{any:.+}`)', entryPoints: [web], service: app}\n" + SERVED
    result = fixed(text, static=REDIRECTING % priority)
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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


@pytest.mark.parametrize(
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
