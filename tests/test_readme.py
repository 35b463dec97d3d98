"""The README tells the truth: what it shows is what the commands print."""

from __future__ import annotations

import re

import pytest

from tests.readme import CHECKOUT, README, Shown, run, shown

COMMANDS = shown(README.read_text(encoding="utf-8"))


def test_the_readme_shows_commands() -> None:
    assert any(command.startswith("traefiklint lint") for command, _ in COMMANDS)


@pytest.mark.slow
@pytest.mark.parametrize("example", COMMANDS, ids=[example.command for example in COMMANDS])
def test_a_command_prints_what_the_readme_shows(example: Shown) -> None:
    assert run(example.command) == example.output


def test_the_story_with_a_server_is_the_one_that_another_test_plays() -> None:
    played = (CHECKOUT / "docs" / "dokploy.md").read_text(encoding="utf-8")
    told = re.findall(r"^```text\n(.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(told) >= 8
    assert [block for block in told if block not in played] == []
