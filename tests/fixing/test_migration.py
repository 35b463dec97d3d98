"""A rule of the v2 syntax and its translation match the same requests."""

from __future__ import annotations

from random import Random

import pytest

from tests.matching import request_generator
from traefiklint.matching.check import RuleResult, check_rule
from traefiklint.matching.evaluate import matches
from traefiklint.matching.migration import to_v3
from traefiklint.matching.repair import mend
from traefiklint.matching.request import Request


def translated(rule: str, protocol: str = "http") -> RuleResult | None:
    replacements = to_v3(check_rule(rule, protocol=protocol, syntax="v2"))
    return None if replacements is None else check_rule(mend(rule, list(replacements)), protocol=protocol)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Host(`a.b`, `c.d`)", "Host(`a.b`) || Host(`c.d`)"),
        ("Host(`a.b`, `c.d`) && Path(`/x`)", "(Host(`a.b`) || Host(`c.d`)) && Path(`/x`)"),
        ("HostHeader(`a.b`) || Method(`GET`, `PUT`)", "Host(`a.b`) || Method(`GET`) || Method(`PUT`)"),
        ("HostRegexp(`{sub:[a-z]+}.a.b`)", r"HostRegexp(`^([a-z]+)\.a\.b$`)"),
        ("Path(`/a/{id:[0-9]+}`)", "PathRegexp(`^/a/([0-9]+)$`)"),
        ("!PathPrefix(`/a/{id}`, `/b`)", "!(PathRegexp(`^/a/([^/]+)`) || PathPrefix(`/b`))"),
        ("Headers(`X-A`, `b`) && HeadersRegexp(`X-B`, `^c`)", "Header(`X-A`, `b`) && HeaderRegexp(`X-B`, `^c`)"),
        ("Query(`a=b`, `c=d`)", "Query(`a`, `b`) && Query(`c`, `d`)"),
        ("Host(`a.b`)", "Host(`a.b`)"),
    ],
)
def test_matchers_are_written_in_the_words_of_v3(old: str, new: str) -> None:
    found = translated(old)
    assert found is not None
    assert found.text == new
    assert not found.problems


@pytest.mark.parametrize(
    "rule", ["Query(`a=`)", "Query(`a={x}`)", "Host(`a`", "Headers(`a`, `b`, `c`)", "Host(`*.a.b`)"]
)
def test_what_has_no_certain_translation_is_left_alone(rule: str) -> None:
    assert translated(rule) is None


@pytest.mark.parametrize("seed", range(5))
def test_generated_rules_match_the_same_requests_in_both_syntaxes(seed: int) -> None:
    random = Random(seed)
    compared = matched = 0
    for _ in range(120):
        rule = request_generator.rule(random, "http", "v2")
        old = check_rule(rule, protocol="http", syntax="v2").tree
        new = translated(rule)
        if new is None:
            continue
        assert old is not None
        assert new.tree is not None, (rule, new.text, new.problems)
        for _ in range(60):
            request = Request(**request_generator.request(random))
            expected = matches(old, request, syntax="v2")
            assert matches(new.tree, request) is expected, (rule, new.text, request)
            matched += expected
        compared += 1
    assert compared > 50
    assert matched > 500


@pytest.mark.parametrize("seed", range(3))
def test_generated_tcp_rules_match_the_same_connections_in_both_syntaxes(seed: int) -> None:
    random = Random(seed)
    names = ["", "a.example.com", "B.example.com", "example.com", "x.y.example.com", "com"]
    for _ in range(120):
        rule = request_generator.rule(random, "tcp", "v2")
        old = check_rule(rule, protocol="tcp", syntax="v2").tree
        new = translated(rule, "tcp")
        assert old is not None
        if new is None:
            assert ", `*`" in rule
            continue
        assert new.tree is not None, (rule, new.text, new.problems)
        for name in names:
            for protocols in ((), ("h2",), ("http/1.1", "h2")):
                request = Request(scheme="https", sni=name, alpn=protocols, client_ip="127.0.0.1")
                expected = matches(old, request, protocol="tcp", syntax="v2")
                assert matches(new.tree, request, protocol="tcp") is expected, (rule, new.text, name, protocols)
