"""`app move`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from traefiklint.cli.app.common import named
from traefiklint.cli.connection import AppCommand, ServerOptions, bare_id, connect_panel, server_options
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.errors import UsageError

if TYPE_CHECKING:
    from traefiklint.dokploy.client import Dokploy


class Destination(NamedTuple):
    """An environment that an application can move to."""

    id: str
    name: str
    project: str
    project_id: str


@click.command(
    "move",
    cls=AppCommand,
    epilog=examples("traefiklint app move shop staging", "traefiklint app move shop 'other project/production'"),
)
@click.argument("app")
@click.argument("target", metavar="ENVIRONMENT")
@server_options
@click.pass_obj
def move(console: Console, app: str, target: str, where: ServerOptions) -> None:
    """Move an application to another environment, by name, PROJECT/NAME or id. Its Traefik file stays as it is."""
    with connect_panel(console, where) as session:
        found = named(session, app)
        environment = _meant(_targets(session.server), target, found.project_id)
        if environment.id != found.environment_id:
            compose = found.kind == "compose"
            session.server.operate("move", found.id, compose=compose, targetEnvironmentId=environment.id)
    console.say(f"{found.app_name} is in {environment.project}/{environment.name}")


def _targets(server: Dokploy) -> list[Destination]:
    return [
        Destination(row.environment_id, row.name, project.name, project.project_id)
        for project in server.projects()
        for row in (project.environments or server.environments(project.project_id))
    ]


def _meant(targets: list[Destination], wanted: str, project_id: str) -> Destination:
    """The environment that is meant: of several with one name, that of the application's own project.

    Raises:
        UsageError: there is none, or several.
    """
    wanted = bare_id(wanted)
    by_id = [target for target in targets if target.id == wanted]
    by_path = [target for target in targets if f"{target.project}/{target.name}" == wanted]
    by_name = [target for target in targets if target.name == wanted]
    own = [target for target in by_name if target.project_id == project_id]
    for found in (by_id, by_path, own, by_name):
        if len(found) == 1:
            return found[0]
        if found:
            which = ", ".join(f"`{target.project}/{target.name}` ({target.id})" for target in found)
            raise UsageError(f"several environments are named `{wanted}`", f"say which: {which}")
    names = ", ".join(sorted({f"`{target.project}/{target.name}`" for target in targets}))
    raise UsageError(f"there is no environment `{wanted}`", f"there are {names}" if names else "")


COMMANDS = {"move": move}
