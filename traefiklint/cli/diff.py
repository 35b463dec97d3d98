"""Show what differs between here and the server, object by object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from traefiklint.cli.comparing import Paint, compared, report
from traefiklint.cli.connection import FORMATS, AppCommand, ServerOptions, Session, server_options
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples, format_option

if TYPE_CHECKING:
    from traefiklint.routing.changes import Changes
    from traefiklint.sync.differences import Comparison
    from traefiklint.sync.look import ServerView


@click.command(
    "diff",
    cls=AppCommand,
    epilog=examples(
        "traefiklint diff                     what changed, by object",
        "traefiklint diff shop --text         with the lines",
        "traefiklint diff --routes            also which requests somebody else would answer",
        "traefiklint diff --format markdown   for a comment or a chat",
    ),
)
@click.argument("apps", nargs=-1, metavar="[APP]...")
@server_options
@click.option("--text", "with_text", is_flag=True, help="Also the lines: a unified diff from the server to here.")
@click.option("--routes", is_flag=True, help="Also which requests would be answered differently, and by whom.")
@format_option("How to report [text].", *FORMATS)
@click.pass_obj
def command(
    console: Console, apps: tuple[str, ...], where: ServerOptions, with_text: bool, routes: bool, form: str
) -> int:
    """Show what was changed here and on the server since both agreed, who did it where that shows, and which routes
    would appear, disappear or change their owner. Secrets are never shown, only that they changed.

    The exit status is 1 when anything differs.
    """
    from traefiklint.sync.compared import diff_lines, diff_markdown

    comparison, (visitors, stacks) = compared(console, where, apps, _visitors if routes else lambda _, __: ({}, ()))

    def lines(found: Comparison, paint: Paint) -> Iterator[str]:
        yield from diff_lines(found, paint, with_text=with_text)
        yield from _visitor_lines(visitors, paint)
        yield from stacks

    def markdown(found: Comparison) -> str:
        return diff_markdown(found) + "".join([*_visitor_markdown(visitors), *(f"\n- {line}\n" for line in stacks)])

    told = {name: changes.to_dict() for name, changes in visitors.items()}
    more = {"visitors": told, "stacks": list(stacks)} if routes else {}
    return report(console, comparison, form, lines, markdown, more)


def _visitors(session: Session, view: ServerView) -> tuple[dict[str, Changes], tuple[str, ...]]:
    """What visitors of each server would notice if the files here were on it, by the name of the server; and what
    cannot be told, because a compose application answers too."""
    from traefiklint.routing.changes import route_changes
    from traefiklint.sync.redact import fill

    found = {}
    dark: set[str] = set()
    for server_id in sorted({sides.app.server_id for sides in view.files}, key=lambda it: it or ""):
        world = view.worlds.of(server_id)
        here = {
            sides.file: fill(sides.local, sides.raw)[0]
            for sides in view.files
            if sides.local is not None and sides.app.server_id == server_id
        }
        options = session.options if world.static is None else session.options._replace(static=world.static)
        projects = world.projects()
        dark |= {gap.name for gap in world.stacks.dark}
        found[view.worlds.label(server_id)] = route_changes(
            world.files, {**world.files, **here}, options, projects=(projects, projects)
        )
    hosts = {change.request for changes in found.values() for change in changes.changes}
    stacks = [
        f"`{domain.shown}` is a domain of the compose application `{domain.compose}`, whose routers are labels: "
        "they were not asked, and may answer in the place of the files"
        for domain in session.remote.overview() or ()
        if domain.app_id in dark and domain.enabled and any(f"//{domain.host}/" in request for request in hosts)
    ]
    return found, tuple(stacks)


def _title(server_id: str) -> str:
    return f"visitors of the remote server {server_id}" if server_id else "visitors of the Dokploy machine"


def _visitor_lines(visitors: dict[str, Changes], paint: Paint) -> Iterator[str]:
    from traefiklint.routing.changes import lines

    for server_id, changes in visitors.items():
        yield f"{_title(server_id)}, if these files were there"
        yield from (f"  {line}" for line in lines(changes, paint))


def _visitor_markdown(visitors: dict[str, Changes]) -> Iterator[str]:
    from traefiklint.routing.changes import markdown

    for server_id, changes in visitors.items():
        yield f"\n**{_title(server_id).capitalize()}, if these files were there**\n\n{markdown(changes)}"
