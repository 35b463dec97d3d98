"""The README tells the truth: what it shows is what the commands print."""

from __future__ import annotations

import pytest

from tests.readme import README, Shown, run, shown

COMMANDS = shown(README.read_text(encoding="utf-8"))


def test_the_readme_shows_commands() -> None:
    assert any(command.startswith("traefiklint lint") for command, _ in COMMANDS)


@pytest.mark.parametrize("example", COMMANDS, ids=[example.command for example in COMMANDS])
def test_a_command_prints_what_the_readme_shows(example: Shown) -> None:
    assert run(example.command) == example.output
