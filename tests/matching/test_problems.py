"""Every mistake has its rule, its place and, where there is one way to fix it, its fix."""

from __future__ import annotations

import json

import yaml

from tests.each import rows
from traefiklint.checks.registry import load_book
from traefiklint.engine import lint_texts
from traefiklint.matching.check import check_rule, parse_domains
from traefiklint.options import Options
from traefiklint.text.diagnostics import Replacement, replaced
from traefiklint.versions import NEWEST, Version

_FIXED = [
    ("Host(a.example.com)", "rule-unquoted-argument", "a.example.com", "Host(`a.example.com`)"),
    ("Host(my-app.example.com)", "rule-unquoted-argument", "my-app.example.com", "Host(`my-app.example.com`)"),
    ("PathPrefix(/api) && Host(`a`)", "rule-unquoted-argument", "/api", "PathPrefix(`/api`) && Host(`a`)"),
    ("Host(1.2.3.4)", "rule-unquoted-argument", "1.2.3.4", "Host(`1.2.3.4`)"),
    ("Host('a.example.com')", "rule-single-quoted-argument", "'a.example.com'", "Host(`a.example.com`)"),
    ("Host('a')", "rule-single-quoted-argument", "'a'", "Host(`a`)"),
    ("Host(“a.b”)", "rule-syntax", "“a.b”", "Host(`a.b`)"),
    ("Host(`a`) AND Path(`/x`)", "rule-word-operator", "AND", "Host(`a`) && Path(`/x`)"),
    ("Host(`a`) or Host(`b`)", "rule-word-operator", "or", "Host(`a`) || Host(`b`)"),
    ("not Host(`a`)", "rule-word-operator", "not ", "!Host(`a`)"),
    ("Host(`a`) & Path(`/x`)", "rule-word-operator", "&", "Host(`a`) && Path(`/x`)"),
    ("Host(`a`)\n  || Host(`b`)\n", "rule-line-break", "\n  ", "Host(`a`) || Host(`b`)\n"),
    ("(Host(`a`)\n&& Path(`/x`))", "rule-line-break", "\n", "(Host(`a`) && Path(`/x`))"),
    ("Host:a.example.com", "rule-v1-syntax", "Host:a.example.com", "Host(`a.example.com`)"),
    ("Host:a.b,c.d;PathPrefix:/x", "rule-v1-syntax", None, "(Host(`a.b`) || Host(`c.d`)) && PathPrefix(`/x`)"),
    ("Host(`a`, `b`)", "rule-too-many-arguments", "Host(`a`, `b`)", "Host(`a`) || Host(`b`)"),
    ("!Host(`a`, `b`)", "rule-too-many-arguments", "Host(`a`, `b`)", "!(Host(`a`) || Host(`b`))"),
    ("Headers(`a`, `b`)", "rule-v2-matcher", "Headers", "Header(`a`, `b`)"),
    ("HostHeader(`a`)", "rule-v2-matcher", "HostHeader", "Host(`a`)"),
    ("pathPrefix(`/a`)", "rule-unknown-matcher", "pathPrefix", "PathPrefix(`/a`)"),
    ("PathPrefx(`/a`)", "rule-unknown-matcher", "PathPrefx", "PathPrefix(`/a`)"),
    ("HostSNI(`a`)", "rule-tcp-matcher-in-http", "HostSNI", "Host(`a`)"),
    ("HostSNI(`*`) && Path(`/a`)", "rule-tcp-matcher-in-http", "HostSNI(`*`)", "PathPrefix(`/`) && Path(`/a`)"),
    ("PathPrefix(`api`)", "rule-path-without-slash", "`api`", "PathPrefix(`/api`)"),
    ("Host(`münchen.de`)", "rule-non-ascii-host", "`münchen.de`", "Host(`xn--mnchen-3ya.de`)"),
    ("ClientIP(` 10.0.0.1 `)", "rule-bad-cidr", "` 10.0.0.1 `", "ClientIP(`10.0.0.1`)"),
    ("Host(`a.example.com`", "rule-syntax", "`", "Host(`a.example.com`)"),
]
_NOT_FIXED = [
    ("", "rule-missing", ""),
    (" \n", "rule-missing", " \n"),
    ("Host(`a`))", "rule-syntax", ")"),
    ("Host(`a) && Path(`/x`)", "rule-syntax", "`"),
    ("Host(`a`) Host(`b`)", "rule-syntax", "H"),
    ("Host(``)", "rule-empty-argument", "``"),
    ("Host()", "rule-arity", "Host()"),
    ("Header(`a`)", "rule-arity", "Header(`a`)"),
    ("Query(`a`, `b`, `c`)", "rule-arity", "Query(`a`, `b`, `c`)"),
    ("HostRegexp(`[`)", "rule-bad-regex", "`[`"),
    ("PathRegexp(`(?!a)`)", "rule-regex-not-go", "`(?!a)`"),
    (r"PathRegexp(`(a)\1`)", "rule-regex-not-go", r"`(a)\1`"),
    ("PathRegexp(`a++`)", "rule-regex-not-go", "`a++`"),
    ("ClientIP(`300.1.1.1`)", "rule-bad-cidr", "`300.1.1.1`"),
    ("ALPN(`h2`)", "rule-tcp-matcher-in-http", "ALPN"),
]


def found(rule: str, protocol: str = "http", syntax: str = "v3", target: Version = NEWEST) -> list[tuple[str, str]]:
    """The rules that are about what is wrong with a rule, each with the stretch that it points at."""
    result = check_rule(rule, protocol=protocol, syntax=syntax, target=target)
    said = [(type(one).__name__, one.where) for one in (*result.diagnostics, *result.wildcards)]
    about = load_book().by_subject
    return [(one.id, rule[where.start : where.end]) for name, where in said for one in about[name]]


def fixed(rule: str) -> str:
    """A rule with all fixes of what is wrong with it, made in a file."""
    text = f"http: {{routers: {{r: {{rule: {json.dumps(rule)}, service: noop@internal}}}}}}"
    fixes = [one.fix for one in lint_texts({"a.yml": text}, Options()).findings if one.fix and "rule" in one.rule]
    edits = [Replacement(edit.start, edit.end, edit.text) for fix in fixes for edit in fix.edits]
    made: str = yaml.safe_load(replaced(text, edits))["http"]["routers"]["r"]["rule"]
    return made


@rows(("rule", "kind", "place", "right"), _FIXED)
def test_a_mistake_is_named_placed_and_fixed(rule: str, kind: str, place: str | None, right: str) -> None:
    assert found(rule) == [(kind, place if place is not None else rule)]
    assert fixed(rule) == right
    assert not check_rule(right, protocol="http").diagnostics


@rows(("rule", "kind", "place"), _NOT_FIXED)
def test_a_mistake_that_cannot_be_fixed_is_named_and_placed(rule: str, kind: str, place: str) -> None:
    assert found(rule) == [(kind, place)]
    assert fixed(rule) == rule


@rows(
    ("rule", "kind", "syntax"),
    [
        ("Host(`a`)", "rule-http-matcher-in-tcp", "v3"),
        ("PathPrefix(`/a`)", "rule-http-matcher-in-tcp", "v2"),
        ("HostSNI(`a b`)", "rule-bad-host", "v3"),
        ("HostSNI(`*.a`)", "rule-bad-host", "v2"),
        ("HostSNI(`é.fr`)", "rule-non-ascii-host", "v3"),
        ("ALPN(`acme-tls/1`)", "rule-bad-alpn", "v3"),
        ("HostSNIRegexp(`{a`)", "rule-bad-template", "v2"),
    ],
)
def test_tcp_has_mistakes_of_its_own(rule: str, kind: str, syntax: str) -> None:
    assert [name for name, _ in found(rule, "tcp", syntax)] == [kind]


def test_all_mistakes_are_reported_and_all_fixes_together_fix_the_rule() -> None:
    rule = "Host(a.b) and (PathPrefix('/x') OR Path(/y))"
    assert [name for name, _ in found(rule)] == [
        "rule-unquoted-argument",
        "rule-word-operator",
        "rule-single-quoted-argument",
        "rule-word-operator",
        "rule-unquoted-argument",
    ]
    assert fixed(rule) == "Host(`a.b`) && (PathPrefix(`/x`) || Path(`/y`))"


def test_the_first_problem_is_the_one_that_traefik_names() -> None:
    rule = "Host(`a`, `b`) && Path(`x`)"
    assert [name for name, _ in found(rule)] == ["rule-too-many-arguments", "rule-path-without-slash"]
    assert check_rule(rule, protocol="http").error.endswith(
        "unexpected number of parameters; got 2, expected one of [1]"
    )


@rows(
    ("rule", "target", "warned"),
    [
        ("Host(`*.a.b`)", Version(3, 6), True),
        ("Host(`*.a.b`)", Version(3, 7), False),
        ("Host(`a`) || Host(`*`)", Version(3, 6), True),
        ("Host(`*`)", (3, 7, 6), True),
        ("Host(`*`)", Version(3, 7), False),
        ("Host(`a`)", Version(3, 0), False),
    ],
)
def test_a_wildcard_host_is_warned_about_where_the_target_does_not_know_it(
    rule: str, target: Version, warned: bool
) -> None:
    assert not check_rule(rule, protocol="http", target=target).diagnostics
    assert [name for name, _ in found(rule, target=target)] == (["host-wildcard-version"] if warned else [])


@rows("syntax", ["v2", "v3"])
@rows(
    ("name", "target", "refused"),
    [
        ("a_b.test", Version(3, 0), True),
        ("a_b.test", Version(3, 3, 4), True),
        ("a_b.test", Version(3, 3, 5), False),
        ("a_b.test", Version(3, 7), False),
        ("a-b.test", Version(3, 0), False),
    ],
)
def test_a_server_name_with_an_underscore_is_refused_before_3_3_5(
    name: str, target: Version, refused: bool, syntax: str
) -> None:
    expected = [("rule-bad-host", f"`{name}`")] if refused else []
    assert found(f"HostSNI(`{name}`)", "tcp", syntax, target) == expected


def test_hosts_are_those_that_a_rule_asks_for_and_domains_those_that_tls_takes() -> None:
    result = check_rule("(Host(`A.b`) || Host(`c.d`)) && !Host(`e.f`)", protocol="http")
    assert result.hosts == ("A.b", "c.d")
    assert result.domains == ("a.b", "c.d")
    assert check_rule("!(!Host(`A`))", protocol="http").domains == ("a",)
    assert check_rule("HostSNI(`A.b`) && !HostSNI(`c`)", protocol="tcp").sni_hosts == ("A.b",)


def test_before_traefik_3_7_a_negated_host_is_a_name_for_tls_too() -> None:
    rule = "Host(`a`) && !Host(`b`)"
    assert check_rule(rule, protocol="http", target=Version(3, 6)).domains == ("a", "b")
    assert check_rule("!HostSNI(`a`)", protocol="tcp", target=Version(3, 6)).domains == ("a",)
    assert parse_domains(rule, target=Version(3, 6)) == ("a", "b")
    assert parse_domains(rule) == ("a",)


def test_domains_are_taken_from_rules_of_either_syntax_and_from_refused_ones() -> None:
    assert parse_domains("Host(`a`, `B`) && Headers(`x`, `y`)") == ("a", "b")
    assert parse_domains("Host(`a`") is None
    assert check_rule("Host(`a`, `B`)", protocol="http").domains == ("a", "b")


@rows(
    ("rule", "protocol", "priority"),
    [
        ("Host(`a`)", "http", 9),
        ('Path("/é")', "http", 11),
        ("HostSNI(`*`)", "tcp", -1),
        ('! hostsni("*")', "tcp", -1),
        ("HostSNI(`a`)", "tcp", 12),
        ("HostSNI(`*`) || HostSNI(`a`)", "tcp", 28),
    ],
)
def test_the_default_priority_is_the_length_in_bytes(rule: str, protocol: str, priority: int) -> None:
    assert check_rule(rule, protocol=protocol).default_priority == priority
