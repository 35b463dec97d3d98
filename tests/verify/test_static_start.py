"""`verify` starts Traefik with the static configuration as it stands, and tells at the line what became of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from traefiklint.findings import Finding
from traefiklint.options import Options
from traefiklint.verify.binary import find_binary
from traefiklint.verify.static import StaticVerdict, static_verdict

pytestmark = pytest.mark.traefik

WEB = "entryPoints:\n  web:\n    address: ':80'\n"


def verdict(text: str, name: str = "traefik.yml") -> StaticVerdict:
    return static_verdict(find_binary(""), Options("none", static=text, static_file=name))


def told(found: StaticVerdict) -> Iterator[tuple[str, int]]:
    return ((one.rule, one.line) for one in found.findings)


def only(found: StaticVerdict) -> Finding:
    (finding,) = found.findings
    return finding


def test_nothing_is_said_of_one_that_traefik_starts_with() -> None:
    found = verdict(WEB + "providers:\n  docker: {}\n  file: {directory: /not/here}\nping: {}\n")
    assert (found.starts, list(told(found))) == (True, [])


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("entryPoints:\n  web:\n    address: '80'\n", 3, "missing port in address"),
        (WEB + "  other: {address: ':80'}\n", 4, "address already in use"),
        (WEB + "api:\n  dashbord: true\n", 5, "field not found, node: dashbord"),
        (WEB + "providers:\n  docker: {swarmMode: true}\n", 5, "incompatible deprecated"),
        (WEB + "accessLog:\n  bufferingSize: -1\n", 5, "makechan"),
    ],
)
def test_a_refused_start_is_told_at_the_line_that_is_to_blame(text: str, line: int, words: str) -> None:
    found = verdict(text)
    finding = only(found)
    assert (found.starts, finding.rule, finding.line, finding.disables) == (False, "traefik-refuses", line, ("*",))
    assert words in finding.message


def test_so_is_one_of_which_only_a_file_tells() -> None:
    finding = only(verdict("log: {filePath: /var/log/traefik.log}\nentryPoints: {web: {address: '80'}}\n"))
    assert (finding.rule, finding.line) == ("traefik-refuses", 2)
    assert "log.filePath" in finding.message
    assert "missing port in address" in finding.message


def test_toml_is_read_as_toml() -> None:
    finding = only(verdict("[entryPoints.web]\naddress = 80\n", "traefik.toml"))
    assert (finding.rule, finding.line) == ("traefik-refuses", 2)


def test_a_complaint_is_told_at_its_line() -> None:
    found = verdict(
        WEB + "ping: {entryPoint: nope}\ncertificatesResolvers:\n  le:\n    acme: {certificatesDuration: 0}\n"
    )
    assert (found.starts, sorted(told(found))) == (True, [("traefik-complains", 4), ("traefik-complains", 7)])


def test_what_only_the_machine_knows_is_no_verdict() -> None:
    found = verdict("entryPoints:\n  web:\n    address: 10.9.9.9:80\n")
    assert list(told(found)) == [("traefik-cannot-know", 3)]


COMPOSE = """\
services:
  traefik:
    image: traefik:v3.7
    %s:
      - %s
"""


@pytest.mark.parametrize(
    ("form", "setting", "words"),
    [
        ("command", "--entrypoints.web.address=80", "missing port in address"),
        ("command", "--providers.docker.domain=example.com", "field not found, node: domain"),
        ("environment", "TRAEFIK_ENTRYPOINTS_WEB_ADDRESS=80", "missing port in address"),
        ("environment", "TRAEFIK_API_DASHBORD=true", "field not found, node: dashbord"),
    ],
)
def test_flags_and_variables_of_a_service_start_it_as_they_stand(form: str, setting: str, words: str) -> None:
    found = verdict(COMPOSE % (form, setting), "compose.yml")
    finding = only(found)
    assert (found.starts, finding.rule, finding.file, finding.line) == (False, "traefik-refuses", "compose.yml", 5)
    assert words in finding.message


@pytest.mark.parametrize(
    ("form", "setting"),
    [("command", "--entrypoints.web.address=:80"), ("environment", "TRAEFIK_ENTRYPOINTS_WEB_ADDRESS=:80")],
)
def test_nothing_is_said_of_flags_and_variables_that_start(form: str, setting: str) -> None:
    found = verdict(COMPOSE % (form, setting), "compose.yml")
    assert (found.starts, list(told(found))) == (True, [])
