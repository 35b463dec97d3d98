"""The commands that tell about rules, settings and the shell: `rules`, `explain`, `config`, `completion`."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import ROOT, Runner
from tests.each import rows
from traefiklint.engine import load_rules
from traefiklint.report import rulebook

PAGE = """\
# unknown-middleware

A router names a middleware
that nobody defines. That happens.

## What Traefik does

It disables the router.

```yaml target=3.6
# file: shop.yml
http:
  routers:
    shop:
      rule: Host(`a.example.com`)
      service: noop@internal
      middlewares: [auht]  # error[unknown-middleware]
# file: middlewares.yml
http:
  middlewares:
    auth:
      compress: {}
```
"""


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A rule book with one page."""
    page = tmp_path / "book" / "reference" / "unknown-middleware.md"
    page.parent.mkdir(parents=True)
    page.write_text(PAGE, "utf-8")
    monkeypatch.setattr(rulebook, "PLACES", (tmp_path / "book",))
    return page


def test_rules_lists_every_rule_by_category(cli: Runner) -> None:
    lines = cli("rules").out.splitlines()
    headings = [line for line in lines if not line.startswith(" ")]
    assert headings == sorted({rule.category for rule in load_rules().values()})
    assert sorted(line.split()[0] for line in lines if line.startswith(" ")) == sorted(load_rules())


def test_rules_are_json_for_machines(cli: Runner) -> None:
    listed = {rule["rule"]: rule for rule in json.loads(cli("rules", "--format", "json").out)}
    assert set(listed) == set(load_rules())
    one = listed["unknown-middleware"]
    assert (one["category"], one["effect"], one["severity"], one["strict"]) == ("reference", "disabled", "error", False)
    assert {rule["fix"] for rule in listed.values()} <= {"safe", "unsafe", "none"}
    assert all(rule["summary"].endswith(".") for rule in listed.values())


def test_rules_of_one_category(cli: Runner) -> None:
    listed = json.loads(cli("rules", "--category", "reference", "--format", "json").out)
    assert {rule["category"] for rule in listed} == {"reference"}
    ran = cli("rules", "--category", "refrence")
    assert ran.status == 2
    assert "reference" in ran.err


def test_rules_tell_which_can_be_fixed(cli: Runner) -> None:
    listed = {rule["rule"]: rule["fix"] for rule in json.loads(cli("rules", "--format", "json").out)}
    assert listed["comma-list-string"] == "safe"
    assert listed["unknown-service"] == "unsafe"
    assert listed["service-cycle"] == "none"


def test_explain_prints_the_page_and_how_to_silence_the_rule(cli: Runner, book: Path) -> None:
    out = cli("explain", "unknown-middleware").out
    assert out.startswith(PAGE.rstrip())
    assert "error · disabled · reference" in out
    assert "# traefiklint: ignore[unknown-middleware] reason" in out


def test_explain_is_json_for_machines(cli: Runner, book: Path) -> None:
    explained = json.loads(cli("explain", "unknown-middleware", "--format", "json").out)
    assert explained["page"] == PAGE
    assert explained["rule"] == "unknown-middleware"


def test_rules_say_from_which_version_on_they_apply_and_until_which(cli: Runner) -> None:
    lines = {line.split()[0]: line for line in cli("rules", "--category", "migration").out.splitlines()}
    assert ", until 3.6 " in lines["host-wildcard-version"]
    assert "since 3.5" in lines["tcp-proxy-protocol-moved"]
    assert "since" not in lines["path-v2-template"].replace(load_rules()["path-v2-template"].summary, "")
    listed = {one["rule"]: one for one in json.loads(cli("rules", "--category", "migration", "--format", "json").out)}
    assert (listed["host-wildcard-version"]["since"], listed["host-wildcard-version"]["until"]) == ("3.0", "3.6")
    assert listed["tcp-proxy-protocol-moved"]["since"] == "3.5"
    assert "until" not in listed["tcp-proxy-protocol-moved"]


def test_explain_says_from_which_version_on_a_rule_applies(cli: Runner) -> None:
    assert "\nTraefik versions: 3.6 and newer\n" in cli("explain", "child-router-option").out
    assert json.loads(cli("explain", "child-router-option", "--format", "json").out)["since"] == "3.6"


def test_explain_links_to_the_documentation_of_the_target(cli: Runner, tmp_path: Path) -> None:
    site = "https://doc.traefik.io/traefik"
    newest = f"{site}/v3.7/reference/routing-configuration/http/middlewares/addprefix/"
    assert newest in cli("explain", "add-prefix-empty").out
    old = cli("explain", "add-prefix-empty", "--target", "3.0.4").out
    assert f"{site}/v3.0/middlewares/http/addprefix/" in old
    assert newest not in old
    Path("traefiklint.toml").write_text('target = "3.2"\n', "utf-8")
    explained = json.loads(cli("explain", "add-prefix-empty", "--format", "json").out)
    assert explained["documentation"] == f"{site}/v3.2/middlewares/http/addprefix/"
    assert explained["documentation"] in explained["page"]


@pytest.mark.slow
def test_explain_knows_every_rule(cli: Runner) -> None:
    for rule in load_rules():
        ran = cli("explain", rule)
        assert ran.status == 0
        assert rule in ran.out


def test_explain_suggests_the_nearest_rule(cli: Runner) -> None:
    ran = cli("explain", "unknown-midleware")
    assert (ran.status, ran.err) == (
        2,
        "error: there is no rule `unknown-midleware`\nhint: did you mean `unknown-middleware`?\n",
    )


@rows("name", ["../../secret", "", "*", "a/b"])
def test_explain_opens_nothing_but_pages(name: str, cli: Runner) -> None:
    assert rulebook.page(name) is None
    assert cli("explain", name).status == 2


def test_sarif_brings_the_page_as_help(book: Path) -> None:
    from tests.report.samples import finding, report
    from traefiklint.report import render

    (rule,) = json.loads(render("sarif", report(finding())))["runs"][0]["tool"]["driver"]["rules"]
    assert rule["help"]["markdown"] == PAGE
    assert "```" not in rule["help"]["text"]
    assert rule["shortDescription"] == {"text": "A router names a middleware that nobody defines."}


def test_config_shows_every_setting_and_where_it_comes_from(cli: Runner) -> None:
    cli.write(
        {
            "traefiklint.toml": 'target = "3.6"\n[severity]\nx = "info"\n[dokploy.environments.s]\nurl = "https://u:p@h"\n'
        }
    )
    lines = cli("config").out.splitlines()
    assert lines[0] == "config file: traefiklint.toml"
    rows = {line.split()[0]: line for line in lines[1:]}
    assert rows["target"].split() == ["target", "=", '"3.6"', "#", "traefiklint.toml:1"]
    assert rows["severity.x"].endswith("# traefiklint.toml:3")
    assert rows["profile"].split() == ["profile", "=", '"auto"', "#", "default"]
    assert '"https://***@h"' in rows["dokploy.environments.s.url"]


def test_config_is_json_for_machines(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.write({"traefiklint.toml": '[dokploy]\nurl = "https://other.example.com"'})
    monkeypatch.setenv("DOKPLOY_URL", "https://dokploy.example.com")
    shown = json.loads(cli("config", "--format", "json").out)
    assert shown["file"] == "traefiklint.toml"
    assert shown["settings"]["dokploy.url"] == {
        "value": "https://dokploy.example.com",
        "source": "environment: DOKPLOY_URL",
    }
    assert shown["settings"]["directories"] == {"value": [], "source": "default"}


@rows("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_is_for_the_shell(shell: str, cli: Runner) -> None:
    assert "_TRAEFIKLINT_COMPLETE=" + f"{shell}_complete" in cli("completion", shell).out


@pytest.mark.slow
def test_bash_completes_commands_options_and_rules(tmp_path: Path, cli: Runner) -> None:
    bash = shutil.which("bash")
    assert bash is not None
    script = tmp_path / "completion.bash"
    script.write_text(cli("completion", "bash").out, "utf-8")
    bin_folder = tmp_path / "bin"
    bin_folder.mkdir()
    program = bin_folder / "traefiklint"
    program.write_text(f'#!/bin/sh\nexec {sys.executable} -m traefiklint "$@"\n', "utf-8")
    program.chmod(0o755)

    def complete(*words: str) -> list[str]:
        code = (
            f"source {script}; COMP_WORDS=(traefiklint {' '.join(repr(word) for word in words)}); "
            f"COMP_CWORD={len(words)}; _traefiklint_completion traefiklint; printf '%s\\n' \"${{COMPREPLY[@]}}\""
        )
        env = os.environ | {"PATH": f"{bin_folder}:{os.environ['PATH']}", "PYTHONPATH": str(ROOT)}
        done = subprocess.run([bash, "-c", code], capture_output=True, text=True, env=env, check=False)
        return done.stdout.split()

    assert complete("exp") == ["explain"]
    assert "--statistics" in complete("lint", "--st")
    assert complete("explain", "unknown-middle") == ["unknown-middleware"]
