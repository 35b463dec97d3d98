"""A compose file that mounts Traefik's static file: the file wins, and what else the service says is told beside it."""

from __future__ import annotations

import pytest

from tests.cli.running import Runner
from tests.each import rows

COMPOSE = """\
services:
  traefik:
    image: traefik:v3.6
    command: ["--api.insecure=true", "--pilot.token=x"]
    environment:
      TRAEFIK_LOG_LEVEL: DEBUG
    volumes: ["{}"]
"""
STATIC = 'api: {}\nentryPoints: {web: {address: ":80"}}\n'


@pytest.mark.parametrize("paths", [(), ("compose.yml",), ("compose.yml", "--static", "conf/traefik.yml")])
@pytest.mark.parametrize(
    "volume",
    [
        "./conf/traefik.yml:/etc/traefik/traefik.yml:ro",
        "./conf:/etc/traefik",
        "./conf/:/etc/traefik/",
        "./conf/traefik.yml:/traefik.yml",
        "./conf:/root/.config",
    ],
)
def test_the_file_that_is_mounted_wins_and_the_other_forms_are_told_to_be_ignored(
    cli: Runner, monkeypatch: pytest.MonkeyPatch, paths: tuple[str, ...], volume: str
) -> None:
    cli.write({"compose.yml": COMPOSE.format(volume), "conf/traefik.yml": STATIC})
    ran = cli("lint", "--format", "concise", *paths)
    ignored = [line for line in ran.out.splitlines() if "[static-form-ignored]" in line]
    assert ["flags" in ignored[0], "variables" in ignored[1]] == [True, True]
    assert "`conf/traefik.yml`" in ignored[0]
    assert "compose.yml:4:41: error[flag-syntax] Traefik does not start: Traefik 3 no longer has `pilot`" in ran.out


def test_flags_count_where_the_volume_leads_elsewhere(cli: Runner) -> None:
    cli.write({"compose.yml": COMPOSE.format("./conf/traefik.yml:/srv/traefik.yml"), "conf/traefik.yml": STATIC})
    ran = cli("lint", "--format", "concise")
    assert "error[removed-static-option]" in ran.out
    assert "ignores its `TRAEFIK_` variables" in ran.out


@rows(
    ("flag", "told"),
    [
        ("--log.level=${LEVEL}", True),
        ("--${NAME}.level=INFO", True),
        ("--log.level=DEBUG", True),
        ("--entryPoints.web.address=:80", False),
    ],
)
def test_flags_are_ignored_beside_a_file_whatever_their_variables_are(cli: Runner, flag: str, told: bool) -> None:
    volumes = "['./traefik.yml:/etc/traefik/traefik.yml']"
    service = f"{{image: 'traefik:v3.6', command: ['{flag}'], volumes: {volumes}}}"
    cli.write({"compose.yml": f"services: {{traefik: {service}}}\n", "traefik.yml": STATIC})
    assert ("[static-form-ignored]" in cli("lint", "--format", "concise").out) is told


@rows(("host", "told"), [("/dev/null", True), ("/srv/traefik.toml", False)])
def test_what_is_mounted_from_nothing_takes_the_place_of_no_flags(cli: Runner, host: str, told: bool) -> None:
    service = f"{{image: traefik, command: [--web, --docker], volumes: ['{host}:/traefik.toml']}}"
    cli.write({"compose.yml": f"services: {{traefik: {service}}}\n"})
    assert ("traefik-1-file" in cli("lint", "--format", "concise").out) is told


COPIED = """\
services:
  traefik:
    image: traefik:v3.6
    command: [--providers.docker, '--entrypoints.http.address=:80']
    volumes: ['./run/traefik:/etc/traefik']
    labels:
      traefik.http.routers.a.rule: Host(`a.io`)
      traefik.http.routers.a.entrypoints: web
"""
OWN = "entryPoints: {web: {address: ':80'}}\nproviders: {docker: {}}\n"


@rows(
    ("more", "told"),
    [
        ({"assets/traefik/traefik.yml": OWN}, False),  # a program puts it there before Traefik starts
        ({}, True),
        ({"other/compose.yml": COPIED.replace("a.io", "b.io"), "other/conf/traefik.yml": OWN}, True),
        ({"old-traefik.yml": OWN}, True),
        (
            {
                "assets/traefik/traefik.yml": OWN,
                "run/traefik/dyn.yml": "http: {routers: {b: {rule: Host(`b.io`), service: noop@internal}}}\n",
            },
            True,
        ),
    ],
)
def test_flags_say_nothing_where_a_file_may_be_put_in_the_folder_that_is_mounted(
    more: dict[str, str], told: bool, cli: Runner
) -> None:
    cli.write({"compose.yml": COPIED, **more})
    assert ("unknown-entrypoint" in cli("lint").out) is told
