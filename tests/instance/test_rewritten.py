"""What middlewares make of paths, where redirects send URLs, and which paths a router may hand to them."""

from __future__ import annotations

from typing import Any

from tests.each import rows
from tests.instance.asking import instance_of, thing
from traefiklint.instance.path_conditions import PathConditions, changes_path, paths_at, paths_of_rule
from traefiklint.instance.rewritten import made_for, meant, redirected, rewritten, sent_by_regex, sent_to_scheme


def middleware(options: str) -> Any:
    return thing(instance_of(f"http: {{middlewares: {{m: {{{options}}}}}}}"), "http.middlewares.m")


@rows(
    ("options", "path", "behind"),
    [
        ("addPrefix: {prefix: /a}", "/x", "/a/x"),
        ("addPrefix: {prefix: a}", "/x", "/a/x"),
        ("addPrefix: {prefix: //a}", "/x", "//a/x"),
        ("stripPrefix: {prefixes: [/a]}", "/a/x", "/x"),
        ("stripPrefix: {prefixes: [/a]}", "/ax", "/x"),
        ("stripPrefix: {prefixes: [/a]}", "/a", "/"),
        ("stripPrefix: {prefixes: [/a/]}", "/a/x", "/x"),
        ("stripPrefix: {prefixes: [/b, /a, /a/x]}", "/a/x", "/x"),
        ("stripPrefix: {prefixes: [/b]}", "/a/x", "/a/x"),
        ("stripPrefix: {prefixes: [/ä]}", "/ä/ö", "/ö"),
        ("stripPrefixRegex: {regex: ['/[a-z]+']}", "/a/x", "/x"),
        ("stripPrefixRegex: {regex: ['/[0-9]+', '/[a-z]+']}", "/a/x", "/x"),
        ("stripPrefixRegex: {regex: [' /[a-z]+ ']}", "/a/x", "/x"),
        ("stripPrefixRegex: {regex: ['x']}", "/a/x", "/a/x"),
        ("stripPrefixRegex: {regex: ['y*']}", "/a/x", "/a/x"),
        ("replacePath: {path: /new}", "/a/x", "/new"),
        ("replacePathRegex: {regex: '^/a/(.*)', replacement: '/b/$1'}", "/a/x", "/b/x"),
        ("replacePathRegex: {regex: ' ^/a/(.*) ', replacement: ' /b/$1 '}", "/a/x", "/b/x"),
        ("replacePathRegex: {regex: '^/b', replacement: /c}", "/a/x", "/a/x"),
        ("compress: {}", "/a/x", "/a/x"),
    ],
)
def test_the_path_behind_a_middleware(options: str, path: str, behind: str) -> None:
    assert rewritten(middleware(options), path) == behind
    assert changes_path(middleware(options)) is (options != "compress: {}")


@rows(
    ("scheme", "port", "url", "sent"),
    [
        ("https", "", "http://a.io/x", "https://a.io/x"),
        ("https", "443", "http://a.io:80/x?y", "https://a.io/x?y"),
        ("https", "8443", "http://a.io/x", "https://a.io:8443/x"),
        ("http", "80", "https://a.io:443/", "http://a.io/"),
        ("http", "443", "https://a.io", "http://a.io:443"),
        ("https", "", "http://[fd00::1]:80/x", "https://[fd00::1]/x"),
        ("https", "", "/x", "https:///x"),
        ("wss", "1", "http://a/\\n", "wss://a:1/\\n"),
    ],
)
def test_where_a_redirect_to_a_scheme_sends(scheme: str, port: str, url: str, sent: str) -> None:
    assert sent_to_scheme(scheme, port, url) == sent


@rows(
    ("regex", "to", "url", "sent"),
    [
        ("^http://(.*)", "https://$1", "http://a.io/x", "https://a.io/x"),
        ("^https://(.*)", "http://${1}", "http://a.io/x", None),
        ("x", "y", "http://a.io/xx", "http://a.io/yy"),
    ],
)
def test_where_a_redirect_by_an_expression_sends(regex: str, to: str, url: str, sent: str | None) -> None:
    one = middleware(f"redirectRegex: {{regex: '{regex}', replacement: '{to}'}}").redirect_regex
    assert sent_by_regex(one, url) == sent


@rows(
    ("regex", "path", "is_run"),
    [
        ("^https?://[^/]+/old", "/old", True),
        ("^http://[^/]+/old", "/old", True),
        ("^https://[^/]+/old", "/old", True),
        ("^https://a.io/old", "/old", True),
        ("^https://example.com/old", "/old", True),
        ("^https?://[^/]+/old", "/new", False),
        ("/old$", "/old", True),
        ("^ftp://", "/old", False),
    ],
)
def test_whether_a_redirect_runs_for_a_path(regex: str, path: str, is_run: bool) -> None:
    one = middleware(f"redirectRegex: {{regex: '{regex}', replacement: x}}").redirect_regex
    assert redirected(one, path) is is_run


ROUTER = """\
http:
  routers: {r: {rule: "%s", service: s, middlewares: [%s]}}
  services: {s: {loadBalancer: {servers: [{url: "http://s"}]}}}
  middlewares:
    m: {compress: {}}
    zip: {buffering: {}}
    add: {addPrefix: {prefix: /x}}
    plug: {plugin: {p: {}}}
"""


def conditions(rule: str, middlewares: str = "m") -> PathConditions:
    instance = instance_of(ROUTER % (rule, middlewares))
    return paths_at(thing(instance, "http.middlewares.m"), thing(instance, "http.routers.r"), instance)


@rows(
    ("rule", "found"),
    [
        ("Path(`/a`)", ((("Path", "/a"),),)),
        ("Path(`/a`) || PathPrefix(`/b`)", ((("Path", "/a"),), (("PathPrefix", "/b"),))),
        ("PathPrefix(`/a`) && PathPrefix(`/a/b`)", ((("PathPrefix", "/a"), ("PathPrefix", "/a/b")),)),
        ("Host(`a.io`) && Path(`/a`)", ((("Path", "/a"),),)),
        ("Host(`a.io`) && !Path(`/a`)", ((),)),
        ("PathRegexp(`^/a`)", ((),)),
        ("Host(`a.io`", None),
    ],
)
def test_what_a_rule_asks_of_paths(rule: str, found: object) -> None:
    instance = instance_of(ROUTER % (rule, "m"))
    assert paths_of_rule(instance.rule(thing(instance, "http.routers.r"))).alternatives == found


def test_a_rule_in_the_old_syntax_tells_nothing_of_paths() -> None:
    instance = instance_of(ROUTER % ('Path(`/a`)", ruleSyntax: "v2', "m"))
    assert paths_of_rule(instance.rule(thing(instance, "http.routers.r"))).alternatives is None


@rows(
    ("middlewares", "is_known"),
    [
        ("m", True),
        ("zip, m", True),
        ("m, add", True),
        ("add, m", False),
        ("plug, m", False),
        ("gone, m", False),
        ("zip", False),
    ],
)
def test_the_paths_of_a_rule_reach_a_middleware_unless_another_may_change_them(
    middlewares: str, is_known: bool
) -> None:
    assert (conditions("Path(`/a`)", middlewares).alternatives is not None) is is_known


@rows(
    ("rule", "path", "lets_in", "may_begin"),
    [
        ("Path(`/a`)", "/a", True, True),
        ("Path(`/a/b`)", "/a", False, True),
        ("Path(`/a`)", "/a/b", False, False),
        ("PathPrefix(`/a`)", "/a", True, True),
        ("PathPrefix(`/a`)", "/a/b", True, True),
        ("PathPrefix(`/a/b`)", "/a", False, True),
        ("PathPrefix(`/a`)", "/b", False, False),
        ("Path(`/a`) || PathPrefix(`/b`)", "/b/c", True, True),
        ("PathPrefix(`/a`) && PathPrefix(`/a/b`)", "/a", False, True),
        ("PathPrefix(`/a`) && PathPrefix(`/b`)", "/a", False, True),
        ("Host(`a.io`)", "/any", True, True),
        ("Host(`a.io`", "/any", False, True),
    ],
)
def test_which_paths_a_router_lets_through(rule: str, path: str, lets_in: bool, may_begin: bool) -> None:
    found = conditions(rule)
    assert (found.lets_in(path), found.may_begin_with(path)) == (lets_in, may_begin)


@rows(
    ("options", "rule", "paths"),
    [
        ("stripPrefix: {prefixes: [/a]}", "PathPrefix(`/a`)", ["/a/below", "/a/below"]),
        ("stripPrefix: {prefixes: [/a, /b/]}", "Host(`a.io`)", ["/a/below", "/b/below"]),
        ("stripPrefix: {prefixes: [/a]}", "PathPrefix(`/b`)", []),
        ("stripPrefix: {prefixes: [/a]}", "Path(`/a/x`) || Path(`/b`)", ["/a/x"]),
        ("stripPrefix: {prefixes: [a]}", "Host(`a.io`)", []),
        ("stripPrefixRegex: {regex: ['/[ab]+']}", "Host(`a.io`)", ["/a/below"]),
        ("replacePath: {path: /new}", "Host(`a.io`)", ["/below"]),
        ("replacePath: {path: /below}", "Host(`a.io`)", []),
        ("replacePathRegex: {regex: '^/api/(.*)$', replacement: '/$1'}", "Host(`a.io`)", ["/api/below"]),
        (
            "replacePathRegex: {regex: '^/api/.+', replacement: '/x'}",
            "PathPrefix(`/api`)",
            ["/api/below", "/api/below"],
        ),
        (
            "redirectRegex: {regex: '^https?://[^/]+/old(.*)', replacement: 'https://a.io/new$1'}",
            "Host(`a.io`)",
            ["/olda", "/olda/below"],
        ),
        ("redirectRegex: {regex: '^https?://[^/]+/old(.*)', replacement: 'https://a.io/new$1'}", "Path(`/x`)", []),
        ("compress: {}", "Path(`/x`)", []),
    ],
)
def test_paths_that_a_router_lets_through_and_that_a_middleware_is_for(
    options: str, rule: str, paths: list[str]
) -> None:
    assert meant(middleware(options), conditions(rule)) == paths


@rows(
    ("options", "before", "rule", "paths"),
    [
        ("stripPrefix: {prefixes: [/a]}", [], "PathPrefix(`/a`)", ["/a/below", "/a/below"]),
        (
            "stripPrefix: {prefixes: [/a]}",
            ["stripPrefix: {prefixes: [/v1, /v2]}"],
            "PathPrefix(`/v1`)",
            ["/v1/v1/below", "/v1/a/below"],
        ),
        ("stripPrefix: {prefixes: [/a]}", ["addPrefix: {prefix: /a}"], "Host(`a.io`)", ["/below"]),
        ("stripPrefix: {prefixes: [/a]}", ["addPrefix: {prefix: /b}"], "Host(`a.io`)", ["/a/below"]),
        (
            "stripPrefix: {prefixes: [/a]}",
            ["stripPrefix: {prefixes: [/b]}", "addPrefix: {prefix: /a}"],
            "Host(`a.io`)",
            ["/b/below"],
        ),
        (
            "stripPrefix: {prefixes: [/a]}",
            ["stripPrefix: {prefixes: []}", "compress: {}"],
            "Host(`a.io`)",
            ["/a/below"],
        ),
        ("stripPrefix: {prefixes: [/a]}", ["stripPrefix: {prefixes: [/b]}"], "PathPrefix(`/c`)", []),
    ],
)
def test_paths_that_others_may_turn_into_what_a_middleware_is_for(
    options: str, before: list[str], rule: str, paths: list[str]
) -> None:
    found = list(made_for(middleware(options), [middleware(one) for one in before], conditions(rule)))
    assert found == paths
