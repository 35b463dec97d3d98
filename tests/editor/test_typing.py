"""What is offered where something is typed."""

from __future__ import annotations

import pytest

from tests.each import rows
from tests.editor.desk import SHOP, Desk
from traefiklint.editor.cursor import cursor_at

ROUTER = "http:\n  routers:\n    web:\n      "


def test_options_are_offered_with_what_they_do_but_not_those_that_are_there(desk: Desk) -> None:
    offers = desk.completed("apps/shop.yml", ROUTER + "ru|\n      service: a\n")
    assert offers["rule"] == "rule: "
    assert offers["middlewares"] == "middlewares:\n        - "
    assert offers["tls"] == "tls:\n        "
    assert "service" not in offers
    assert "defaultRule" not in offers, "only other providers set it"


def test_options_younger_than_the_target_are_not_offered(desk: Desk) -> None:
    desk.write("traefiklint.toml", 'target = "3.2"\n')
    desk.workspace.on_disk([desk.path("traefiklint.toml")])
    assert "observability" not in desk.completed("apps/shop.yml", ROUTER + "|\n")


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        (ROUTER + "service: |\n  services:\n    shop2:\n      loadBalancer: {}\n", {"shop2", "noop@internal"}),
        (ROUTER + "middlewares: [|", {"auth"}),
        (ROUTER + 'middlewares: ["a|"]', {"auth"}),
        (ROUTER + "middlewares:\n        - |", {"auth"}),
        (ROUTER + "entryPoints:\n      - |", {"web", "websecure"}),
        (ROUTER + "tls:\n        certResolver: |", {"letsencrypt"}),
        (ROUTER + "tls: {options: |}\ntls:\n  options:\n    modern:\n      sniStrict: true\n", {"modern"}),
        (ROUTER + "tls: {|}", {"options", "certResolver", "domains"}),
        ("http:\n  routers:\n    a:\n      rule: Host(`a`)\n      service: lost\n  services:\n    |\n", {"lost"}),
        ("http:\n  services:\n    a:\n      loadBalancer:\n        passHostHeader: |\n", {"true", "false"}),
        ("tls:\n  options:\n    a:\n      curvePreferences: [X25|]\n", {"X25519"}),
        ("http:\n  services:\n    a:\n      loadBalancer:\n        strategy: |\n", {"wrr", "p2c"}),
        ("http:\n  services:\n    a:\n      loadBalancer:\n        healthCheck:\n          interval: |\n", {"30s"}),
        ("http:\n  services:\n    a:\n      loadBalancer:\n        servers:\n          - |\n", {"url", "weight"}),
        ("|", {"http", "tcp", "udp", "tls"}),
    ],
)
def test_what_fits_is_offered_also_in_a_text_that_cannot_be_read(desk: Desk, text: str, offered: set[str]) -> None:
    assert offered <= desk.completed("apps/new.yml" if text != "|" else "apps/shop.yml", text).keys()


def test_names_of_a_document_that_is_broken_right_now_are_still_known(desk: Desk) -> None:
    desk.type("apps/shop.yml", SHOP)
    desk.news()
    assert "shop" in desk.completed("apps/shop.yml", SHOP.replace("service: shop", "service: |\n    x: ["))


def test_inside_rules_matchers_and_what_other_rules_say_are_offered(desk: Desk) -> None:
    offers = desk.completed("apps/new.yml", ROUTER + "rule: Host(`a`) && Pa|\n")
    assert offers["PathPrefix"] == "PathPrefix(``)"
    assert "HostSNI" not in offers
    assert desk.completed("apps/new.yml", ROUTER + "rule: Host(`|`)\n").keys() == {
        "shop.example.com",
        "blog.example.com",
    }
    assert "GET" in desk.completed("apps/new.yml", ROUTER + 'rule: "Method(`|`)"\n')
    tcp = desk.completed("apps/new.yml", "tcp:\n  routers:\n    a:\n      rule: |\n")
    assert {"HostSNI", "ALPN"} <= tcp.keys()
    assert "Host" not in tcp


def test_toml_is_offered_in_its_own_spelling(desk: Desk) -> None:
    name = "apps/new.toml"
    assert desk.completed(name, "[http.routers.web]\nru|\nservice = 'x'\n")["rule"] == "rule = "
    assert desk.completed(name, "[http.routers.web]\nmiddlewares = [|]\n")["auth"] == '"auth"'
    assert desk.completed(name, '[http.routers.web]\nmiddlewares = [\n  "|"\n]\n')["auth"] == "auth"
    assert {"routers", "services"} <= desk.completed(name, "[http.|]\n").keys()


LABELS = "services:\n  blog:\n    image: blog\n    labels:\n"


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("      - traefik.|\n", {"enable": "enable=true", "http": "http."}),
        ("      - traefik.http.routers.blog.|\n", {"rule": "rule=", "tls": "tls."}),
        ("      - traefik.http.routers.blog.ru|=x\n", {"rule": "rule"}),
        ("      - traefik.http.routers.blog.rule=Ho|\n", {"Host": "Host(``)"}),
        ("      - traefik.http.routers.blog.middlewares=x,|\n", {"auth@file": "auth@file"}),
        ("      - traefik.http.services.blog.loadbalancer.server.|\n", {"port": "port="}),
        ("      traefik.http.routers.blog.entryp|\n", {"entryPoints": "entryPoints: "}),
        ("      traefik.http.routers.blog.entrypoints: |\n", {"websecure": "websecure"}),
    ],
)
def test_labels_are_offered_as_labels(desk: Desk, text: str, offered: dict[str, str]) -> None:
    offers = desk.completed("compose.yml", LABELS + text)
    assert {key: offers.get(key) for key in offered} == offered


def test_the_rest_of_a_compose_file_is_left_to_others(desk: Desk) -> None:
    assert desk.completed("compose.yml", LABELS + "      - traefik.enable=true\n      - com.example.|\n") == {}


def test_static_files_are_completed_too(desk: Desk) -> None:
    offers = desk.completed("traefik.yml", "entryPoints:\n  web:\n    |\n")
    assert {"address", "http", "transport"} <= offers.keys()


@rows("text", ["", "|", "\t", "- - -", "a: [", "a: {b: [", "?", "'", "a:\n - b: |\n", "[[[", "=\n"])
@rows("file", ["a.yml", "a.toml"])
def test_a_cursor_can_stand_anywhere_in_anything(text: str, file: str) -> None:
    for offset in range(len(text) + 1):
        cursor = cursor_at(file, text, offset)
        assert 0 <= cursor.start <= max(cursor.end, cursor.start) <= len(text) + 1
