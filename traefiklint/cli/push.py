"""Give the server the files that stand here: linted, planned, confirmed, proved."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from traefiklint.cli.connection import FORMATS, AppCommand, Where, chooser, connect, progress, server_options
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.cli.pushing import Wish, push

if TYPE_CHECKING:
    from traefiklint.sync.look import View


@click.command(
    "push",
    cls=AppCommand,
    epilog=examples(
        "traefiklint push --dry-run                   show the plan, write nothing",
        "traefiklint push shop                        ask, then write this one",
        "traefiklint push --yes --plan-hash 1f2e...   write exactly what was reviewed",
        "traefiklint push --dry-run --format markdown > plan.md",
    ),
)
@click.argument("apps", nargs=-1, metavar="[APP]...")
@server_options
@click.option("--dry-run", is_flag=True, help="Show the plan, and write nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--force", is_flag=True, help="Overrule what the plan marks so: drift, many applications, lost routers.")
@click.option("--plan-hash", metavar="HASH", help="Refuse unless the plan is the one with this hash.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", help="How to print the plan [text].")
@click.pass_obj
def command(
    console: Console,
    apps: tuple[str, ...],
    where: Where,
    dry_run: bool,
    yes: bool,
    force: bool,
    plan_hash: str | None,
    form: str,
) -> int:
    """Give the server the files that stand here.

    A file is written only if the server holds what was last pulled, or any version of it that git knows. The whole
    directory of the server is linted with the new files in it: what Traefik would refuse or disable is not written.
    Each file is read before, kept under `.traefiklint/backups/`, read back after, and put back where the two differ.
    """
    from traefiklint.sync.look import look
    from traefiklint.sync.planning import from_files, make_plan

    with connect(console, where) as session:
        with progress(console, "Reading files") as advance:
            view = look(session.server, session.workspace, chooser(session.patterns, apps), progress=advance)
        plan = make_plan(session.server, session.workspace, view, from_files(view), session.options)
        _mention_missing(console, view, apps)
        wish = Wish(dry_run=dry_run, yes=yes, force=force, plan_hash=plan_hash, form=form)
        return push(console, session, plan, wish)


def _mention_missing(console: Console, view: View, named: tuple[str, ...]) -> None:
    for sides in view.sides:
        if named and sides.local is None:
            console.note(f"`{sides.file}` does not stand here, so there is nothing to push for it")
    sys.stderr.flush()
