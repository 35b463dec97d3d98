"""List the rules: what each finds, and what Traefik does about it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from traefiklint.cli.checking import own_of
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples, format_option
from traefiklint.cli.streams import on_terminal
from traefiklint.versions import TARGETS

if TYPE_CHECKING:
    from traefiklint.cli.rulebook import BookEntry


@click.command("rules", epilog=examples("traefiklint rules", "traefiklint rules --category reference --format json"))
@format_option("How to list [text].")
@click.option("--category", metavar="NAME", help="Only the rules of one category.")
@click.pass_obj
def command(console: Console, /, form: str, category: str | None) -> None:
    """List the rules: what each finds, and what Traefik does about it."""
    from traefiklint.cli.rulebook import entries

    found = entries(category, own_of(console.settings()))
    if form == "json":
        console.say_data([entry.as_dict() for entry in found])
        return
    rows = [(entry.rule.id, entry.rule.severity.value, entry.rule.effect.value, _marks(entry)) for entry in found]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    last = ""
    for entry, row in zip(found, rows, strict=True):
        if entry.rule.category != last:
            last = entry.rule.category
            click.echo(f"{console.paint(last, '1', stream=sys.stdout)}")
        cells = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(_fitting(f"  {cells}  {entry.rule.summary}", row, entry.rule.summary))
    console.note(f"{len(found)} rules; `traefiklint explain RULE` says more about one")


def _fitting(line: str, row: Sequence[str], summary: str) -> str:
    """The line of a rule; on a terminal that has no room for its columns, what they hold, and the sentence below."""
    if on_terminal(line, sys.stdout) == line:
        return line
    name, *others = row
    words = ", ".join(other for other in others if other)
    return "\n".join(on_terminal(part, sys.stdout) for part in (f"  {name}  {words}", f"    {summary}"))


def _marks(entry: BookEntry) -> str:
    marks: list[str] = [entry.rule.fix] if entry.rule.fix != "none" else []
    marks += [entry.origin] if entry.origin else []
    marks += [f"since {entry.since}"] if entry.since not in ("", TARGETS[0]) else []
    marks += [f"until {entry.until}"] if entry.until else []
    return ", ".join([*marks, "strict"] if entry.rule.strict else marks)
