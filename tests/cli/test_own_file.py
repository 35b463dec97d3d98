"""A `traefik.yml` with routers in it, which its own file provider reads as well."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import Runner
from tests.each import rows

STATIC = "entryPoints:\n  web: {address: ':80'}\nproviders:\n  file:\n    %s\n"
DYNAMIC = "http:\n  routers:\n    shop: {rule: Host(`shop.example.com`), entryPoints: [web], service: gone}\n"
OWN = ("filename: traefik.yml", "filename: /etc/traefik/traefik.yml", "directory: .", "directory: /etc/traefik/")


def findings(cli: Runner, *arguments: str) -> list[tuple[str, str, int]]:
    report = json.loads(cli("lint", "--format", "json", *arguments).out)
    return [(one["rule"], one["file"], one["line"]) for one in report["findings"]]


@rows("provider", OWN)
def test_what_is_dynamic_in_it_is_judged_as_such(cli: Runner, provider: str) -> None:
    cli.write({"traefik.yml": STATIC % provider + DYNAMIC})
    wanted = [("unknown-service", "traefik.yml", 8)]
    assert findings(cli) == findings(cli, "traefik.yml") == findings(cli, "--static", "traefik.yml") == wanted


def test_it_is_dropped_where_the_file_provider_reads_other_files(cli: Runner) -> None:
    cli.write({"traefik.yml": STATIC % "directory: dynamic" + DYNAMIC})
    assert findings(cli) == findings(cli, "traefik.yml") == [("dynamic-in-static", "traefik.yml", 6)]


def test_its_routers_answer(cli: Runner) -> None:
    text = DYNAMIC.replace("gone", "api@internal")
    cli.write({"traefik.yml": STATIC % "filename: traefik.yml" + "api: {}\n" + text})
    ran = cli("route", "http://shop.example.com/api/rawdata")
    assert "shop@file  traefik.yml:9" in ran.out
    assert "only the files mention" not in ran.out, "the entry point is declared"


def test_a_wrong_root_is_said_once(cli: Runner) -> None:
    cli.write(
        {"traefik.yml": STATIC % "filename: traefik.yml" + DYNAMIC.replace("gone", "noop@internal") + "lgo: {}\n"}
    )
    assert [rule for rule, _, _ in findings(cli)] == ["unknown-static-root"]


def test_what_is_wrong_with_it_is_said_beside_a_named_file_of_the_same_folder(cli: Runner) -> None:
    static = (STATIC % "directory: .").replace("entryPoints", "entryPoint")
    cli.write({"traefik.yml": static, "app.yml": DYNAMIC.replace("gone", "noop@internal")})
    wanted = [("unknown-entrypoint", "app.yml", 3), ("unknown-static-root", "traefik.yml", 1)]
    assert findings(cli, "--static", "traefik.yml", "app.yml") == wanted


def test_what_is_wrong_with_the_text_of_such_a_file_is_told_once(cli: Runner) -> None:
    cli.write({"traefik.yml": STATIC % "directory: ." + DYNAMIC + "http: {}\n"})
    assert [rule for rule, *_ in findings(cli)].count("duplicate-key") == 1


def test_its_key_elsewhere_hides_nothing_that_is_said_of_it(cli: Runner) -> None:
    cli.write(
        {
            "traefik.yml": "api: {insecure: true}\nentryPoints: {web: {address: ':80'}}\n"
            "providers: {file: {directory: d}}\n"
        }
    )
    cli.write({"d/a.yml": "api: {dashboard: false}\nhttp:\n  middlewares:\n    a: {compress: {}}\n"})
    assert {(rule, file) for rule, file, _ in findings(cli)} == {
        ("static-in-dynamic", "d/a.yml"),
    }


def test_routes_know_the_static_configuration_that_lies_beside_the_files(cli: Runner) -> None:
    static = STATIC.replace("web", "safe: {address: ':443'}\n  web") % "directory: /conf"
    files = "http:\n  routers:\n    b: {rule: Host(`b.example.com`), entryPoints: [safe], service: b}\n"
    files += "  services:\n    b: {loadBalancer: {servers: [{url: 'http://b'}]}}\n"
    cli.write({"conf/traefik.yml": static, "conf/b.yml": files})
    answer = cli("route", "http://b.example.com/", "conf").out
    assert "comes in by entry point web\n" in answer
    assert "404 Not Found" in answer
    graph = cli("graph", "conf").out
    assert "safe<br/>:443" in graph


@pytest.mark.traefik
def test_the_real_traefik_reads_them_too(cli: Runner) -> None:
    cli.write({"traefik.yml": STATIC % "filename: traefik.yml" + DYNAMIC})
    assert "traefik.yml:8:73: error[traefik-disables]" in cli("verify", "--format", "concise").out


def test_routers_in_a_static_configuration_that_lies_beside_the_files_are_in_no_answer(cli: Runner) -> None:
    cli.write({"conf/traefik.yml": STATIC % "directory: /conf" + DYNAMIC.replace("gone", "a")})
    cli.write({"traefiklint.toml": 'directories = ["conf"]\n'})
    cli.write({"conf/a.yml": "http:\n  services:\n    a: {loadBalancer: {servers: [{url: 'http://a'}]}}\n"})
    report = json.loads(cli("report", "conf", "--format", "json").out)
    assert [one["name"] for one in report["traefiks"][0]["routers"]] == []
    assert "404 Not Found" in cli("route", "http://shop.example.com/", "conf").out
    assert "shop" not in cli("graph", "conf").out


def test_a_graph_of_the_static_configuration_draws_all(cli: Runner) -> None:
    cli.write({"conf/traefik.yml": STATIC % "directory: /conf", "conf/a.yml": DYNAMIC})
    assert "shop" in cli("graph", "conf/traefik.yml", "conf/a.yml").out
