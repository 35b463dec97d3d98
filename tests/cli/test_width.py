"""Help pages and messages end where the terminal does, and commands can still be typed."""

from __future__ import annotations

import io
import shlex
import subprocess

import pytest

from tests.cli.running import Runner
from traefiklint.cli.formatting import continued, on_terminal
from traefiklint.cli.group import summaries

PAGES = [(), *((name,) for name in sorted(summaries()))]


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
    assert all(line.startswith("    ") for line in lines[1:])
    assert on_terminal(text, io.StringIO()) == text
