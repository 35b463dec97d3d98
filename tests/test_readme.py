"""The README and the manual tell the truth: what they show is what the commands print."""

from __future__ import annotations

import re

import pytest

from tests import manual
from tests.readme import DOCS, PAGES, README, Shown, run, shown
from traefiklint.version import VERSION

COMMANDS = shown()
PLAYED = {"dokploy"}
"""Pages that `tests/sync` plays against a server."""


def test_the_readme_shows_commands() -> None:
    assert any(page == "README" and command.startswith("traefiklint lint") for page, command, _ in COMMANDS)


@pytest.mark.slow
@pytest.mark.parametrize("example", COMMANDS, ids=[f"{example.page}: {example.command}" for example in COMMANDS])
def test_a_command_prints_what_the_page_shows(example: Shown) -> None:
    assert run(example.command) == example.output, "`python -m tests.readme` writes the present output into the pages"


def test_what_a_page_shows_was_made_by_running_it() -> None:
    shows = {page for page in DOCS.rglob("*.md") if "```console" in page.read_text("utf-8")}
    assert {page.stem for page in shows - {*PAGES, *manual.PAGES}} == PLAYED


def test_the_readme_is_short_and_the_manual_leads_to_every_chapter() -> None:
    assert README.read_text("utf-8").count("\n") < 130
    linked = {
        name
        for page in (README, *DOCS.glob("*.md"))
        for name in re.findall(r"\]\((?:docs/)?([a-z-]+)\.md(?:#[a-z-]+)?\)", page.read_text("utf-8"))
    }
    chapters = {page.stem for page in DOCS.glob("[a-z]*.md")}
    assert chapters - linked == {"messages"}, "which is for maintainers"


def test_hooks_are_taken_at_this_version() -> None:
    revisions = {
        page.stem: re.findall(r"^ *rev: (.+)$", page.read_text("utf-8"), re.MULTILINE)
        for page in (README, *sorted(DOCS.glob("*.md")))
    }
    assert revisions["README"] and revisions["ci"]
    assert {revision for found in revisions.values() for revision in found} == {f"v{VERSION}"}
