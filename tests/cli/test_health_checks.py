"""Health checks of Traefik's own container: what is told of them, and what the real command says."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from tests.cli.running import Runner
from tests.each import rows
from tests.loopback import own_address
from tests.traefik_versions import NEWEST, traefik

RULE = "health-check-fails"
PLAIN = "entryPoints: {web: {address: 'WEB'}, traefik: {address: 'OWN'}}\n"
CASES: list[tuple[str, str, str, str, str]] = [
    # the static file, flags of the Traefik that runs, variables, what asks, and words of what is told
    ("", "", "", "--ping", "which is off; add `--ping=true`."),
    ("", "--ping=false", "", "--ping", "which is off"),
    ("", "", "", "", "which is off; add `--ping=true`, and ask with `traefik healthcheck --ping"),
    ("", "--ping=true", "", "", "does not see the flags of the Traefik that runs"),
    ("", "--ping=true --ping.entrypoint=web", "", "--ping", "and `ping` answers on"),
    (PLAIN, "", "", "", "add `ping: {}`."),
    (PLAIN, "", "", "--ping", "add `ping: {}`."),
    ("", "--ping=true", "", "--ping", ""),
    ("", "--ping", "", "--ping=true", ""),
    ("", "--ping=true", "TRAEFIK_PING=true", "", ""),
    ("", "--ping=true --ping.entrypoint=web", "", "--ping --ping.entrypoint=web --entrypoints.web.address=WEB", ""),
    (PLAIN + "ping: {}\n", "", "", "", ""),
    (PLAIN + "ping: {entryPoint: web}\n", "", "", "--ping", ""),
]
"""`OWN` and `WEB` stand for the addresses of the two entry points."""
POINTS = "--entrypoints.web.address=WEB --entrypoints.traefik.address=OWN"


def _with_points(flags: str, variables: str) -> str:
    """The flags of a check that knows where Traefik's own entry point is, where it has any."""
    return f"{flags} --entrypoints.traefik.address=OWN" if flags and "entrypoint" not in flags else flags


@rows(("file", "flags", "variables", "check", "told"), CASES)
def test_a_health_check_that_cannot_succeed_is_told_with_what_to_do(
    file: str, flags: str, variables: str, check: str, told: str, cli: Runner
) -> None:
    words = "" if file else f"{POINTS} {flags}"
    asking = _with_points(check, variables)
    if variables and not asking:
        variables += "\n      TRAEFIK_ENTRYPOINTS_TRAEFIK_ADDRESS=OWN"
    listed = "".join(f"      - {one}\n" for one in variables.split())
    text = (
        f"services:\n  traefik:\n    image: traefik:v3.7\n    command: {words.split()}\n"
        f"    ports: ['80:80']\n    healthcheck: {{test: {['CMD', 'traefik', 'healthcheck', *asking.split()]}}}\n"
        + (f"    environment:\n{listed}" if listed else "")
        + ("    volumes: ['./traefik.yml:/traefik.yml']\n" if file else "")
    )
    addresses = {"OWN": ":8081", "WEB": ":80"}
    for name, address in addresses.items():
        text, file = text.replace(name, address), file.replace(name, address)
    cli.write({"compose.yml": text, **({"traefik.yml": file} if file else {})})
    ran = cli("lint", "--select", RULE)
    assert (RULE in ran.out) == bool(told), ran.out
    assert told in " ".join(ran.out.split())


def test_a_request_to_an_entry_point_of_ones_own_may_be_answered_there(cli: Runner) -> None:
    flags = ["--providers.docker=true", "--entrypoints.a.address=:8080", "--ping=true", "--ping.entrypoint=a"]
    for told in (False, True):
        cli.write(
            {
                "compose.yml": f"services:\n  traefik:\n    image: traefik:v3.6\n    command: {flags}\n"
                "    healthcheck: {test: 'wget -q --spider http://localhost:8080/ping'}\n"
            }
        )
        assert (RULE in cli("lint").out) is told
        flags[1] = "--entrypoints.a.address=:8081"


@rows(
    ("image", "check", "told"),
    [
        ("traefik:v3.6", "curl -f http://localhost:8080/ping", "its image has no `curl`"),
        ("traefik:v3.6", "curl -f http://localhost:8080/ping || exit 1", "its image has no `curl`"),
        ("traefik:v3.6", "wget -q --spider http://127.0.0.1:8080/ping", "which is off"),
        ("traefik:v3.6", "curl -f http://localhost:8080/ping || wget -q http://localhost/", ""),
        ("traefik:v3.6", "wget -q --spider http://localhost:80/ping", ""),
        ("traefik:v3.6", "wget -q --spider http://localhost:8080/api/version", ""),
        ("traefik:v3.6", "traefik healthcheck --ping || true", ""),
        ("somebody/else:3", "traefik healthcheck --ping", ""),
    ],
)
def test_other_programs_ask_traefik_at_its_own_port(image: str, check: str, told: str, cli: Runner) -> None:
    cli.write(
        {
            "compose.yml": f"services:\n  traefik:\n    image: {image}\n    command: [--providers.docker=true]\n"
            f"    ports: ['80:80']\n    healthcheck: {{test: '{check}'}}\n"
        }
    )
    out = " ".join(cli("lint", "--select", RULE).out.split())
    assert (RULE in out) == bool(told), out
    assert told in out


@pytest.mark.traefik
@rows(("file", "flags", "variables", "check", "told"), CASES)
def test_the_real_command_fails_where_that_is_told(
    file: str, flags: str, variables: str, check: str, told: str, tmp_path: Path
) -> None:
    addresses = {"OWN": own_address(), "WEB": own_address()}

    def at(text: str) -> str:
        return text.replace("OWN", addresses["OWN"]).replace("WEB", addresses["WEB"])

    program = traefik(NEWEST).path
    (tmp_path / "traefik.yml").unlink(missing_ok=True)  # that of the case before
    if file:
        (tmp_path / "traefik.yml").write_text(at(file))
    words = at("" if file else f"{POINTS} {flags}").split()
    asking = at(_with_points(check, variables)).split()
    environment = dict(one.split("=", 1) for one in variables.split())
    if environment and not asking:
        environment["TRAEFIK_ENTRYPOINTS_TRAEFIK_ADDRESS"] = addresses["OWN"]
    with subprocess.Popen([program, *words], cwd=tmp_path, env=environment, stderr=subprocess.DEVNULL) as running:
        try:
            _wait_for(addresses["WEB"], running)
            asked = [program, "healthcheck", *asking]
            tries = range(20 if told else 400)  # it listens before it knows its own routers
            succeeds = any(
                subprocess.run(asked, cwd=tmp_path, env=environment, capture_output=True).returncode == 0 for _ in tries
            )
        finally:
            running.kill()
    assert succeeds != bool(told)


def _wait_for(address: str, running: subprocess.Popen[bytes]) -> None:
    host, _, port = address.rpartition(":")
    while running.poll() is None:
        try:
            socket.create_connection((host, int(port))).close()
        except ConnectionRefusedError:
            continue
        return
    raise AssertionError("Traefik ended")
