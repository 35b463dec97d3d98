"""Every recipe of the manual and the action is right in a repository that holds other YAML too."""

from __future__ import annotations

import json
import re
import shlex

import yaml

from tests.cli.running import ROOT, Runner
from tests.cli.test_newcomers import HOMELAB
from tests.each import rows

CI = (ROOT / "docs" / "ci.md").read_text("utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text("utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


def recipes() -> list[list[str]]:
    """The arguments of `traefiklint lint` in the blocks for CI, and in the action with no inputs."""
    ci = CI.partition("## CI")[2]
    found = [shlex.split(line) for line in re.findall(r"traefiklint (lint\b.*)$", ci, re.MULTILINE)]
    step = ACTION["runs"]["steps"][-1]["run"]
    (line,) = re.findall(r"traefiklint\" (lint\b.*)$", step, re.MULTILINE)
    line = line.replace('${SARIF:+--format sarif --output "$SARIF"}', "--format sarif --output a.sarif")
    return [*found, shlex.split(line.replace("$ARGS", "").replace("$PATHS", ""))]


def test_there_are_recipes() -> None:
    assert len(recipes()) >= 4


@rows("arguments", recipes(), ids=" ".join)
def test_a_recipe_passes_where_all_is_well(arguments: list[str], cli: Runner) -> None:
    cli.write(HOMELAB)
    ran = cli(*arguments)
    assert (ran.status, "error" in ran.out) == (0, False), ran


@rows("arguments", recipes(), ids=" ".join)
def test_a_recipe_fails_where_something_is_wrong(arguments: list[str], cli: Runner) -> None:
    cli.write({**HOMELAB, "dynamic/middlewares.yml": "http:\n  middlewares:\n    other: {compress: {}}\n"})
    assert cli(*arguments).status == 1


def test_the_settings_of_the_manual_are_settings(cli: Runner) -> None:
    blocks = re.findall(r"^```toml\n(.*?)^```$", SETTINGS, re.MULTILINE | re.DOTALL)
    assert any("[[traefik]]" in block for block in blocks)
    for block in blocks:
        cli.write({"traefiklint.toml": block})
        ran = cli("config", "--format", "json")
        assert ran.status == 0, ran.err
        assert json.loads(ran.out)["file"] == "traefiklint.toml"
