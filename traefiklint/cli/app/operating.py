"""The commands that do one thing to one application."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import click

from traefiklint.cli.app.common import ask, facts, named
from traefiklint.cli.connection import AppCommand, Where, connect_panel, server_options
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples

if TYPE_CHECKING:
    from traefiklint.dokploy.answers import Application
    from traefiklint.dokploy.client import Dokploy


class Operation(NamedTuple):
    """Something that can be done to an application.

    Attributes:
        name: the command.
        help: what it does.
        act: does it.
        said: what is said when the server agreed; `{app}` is the application.
        warning: what is said first, and asked at a terminal, where it cannot be undone or concerns others.
    """

    name: str
    help: str
    act: Callable[[Dokploy, Application], None]
    said: str
    warning: str = ""


_OPERATIONS = (
    Operation(
        "start",
        "Start an application; the server waits for Docker.",
        lambda server, app: server.start(app.id),
        "{app} is started",
    ),
    Operation(
        "stop",
        "Stop an application. The server answers the same where Docker failed.",
        lambda server, app: server.stop(app.id),
        "{app} is told to stop",
    ),
    Operation(
        "reload",
        "Start the container of an application anew.",
        lambda server, app: server.reload(app.id, app.app_name),
        "{app} is reloaded",
    ),
    Operation(
        "mark-running",
        "Set the status of an application to `running`, and do nothing else.",
        lambda server, app: server.mark_running(app.id),
        "{app} is marked as running",
    ),
    Operation(
        "refresh-token",
        "Give the deploy webhook of an application a new token; the old URL stops working.",
        lambda server, app: server.refresh_token(app.id),
        "the deploy webhook of {app} has a new token; its URL is in the panel",
        "The deploy URL of {app} that is in use now will stop working.",
    ),
    Operation(
        "kill-build",
        "End every Docker build on the server of an application, not only its own.",
        lambda server, app: server.kill_build(app.id),
        "every build on the server of {app} was ended",
        "This ends every Docker build on the server of {app}, those of other applications too.",
    ),
    Operation(
        "clean-queues",
        "Drop the waiting deployments of an application.",
        lambda server, app: server.clean_queues(app.id),
        "the waiting deployments of {app} are dropped",
    ),
)


def _command(operation: Operation) -> click.Command:
    @click.pass_obj
    def run(console: Console, app: str, where: Where, form: str, yes: bool = False) -> None:
        with connect_panel(console, where) as session:
            found = named(session, app)
            if operation.warning:
                ask(console, operation.warning.format(app=found.app_name), yes=yes)
            operation.act(session.server, found)
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
