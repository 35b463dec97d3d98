"""Say which files differ between here and the server, and on which side they changed."""

from __future__ import annotations

import click

from traefiklint.cli.comparing import compared, report
from traefiklint.cli.connection import FORMATS, AppCommand, ServerOptions, server_options
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples, format_option


@click.command(
    "status",
    cls=AppCommand,
    epilog=examples(
        "traefiklint status",
        "traefiklint status 'blog-*' --format json",
        "traefiklint status --quiet || echo drift     in cron: the exit status is 1 when something differs",
    ),
)
@click.argument("apps", nargs=-1, metavar="[APP]...")
@server_options
@format_option("How to report [text].", *FORMATS)
@click.pass_obj
def command(console: Console, apps: tuple[str, ...], where: ServerOptions, form: str) -> int:
    """Say how each application stands: in sync, changed here, on the server, on both sides, or in formatting only.

    The exit status is 1 when anything differs.
    """
    from traefiklint.sync.compared import status_lines, status_markdown

    comparison, _ = compared(console, where, apps, lambda _, __: None)
    return report(console, comparison, form, status_lines, status_markdown)
