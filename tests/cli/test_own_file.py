"""Static configurations that lie among the files of the file provider, or that it reads itself."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import Runner

COMPOSE = "services:\n  traefik:\n    image: traefik:v3.7\n    volumes: ['./traefik:/etc/traefik']\n"
STATIC = """\
entryPoints:
  web: {address: ":80"}
  safe: {address: ":443"}
providers:
  file: {directory: /etc/traefik}
http:
  routers:
    a: {rule: Host(`a.example.com`), entryPoints: [web], service: missing}
"""


def told(cli: Runner, command: str = "lint", *arguments: str) -> list[tuple[str, str, int, list[str]]]:
    ran = cli(command, "--format", "json", *arguments)
    return [(one["rule"], one["file"], one["line"], one["disables"]) for one in json.loads(ran.out)["findings"]]


@pytest.mark.parametrize(
    "provider",
    ["directory: /etc/traefik", "directory: /etc/traefik/", "filename: /etc/traefik/traefik.yml", "directory: ."],
)
@pytest.mark.parametrize("arguments", [(), ("traefik/traefik.yml",)])
def test_a_static_configuration_that_its_own_provider_reads_is_both(
    cli: Runner, provider: str, arguments: tuple[str, ...]
) -> None:
    cli.write({"traefik/traefik.yml": STATIC.replace("directory: /etc/traefik", provider), "compose.yml": COMPOSE})
    assert told(cli, "lint", *arguments) == [("unknown-service", "traefik/traefik.yml", 8, ["http.routers.a"])]


def test_what_is_wrong_with_the_text_of_such_a_file_is_told_once(cli: Runner) -> None:
    cli.write({"traefik/traefik.yml": STATIC + "http: {}\n", "compose.yml": COMPOSE})
    assert [rule for rule, *_ in told(cli)].count("duplicate-key") == 1


def test_one_that_its_provider_does_not_read_holds_its_dynamic_part_in_vain(cli: Runner) -> None:
    cli.write({"traefik/traefik.yml": STATIC.replace("/etc/traefik", "/etc/traefik/dynamic")})
    assert told(cli) == [("dynamic-in-static", "traefik/traefik.yml", 6, [])]


@pytest.mark.traefik
def test_the_real_traefik_disables_the_same(cli: Runner) -> None:
    cli.write({"traefik/traefik.yml": STATIC, "compose.yml": COMPOSE})
    assert told(cli, "verify") == [("traefik-disables", "traefik/traefik.yml", 8, ["http.routers.a"])]


def test_its_key_elsewhere_hides_nothing_that_is_said_of_it(cli: Runner) -> None:
    cli.write(
        {
            "traefik.yml": "api: {insecure: true}\nentryPoints: {web: {address: ':80'}}\n"
            "providers: {file: {directory: d}}\n"
        }
    )
    cli.write({"d/a.yml": "api: {dashboard: true}\nhttp:\n  middlewares:\n    a: {compress: {}}\n"})
    assert {(rule, file) for rule, file, *_ in told(cli)} == {
        ("api-insecure", "traefik.yml"),
        ("static-in-dynamic", "d/a.yml"),
    }


def test_routes_know_the_static_configuration_that_lies_beside_the_files(cli: Runner) -> None:
    static = STATIC.partition("http:")[0].replace("/etc/traefik", "/conf")
    files = "http:\n  routers:\n    b: {rule: Host(`b.example.com`), entryPoints: [safe], service: b}\n"
    files += "  services:\n    b: {loadBalancer: {servers: [{url: 'http://b'}]}}\n"
    cli.write({"conf/traefik.yml": static, "conf/b.yml": files})
    answer = cli("route", "http://b.example.com/", "conf").out
    assert "comes in by entry point web\n" in answer
    assert "404 Not Found" in answer
    graph = cli("graph", "conf").out
    assert "safe<br/>:443" in graph
