"""A rule matches a request here exactly where it does in the real Traefik."""

from __future__ import annotations

from random import Random

import pytest

from tests.each import rows
from tests.matching import request_generator, serving
from tests.matching.rule_generator import Case
from traefiklint.matching.check import check_rule
from traefiklint.matching.evaluate import explain, matches
from traefiklint.matching.request import Request, canonical_header, host_without_port, routing_path
from traefiklint.matching.tree import Tree
from traefiklint.verify.oracle import Oracle
from traefiklint.versions import Version


def _tree(rule: str, protocol: str = "http", syntax: str = "v3") -> Tree:
    tree = check_rule(rule, protocol=protocol, syntax=syntax).tree
    assert tree is not None
    return tree


@pytest.mark.parametrize(("syntax", "seed"), [("v3", 1), ("v3", 2), ("v2", 3)])
def test_generated_rules_match_the_requests_that_traefik_lets_through(oracle: Oracle, syntax: str, seed: int) -> None:
    random = Random(seed)
    cases = [Case(request_generator.rule(random, "http", syntax), "http", syntax) for _ in range(300)]
    serving.load(oracle, cases)
    seen: set[int] = set()
    for index, case in enumerate(cases):
        tree = _tree(case.rule, "http", syntax)
        for _ in range(3):
            sent = request_generator.request(random)
            request = Request(**{**sent, "headers": {**sent["headers"], "X-Test": str(index)}})
            matched = matches(tree, request, syntax=syntax)
            expected = serving.MATCHED if matched else serving.NOT_FOUND
            expected = serving.BAD_REQUEST if request.routing_path is None else expected
            assert serving.status(oracle, index, sent) == expected, (case.rule, sent)
            assert bool(explain(tree, request, syntax=syntax)) is not matched
            seen.add(expected)
    assert seen >= {serving.MATCHED, serving.NOT_FOUND}


@pytest.mark.parametrize(("syntax", "seed"), [("v3", 4), ("v2", 5)])
def test_generated_rules_match_the_connections_that_traefik_forwards(oracle: Oracle, syntax: str, seed: int) -> None:
    random = Random(seed)
    cases = [Case(request_generator.rule(random, "tcp", syntax), "tcp", syntax) for _ in range(120)]
    with serving.greeting_server() as backend:
        serving.load(oracle, cases, backend)
        for index, case in enumerate(cases):
            tree = _tree(case.rule, "tcp", syntax)
            for _ in range(3):
                name = random.choice(["", "a.example.com", "B.example.com", "example.com", "x.y.example.com", "com"])
                protocols = random.choice([(), ("h2",), ("h2", "http/1.1"), ("http/1.1",)])
                client_ip = random.choice(["127.0.0.1", "127.0.0.2"])
                connected = serving.connects(oracle, index, name, protocols, client_ip)
                request = Request(scheme="https", sni=name, alpn=protocols, client_ip=client_ip)
                assert matches(tree, request, protocol="tcp", syntax=syntax) is connected, (case.rule, name, protocols)


@rows(
    ("sent", "routed"),
    [
        ("/a%20b", "/a b"),
        ("/%61pi", "/api"),
        ("/a%2fb", "/a%2Fb"),
        ("/a/../b", "/b"),
        ("/api/%2e%2e/b", "/b"),
        ("//a//b", "/a/b"),
        ("/a/.", "/a"),
        ("/a/./", "/a/"),
        ("/%2541", "/%2541"),
        ("/é", "/é"),
        ("", "/"),
        ("/a%zz", None),
        ("/a%", None),
    ],
)
def test_a_path_is_cleaned_and_decoded_before_rules_see_it(sent: str, routed: str | None) -> None:
    assert routing_path(sent) == routed


def test_an_entry_point_that_does_not_clean_paths_leaves_dots_and_slashes() -> None:
    assert routing_path("/a//b/../c", sanitize=False) == "/a//b/../c"


@rows(
    ("host", "bare"),
    [("a.b:80", "a.b"), ("[::1]:80", "::1"), ("[::1]", "::1"), ("::1", "::1"), ("a.b", "a.b"), ("a:b:c", "a:b:c")],
)
def test_a_host_loses_its_port(host: str, bare: str) -> None:
    assert host_without_port(host, brackets=True) == bare


def test_header_names_take_gos_canonical_form() -> None:
    assert [canonical_header(name) for name in ("x-foo", "ETAG", "x foo")] == ["X-Foo", "Etag", "x foo"]


def test_forwarded_headers_of_strangers_are_replaced_and_those_of_friends_kept() -> None:
    sent = {"X-Forwarded-Proto": "https", "X_Forwarded_Proto": "https"}
    assert Request(host="a.b:8080", headers=sent).headers == {
        "X-Forwarded-Proto": ("http",),
        "X-Forwarded-Port": ("8080",),
        "X-Forwarded-Host": ("a.b:8080",),
    }
    assert Request(headers=sent, trusted=True).headers["X-Forwarded-Proto"] == ("https",)


def test_an_explanation_names_the_first_condition_that_fails_and_what_the_request_has() -> None:
    tree = _tree("Host(`a.b`) && PathPrefix(`/api`) && Method(`POST`)")
    (failure,) = explain(tree, Request(host="A.b:80", path="/other"))
    assert (failure.matcher.name, failure.negated, failure.had) == ("PathPrefix", False, "path /other")
    assert explain(tree, Request("POST", host="a.b", path="/api/x")) == ()


def test_an_explanation_names_every_alternative_that_fails() -> None:
    tree = _tree("(Host(`a`) || Host(`b`)) && !Header(`X-Foo`, `1`)")
    assert [failure.had for failure in explain(tree, Request(host="c"))] == ["host c", "host c"]
    (failure,) = explain(tree, Request(host="a", headers={"x-foo": "1"}))
    assert failure.negated
    assert failure.had == "header X-Foo: 1"


@rows(("target", "matched"), [(Version(3, 6), False), (Version(3, 7), True)])
def test_older_versions_take_a_star_for_a_letter(target: Version, matched: bool) -> None:
    assert matches(_tree("Host(`*.a.b`)"), Request(host="x.a.b"), target=target) is matched


@pytest.mark.slow
def test_rules_nested_deeper_than_pythons_stack_are_evaluated() -> None:
    deep = "Host(`b`)"
    for _ in range(3000):
        deep = f"(Host(`a`) && (Host(`b`) || {deep}))"
    tree = _tree(deep)
    assert not matches(tree, Request(host="a"))
    assert explain(tree, Request(host="b"))
