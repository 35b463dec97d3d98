"""A static configuration may be a compose file whose Traefik has flags: the name decides, then the text."""

from __future__ import annotations

import pytest

from traefiklint.engine import lint_texts
from traefiklint.options import Options

COMPOSE = "services:\n  traefik:\n    image: traefik:v3.7\n    command: [--entryPoints.web.address=:80]\n"


@pytest.mark.parametrize(("name", "rules"), [("traefik.yml", ["no-static-configuration"]), ("compose.yml", [])])
def test_a_compose_file_is_no_traefik_yml(name: str, rules: list[str]) -> None:
    found = lint_texts({}, Options("none", static=COMPOSE, static_file=name)).findings
    assert [one.rule for one in found if one.severity == "error"] == rules
