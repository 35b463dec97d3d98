"""What type checkers and editors know of the typed view."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.roundtrip.stubs import FILE, stubs
from traefiklint.roundtrip.making import model_of, options_of, sections

RIGHT = """\
from pathlib import Path
from traefiklint import Options, Report, lint_paths, open_config, route, rules
from traefiklint.roundtrip.models import Router

config = open_config(Path("shop.yml"))
config.http.routers["shop"].middlewares.append("auth@file")
config.http.routers["new"] = Router(rule="Host(`a`)", service="a")
config.http.routers["shop"].tls.cert_resolver = "letsencrypt"
config.http.services["shop"].load_balancer.servers[0].url = "http://shop:8080"
config.static.entry_points["web"].address = ":80"
config.docker.http.routers["shop"].entry_points.append("web")
config.docker.on("shop").http.services["shop"].load_balancer.servers[0].port = "80"
report: Report = config.lint()
names: list[str] = [page.id for page in rules()]
report = lint_paths(["a", Path("b")], options=Options(strict=True))
print(route("http://a", {"a.yml": ""}).routers, config.diff())
"""
WRONG = """\
from traefiklint import lint_texts, open_config

config = open_config("shop.yml")
config.http.routers["shop"].load_balancer
config.http.routers["shop"].priority = "high"
config.http.routers["shop"].middlewares.append(1)
config.http.services["shop"].load_balancer.servers[0].uri = "http://shop:8080"
config.htpp
config.swarm.http.routers["shop"].rules
lint_texts(["a"])
"""


def test_the_stubs_are_what_the_declarations_say() -> None:
    assert FILE.read_text("utf-8") == stubs(), "run `make stubs`"


def test_every_section_has_a_name_of_its_own_and_a_model_with_all_facts() -> None:
    found = list(sections())
    assert len({of.__name__ for of in found}) == len(found)
    for of in found:
        for name, option in options_of(of).items():
            field = model_of(of).model_fields[name]
            assert (field.alias, field.description) == (option.key, option.description)
            assert isinstance(field.json_schema_extra, dict)
            assert field.json_schema_extra["since"] == option.since


WRONG_LINES = [["wrong.py", str(number)] for number in range(4, 11)]


@pytest.mark.slow
def test_mypy_knows_every_option_and_finds_every_mistake(tmp_path: Path) -> None:
    (tmp_path / "right.py").write_text(RIGHT, "utf-8")
    (tmp_path / "wrong.py").write_text(WRONG, "utf-8")
    run = [sys.executable, "-m", "mypy", "--strict", "--config-file=", "--no-error-summary", "--follow-imports=silent"]
    done = subprocess.run([*run, "right.py", "wrong.py"], capture_output=True, text=True, cwd=tmp_path)
    lines = [line.split(":")[:2] for line in done.stdout.splitlines() if ": error:" in line]
    assert lines == WRONG_LINES, done.stdout + done.stderr


@pytest.mark.slow
def test_pyright_knows_every_option_and_finds_every_mistake(tmp_path: Path) -> None:
    """`pip install pyright` gets it; it needs node, and fetches itself when it first runs."""
    pyright = Path(sys.executable).with_name("pyright")
    if not pyright.exists():
        pytest.skip("pyright is not installed here")
    (tmp_path / "right.py").write_text(RIGHT, "utf-8")
    (tmp_path / "wrong.py").write_text(WRONG, "utf-8")
    run = [str(pyright), "--pythonpath", sys.executable, "--outputjson", "right.py", "wrong.py"]
    done = subprocess.run(run, capture_output=True, text=True, cwd=tmp_path)
    if done.returncode not in (0, 1):
        pytest.skip(f"pyright does not run here: {done.stderr[-200:]}")
    found = json.loads(done.stdout)["generalDiagnostics"]
    lines = [[Path(one["file"]).name, str(one["range"]["start"]["line"] + 1)] for one in found]
    assert lines == WRONG_LINES, found
