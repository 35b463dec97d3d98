"""A file that overrides a compose file and starts its Traefik with another static configuration."""

from __future__ import annotations

import json

from tests.cli.running import Runner
from tests.each import rows

ENTRY = "entryPoints: {%s: {address: ':80'}}\nproviders: {docker: {exposedByDefault: false}}\n"
ROUTER = "traefik.http.routers.api"
API = f"      - {ROUTER}.rule=Host(`api.shop.com`)\n      - {ROUTER}.entrypoints=%s\n"
SERVICE = "traefik.http.services.%s.loadbalancer.server.port=80"
DEV = f"      - {SERVICE % 'dev'}\n      - {SERVICE % 'api'}\n"


def base(entry_point: str, volumes: str = "./traefik.yml:/etc/traefik/traefik.yml") -> str:
    return (
        f"services:\n  traefik:\n    image: traefik:v3.6\n    volumes: ['{volumes}']\n"
        f"  api:\n    image: shop/api\n    labels:\n      - traefik.enable=true\n{API % entry_point}"
    )


def override(traefik: str, labels: str = DEV) -> str:
    return f"services:\n  traefik:\n    {traefik}\n  api:\n    labels:\n{labels}"


FILE = "volumes: ['./traefik.dev.yml:/etc/traefik/traefik.yml']"
FLAG = "{command: [--configFile=/dev.yml], volumes: ['./traefik.dev.yml:/dev.yml']}"
SAME = "ports: ['8080:8080']"


@rows(
    ("entry_point", "over", "told"),
    [
        ("web", override(FILE), set()),
        ("web", override(FLAG), set()),
        ("web", override(f"{FILE}\n    image: traefik:v3.6"), set()),
        ("nowhere", override(FILE), {("unknown-entrypoint", "compose.yml")}),
        ("web", override(FILE, DEV + API % "web"), {("router-unlinked", "compose.override.yml")}),
        ("web", override(SAME), {("router-unlinked", "compose.yml")}),
        ("web", override("command: [--log.level=DEBUG]"), {("router-unlinked", "compose.yml")}),
    ],
)
def test_what_is_wrong_only_with_an_override_that_starts_another_traefik_is_left_to_strict(
    entry_point: str, over: str, told: set[tuple[str, str]], cli: Runner
) -> None:
    cli.write(
        {
            "compose.yml": base(entry_point),
            "compose.override.yml": over,
            "traefik.yml": ENTRY % "web",
            "traefik.dev.yml": ENTRY % "dev",
        }
    )

    def errors(*arguments: str) -> set[tuple[str, str]]:
        findings = json.loads(cli("lint", "--format", "json", *arguments).out)["findings"]
        return {(one["rule"], one["file"]) for one in findings if one["severity"] == "error"}

    assert errors() == told
    assert "router-unlinked" in {rule for rule, _ in errors("--strict")}


FLAGS = "    command: [--providers.docker, --entrypoints.%s.address=:80]\n"


@rows(
    ("over", "told"),
    [
        (override((FLAGS % "dev").strip()), set()),
        (override((FLAGS % "web").strip()), {("router-unlinked", "compose.yml")}),
        (override(SAME), {("router-unlinked", "compose.yml")}),
        (override(FILE), set()),
    ],
)
def test_flags_of_an_override_are_another_static_configuration(
    over: str, told: set[tuple[str, str]], cli: Runner
) -> None:
    own = base("web", "/var/run/docker.sock:/var/run/docker.sock").replace("  api:\n", f"{FLAGS % 'web'}  api:\n", 1)
    cli.write({"compose.yml": own, "compose.override.yml": over, "traefik.dev.yml": ENTRY % "dev"})
    findings = json.loads(cli("lint", "--format", "json").out)["findings"]
    assert {(one["rule"], one["file"]) for one in findings if one["severity"] == "error"} == told


def test_that_an_override_starts_another_traefik_is_said(cli: Runner) -> None:
    files = {"traefik.yml": ENTRY % "web", "traefik.dev.yml": ENTRY % "dev"}
    cli.write({"compose.yml": base("web"), "compose.override.yml": override(FILE), **files})
    report = json.loads(cli("lint", "--format", "json").out)["coverage"]
    assert [(one["static"], one["compose"]) for one in report["traefiks"]] == [
        ("traefik.yml", ["compose.yml"]),
        ("traefik.dev.yml", ["compose.override.yml", "compose.yml"]),
    ]
    (note,) = report["notes"]
    assert "`compose.override.yml` starts Traefik with another static configuration than `compose.yml` alone" in note
    cli.write({"compose.override.yml": override(SAME)})
    assert "starts Traefik" not in cli("lint").out


@rows(
    ("named", "told"),
    [(["compose.yml"], False), (["compose.override.yml"], True), (["compose.yml", "compose.override.yml"], True)],
)
def test_a_compose_file_that_is_named_is_judged_with_such_an_override_where_that_is_named_too(
    named: list[str], told: bool, cli: Runner
) -> None:
    files = {"traefik.yml": ENTRY % "web", "traefik.dev.yml": ENTRY % "web"}
    cli.write({"compose.yml": base("web"), "compose.override.yml": override(FILE), **files})
    assert ("[router-unlinked]" in cli("lint", *named).out) is told
