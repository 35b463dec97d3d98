"""The commands that do one thing to one application."""

from __future__ import annotations

import json
from typing import NamedTuple

import click

from traefiklint.cli.app.common import ask, facts, named, only_application
from traefiklint.cli.connection import AppCommand, ServerOptions, connect_panel, server_options
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples


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
            click.echo(json.dumps({"operation": operation.name, "app": facts(found)}, ensure_ascii=False, indent=2))
        else:
            console.say(operation.said.format(app=found.app_name))

    run.__doc__ = operation.help
    body = server_options(run)
    body = click.option("--yes", is_flag=True, help="Do not ask.")(body)
    body = click.option(
        "--format", "form", type=click.Choice(("text", "json")), default="text", help="How to answer [text]."
    )(body)
    body = click.argument("app")(body)
    epilog = examples(f"traefiklint app {operation.name} shop")
    return click.command(operation.name, cls=AppCommand, help=operation.help, epilog=epilog)(body)


COMMANDS = {operation.name: _command(operation) for operation in _OPERATIONS}
