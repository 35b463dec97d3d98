"""Every mistake has its kind, its place and, where there is one way to mend it, its fix."""

from __future__ import annotations

import pytest

from traefiklint.matching.check import check_rule, parse_domains
from traefiklint.matching.problems import KINDS
from traefiklint.matching.repair import mend
from traefiklint.versions import Version

_MENDED = [
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
    ("PathPrefix(`api`)", "rule-path-without-slash", "`api`", "PathPrefix(`/api`)"),
    ("Host(`münchen.de`)", "rule-non-ascii-host", "`münchen.de`", "Host(`xn--mnchen-3ya.de`)"),
    ("ClientIP(` 10.0.0.1 `)", "rule-bad-cidr", "` 10.0.0.1 `", "ClientIP(`10.0.0.1`)"),
    ("Host(`a.example.com`", "rule-syntax", "`", "Host(`a.example.com`)"),
]
_UNMENDED = [
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


@pytest.mark.parametrize(("rule", "kind", "place", "mended"), _MENDED)
def test_a_mistake_is_named_placed_and_mended(rule: str, kind: str, place: str | None, mended: str) -> None:
    (problem,) = check_rule(rule, protocol="http").problems
    assert problem.kind == kind
    assert rule[problem.start : problem.end] == (place if place is not None else rule)
    assert problem.fix is not None
    assert mend(rule, [problem.fix]) == mended
    assert not check_rule(mended, protocol="http").problems


@pytest.mark.parametrize(("rule", "kind", "place"), _UNMENDED)
def test_a_mistake_that_cannot_be_mended_is_named_and_placed(rule: str, kind: str, place: str) -> None:
    (problem,) = check_rule(rule, protocol="http").problems
    assert (problem.kind, rule[problem.start : problem.end], problem.fix) == (kind, place, None)


@pytest.mark.parametrize(
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
    (problem,) = check_rule(rule, protocol="tcp", syntax=syntax).problems
    assert problem.kind == kind


def test_all_mistakes_are_reported_and_all_fixes_together_mend_the_rule() -> None:
    rule = "Host(a.b) and (PathPrefix('/x') OR Path(/y))"
    problems = check_rule(rule, protocol="http").problems
    assert [problem.kind for problem in problems] == [
        "rule-unquoted-argument",
        "rule-word-operator",
        "rule-single-quoted-argument",
        "rule-word-operator",
        "rule-unquoted-argument",
    ]
    mended = mend(rule, [problem.fix for problem in problems if problem.fix])
    assert mended == "Host(`a.b`) && (PathPrefix(`/x`) || Path(`/y`))"
    assert not check_rule(mended, protocol="http").problems


def test_the_first_problem_is_the_one_that_traefik_names() -> None:
    result = check_rule("Host(`a`, `b`) && Path(`x`)", protocol="http")
    assert [problem.kind for problem in result.problems] == ["rule-too-many-arguments", "rule-path-without-slash"]
    assert result.error.endswith(result.problems[0].traefik)


@pytest.mark.parametrize(
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
    result = check_rule(rule, protocol="http", target=target)
    assert not result.problems
    assert [problem.kind for problem in result.warnings] == (["host-wildcard-version"] if warned else [])


def test_every_kind_is_known() -> None:
    kinds = {kind for _, kind, *_ in (*_MENDED, *_UNMENDED)}
    assert kinds <= set(KINDS)


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


@pytest.mark.parametrize(
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
