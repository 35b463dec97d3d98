"""What a file comes to: values, defaults, places, and how Traefik's looser ways of reading are followed."""

from __future__ import annotations

import pytest

from tests.each import rows
from tests.effort import calls
from tests.model.decoding import decoded
from traefiklint.findings import Span
from traefiklint.model.base import Section
from traefiklint.model.configuration import Configuration
from traefiklint.model.fields import MILLISECOND, SECOND
from traefiklint.model.http import Router, RouterTls
from traefiklint.model.middleware import Middleware
from traefiklint.model.services import LoadBalancer, Server, Service
from traefiklint.model.tls import TlsOptions
from traefiklint.versions import Version

APP = """\
http:
  routers:
    shop:
      rule: Host(`shop.example.com`)
      service: shop
      entryPoints: [web, websecure]
      priority: 10
      tls:
        certResolver: letsencrypt
        domains:
          - main: example.com
            sans: ['*.example.com']
  services:
    shop:
      loadBalancer:
        servers:
          - url: http://shop:3000
          - url: http://shop-2:3000
            weight: 3
        healthCheck:
          path: /up
          interval: 1m30s
"""


def configuration(text: str) -> Configuration:
    made = decoded(text)
    assert made.configuration is not None
    return made.configuration


def router(options: str) -> Router:
    http = configuration(f"http: {{routers: {{r: {{{options}}}}}}}").http
    assert http is not None
    return http.routers["r"]


def middleware(options: str) -> Middleware:
    http = configuration(f"http: {{middlewares: {{m: {{{options}}}}}}}").http
    assert http is not None
    return http.middlewares["m"]


def test_a_file_becomes_a_configuration() -> None:
    made = decoded(APP)
    assert made.problems == []
    http = made.configuration.http if made.configuration else None
    assert http is not None
    shop = http.routers["shop"]
    assert (shop.name, shop.rule, shop.service) == ("shop", "Host(`shop.example.com`)", "shop")
    assert (shop.entry_points, shop.priority, shop.middlewares) == (("web", "websecure"), 10, ())
    assert shop.tls is not None
    assert shop.tls.cert_resolver == "letsencrypt"
    assert [(domain.main, domain.sans) for domain in shop.tls.domains] == [("example.com", ("*.example.com",))]
    balancer = http.services["shop"].load_balancer
    assert balancer is not None
    assert [(server.url, server.weight) for server in balancer.servers] == [
        ("http://shop:3000", None),
        ("http://shop-2:3000", 3),
    ]
    assert balancer.health_check is not None
    assert balancer.health_check.interval == 90 * SECOND


def test_defaults_are_there_as_soon_as_the_part_is() -> None:
    http = configuration(APP).http
    assert http is not None
    balancer = http.services["shop"].load_balancer
    assert balancer is not None
    assert (balancer.pass_host_header, balancer.strategy, balancer.sticky) == (True, "wrr", None)
    assert balancer.health_check is not None
    assert (balancer.health_check.timeout, balancer.health_check.follow_redirects) == (5 * SECOND, True)
    assert middleware("compress: {}").compress.encodings == ("gzip", "br", "zstd")  # type: ignore[union-attr]
    assert middleware("circuitBreaker: {expression: x}").circuit_breaker.check_period == 100 * MILLISECOND  # type: ignore[union-attr]


def test_every_part_is_listed_by_its_class() -> None:
    parts = decoded(APP).parts
    assert [len(parts[kind]) for kind in (Router, RouterTls, Service, LoadBalancer, Server)] == [1, 1, 1, 1, 2]
    assert all(isinstance(part, Section) for kind in parts for part in parts[kind])


def test_a_part_knows_its_place_and_the_object_it_belongs_to() -> None:
    made = decoded(APP)
    second = made.parts[Server][1]
    assert second.path == "http.services.shop.loadBalancer.servers[1]"
    assert second.object == "http.services.shop"
    assert second.file == "apps/shop.yml"
    assert second.at("url") == second.at("url")._replace(path="http.services.shop.loadBalancer.servers[1].url")
    assert second.at("url").span == Span(18, 18, 18, 36)
    assert second.key_at("weight").span == Span(19, 13, 19, 19)
    assert (second.gives("weight"), second.gives("preserve_path")) == (True, False)
    assert made.parts[RouterTls][0].path == "http.routers.shop.tls"


def test_an_item_of_a_list_has_its_own_place() -> None:
    place = decoded(APP).parts[Router][0].at("entry_points", 1)
    assert place.path == "http.routers.shop.entryPoints[1]"
    assert place.span == Span(6, 26, 6, 35)


def test_an_option_that_is_left_blank_is_absent_and_has_a_place() -> None:
    shop = router("rule: Host(`a`), middlewares: ")
    assert shop.middlewares == ()
    assert not shop.gives("middlewares")
    assert shop.at("middlewares").span.column == 39


@rows("text", ["", "# nothing", "---\n", "null", "http:", "{}", "http: \ntcp: \n", "x-a: 1"])
def test_an_empty_file_is_fine(text: str) -> None:
    assert decoded(text).problems == []


def test_keys_match_in_any_case_and_with_unicode_folding() -> None:
    shop = router("RULE: a, ſervice: s, ENTRYPOINTS: web")
    assert (shop.rule, shop.service, shop.entry_points) == ("a", "s", ("web",))


def test_of_two_spellings_the_later_in_byte_order_wins() -> None:
    assert router("rule: small, RULE: large").rule == "small"
    assert router("RULE: large, rule: small").rule == "small"
    assert router("entrypoints: [b], entryPoints: [a]").entry_points == ("b",)


def test_two_spellings_of_a_section_are_merged() -> None:
    made = decoded(
        """
        HTTP:
          routers: {a: {rule: upper}, b: {rule: upper}}
        http:
          routers: {a: {rule: lower}}
          services: {s: {}}
        """
    )
    http = made.configuration.http if made.configuration else None
    assert http is not None
    assert {name: one.rule for name, one in http.routers.items()} == {"a": "lower", "b": "upper"}
    assert set(http.services) == {"s"}
    assert sorted((one.name, one.rule) for one in made.parts[Router]) == [("a", "lower"), ("b", "upper")]
    assert http.routers["b"].path == "http.routers.b"


@rows("value", ["true", "TRUE", "{}", "[]", "''", "True", "{certResolver: }"])
def test_what_may_be_empty_is_switched_on(value: str) -> None:
    assert router(f"tls: {value}").tls is not None


@rows("value", ["false", "yes", "1", "foo", "[a]", "'no'"])
def test_any_other_value_switches_it_off(value: str) -> None:
    assert router(f"tls: {value}").tls is None


def test_null_switches_nothing_on() -> None:
    assert router("rule: a, tls: ").tls is None
    assert middleware("compress: ").compress is None


@rows("text", ["r: {}", "r: foo", "r: []", "r: [a]", "r: ''"])
def test_an_entry_without_options_is_an_empty_object(text: str) -> None:
    http = configuration(f"http: {{routers: {{{text}}}}}").http
    assert http is not None
    assert http.routers["r"].rule == ""


def test_scalars_become_texts_as_go_writes_them() -> None:
    texts = {"0x10": "16", "010": "8", "1_000": "1000", "1.5": "1.500000", "1.0": "1", "TRUE": "true", ".inf": "+Inf"}
    assert {given: router(f"rule: {given}").rule for given in texts} == texts


def test_a_list_in_place_of_a_text_becomes_a_text_that_nobody_meant() -> None:
    assert router("rule: [a]").rule == "║24║a"
    assert router("rule: [1, true]").rule == "║2║1║true"
    assert router("rule: []").rule == ""


@rows(
    ("given", "read"),
    [
        ("web", ("web",)),
        ("'web, websecure'", ("web", "websecure")),
        ("'web,'", ("web", "")),
        ("''", ()),
        ("[]", ()),
        ("{a: web}", ()),
        ("[' web ', 'a,b']", ("web", "a,b")),
        ("[{}, a]", ("a",)),
        ("'a║b║c'", ("c",)),
        ("[1, true]", ("1", "true")),
    ],
)
def test_a_list_of_texts_is_read_from_many_shapes(given: str, read: tuple[str, ...]) -> None:
    assert router(f"entryPoints: {given}").entry_points == read


@rows(
    ("given", "urls"),
    [
        ("[{url: a}, {url: b}]", ["a", "b"]),
        ("{b: {url: second}, a: {url: first}}", ["first", "second"]),
        ("{url: http://x}", [""]),
        ("http://x", []),
        ("[http://x]", []),
        ("[{}, {url: a}]", ["", "a"]),
    ],
)
def test_servers_are_read_from_many_shapes(given: str, urls: list[str]) -> None:
    made = decoded(f"http: {{services: {{s: {{loadBalancer: {{servers: {given}}}}}}}}}")
    assert [server.url for server in made.parts[Server]] == urls


def test_durations_are_nanoseconds_and_bare_numbers_seconds() -> None:
    def period(given: str) -> int:
        limit = middleware(f"rateLimit: {{period: {given}}}").rate_limit
        assert limit is not None
        return limit.period

    assert [period(given) for given in ("10", "'10'", "1m", "500ms", ".5s", "-1s", "0")] == [
        10 * SECOND, 10 * SECOND, 60 * SECOND, 500 * MILLISECOND, 500 * MILLISECOND, -SECOND, 0,
    ]  # fmt: skip


def test_nested_texts_are_joined_with_dots() -> None:
    headers = middleware("headers: {customRequestHeaders: {a: {b: c, d: [{x: y}]}, e: 1.0, f: }}").headers
    assert headers is not None
    assert dict(headers.custom_request_headers) == {"a.b": "c", "a.d.[0].x": "y", "e": "1"}


def test_what_plugins_are_configured_with_is_kept() -> None:
    plugin = middleware("plugin: {geo: {countries: [DE, AT], strict: true, deep: {a: 1, none: }, list: [{a: b}]}}")
    assert plugin.plugin == {
        "geo": {"countries": ["DE", "AT"], "strict": "true", "deep": {"a": "1"}, "list": [{"a": "b"}]}
    }


def test_keys_that_are_numbers_get_the_name_that_go_gives_them() -> None:
    http = configuration("http: {routers: {8080: {rule: a}}}").http
    assert http is not None
    assert list(http.routers) == ["<int Value>"]


def test_ignored_options_are_dropped_but_known() -> None:
    one = middleware("redirectRegex: {regex: a, statusCode: abc}, requestRedirect: {scheme: https}")
    assert one.request_redirect is None
    assert one.gives("request_redirect")
    assert one.redirect_regex is not None
    assert one.redirect_regex.status_code is None


def test_merge_keys_and_anchors_count() -> None:
    made = decoded(
        """
        x-tls: &tls {certResolver: le}
        http:
          routers:
            a: {rule: a, tls: *tls}
            b: {rule: b, tls: {<<: *tls, options: modern}}
        """
    )
    assert [(one.cert_resolver, one.options) for one in made.parts[RouterTls]] == [("le", ""), ("le", "modern")]


def test_tls_options_have_defaults_from_their_entry_on() -> None:
    made = decoded("tls: {options: {modern: {}, old: {alpnProtocols: [h2]}}}")
    assert [one.alpn_protocols for one in made.parts[TlsOptions]] == [("h2", "http/1.1", "acme-tls/1"), ("h2",)]


def test_an_option_that_moved_is_heeded_where_the_target_heeds_it() -> None:
    text = "http: {middlewares: {m: {redirectScheme: {scheme: https, forcePermanentRedirect: true}}}}"
    for target, heeded in ((Version(3, 6), True), (Version(3, 7), False)):
        one = decoded(text, target).parts[Middleware][0].redirect_scheme
        assert one.force_permanent_redirect is heeded


def test_decoding_a_small_file_takes_few_calls() -> None:
    from traefiklint.decoding.file import read_document
    from traefiklint.decoding.fill import decode

    document = read_document("a.yml", APP)
    decode(document)
    assert calls(lambda: decode(document)) < 200


@pytest.mark.slow
def test_deep_nesting_is_no_problem_for_what_plugins_are_configured_with() -> None:
    text = "http: {middlewares: {m: {plugin: {p: " + "{a: " * 5000 + "b" + "}" * 5000 + "}}}}"
    assert decoded(text).problems == []
