"""`upgrade`: what a newer Traefik changes for the files at hand, and the fixes of that."""

from __future__ import annotations

import json

import pytest

from tests.cli.running import Runner

STATIC = """\
entryPoints:
  web:
    address: ":80"
providers:
  file:
    directory: dynamic
tracing:
  otlp: {}
  globalAttributes:
    zone: a
core:
  defaultRuleSyntax: v3
"""
DYNAMIC = """\
http:
  routers:
    shop:
      rule: Host(`*.example.com`)
      entryPoints: [web]
      service: shop
      middlewares: [door]
    lost:
      rule: Host(`lost.example.com`)
      entryPoints: [web]
      service: shop
      middlewares: [gone]
  middlewares:
    door:
      basicAuth: {realm: shop}
  services:
    shop:
      loadBalancer:
        servers:
          - url: http://shop:3000
"""
OLD = 'entryPoints: {web: {address: ":80"}}\npilot: {token: x}\nproviders: {file: {directory: d}}\n'
COMPOSE = """\
services:
  shop:
    image: shop
    labels:
      traefik.http.routers.shop.rule: Host(`*.example.com`)
      traefik.http.routers.shop.entrypoints: web
      traefik.http.services.shop.loadbalancer.server.port: "80"
"""


@pytest.fixture
def home(cli: Runner) -> Runner:
    cli.write({"traefik.yml": STATIC, "dynamic/shop.yml": DYNAMIC})
    return cli


def test_it_tells_what_comes_with_the_newer_version_and_leaves_the_rest_to_lint(home: Runner) -> None:
    ran = home("upgrade", "--from", "3.3", "--to", "3.7", "--format", "concise")
    assert ran.status == 1
    assert "error[basic-auth-no-users]" in ran.out, "3.6 refuses what 3.3 takes"
    assert "[changed-by-upgrade] Since Traefik 3.7.0" in ran.out
    assert "[default-rule-syntax]" in ran.out
    assert "unknown-middleware" not in ran.out, "both versions say so"


def test_a_person_reads_what_it_comes_to(home: Runner) -> None:
    ran = home("upgrade", "--from", "3.3", "--fail-on", "never")
    assert ran.status == 0
    assert "Traefik 3.3 to 3.7: 1 refusal, 2 deprecations, 2 behaviour changes\n" in ran.out
    assert "of `lint` for both, not told here\n" in ran.out


def test_json_names_both_versions(home: Runner) -> None:
    told = json.loads(home("upgrade", "--from", "3.6.4", "--to", "3.6.15", "--format", "json").out)
    assert (told["from"], told["target"]) == ("3.6.4", "3.6")
    assert [one["rule"] for one in told["findings"] if one["file"] == "traefik.yml"] == [
        "changed-by-upgrade", "tracing-attributes-renamed", "default-rule-syntax",
    ]  # fmt: skip


def test_labels_are_told_of_too(cli: Runner) -> None:
    cli.write(
        {"compose.yml": COMPOSE, "traefik.yml": 'entryPoints: {web: {address: ":80"}}\nproviders: {docker: {}}\n'}
    )
    ran = cli("upgrade", "--from", "3.6", "--format", "concise")
    assert "compose.yml:5:" in ran.out
    assert "stands for one label" in ran.out


def test_flags_in_a_compose_file_are_told_of_too(cli: Runner) -> None:
    flags = ["--entryPoints.web.address=:80", "--tracing.otlp=true", "--providers.docker=true"]
    cli.write({"compose.yml": json.dumps({"services": {"traefik": {"image": "traefik:v3.3", "command": flags}}})})
    ran = cli("upgrade", "--from", "3.3", "--format", "concise", "compose.yml")
    assert "Since Traefik 3.5.0 a request makes only two spans" in ran.out


def test_fixes_change_what_the_upgrade_is_about_and_nothing_else(home: Runner) -> None:
    ran = home("upgrade", "--from", "3.3", "--unsafe-fixes", "--format", "concise")
    static = (home.folder / "traefik.yml").read_text("utf-8")
    assert "resourceAttributes:" in static
    assert "defaultRuleSyntax" not in static
    assert (home.folder / "dynamic/shop.yml").read_text("utf-8") == DYNAMIC
    assert "deprecat" not in ran.out


def test_from_traefik_2_the_leftovers_are_told_and_what_it_refuses(cli: Runner) -> None:
    cli.write(
        {
            "traefik.yml": OLD,
            "d/a.yml": DYNAMIC.replace("`*.example.com`", "`a.example.com`, `b.example.com`").replace("[gone]", "[]"),
        }
    )
    ran = cli("upgrade", "--from", "2", "--format", "concise")
    assert ran.status == 1
    for rule in ("removed-static-option", "rule-too-many-arguments", "changed-by-upgrade"):
        assert f"[{rule}]" in ran.out
    assert "Since Traefik 3.0.0 a request, uploads too, must arrive within 60 seconds" in ran.out
    later = cli("upgrade", "--from", "2.11", "--format", "concise")
    assert "60 seconds" not in later.out, "2.11.2 brought that"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--from", "3.7", "--to", "3.6"), "Traefik 3.6 is not newer than 3.7"),
        (("--from", "1.7"), "`1.7` is not a Traefik version that traefiklint knows"),
        (("--to", "3.6"), "missing option '--from'"),
    ],
)
def test_versions_that_make_no_upgrade_are_refused(home: Runner, given: tuple[str, ...], said: str) -> None:
    ran = home("upgrade", *given)
    assert ran.status == 2
    assert said in ran.err


def test_files_that_nothing_changes_for_are_told_so(cli: Runner) -> None:
    cli.write(
        {"a.yml": DYNAMIC.replace("`*.example.com`", "`a.example.com`").replace("[door]", "[]").replace("[gone]", "[]")}
    )
    ran = cli("upgrade", "--from", "3.6.15", "a.yml", "--profile", "none")
    assert ran.status == 0
    assert "Traefik 3.6.15 to 3.7: nothing changes for these files" in ran.out
