"""Say what a change of files means for visitors: which requests somebody else answers, or nobody."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, NamedTuple

import click

from traefiklint.cli.asking import read_one, world_options, write_lines, write_text
from traefiklint.cli.checking import lint_options
from traefiklint.cli.group import examples, format_option
from traefiklint.cli.streams import keep_secret
from traefiklint.errors import UsageError

if TYPE_CHECKING:
    from traefiklint.cli.asking import TraefikOptions
    from traefiklint.cli.console import Console
    from traefiklint.discovery.projects import Projects
    from traefiklint.options import Options


@click.command(
    "diff-routes",
    epilog=examples(
        "traefiklint diff-routes HEAD:apps apps           what the working tree changes",
        "traefiklint diff-routes main:apps HEAD:apps --format markdown",
        "traefiklint diff-routes old/ new/ --static traefik.yml",
    ),
)
@click.argument("old")
@click.argument("new")
@world_options
@click.option("--all", "every", is_flag=True, help="Show every request, also those that come to the same.")
@format_option("How to report.", "text", "json", "markdown")
@click.option("--output", metavar="FILE", help="Where the report goes, if not to standard output.")
@click.pass_obj
def command(
    console: Console, old: str, new: str, where: TraefikOptions, every: bool, form: str, output: str | None
) -> int:
    """Say what changes for visitors when the provider directory OLD becomes NEW.

    Either is a directory, or what git has of one: `REVISION:DIRECTORY`. Requests are made from the rules of both sides,
    and answered by both. The exit status is 1 where anything changes.
    """
    from traefiklint.routing.changes import route_changes

    before, after = _side(console, where, old), _side(console, where, new)
    options = after.options or before.options or lint_options(where.request(), console.settings(where.target))
    found = route_changes(before.texts, after.texts, options, projects=(before.projects, after.projects))
    if form == "json":
        import json

        write_text(json.dumps(found.to_dict(), ensure_ascii=False, indent=2) + "\n", output)
    elif form == "markdown":
        from traefiklint.routing.changes import markdown

        write_text(markdown(found), output)
    elif not console.quiet:
        from traefiklint.routing.changes import lines

        def paint(text: str, *codes: str) -> str:
            return text if output else console.paint(text, *codes, stream=sys.stdout)

        write_lines(lines(found, paint, every=every), console, output)
    return int(bool(found.changes))


class _Side(NamedTuple):
    """What a provider directory holds on one side of the change."""

    texts: dict[str, bytes]
    projects: Projects | None = None
    """Its compose files, where they are read from the disk."""
    options: Options | None = None
    """How to judge it, where it is on the disk with the Traefik around it."""


def _side(console: Console, where: TraefikOptions, name: str) -> _Side:
    """One side of the change.

    Raises:
        UsageError: there is no such directory or revision.
    """
    if os.path.exists(name):  # noqa: PTH110
        try:
            space, options = read_one(console, where, (name,))
        except UsageError as error:
            if "no files" in error.message:
                return _Side({})
            raise
        return _Side(space.texts, space.projects, options)
    if ":" in name:
        from traefiklint.cli.revisions import in_surroundings, read_revision
        from traefiklint.instance.secrets import values_of

        texts = read_revision(name)
        keep_secret(values_of(texts))
        space = in_surroundings(console.settings(where.target), name, texts)
        return _Side(space.texts, space.projects)
    raise UsageError(f"`{name}` does not exist", "name a directory, or `REVISION:DIRECTORY` for what git has of it")
