"""List the texts that pushes replaced, and put them back."""

from __future__ import annotations

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
from traefiklint.cli.streams import keep_secret
from traefiklint.errors import UsageError
from traefiklint.files import COMPOSE_FOLDER

if TYPE_CHECKING:
    from traefiklint.dokploy.answers import Application
    from traefiklint.sync.backups import Backup
    from traefiklint.sync.plan import PushPlan


@click.command(
    "restore",
    cls=AppCommand,
    epilog=examples(
        "traefiklint restore                                   list the saved texts",
        "traefiklint restore shop                              put back what the last push replaced",
        "traefiklint restore --at 2026-01-31T12:00:00Z         all applications as they were then",
    ),
)
@click.argument("apps", nargs=-1, metavar="[APP]...")
@server_options
@click.option("--at", metavar="TIME", help="As the server was at that time; a date or time, UTC unless it says else.")
@click.option("--list", "only_list", is_flag=True, help="Only list the saved texts.")
@plan_options
@click.pass_obj
def command(
    console: Console,
    apps: tuple[str, ...],
    where: ServerOptions,
    at: str | None,
    only_list: bool,
    wish: Wish,
) -> int:
    """Put back what the server held before a push, by the same guarded way as `push`; the files here stay as they are.

    Without APP and TIME, the saved texts are listed.
    """
    from traefiklint.sync.backups import as_of, latest, read_time, saved

    with connect(console, where) as session:
        backups = saved(session.workspace)
        if only_list or not (apps or at):
            _list(console, backups, wish.form)
            return 0
        chosen = as_of(backups, read_time(at)) if at else latest(backups)
        if not chosen:
            raise UsageError("no text was saved at that time or later" if at else "no text was saved yet")
        plan = _plan(console, session, apps, chosen)
        return push(console, session, plan, wish)


def _plan(console: Console, session: Session, named: tuple[str, ...], chosen: dict[str, Backup]) -> PushPlan:
    from traefiklint.instance.secrets import values_of
    from traefiklint.sync.look import look
    from traefiklint.sync.planning import Candidate, make_plan
    from traefiklint.sync.shared import shared_sides

    owned = tuple(name for name in named if name not in chosen or not _is_shared(name))

    def choose(apps: tuple[Application, ...]) -> list[Application]:
        wanted = () if named and not owned else chooser((), owned)(apps)
        return [app for app in wanted if app.app_name in chosen]

    with progress(console, "Reading files") as advance:
        view = look(session.remote, session.workspace, choose, progress=advance)
    guard(view)
    view = view._replace(orphans=())
    ownerless = [name for name in chosen if _is_shared(name) and (name in named or not named)]
    shared = (
        [sides for sides in shared_sides(view, view.servers) if sides.app.app_name in ownerless] if ownerless else []
    )
    if named and not view.sides and not shared:
        known = (*view.apps, *view.composes)
        raise UsageError(f"nothing is saved for {', '.join(f'`{pick(known, name).app_name}`' for name in named)}")
    both = (*view.sides, *shared)
    guard_sides(shared)
    candidates = [Candidate(sides, chosen[sides.app.app_name].text(), meant=True) for sides in both]
    keep_secret(values_of({candidate.sides.file: candidate.text for candidate in candidates}))
    return make_plan(session.remote, view, candidates, session.options)


def _is_shared(name: str) -> bool:
    """Whether a saved text is of a file that no application owns."""
    return "/" in name and not name.startswith(f"{COMPOSE_FOLDER}/")


def _list(console: Console, backups: tuple[Backup, ...], form: str) -> None:
    if form == "json":
        rows = [{"app": backup.app_name, "time": backup.when, "file": str(backup.path)} for backup in backups]
        console.say_data({"version": 1, "backups": rows})
        return
    for backup in sorted(backups, key=lambda it: (it.time, it.app_name)):
        count = len(backup.text().splitlines())
        console.say(f"{backup.when}  {backup.app_name}  {count} line{'s' if count != 1 else ''}")
    if not backups:
        console.say("no text was saved yet")
