"""Help pages and messages end where the terminal does, and commands can still be typed."""

from __future__ import annotations

import io
import re
import shlex
import subprocess
import sys

import pytest

from tests.cli.running import GOOD, TYPO, Runner, app
from traefiklint.__main__ import main
from traefiklint.cli.formatting import continued
from traefiklint.cli.group import SUMMARIES
from traefiklint.cli.streams import on_terminal, paint, without_marks
from traefiklint.text.flow import Whole

pytestmark = pytest.mark.slow

PAGES = [(), *((name,) for name in sorted(SUMMARIES))]


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("columns", [60, 80])
def test_no_help_page_is_wider_than_the_terminal(cli: Runner, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for words in PAGES:
        lines = cli(*words, "--help").out.splitlines()
        wide = [line for line in lines if len(line) > columns]
        assert [line for line in wide if len(line.split()) > 1] == [], words  # one word may be too long, as a path is


@pytest.mark.parametrize("columns", [60, 70, 80])
def test_help_pages_break_no_option_at_its_hyphens(cli: Runner, monkeypatch: pytest.MonkeyPatch, columns: int) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    for words in PAGES:
        page = cli(*words, "--help").out
        assert re.findall(r"--[a-z-]*-\n", page) == [], words
        assert "\u2011" not in page


def test_rules_are_listed_within_a_narrow_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr(sys, "stdout", terminal := Terminal())
    assert main(["rules", "--category", "dokploy", "--no-color"]) == 0
    lines = terminal.getvalue().splitlines()
    assert [line for line in lines if len(line) > 60] == []
    assert lines[lines.index("  dokploy-comments-lost  info, advice, strict") + 1] == (
        "    Dokploy rewrites a file without its comments."
    )


def test_a_wide_terminal_has_examples_in_whole_lines(cli: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    for words in PAGES:
        examples = cli(*words, "--help").out.partition("Examples:")[2]
        assert "\\\n" not in examples, words


@pytest.mark.parametrize("width", [20, 45, 60])
def test_a_shell_reads_a_command_of_several_lines_as_the_one_it_was(width: int) -> None:
    command = "echo edit apps --where 'router.name.startsWith(\"sh  op\")' --add middlewares=auth@file --diff"
    text = "\n".join(continued(command, width, "  "))
    done = subprocess.run(["sh", "-c", text], capture_output=True, text=True, check=True)
    assert done.stdout.split("\n")[0] == " ".join(shlex.split(command)[1:])


def test_messages_are_cut_between_words_on_a_terminal_and_nowhere_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    text = "  several words " * 12 + "and-a-very-long-word-" * 5
    lines = on_terminal(text, Terminal(), taken=7).splitlines()
    assert " ".join(" ".join(lines).split()) == " ".join(text.split())
    assert all(len(line) <= 60 or " " not in line.strip() for line in lines)
    assert len(lines[0]) <= 53
    assert all(line.startswith("    ") for line in lines[1:-1])
    assert on_terminal(text, io.StringIO()) == text


def test_code_is_not_torn_and_labels_keep_their_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    rule = "`Host(a.example.com) && PathPrefix(/api)`"
    assert on_terminal(f"    rule         the router asks for {rule} and more", Terminal()).splitlines() == [
        "    rule         the router asks for",
        f"                 {rule}",
        "                 and more",
    ]
    wide = "`" + "word " * 20 + "`"
    assert max(map(len, on_terminal(f"it says {wide}", Terminal()).splitlines())) <= 60
    path = "apps/" + "a-very-long-name-" * 4
    assert path in on_terminal(f"some words before it: {path}: some words after it", Terminal()).splitlines()[1]
    diff = Whole(f"-      rule: {rule} {rule}")
    assert on_terminal(diff, Terminal()) == diff


def test_colours_take_no_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    words = ["word", "words", "wordily"] * 12
    plain = on_terminal("  " + " ".join(words), Terminal())
    painted = on_terminal(paint("  " + " ".join(paint(word, "31") for word in words), "1"), Terminal())
    assert without_marks(painted) == plain
    assert max(map(len, plain.splitlines())) <= 60


SHOP = app("shop", GOOD.replace("Host(`{name}.example.com`)", "Host(`{name}.example.com`) && PathPrefix(`/shop`)"))
PROSE = (
    "route https://shop.example.com/shop/of/words apps",
    "route https://shop.example.com/ apps",
    "diff-routes old apps",
    "init --dry-run",
    "config",
)


@pytest.mark.parametrize("words", PROSE)
def test_what_commands_say_ends_where_the_terminal_does_and_in_a_pipe_nowhere(
    cli: Runner, monkeypatch: pytest.MonkeyPatch, words: str
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    cli.write({"apps/shop.yml": SHOP, "apps/one.yml": app("one", TYPO), "old/shop.yml": app("shop")})
    piped = cli(*words.split())
    with monkeypatch.context() as patched:
        patched.setattr("sys.stdout", Terminal())
        patched.setattr("sys.stderr", Terminal())
        main(words.split())
        shown = (sys.stdout.getvalue() + sys.stderr.getvalue()).splitlines()  # type: ignore[attr-defined]
    shown = [re.sub(r"\x1b\[[0-9;]*m", "", line) for line in shown]
    for line in shown:
        assert len(line) <= 60 or " " not in line.strip() or words in ("init --dry-run", "config"), line
    assert " ".join(shown).split() == (piped.out + piped.err).split()
    wide = [line for line in (piped.out + piped.err).splitlines() if len(line) > 60]
    assert wide or words == "config"


def test_a_page_of_the_rule_book_is_cut_between_words_but_not_its_code(
    cli: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    code = [line for line in cli("explain", "shadowed-router").out.splitlines() if "|| Host(" in line]
    with monkeypatch.context() as patched:
        patched.setattr("sys.stdout", Terminal())
        cli_status = main(["--no-color", "explain", "shadowed-router"])
        shown = sys.stdout.getvalue().splitlines()  # type: ignore[attr-defined]
    assert cli_status == 0 and code
    assert set(code) <= {line.removeprefix("  ") for line in shown}
    assert any(line.startswith("Another router matches") and len(line) <= 60 for line in shown)


def test_long_work_says_on_a_terminal_what_it_is_at_and_nothing_in_a_pipe(
    cli: Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli.write({"apps/one.yml": app("one")})
    words = ["report", "apps", "--output", "report.html"]
    assert cli(*words).err == "report.html: 1 router, 1 served\n"
    monkeypatch.setenv("TERM", "xterm")
    for flags, is_told in (([], True), (["--quiet"], False)):
        with monkeypatch.context() as patched:
            patched.setattr("sys.stderr", Terminal())
            main([*words, *flags])
            assert ("Reading files" in sys.stderr.getvalue()) is is_told  # type: ignore[attr-defined]
