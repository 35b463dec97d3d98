"""`lint` without options is carried out without click, and does what it does with them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.cli.running import BROKEN, TYPO, Runner, app
from tests.each import each
from traefiklint.cli import linting
from traefiklint.cli.group import share_options
from traefiklint.cli.lint import command
from traefiklint.cli.linting import UNSAID, plain_paths
from traefiklint.cli.outputs import Output


@each([["a.yml"], [], ["-"], ["a", "b c", "", "ü", "a=b", "-"]], repr)
def test_an_option_that_is_not_given_is_what_click_takes_it_for(paths: list[str]) -> None:
    parsed = share_options(command).make_context("lint", list(paths)).params
    assert plain_paths(["lint", *paths]) == parsed["paths"]
    assert {**UNSAID, "paths": parsed["paths"], "outputs": (Output("text"),)} == parsed


@each(
    [[], ["fix", "a"], ["lint", "--strict"], ["lint", "a", "-q"], ["lint", "--", "a"], ["--quiet", "lint", "a"]], repr
)
def test_whatever_else_is_said_click_reads(arguments: list[str]) -> None:
    assert plain_paths(arguments) is None


@pytest.mark.parametrize("paths", [["good.yml"], ["typo.yml"], ["refused"], ["gone.yml"], ["good.yml", "."], []])
def test_it_says_and_ends_as_with_an_option_that_changes_nothing(cli: Runner, paths: list[str]) -> None:
    cli.write({"good.yml": app("a"), "typo.yml": app("b", TYPO), "refused/c.yml": BROKEN})
    assert cli("lint", *paths) == cli("lint", "--fail-on", "error", *paths)


def test_an_interrupted_run_says_so(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(linting, "lint_plainly", interrupted)
    ran = cli("lint", "a.yml")
    assert (ran.status, ran.err) == (130, "\nerror: interrupted\n")


def test_neither_click_nor_what_it_brings_is_imported(cli: Runner) -> None:
    cli.write({"good.yml": app("a")})
    code = (
        "import sys; from traefiklint.__main__ import main; main(['lint', 'good.yml'])\n"
        "print(sorted({'click', 'inspect', 'dataclasses', 'argparse'} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=cli.folder, capture_output=True, text=True, check=True)
    assert ran.stderr.splitlines()[-1] == "[]", ran.stderr
