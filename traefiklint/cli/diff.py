"""Show what differs between here and the server, object by object."""

from __future__ import annotations

import click

from traefiklint.cli.comparing import compared, report
from traefiklint.cli.connection import FORMATS, AppCommand, Where, server_options
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples


@click.command(
    "diff",
    cls=AppCommand,
    epilog=examples(
        "traefiklint diff                     what changed, by object",
        "traefiklint diff shop --text         with the lines",
        "traefiklint diff --format markdown   for a comment or a chat",
    ),
)
@click.argument("apps", nargs=-1, metavar="[APP]...")
@server_options
@click.option("--text", "with_text", is_flag=True, help="Also the lines: a unified diff from the server to here.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to report [text].")
@click.pass_obj
def command(console: Console, apps: tuple[str, ...], where: Where, with_text: bool, form: str) -> int:
    """Show what was changed here and on the server since both agreed, who did it where that shows, and which routes
    would appear, disappear or change their owner. Password hashes are never shown.

    The exit status is 1 when anything differs.
    """
    from traefiklint.sync.compared import diff_lines, diff_markdown

    comparison = compared(console, where, apps)
    return report(
        console,
        comparison,
        form,
        lambda found, paint: diff_lines(found, paint, with_text=with_text),
        diff_markdown,
    )
