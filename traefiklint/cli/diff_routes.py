"""Say what a change of files means for visitors: which requests somebody else answers, or nobody."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from traefiklint.cli.asking import read_one, world_options, write_text
from traefiklint.cli.checking import Request, lint_options
from traefiklint.cli.group import examples
from traefiklint.cli.streams import keep_secret, one_line
from traefiklint.errors import UsageError

if TYPE_CHECKING:
    from traefiklint.cli.asking import Where
    from traefiklint.cli.console import Console
    from traefiklint.discovery.projects import Projects
    from traefiklint.options import Options
    from traefiklint.settings import Settings


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
@click.option(
    "--format", "form", type=click.Choice(("text", "json", "markdown")), default="text", help="How to report."
)
@click.option("--output", metavar="FILE", help="Where the report goes, if not to standard output.")
@click.pass_obj
def command(console: Console, old: str, new: str, where: Where, every: bool, form: str, output: str | None) -> int:
    """Say what changes for visitors when the provider directory OLD becomes NEW.

    Either is a directory, or what git has of one: `REVISION:DIRECTORY`. Requests are made from the rules of both sides,
    and answered by both. The exit status is 1 where anything changes.
    """
    from traefiklint.routing.changes import route_changes

    settings = console.settings(where.target)
    options = lint_options(Request((), where.static, where.profile, where.target), settings)
    (before, others), (after, more) = _texts(console, where, old), _texts(console, where, new)
    options = _with_kept_static(settings, options, new)
    found = route_changes(before, after, options, projects=(others, more))
    if form == "json":
        import json

        write_text(json.dumps(found.to_dict(), ensure_ascii=False, indent=2) + "\n", output)
    elif form == "markdown":
        from traefiklint.routing.change_reports import markdown

        write_text(markdown(found), output)
    elif not console.quiet:
        from traefiklint.routing.change_reports import lines

        def paint(text: str, *codes: str) -> str:
            return text if output else console.paint(text, *codes, stream=sys.stdout)

        write_text("".join(f"{one_line(line)}\n" for line in lines(found, paint, every=every)), output)
    return int(bool(found.changes))


def _texts(console: Console, where: Where, name: str) -> tuple[dict[str, bytes], Projects | None]:
    """The texts of one side, and its compose files where they are read from the disk.

    Raises:
        UsageError: there is no such directory or revision.
    """
    if os.path.isdir(name):  # noqa: PTH112
        try:
            space = read_one(console, where, (name,))[0]
            return space.texts, space.projects
        except UsageError as error:
            if "no files" in error.message:
                return {}, None
            raise
    if ":" in name:
        from traefiklint.cli.revisions import read_revision
        from traefiklint.instance.secrets import values_of

        texts = read_revision(name)
        keep_secret(values_of(texts))
        return _with_surroundings(console.settings(where.target), name, texts)
    raise UsageError(f"`{name}` is no directory", "name a directory, or `REVISION:DIRECTORY` for what git has of it")


def _with_surroundings(
    settings: Settings, name: str, texts: dict[str, bytes]
) -> tuple[dict[str, bytes], Projects | None]:
    """What git has of a directory, with what is kept of its surroundings: of these there is one state only."""
    from traefiklint.files import Namespace
    from traefiklint.surroundings import with_context

    folder = _kept(settings, name)
    if not folder:
        return texts, None
    space = with_context(Namespace(texts, frozenset(), folder=_place(name)), folder)
    return space.texts, space.projects


def _with_kept_static(settings: Settings, options: Options, name: str) -> Options:
    """The options with the static configuration of a directory's server, where nobody names another."""
    folder = _kept(settings, name)
    if not folder or options.static is not None:
        return options
    from traefiklint.linting import with_static
    from traefiklint.surroundings import static_in

    return with_static(options, static_in(folder) or None)


def _place(name: str) -> str:
    if os.path.isdir(name):  # noqa: PTH112
        return os.path.abspath(name)  # noqa: PTH100
    from traefiklint.cli.revisions import place_of

    return place_of(name)


def _kept(settings: Settings, name: str) -> str:
    """Where the surroundings of a directory are kept; empty where nothing is."""
    if not settings.context:
        return ""
    folders = {os.path.abspath(settings.path(one)): settings.path(kept) for one, kept in settings.context.items()}  # noqa: PTH100
    return folders.get(_place(name), "")
