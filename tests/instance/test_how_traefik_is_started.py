"""How a service of a compose file starts Traefik: what `verify` gives the real one."""

from __future__ import annotations

from tests.each import rows
from traefiklint.instance.service_static import Form, read_form
from traefiklint.versions import NEWEST

BESIDE = "  web:\n    image: nginx\n    command: --not=traefiks\n"


def form(service: str, **others: str) -> Form | None:
    """Of a service with these lines, beside one that runs something else."""
    lines = "".join(f"    {line}\n" for line in service.splitlines())
    texts = {"app/compose.yml": f"services:\n{BESIDE}  proxy:\n{lines}", **others}
    return read_form(("app/compose.yml",), texts.get, NEWEST)


@rows(
    ("command", "words"),
    [
        ("command: --api --ping=true", ("--api", "--ping=true")),
        ("command: [traefik, --api]", ("--api",)),
        ("command: [/usr/bin/traefik, --api]", ("--api",)),
        ("entrypoint: [traefik, --api]\ncommand: [--ping]", ("--api", "--ping")),
        ("entrypoint: [/entrypoint.sh]\ncommand: [--api]", ("--api",)),
        ("entrypoint: [/entrypoint.sh, traefik]\ncommand: [--api]", ("--api",)),
        ("entrypoint: [/entrypoint.sh]\ncommand: [--api]\nvolumes: ['./mine.sh:/entrypoint.sh']", ("--api",)),
    ],
)
def test_the_flags_are_what_traefik_gets(command: str, words: tuple[str, ...]) -> None:
    found = form(f"image: traefik:v3.7\n{command}")
    assert found == Form(words, {}, "")


@rows(
    "service",
    [
        "image: nginx\ncommand: --api",
        "image: traefik:v3.7",
        "image: traefik:v3.7\nentrypoint: [sh, -c, 'sleep 1']",
        "image: traefik:v3.7\nentrypoint: [/entrypoint.sh]\ncommand: [serve]\nvolumes: ['./mine.sh:/entrypoint.sh']",
    ],
)
def test_what_is_no_traefik_or_is_told_nothing_has_no_form(service: str) -> None:
    assert form(service) is None


def test_of_the_variables_those_are_read_that_traefik_reads() -> None:
    lines = "  TRAEFIK_API: 'true'\n  TZ: Europe/Berlin\n  TRAEFIK_PING:\n"
    found = form(f"image: traefik:v3.7\nenvironment:\n{lines}")
    assert found == Form((), {"TRAEFIK_API": "true"}, "")


def test_a_file_that_is_mounted_takes_the_place_of_both() -> None:
    service = "image: traefik:v3.7\nvolumes: ['./traefik.yml:/etc/traefik/traefik.yml']"
    found = form(service, **{"app/traefik.yml": "api: {}\n"})
    assert found is not None
    assert found.mounted == "app/traefik.yml"


def test_of_several_services_it_is_the_first_whose_form_is_at_hand() -> None:
    away = "    image: traefik:v3.7\n    command: --api\n    volumes: ['/srv/traefik.yml:/etc/traefik/traefik.yml']\n"
    here = "    image: traefik:v3.7\n    command: --ping\n"
    texts = {"compose.yml": f"services:\n{BESIDE}  away:\n{away}  one:\n{here}  two:\n{here.replace('ping', 'api')}"}
    assert read_form(("compose.yml",), texts.get, NEWEST) == Form(("--ping",), {}, "")
