"""What is said about rules without requests never contradicts a request."""

from __future__ import annotations

from random import Random

import pytest

from tests.each import rows
from tests.matching import request_generator
from traefiklint.matching.check import check_rule
from traefiklint.matching.evaluate import matches
from traefiklint.matching.examples import example_requests, sample
from traefiklint.matching.implication import Analysis, exclusive, implies
from traefiklint.matching.request import Request
from traefiklint.matching.tree import Tree


def _tree(rule: str, protocol: str = "http", syntax: str = "v3") -> Tree:
    tree = check_rule(rule, protocol=protocol, syntax=syntax).tree
    assert tree is not None
    return tree


@rows(
    ("narrow", "broad"),
    [
        ("Host(`a.b`)", "Host(`A.B`)"),
        ("Host(`a.b`) && PathPrefix(`/api`)", "Host(`a.b`)"),
        ("Host(`a.b`)", "Host(`a.b`) || Host(`c.d`)"),
        ("Host(`a.b`) || Host(`c.d`)", "Host(`c.d`) || Host(`a.b`)"),
        ("Host(`x.a.b`)", "Host(`*.a.b`)"),
        ("Host(`a.b`)", "Host(`*`)"),
        ("Host(`a.b`)", "HostRegexp(`^a`)"),
        ("Host(`a.b`)", "HostRegexp(`.*`)"),
        ("PathPrefix(`/api/v1`)", "PathPrefix(`/api`)"),
        ("Path(`/api`)", "PathPrefix(`/`)"),
        ("Path(`/api`)", "PathRegexp(`^/a`)"),
        ("Host(`a.b`)", "PathPrefix(`/`)"),
        ("Host(`a.b`) && (Path(`/x`) || Path(`/y`))", "Host(`a.b`) && !Path(`/z`)"),
        ("Method(`GET`)", "!Method(`POST`)"),
        ("Header(`x-a`, `1`)", "HeaderRegexp(`X-A`, `^1`)"),
        ("Query(`a`, `1`)", "QueryRegexp(`a`, `1`)"),
        ("ClientIP(`10.1.2.3`)", "ClientIP(`10.0.0.0/8`)"),
        ("!PathPrefix(`/api`)", "!Path(`/api/x`)"),
        ("Host(`a.b`) && Host(`c.d`)", "Path(`/anything`)"),
    ],
)
def test_a_narrower_rule_implies_a_broader_one(narrow: str, broad: str) -> None:
    assert implies(_tree(narrow), _tree(broad))


@rows(
    ("one", "other"),
    [
        ("Host(`a.b`)", "Host(`a.b`) && PathPrefix(`/api`)"),
        ("Host(`a.b`) || Host(`c.d`)", "Host(`a.b`)"),
        ("Host(`*.a.b`)", "Host(`x.a.b`)"),
        ("Host(`x.y.a.b`)", "Host(`*.a.b`)"),
        ("HostRegexp(`^a$`)", "Host(`a`)"),
        ("PathPrefix(`/api`)", "Path(`/api`)"),
        ("Path(`/API`)", "Path(`/api`)"),
        ("Header(`X-A`, `1`)", "!Header(`X-A`, `2`)"),
        ("ClientIP(`::/0`)", "ClientIP(`0.0.0.0/0`)"),
        ("ClientIP(`10.0.0.0/8`)", "ClientIP(`::/0`)"),
    ],
)
def test_a_rule_does_not_imply_one_that_some_of_its_requests_fail(one: str, other: str) -> None:
    assert not implies(_tree(one), _tree(other))


@rows(
    "rule",
    [
        "Host(`a.b`) && Host(`c.d`)",
        "Path(`/a`) && PathPrefix(`/b`)",
        "Method(`GET`) && Method(`POST`)",
        "Host(`a.b`) && !Host(`A.b`)",
        "(Host(`a`) || Host(`b`)) && Host(`c`)",
        "Host(`https://a.b`)",
        "Host(`a.b:8080`)",
        "Path(`/a?b=c`)",
        "Path(`/a//b`)",
        "PathPrefix(`/a/../b`)",
        "Path(`/%41`)",
        "Header(`Host`, `a.b`)",
        "!PathPrefix(`/`)",
        "ClientIP(`10.0.0.1`) && ClientIP(`192.168.0.0/16`)",
    ],
)
def test_a_rule_that_can_never_match_is_known(rule: str) -> None:
    assert Analysis(_tree(rule)).is_contradiction
    assert example_requests(_tree(rule)) == ()


@rows("rule", ["Host(`a`) || Host(`b`)", "Path(`/a%2Fb`)", "Header(`A`, `1`) && Header(`A`, `2`)"])
def test_a_rule_that_can_match_is_no_contradiction(rule: str) -> None:
    assert not Analysis(_tree(rule)).is_contradiction


def test_a_single_matcher_that_can_never_match_is_known() -> None:
    host = _tree("Host(`http://a.b`)")
    assert Analysis(host).is_contradiction


def test_rules_for_different_hosts_exclude_each_other() -> None:
    assert exclusive(_tree("Host(`a.b`)"), _tree("Host(`c.d`) && Path(`/x`)"))
    assert not exclusive(_tree("Host(`a.b`)"), _tree("PathPrefix(`/x`)"))


@rows(
    ("one", "other", "apart"),
    [
        ("PathPrefix(`/api`)", "PathRegexp(`^/i/`)", True),
        ("PathRegexp(`^/a/(x|y)+$`)", "PathRegexp(`^/b`)", False),  # an alternative might stand outside of a group
        ("PathRegexp(`^/v\\.1/`)", "PathPrefix(`/v.2`)", True),
        ("PathPrefix(`/v`)", "PathRegexp(`^/v[12]/`)", False),
        ("PathPrefix(`/a`)", "PathRegexp(`^/ab?`)", False),
        ("PathPrefix(`/ax`)", "PathRegexp(`^/ab?`)", False),
        ("PathPrefix(`/ax`)", "PathRegexp(`^/ab+`)", True),
        ("PathPrefix(`/b`)", "PathRegexp(`^/a|/b`)", False),
        ("PathPrefix(`/b`)", "PathRegexp(`/a`)", False),
        ("PathPrefix(`/b`)", "PathRegexp(`(?i)^/B`)", False),
    ],
)
def test_expressions_for_paths_are_compared_by_how_these_begin(one: str, other: str, apart: bool) -> None:
    assert exclusive(_tree(one), _tree(other)) is apart
    assert exclusive(_tree(other), _tree(one)) is apart


@pytest.mark.slow
def test_no_request_contradicts_what_is_said_about_rules_of_two_syntaxes() -> None:
    random = Random(7)
    rules = [(_tree(request_generator.rule(random, "http", one), "http", one), one) for one in ("v3", "v2") * 60]
    requests = [Request(**request_generator.request(random)) for _ in range(400)]
    for tree, syntax in rules:
        requests += example_requests(tree, syntax=syntax)
    matched = [
        {at for at, request in enumerate(requests) if matches(tree, request, syntax=syntax)} for tree, syntax in rules
    ]
    analyses = [Analysis(tree, syntax=syntax).as_v3() for tree, syntax in rules]
    apart = 0
    for (_, syntax), one, mine in zip(rules, analyses, matched, strict=True):
        if one.hosts is not None:
            assert {requests[at].canonical_host.rstrip(".") for at in mine} <= one.hosts
        for (_, another), other, theirs in zip(rules, analyses, matched, strict=True):
            assert not one.implies(other) or mine <= theirs
            if one.excludes(other):
                apart += syntax != another
                assert not mine & theirs
    assert apart > 20


@pytest.mark.slow
@pytest.mark.parametrize("syntax", ["v3", "v2"])
def test_no_request_contradicts_what_is_said_about_generated_rules(syntax: str) -> None:
    random = Random(5)
    trees = [_tree(request_generator.rule(random, "http", syntax), "http", syntax) for _ in range(90)]
    requests = [Request(**request_generator.request(random)) for _ in range(400)]
    for tree in trees:
        made = example_requests(tree, syntax=syntax)
        assert all(matches(tree, request, syntax=syntax) for request in made)
        requests += made
    matched = [{at for at, request in enumerate(requests) if matches(tree, request, syntax=syntax)} for tree in trees]
    analyses = [Analysis(tree, syntax=syntax) for tree in trees]
    said = 0
    for one, mine in zip(analyses, matched, strict=True):
        assert not (one.is_contradiction and mine)
        for other, theirs in zip(analyses, matched, strict=True):
            if one.implies(other):
                said += 1
                assert mine <= theirs
            if one.excludes(other):
                assert not mine & theirs
    assert said > len(trees)


def test_no_connection_contradicts_what_is_said_about_generated_rules() -> None:
    random = Random(6)
    trees = [_tree(request_generator.rule(random, "tcp", "v3"), "tcp") for _ in range(60)]
    requests = [
        Request(scheme="https", sni=name, client_ip=ip, alpn=alpn)
        for name in ("", "a.example.com", "b.example.com", "example.com", "com", "x.y.example.com")
        for ip in ("127.0.0.1", "10.0.0.1", "::1", "203.0.113.9")
        for alpn in ((), ("h2",), ("http/1.1", "h2"))
    ]
    matched = [{at for at, request in enumerate(requests) if matches(tree, request, protocol="tcp")} for tree in trees]
    analyses = [Analysis(tree, protocol="tcp") for tree in trees]
    for one, mine in zip(analyses, matched, strict=True):
        assert not (one.is_contradiction and mine)
        for other, theirs in zip(analyses, matched, strict=True):
            assert not one.implies(other) or mine <= theirs
            assert not one.excludes(other) or not mine & theirs


@rows(
    ("rule", "urls"),
    [
        ("Host(`a.b`) && PathPrefix(`/api`)", ["http://a.b/api"]),
        ("Host(`a.b`) || Host(`c.d`)", ["http://a.b/", "http://c.d/"]),
        ("Host(`*.a.b`) && Query(`q`, `1 2`)", ["http://x.a.b/?q=1%202"]),
        ("PathRegexp(`^/v[0-9]+/x$`)", ["http://example.com/v0/x"]),
        ("HostRegexp(`^(www|shop)\\.a\\.b$`)", ["http://www.a.b/"]),
        ("!Host(`example.com`)", ["http://other.example.org/"]),
        ("Path(`/a b%2F`)", ["http://example.com/a%20b%2F"]),
    ],
)
def test_a_rule_gives_requests_that_it_matches(rule: str, urls: list[str]) -> None:
    assert [request.url for request in example_requests(_tree(rule))] == urls


def test_a_tcp_rule_gives_connections_that_it_matches() -> None:
    (request,) = example_requests(_tree("HostSNI(`a.b`) && ALPN(`h2`)", "tcp"), protocol="tcp", scheme="https")
    assert (request.server_name, request.alpn) == ("a.b", ("h2",))


@rows("pattern", ["a{2,3}b?", "[^a-z]x", "(?P<n>a|b)\\d", "^/x.*$", "[", "(?i)A"])
def test_a_sample_is_a_text_and_never_an_error(pattern: str) -> None:
    assert isinstance(sample(pattern), str)
