"""A rule of the v2 syntax and its translation match the same requests."""

from __future__ import annotations

from random import Random

import pytest

from tests.each import rows
from tests.matching import request_generator
from traefiklint.fixing import fix_texts
from traefiklint.matching.check import RuleResult, check_rule
from traefiklint.matching.evaluate import matches
from traefiklint.matching.migration import to_v3
from traefiklint.matching.request import Request
from traefiklint.options import Options
from traefiklint.text.diagnostics import replaced


def translated(rule: str, protocol: str = "http") -> RuleResult | None:
    replacements = to_v3(check_rule(rule, protocol=protocol, syntax="v2"))
    return None if replacements is None else check_rule(replaced(rule, replacements), protocol=protocol)


@rows(
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
    assert not found.diagnostics


@rows("rule", ["Query(`a=`)", "Query(`a={x}`)", "Host(`a`", "Headers(`a`, `b`, `c`)", "Host(`*.a.b`)"])
def test_what_has_no_certain_translation_is_left_alone(rule: str) -> None:
    assert translated(rule) is None


@pytest.mark.slow
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
        assert new.tree is not None, (rule, new.text, new.diagnostics)
        for _ in range(60):
            request = Request(**request_generator.request(random))
            expected = matches(old, request, syntax="v2")
            assert matches(new.tree, request) is expected, (rule, new.text, request)
            matched += expected
        compared += 1
    assert compared > 50
    assert matched > 500


@rows("seed", range(3))
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
        assert new.tree is not None, (rule, new.text, new.diagnostics)
        for name in names:
            for protocols in ((), ("h2",), ("http/1.1", "h2")):
                request = Request(scheme="https", sni=name, alpn=protocols, client_ip="127.0.0.1")
                expected = matches(old, request, protocol="tcp", syntax="v2")
                assert matches(new.tree, request, protocol="tcp") is expected, (rule, new.text, name, protocols)


def migrated(text: str) -> str:
    """A file with the fixes that move it from version 2 to 3."""
    fixed = fix_texts({"shop.yml": text}, Options(profile="none", select=frozenset({"migration"})), unsafe=True)
    assert fixed.reverted == ()
    return fixed.texts.get("shop.yml", text)


HEAD = "http:\n  routers:\n    shop: {rule: Host(`a.b`), middlewares: [site], service: noop@internal}\n  middlewares:\n"


def router(*lines: str) -> str:
    """A file with one router."""
    return "http:\n  routers:\n    shop:\n" + "".join(f"      {line}\n" for line in lines)


def test_a_router_in_the_syntax_of_v2_is_written_anew() -> None:
    service = "service: noop@internal"
    text = router("rule: 'Host(`a.b`, `c.d`)' # two", "ruleSyntax: v2 # old", service)
    assert migrated(text) == router("rule: 'Host(`a.b`) || Host(`c.d`)' # two", "# old", service)


def test_a_rule_that_v3_cannot_say_stays() -> None:
    text = router("rule: Query(`a=`)", "ruleSyntax: v2", "service: noop@internal")
    assert migrated(text) == text


def test_headers_that_only_redirect_become_a_redirection() -> None:
    text = HEAD + "    site:\n      headers:\n        sslTemporaryRedirect: true # why\n        sslRedirect: true\n"
    assert migrated(text) == (
        HEAD + "    site:\n      redirectScheme:\n        # why\n        scheme: https\n        permanent: false\n"
    )


def test_headers_that_do_more_get_a_redirection_before_them_everywhere() -> None:
    text = (
        HEAD
        + "    all: {chain: {middlewares: [site]}}\n    site:\n      headers: {sslRedirect: true, frameDeny: true}\n"
    )
    assert migrated(text) == (
        HEAD.replace("[site]", "[site-https, site]")
        + "    all: {chain: {middlewares: [site-https, site]}}\n"
        + "    site:\n      headers: {frameDeny: true}\n"
        + "    site-https:\n      redirectScheme:\n        scheme: https\n        permanent: true\n"
    )


def test_a_redirection_to_another_host_is_left_to_the_author() -> None:
    text = HEAD + "    site: {headers: {sslRedirect: true, sslHost: c.d}}\n"
    assert migrated(text) == text


@rows(
    ("old", "new"),
    [
        ("camera 'none'; fullscreen 'self' https://a.b", 'camera=(), fullscreen=(self "https://a.b")'),
        ("geolocation *", "geolocation=*"),
    ],
)
def test_a_feature_policy_becomes_a_permissions_policy(old: str, new: str) -> None:
    text = HEAD + f'    site: {{headers: {{featurePolicy: "{old}"}}}}\n'
    escaped = new.replace('"', '\\"')
    assert migrated(text) == HEAD + f'    site: {{headers: {{permissionsPolicy: "{escaped}"}}}}\n'


def test_options_that_do_nothing_go_and_old_names_become_new_ones() -> None:
    text = HEAD + (
        "    site: {ipWhiteList: {sourceRange: [10.0.0.0/8]}}\n"
        "    sniff:\n      contentType:\n        autoDetect: true\n"
        "    cut: {stripPrefix: {prefixes: [/a], forceSlash: false}}\n"
    )
    assert migrated(text) == HEAD + (
        "    site: {ipAllowList: {sourceRange: [10.0.0.0/8]}}\n"
        "    sniff:\n      contentType: {}\n"
        "    cut: {stripPrefix: {prefixes: [/a]}}\n"
    )
