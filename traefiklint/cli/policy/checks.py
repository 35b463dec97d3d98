"""Say what is wrong with policies, without any files of Traefik."""

from __future__ import annotations

import click

from traefiklint.cli.console import Console
from traefiklint.cli.group import examples


@click.command("check", epilog=examples("traefiklint policy check", "traefiklint policy check policies/headers.yml"))
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@click.option("--format", "form", type=click.Choice(("text", "json")), default="text", help="How to report [text].")
@click.pass_obj
def command(console: Console, paths: tuple[str, ...], form: str) -> int:
    """Find what is wrong with policies themselves: options that do not exist, conditions that can never be true.

    Without a PATH, the policies of the settings are checked. A PATH may be the name of a set, as in policies/baseline.
    """
    from traefiklint.cli.policy.common import how_many, read_asked
    from traefiklint.policies.trial import check_policies
    from traefiklint.text.spelling import counted

    read = read_asked(console, paths)
    mistakes = sorted({*read.mistakes, *check_policies(read.policies)})
    if form == "json":
        import json

        told = [
            {
                "file": one.file,
                "line": one.span.line,
                "column": one.span.column,
                "message": one.message,
                "help": one.hint,
            }
            for one in mistakes
        ]
        click.echo(json.dumps({"policies": len(read.policies), "mistakes": told}, indent=2, ensure_ascii=False))
        return int(bool(mistakes))
    for mistake in mistakes:
        click.echo(f"{mistake.file}:{mistake.span.line}:{mistake.span.column}: {mistake.message}")
        if mistake.hint:
            click.echo(f"  hint: {mistake.hint}")
    outcome = counted(len(mistakes), "mistake") if mistakes else "nothing to complain about"
    console.note(f"{how_many(read.policies)}, {outcome}")
    return int(bool(mistakes))


COMMANDS = {"check": command}
