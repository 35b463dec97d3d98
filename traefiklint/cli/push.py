"""Give the server the files that stand here: linted, planned, confirmed, proved."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from traefiklint.cli.connection import (
    AppCommand,
    ServerOptions,
    Session,
    connect,
    guard,
    guard_sides,
    server_options,
)
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.cli.naming import chooser, pick
from traefiklint.cli.progress import progress
from traefiklint.cli.pushing import Wish, plan_options, push
from traefiklint.errors import UsageError

if TYPE_CHECKING:
    from traefiklint.dokploy.answers import Application
    from traefiklint.sync.look import ServerView
    from traefiklint.sync.planning import Candidate


@click.command(
    "push",
    cls=AppCommand,
    epilog=examples(
        "traefiklint push --dry-run                   show the plan, write nothing",
        "traefiklint push shop                        ask, then write this one",
        "traefiklint push --shared                    also middlewares.yml and what else `pull --shared` has brought",
        "traefiklint push --yes --plan-hash 1f2e...   write exactly what was reviewed",
        "traefiklint push --dry-run --format markdown > plan.md",
    ),
)
@click.argument("apps", nargs=-1, metavar="[APP]...")
@server_options
@click.option(
    "--require-up-to-date",
    is_flag=True,
    help="Refuse unless HEAD has the newest commit of its branch in the repository.",
)
@click.option(
    "--shared", is_flag=True, help="Also the files of the server that no application owns: `middlewares.yml` …"
)
@plan_options
@click.pass_obj
def command(
    console: Console, apps: tuple[str, ...], where: ServerOptions, require_up_to_date: bool, shared: bool, wish: Wish
) -> int:
    """Give the server the files that stand here.

    A file is written only if the server holds what was last pulled, or any version of it that led to HEAD. The whole
    directory of the server is linted with the new files in it: what Traefik would refuse or disable is not written.
    Each file is read before, kept under `.traefiklint/backups/`, read back after, and put back where the two differ.
    """
    from traefiklint.sync.history import missing
    from traefiklint.sync.look import look
    from traefiklint.sync.planning import from_files, make_plan

    with connect(console, where) as session:
        _need_directory(session)
        if require_up_to_date and (newer := missing(session.workspace.root)):
            console.error(
                f"the commit {newer} is not in this checkout; nothing was written", "push from the newest commit"
            )
            return 1
        with progress(console, "Reading files") as advance:
            view = look(session.remote, session.workspace, chooser(session.patterns, apps), progress=advance)
        guard(view)
        if apps:
            view = view._replace(orphans=())
        candidates = from_files(view, named((*view.apps, *view.composes), apps))
        if shared:
            candidates += _shared(view)
        plan = make_plan(session.remote, view, candidates, session.options, force=wish.force)
        _mention_missing(console, view, apps)
        plan = plan if shared or apps else plan._replace(notes=(*plan.notes, *_about_shared(view)))
        return push(console, session, plan, wish)


def named(known: tuple[Application, ...], apps: tuple[str, ...]) -> frozenset[str]:
    """The ids of the applications that are named one by one, and not by a pattern."""
    return frozenset(pick(known, name).id for name in apps if not set(name) & set("*?["))


def _need_directory(session: Session) -> None:
    folders = (*session.workspace.folders(), *session.workspace.compose_folders())
    if not any(folder.is_dir() for folder in folders):
        hint = "run `pull` first, or set `directory` in the config file"
        raise UsageError(f"there is no directory `{session.workspace.directory}`, so there is nothing to push", hint)


def _shared(view: ServerView) -> list[Candidate]:
    """The shared files that were changed here; whoever asks for them means each of them."""
    from traefiklint.sync.planning import Candidate
    from traefiklint.sync.shared import shared_changes

    found = shared_changes(view, view.servers)
    guard_sides(found)
    return [Candidate(sides, sides.local or "", meant=True) for sides in found]


def _about_shared(view: ServerView) -> list[str]:
    """The shared files that were changed here, which a push of applications leaves alone."""
    from traefiklint.sync.shared import are_kept, shared_changes

    if not are_kept(view.workspace):
        return []
    found = shared_changes(view, view.servers)
    return [f"`{one.file_here}` was changed here and is not pushed; `push --shared` does" for one in found]


def _mention_missing(console: Console, view: ServerView, named: tuple[str, ...]) -> None:
    from traefiklint.sync.look import NOTHING_SEEN

    if view.is_empty:
        console.note(NOTHING_SEEN)
    if view.sides and not named and not any(sides.is_here for sides in view.sides):
        console.note("no file of these applications stands here, so there is nothing to push; `pull` brings them")
    for sides in view.sides:
        if named and not (sides.is_here or sides.deleted_here):
            console.note(f"`{sides.file}` does not stand here, so there is nothing to push for it")
    sys.stderr.flush()
