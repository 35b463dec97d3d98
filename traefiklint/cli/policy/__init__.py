"""Work on policies, a team's own rules: run their examples, check them, begin a new one."""

from __future__ import annotations

import importlib

import click

from traefiklint.cli.group import examples

_COMMANDS = {"test": "testing", "check": "checks", "new": "beginning"}


class _PolicyCommands(click.Group):
    """The commands, each imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Their names, in the order of the help."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """One of them, with the options that all commands share."""
        from traefiklint.cli.group import share_options

        name = _COMMANDS.get(cmd_name)
        if name is None:
            return None
        command = importlib.import_module(f"traefiklint.cli.policy.{name}").command
        assert isinstance(command, click.Command), "each of these modules has one"
        return share_options(command)


command = _PolicyCommands(
    name="policy",
    help="Work on policies, a team's own rules: run their examples, check them, begin a new one.\n\n"
    "Policies are YAML files that `policies` and `extends` in traefiklint.toml name; `lint` holds every file to them.",
    epilog=examples(
        "traefiklint policy new public-router-headers",
        "traefiklint policy test",
        "traefiklint policy check policies/",
        "traefiklint policy test policies/baseline",
    ),
    no_args_is_help=True,
)
