"""What a static configuration says that files may refer to, held against the real Traefik."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.instance.context import Context
from traefiklint.instance.load import read_context
from traefiklint.options import Options
from traefiklint.verify.oracle import Oracle

STATICS: dict[str, dict[str, Any]] = {
    "api insecure": {"entryPoints": {"web": {"address": ":80"}}, "api": {"insecure": True}},
    "api without dashboard": {"entryPoints": {"web": {"address": ":80"}}, "api": {"dashboard": False}},
    "ping": {"entryPoints": {"web": {"address": ":80"}}, "ping": {}},
    "metrics": {"entryPoints": {"web": {"address": ":80"}}, "metrics": {"prometheus": {}}},
    "rest": {"entryPoints": {"web": {"address": ":80"}}, "providers": {"rest": {}}},
    "http challenge": {
        "entryPoints": {"web": {"address": ":80"}},
        "certificatesResolvers": {"le": {"acme": {"httpChallenge": {"entryPoint": "web"}}}},
    },
    "redirections": {
        "entryPoints": {
            "web": {"address": ":80", "http": {"redirections": {"entryPoint": {"to": "websecure"}}}},
            "websecure": {"address": ":443"},
        }
    },
}
REFERENCES = ["noop", "api", "dashboard", "ping", "prometheus", "rest", "acme-http", "nothing"]


def context(static: dict[str, Any]) -> Context:
    return read_context(Options(static=json.dumps(static))).context


@pytest.mark.parametrize("name", STATICS)
@pytest.mark.traefik
def test_internal_services_are_there_when_traefik_offers_them(name: str) -> None:
    static = STATICS[name]
    routers = {service: {"rule": "Host(`a`)", "service": f"{service}@internal"} for service in REFERENCES}
    text = json.dumps({"http": {"routers": routers}})
    with Oracle(static=static) as oracle:
        states = oracle.check({"a.yml": text}).objects["routers"]
    works = {full.removesuffix("@file") for full, state in states.items() if state.status == "enabled"}
    assert context(static).internal_services >= works - {"nothing"}
    disabled = {n for f in lint_texts({"a.yml": text}, json.dumps(static)).findings for n in f.disables}
    assert {f"http.routers.{service}" for service in REFERENCES if service not in works} == disabled


def test_the_keys_of_the_static_configuration_are_read_in_any_case() -> None:
    text = (
        "ENTRYPOINTS: {Web: {Address: ':80', AsDefault: true}}\n"
        "CertificatesResolvers: {LE: {acme: {dnsChallenge: {Provider: ovh}}}}"
    )
    read = read_context(Options(static=text)).context
    assert list(read.entry_points) == ["Web"]
    assert read.resolvers == {"LE": "dns"}
    assert read.default_entry_points() == ("Web",)


def test_the_default_entry_points_are_all_but_traefiks_own() -> None:
    read = context({"entryPoints": {"a": {"address": ":1"}, "b": {"address": ":2/udp"}}, "api": {"insecure": True}})
    assert read.default_entry_points() == ("a",)
    assert read.default_entry_points(udp=True) == ("b",)
    assert set(read.entry_points) == {"a", "b", "traefik"}


def test_without_entry_points_traefik_opens_one() -> None:
    assert list(context({"api": {}}).entry_points) == ["http"]


@rows("text", ["", "a: [", "- x", "\0", "entryPoints: 5", "providers: [a]", "certificatesResolvers: {a: b}"])
def test_no_static_configuration_whatsoever_raises(text: str) -> None:
    lint_texts({"a.yml": "http: {}"}, static=text)
