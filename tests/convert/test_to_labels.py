"""A dynamic file as labels: what they define is the same, and what they cannot say is named."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.convert.asking import CONTEXT, compared, objects, of_compose, of_file, to_labels
from tests.corpus.cases import Case, load_cases
from tests.each import rows
from traefiklint.instance.load import read_instance

SERVICE = "http:\n  services:\n    web: {loadBalancer: {servers: [{url: 'http://app:3000'}]}}\n"
ROUTER = "  routers:\n    web: {rule: 'Host(`a.example.com`)', service: web}\n"


def labels(text: str) -> list[str]:
    made, _ = to_labels(of_file(text))
    return [f"{name}={value}" for block in made.blocks for name, value in block.labels]


def left(text: str) -> list[tuple[str, str]]:
    made, _ = to_labels(of_file(text))
    return [(one.name, one.why) for one in made.left]


def differing(cases: Sequence[Case]) -> list[str]:
    """What becomes of the objects of cases by way of labels, where that is something else."""
    found = []
    for case in cases:
        before = read_instance(case.files, CONTEXT)
        made, text = to_labels(before)
        said = {name.lower() for block in made.blocks for name, _ in block.labels}
        after = {(kind, thing.name): thing for kind, thing in objects(of_compose(text))} if said else {}
        for kind, thing in objects(before):
            prefix = f"traefik.{kind}.{thing.name}.".lower()
            if any(name.startswith(prefix) for name in said):
                other = after.get((kind, thing.name))
                if other is None or compared(other) != compared(thing):
                    found.append(f"{case.id}: {kind}.{thing.name}")
    return found


LOADED = [case for case in load_cases("3.7.15") if case.verdicts["3.7.15"]["loads"]]


def test_labels_define_what_the_file_does() -> None:
    assert differing(LOADED[::10]) == []


@pytest.mark.slow
def test_labels_define_what_any_file_of_the_corpus_does() -> None:
    assert differing(LOADED) == []


def test_labels_go_to_the_service_that_the_address_names() -> None:
    text = (
        SERVICE
        + "    api: {loadBalancer: {servers: [{url: 'https://api:8443'}]}}\n"
        + ROUTER.replace("web}", "web, middlewares: [m]}")
        + ("    api: {rule: 'Host(`b`)', service: api}\n  middlewares:\n    m: {stripPrefix: {prefixes: [/a, /b]}}\n")
    )
    made, _ = to_labels(of_file(text))
    assert {block.service: sorted(block.labels) for block in made.blocks} == {
        "app": [
            ("traefik.http.middlewares.m.stripprefix.prefixes", "/a,/b"),
            ("traefik.http.routers.web.middlewares", "m"),
            ("traefik.http.routers.web.rule", "Host(`a.example.com`)"),
            ("traefik.http.routers.web.service", "web"),
            ("traefik.http.services.web.loadbalancer.server.port", "3000"),
        ],
        "api": [
            ("traefik.http.routers.api.rule", "Host(`b`)"),
            ("traefik.http.routers.api.service", "api"),
            ("traefik.http.services.api.loadbalancer.server.port", "8443"),
            ("traefik.http.services.api.loadbalancer.server.scheme", "https"),
        ],
    }
    assert made.left == ()


@rows(
    ("more", "name", "why"),
    [
        ("tls:\n  options:\n    modern: {minVersion: VersionTLS13}\n", "tls.options.modern", "TLS options"),
        ("  serversTransports:\n    t: {insecureSkipVerify: true}\n", "http.serversTransports.t", "servers transports"),
        ("  middlewares:\n    a.b: {addPrefix: {prefix: /x}}\n", "http.middlewares.a.b", "dots and brackets"),
        ("  middlewares:\n    r: {stripPrefixRegex: {regex: ['a{1,2}']}}\n", "http.middlewares.r", "a comma"),
        ("  middlewares:\n    h: {headers: {customRequestHeaders: {'a.b': c}}}\n", "http.middlewares.h", "`a.b`"),
    ],
)
def test_what_labels_cannot_say_is_named(more: str, name: str, why: str) -> None:
    found = left(SERVICE + ROUTER + more)
    assert [one for one, _ in found] == [name]
    assert why in found[0][1]


def test_a_service_that_is_no_load_balancer_stays_in_the_file() -> None:
    text = SERVICE + "    w: {weighted: {services: [{name: web}]}}\n" + ROUTER.replace("service: web", "service: w")
    assert [one for one, _ in left(text)] == ["http.services.w"]
    assert "traefik.http.routers.web.service=w@file" in labels(text)


def test_servers_that_differ_in_more_than_the_host_cannot_be_said() -> None:
    several = "http:\n  services:\n    s: {loadBalancer: {servers: [{url: 'http://a:1'}, {url: 'http://b:%s'}]}}\n"
    assert left(several % 2)[0][0] == "http.services.s"
    assert "traefik.http.services.s.loadbalancer.server.port=1" in labels(several % 1)


def test_a_service_without_a_router_gets_one_that_nobody_asked_for_and_that_is_said() -> None:
    assert left(SERVICE) == [("app", "no router leads here, so Traefik makes one of its own, with its default rule")]
