"""Write traefiklint.toml from what is found here, and the entry for pre-commit."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.errors import UsageError

if TYPE_CHECKING:
    from traefiklint.discovery.settings_text import Written

SETTINGS, HOOKS = "traefiklint.toml", ".pre-commit-config.yaml"
HOOK = """\
  - repo: local
    hooks:
      - id: traefiklint
        name: traefiklint
        entry: traefiklint lint --staged
        language: system
        pass_filenames: false
        always_run: true
"""
"""The entry in the words of pre-commit; the program is the one that is installed."""


@click.command("init", epilog=examples("traefiklint init", "traefiklint init --dry-run", "traefiklint init --force"))
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.option("--force", is_flag=True, help="Write traefiklint.toml anew where there is one.")
@click.pass_obj
def command(console: Console, /, dry_run: bool, force: bool) -> None:
    """Write a traefiklint.toml with what is found in this folder: Traefiks, their files and versions, with reasons.

    Where this is a git repository without a configuration of pre-commit, that is written too; where there is one, the
    entry to add is shown.
    """
    from traefiklint.discovery.find import find
    from traefiklint.discovery.settings_text import settings_text

    if os.path.exists(SETTINGS) and not force and not dry_run:  # noqa: PTH110
        raise UsageError(f"`{SETTINGS}` is there already", "`--force` writes it anew, `--dry-run` shows it")
    written = settings_text(find(os.curdir))
    if dry_run:
        click.echo(written.text, nl=False)
        return
    _save(SETTINGS, written.text)
    _tell(console, written)
    if not os.path.exists(".git"):  # noqa: PTH110
        return
    if os.path.exists(HOOKS):  # noqa: PTH110
        console.say(f"add to the `repos` of {HOOKS}:")
        click.echo(HOOK, nl=False)
    else:
        _save(HOOKS, f"repos:\n{HOOK}")
        console.say(f"written: {HOOKS}; `pre-commit install` puts the hook in its place")


def _tell(console: Console, written: Written) -> None:
    console.say(f"written: {SETTINGS}")
    if not written.traefiks:
        console.note("no Traefik configuration was found here, so the settings name none")


def _save(path: str, text: str) -> None:
    from traefiklint.writing import write_file

    write_file(path, text.encode("utf-8", "surrogateescape"))
