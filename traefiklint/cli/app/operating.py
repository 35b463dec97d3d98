"""The commands that do one thing to one application."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from traefiklint.cli.app.common import ask, facts, named, only_application
from traefiklint.cli.connection import AppCommand, ServerOptions, bare_id, connect_panel, server_options
from traefiklint.cli.console import Console, is_answered
from traefiklint.cli.group import examples, format_option
from traefiklint.errors import UsageError
from traefiklint.files import COMPOSE_FOLDER

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


class Operation(NamedTuple):
    """Something that can be done to an application.

    Attributes:
        name: the command.
        help: what it does.
        said: what is said when the server agreed; `{app}` is the application.
        warning: what is said first, and asked at a terminal, where it cannot be undone or concerns others.
        instead: what to do with a compose application, where this is for applications only.
    """

    name: str
    help: str
    said: str
    warning: str = ""
    instead: str = ""

    @property
    def procedure(self) -> str:
        """As the server calls it."""
        first, *others = self.name.split("-")
        return first + "".join(word.capitalize() for word in others)


_OPERATIONS = (
    Operation("start", "Start an application; the server waits for Docker.", "{app} is started"),
    Operation("stop", "Stop an application. The server answers the same where Docker failed.", "{app} is told to stop"),
    Operation(
        "deploy",
        "Deploy an application: its source is fetched and built, its containers start anew. The server queues it.",
        "the deployment of {app} is queued",
    ),
    Operation(
        "redeploy",
        "Deploy an application again without fetching its source. The server queues it.",
        "the deployment of {app} is queued",
    ),
    Operation(
        "reload",
        "Start the container of an application anew.",
        "{app} is reloaded",
        instead="`app redeploy` starts its containers anew",
    ),
    Operation(
        "mark-running",
        "Set the status of an application to `running`, and do nothing else.",
        "{app} is marked as running",
        instead="`app start` and `app deploy` set its status",
    ),
    Operation(
        "refresh-token",
        "Give the deploy webhook of an application a new token; the old URL stops working.",
        "the deploy webhook of {app} has a new token; its URL is in the panel",
        "The deploy URL of {app} that is in use now will stop working.",
    ),
    Operation(
        "kill-build",
        "End every Docker build on the server of an application, not only its own.",
        "every build on the server of {app} was ended",
        "This ends every Docker build on the server of {app}, those of other applications too.",
    ),
    Operation(
        "clean-queues",
        "Drop the waiting deployments of an application.",
        "the waiting deployments of {app} are dropped",
    ),
)


def _command(operation: Operation) -> click.Command:
    @click.pass_obj
    def run(console: Console, app: str, where: ServerOptions, form: str, yes: bool = False) -> None:
        with connect_panel(console, where) as session:
            found = named(session, app)
            if operation.instead:
                only_application(found, operation.name, operation.instead)
            if operation.warning:
                ask(console, operation.warning.format(app=found.app_name), yes=yes)
            more = {"appName": found.app_name} if operation.name == "reload" else {}
            session.server.operate(operation.procedure, found.id, compose=found.kind == "compose", **more)
        if form == "json":
            console.say_data({"operation": operation.name, "app": facts(found)})
        else:
            console.say(operation.said.format(app=found.app_name))

    run.__doc__ = operation.help
    body = server_options(run)
    body = click.option("--yes", is_flag=True, help="Do not ask.")(body)
    body = format_option("How to answer [text].")(body)
    body = click.argument("app")(body)
    epilog = examples(f"traefiklint app {operation.name} shop")
    return click.command(operation.name, cls=AppCommand, help=operation.help, epilog=epilog)(body)


COMMANDS = {operation.name: _command(operation) for operation in _OPERATIONS} | {"move": move, "delete": delete}
