"""`lint` with nothing but switches is carried out without click, and does what it does with other options."""

from __future__ import annotations

import subprocess
import sys

import pytest
from click import Option

from tests.cli.running import BROKEN, TYPO, Runner, app
from tests.each import each, rows
from traefiklint.cli import linting
from traefiklint.cli.group import share_options
from traefiklint.cli.lint import command
from traefiklint.cli.linting import read_plainly
from traefiklint.cli.outputs import Output

SWITCHES = [
    one.opts
    for one in share_options(command).params
    if isinstance(one, Option) and one.is_flag and one.name in linting.UNSAID
]
"""The switches of `lint` as click knows them."""


@each(
    [
        ["a.yml"],
        [],
        ["-"],
        ["a", "b c", "ü", "a=b", "-"],
        ["--strict", "a", "--strict", "--fix", "b"],
        *([*names, "a"] for names in SWITCHES),
    ],
    repr,
)
def test_what_is_said_is_what_click_takes_it_for(arguments: list[str]) -> None:
    parsed = share_options(command).make_context("lint", list(arguments)).params
    assert {**(read_plainly(["lint", *arguments]) or {}), "outputs": (Output("text"),)} == parsed


@each(
    [
        [],
        ["fix", "a"],
        ["lint", "--stric"],
        ["lint", "--fail-on", "never"],
        ["lint", "a", "-q"],
        ["lint", "--", "a"],
        ["--quiet", "lint", "a"],
    ],
    repr,
)
def test_whatever_else_is_said_click_reads(arguments: list[str]) -> None:
    assert read_plainly(arguments) is None


@rows("paths", [["good.yml"], ["typo.yml"], ["refused"], ["gone.yml"], ["good.yml", "."], []])
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
    cli.write({"good.yml": app("a"), "shop.yml": app("shop-router-1")})
    code = (
        "import sys; from traefiklint.__main__ import main; main(['lint', '--exit-zero', 'good.yml', 'shop.yml'])\n"
        "print(sorted({'click', 'inspect', 'dataclasses', 'argparse'} & set(sys.modules)), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=cli.folder, capture_output=True, text=True, check=True)
    assert ran.stderr.splitlines()[-1] == "[]", ran.stderr
