"""Flags of a Traefik that takes a file in place of them."""

from __future__ import annotations

from tests.cli.running import Runner
from tests.cli.test_left_to_strict import rules
from tests.each import rows

FILE = """\
entryPoints: {http: {address: ':80'}, https: {address: ':443', http: {tls: {}}}}
providers: {docker: {}}
"""
OWN = "./traefik.yml:/etc/traefik/traefik.yml"
APP = "  app: {image: nginx, labels: [traefik.http.routers.a.rule=Host(`a.test`)%s]}\n"


def compose(flags: str, volume: str, app: str = "", image: str = "traefik:v3.6") -> str:
    label = f", traefik.http.routers.a.entrypoints={app}" if app else ""
    service = f"    image: {image}\n    command: [{flags}]\n    volumes: ['{volume}']\n"
    return f"services:\n  traefik:\n{service}{APP % label}"


@rows(
    ("flags", "app", "told"),
    [
        ("--entrypoints.web.address=:80", "", False),
        ("--entrypoints.web.address=:80", "http", False),
        ("--entrypoints.web.address=:80", "web", True),
        ("--entrypoints.web.address=:81", "", True),
        ("--entrypoints.web.address=:80, --entrypoints.web.http.tls=true", "", True),
        ("--entrypoints.web.address=:443, --entrypoints.web.http.tls=true", "", False),
        ("--docker=true", "", False),
        ("'--docker --docker.domain=localhost'", "", False),
        ("--docker=true, --ping=true", "", True),
        ("--providers.file.filename=/etc/traefik/traefik.yml", "", False),
        ("--providers.file.filename=/etc/traefik/traefik.yml, --ping=true", "", True),
        ("--providers.file.filename=/etc/traefik/dynamic.yml", "", True),
    ],
)
def test_flags_by_which_nothing_is_lost_are_left_to_strict(flags: str, app: str, told: bool, cli: Runner) -> None:
    cli.write({"compose.yml": compose(flags, OWN, app), "traefik.yml": FILE})
    assert ("static-form-ignored" in rules(cli)) is told
    assert "static-form-ignored" in rules(cli, "--strict")


@rows(
    ("flags", "volume", "told"),
    [
        ("--ping=true", "/srv/traefik.yml:/traefik.yml:ro", True),
        ("--ping=true", "${HOME}/proxy/s.yml:/etc/traefik/traefik.toml", True),
        ("--ping=true", "~/traefik.yml:/etc/traefik/traefik.yaml", True),
        ("--ping=true, --configFile=/etc/own.yml", "/srv:/etc", True),
        ("--ping=true", "./not-here.yml:/etc/traefik/traefik.yml", True),
        ("--configFile=/etc/own.yml", "/srv:/etc", False),
        ("--ping=true", "/srv/traefik:/etc/traefik", False),
        ("--ping=true", "/srv/dynamic.yml:/etc/traefik/dynamic.yml", False),
        ("--ping=true", "/dev/null:/etc/traefik/traefik.yml", False),
        ("--ping=true", "data:/etc/traefik/traefik.yml", False),
        ("", "/srv/traefik.yml:/traefik.yml:ro", False),
    ],
)
def test_flags_beside_a_file_that_is_not_here_are_in_vain(flags: str, volume: str, told: bool, cli: Runner) -> None:
    """Of 3.7.15: where there is a folder in its place, as Docker makes one, Traefik does not start."""
    cli.write({"compose.yml": compose(flags, volume)})
    said = cli("lint").out
    assert ("static-form-ignored" in said) is told
    place = "/etc/own.yml" if "own.yml" in flags else volume.split(":")[-2 if volume.endswith("ro") else -1]
    assert (f"takes its static configuration from the file `{place}` in its container" in said) is told


def test_flags_that_the_copy_here_of_a_file_elsewhere_repeats_are_left_to_strict(cli: Runner) -> None:
    volume = "/opt/proxy/traefik.yml:/traefik.yml"
    cli.write({"compose.yml": compose("--providers.docker=true", volume), "proxy/traefik.yml": FILE})
    assert "static-form-ignored" not in rules(cli)
    cli.write({"compose.yml": compose("--providers.swarm=true", volume)})
    assert "static-form-ignored" in rules(cli)


def test_flags_of_a_file_that_another_one_includes_are_in_vain_too(cli: Runner) -> None:
    own = compose("--ping=true", "./traefik.yml:/etc/traefik/traefik.yml")
    cli.write({"compose.yml": "include: [proxy/compose.yml]\n", "proxy/compose.yml": own, "proxy/traefik.yml": FILE})
    assert cli("lint").out.count("[static-form-ignored]") == 1
    assert "--> proxy/compose.yml:4:" in cli("lint").out


def test_flags_of_traefik_1_are_not_in_vain(cli: Runner) -> None:
    cli.write({"compose.yml": compose("--docker, --ping", "/srv/traefik.toml:/traefik.toml", image="traefik:1.7")})
    assert "static-form-ignored" not in rules(cli)
