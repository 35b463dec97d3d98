"""Check files the way Traefik reads them."""

from __future__ import annotations

from typing import Any

import click

from traefiklint.cli.checking_options import OutputCommand, checking_options, report_options
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.cli.linting import lint
from traefiklint.cli.outputs import Output


@click.command(
    "lint",
    cls=OutputCommand,
    epilog=examples(
        "traefiklint lint apps/",
        "traefiklint lint apps/shop.yml --static traefik.yml --target 3.6",
        "traefiklint lint --format text --format sarif --output traefiklint.sarif apps/",
        "traefiklint lint - --stdin-filename apps/shop.yml < shop.yml",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@report_options()
@checking_options
@click.option("--fix", is_flag=True, help="Apply safe fixes, and report what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="Apply the other fixes too.")
@click.option("--add-ignores", is_flag=True, help="Write a comment for each finding that keeps it silent from now on.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found (as `--fail-on never`).")
@click.option("--statistics", is_flag=True, help="How often each rule fires, instead of the findings.")
@click.option("--baseline", metavar="FILE", type=click.Path(), help="Leave out the findings in this file.")
@click.option("--write-baseline", is_flag=True, help="Write all findings into the baseline.")
@click.option("--staged", is_flag=True, help="Only what is about to be committed, and what that breaks (for hooks).")
@click.option("--show-files", is_flag=True, help="List what belongs to which Traefik and why, and lint nothing.")
@click.option("--watch", is_flag=True, help="Lint again whenever a file changes.")
@click.pass_obj
def command(console: Console, /, outputs: tuple[Output, ...], **given: Any) -> int:
    """Check Traefik's dynamic configuration the way Traefik reads it.

    A directory is read as Traefik's file provider reads it: all its files share one namespace. A file is read together
    with the provider directory it belongs to, and the report is on the named files only. Without a PATH, the provider
    directories of the config file are checked, else the working directory.
    """
    return lint(outputs, given, console)
