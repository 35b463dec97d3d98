"""Look at and operate the applications and compose applications of a Dokploy server."""

from __future__ import annotations

import importlib

import click

from traefiklint.cli.group import examples

_COMMANDS = {
    "list": "looking",
    "show": "looking",
    "monitor": "monitoring",
    "start": "operating",
    "stop": "operating",
    "deploy": "operating",
    "redeploy": "operating",
    "reload": "operating",
    "mark-running": "operating",
    "move": "moving",
    "refresh-token": "operating",
    "delete": "deleting",
    "kill-build": "operating",
    "clean-queues": "operating",
}


class _AppCommands(click.Group):
    """The commands, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Their names, in the order of the help."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """One of them, with the options that all commands share."""
        from traefiklint.cli.group import share_options

        module_name = _COMMANDS.get(cmd_name)
        if module_name is None:
            return None
        module = importlib.import_module(f"traefiklint.cli.app.{module_name}")
        return share_options(module.COMMANDS[cmd_name])


command = _AppCommands(
    name="app",
    help="Look at and operate the applications and compose applications of a Dokploy server.\n\nAn APP is a name, a "
    "file name or an id; an id may begin with a dash.",
    epilog=examples(
        "traefiklint app list",
        "traefiklint app show shop-0dlf7b --format json",
        "traefiklint app monitor shop",
        "traefiklint app reload -9QbouZq-QitvrwwU1KHI",
    ),
    no_args_is_help=True,
)
