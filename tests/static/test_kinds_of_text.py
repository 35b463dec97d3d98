"""A static configuration may be a compose file whose Traefik has flags, whatever it is called."""

from __future__ import annotations

from tests.each import rows
from traefiklint.engine import lint_texts
from traefiklint.options import Options

COMPOSE = "services:\n  traefik:\n    image: traefik:v3.7\n    command: [--entryPoints.web.address=:80]\n"


@rows("name", ["traefik.yml", "compose.yml"])
def test_a_compose_file_is_one_by_its_text(name: str) -> None:
    found = lint_texts({}, Options("none", static=COMPOSE, static_file=name)).findings
    assert [one.rule for one in found if one.severity == "error"] == []


def test_a_traefik_yml_with_a_section_of_its_own_is_no_compose_file() -> None:
    mixed = f"{COMPOSE}entryPoints: {{web: {{address: ':80'}}}}\n"
    found = lint_texts({}, Options("none", static=mixed, static_file="traefik.yml")).findings
    assert [(one.rule, one.line) for one in found] == [("unknown-static-root", 1)]


def test_a_compose_file_that_is_mounted_as_traefiks_own_has_none_of_its_sections() -> None:
    mounting = COMPOSE.replace(
        "command: [--entryPoints.web.address=:80]", "volumes: ['./t.yml:/etc/traefik/traefik.yml']"
    )
    found = lint_texts({"compose.yml": mounting, "t.yml": COMPOSE}, Options("none")).findings
    assert "no-static-configuration" in [one.rule for one in found]
