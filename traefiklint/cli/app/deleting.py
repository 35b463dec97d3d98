"""`app delete`."""

from __future__ import annotations

import click

from traefiklint.cli.app.common import named
from traefiklint.cli.connection import AppCommand, ServerOptions, connect_panel, server_options
from traefiklint.cli.console import Console, is_answered
from traefiklint.cli.group import examples
from traefiklint.errors import UsageError
from traefiklint.files import COMPOSE_FOLDER


@click.command(
    "delete",
    cls=AppCommand,
    epilog=examples("traefiklint app delete shop", "traefiklint app delete shop-0dlf7b --confirm shop-0dlf7b"),
)
@click.argument("app")
@server_options
@click.option("--confirm", metavar="NAME", help="The file name of the application, where nobody can be asked for it.")
@click.option("--volumes", is_flag=True, help="Of a compose application, delete its volumes too.")
@click.pass_obj
def delete(console: Console, app: str, where: ServerOptions, confirm: str | None, volumes: bool) -> None:
    """Delete an application with its containers, deployments and Traefik file, or a compose application with its
    containers and deployments. There is no way back.

    The name of its file (without .yml) has to be typed. The text of the file is kept under `.traefiklint/backups/`, and
    the file here stays. The volumes of a compose application stay without `--volumes`.
    """
    from traefiklint.sync.backups import now, save
    from traefiklint.sync.workspace import name_problem

    with connect_panel(console, where) as session:
        found = named(session, app)
        _confirm(found.app_name, f"{found.name} ({found.project}/{found.environment})", confirm)
        compose = found.kind == "compose"
        text = session.server.compose(found.id).compose_file if compose else session.server.read_config(found.id)
        if text and not name_problem(found.app_name):
            name = f"{COMPOSE_FOLDER}/{found.app_name}" if compose else found.app_name
            path = save(session.workspace, name, text, now())
            console.note(f"the text of its {'compose' if compose else 'Traefik'} file is kept in {path}")
        more = {"deleteVolumes": volumes} if compose else {}
        session.server.operate("delete", found.id, compose=compose, **more)
    console.say(f"{found.app_name} is deleted")


def _confirm(app_name: str, description: str, given: str | None) -> None:
    if given is None:
        if not is_answered():
            raise UsageError("nobody is there to type the name", f"say `--confirm {app_name}`")
        given = click.prompt(f"This deletes {description} for ever. Type {app_name} to go on", err=True)
    if given != app_name:
        raise UsageError(f"`{given}` is not `{app_name}`; nothing was deleted")


COMMANDS = {"delete": delete}
