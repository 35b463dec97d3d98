"""Serve an editor: diagnostics, completion, hover, rename and more over the language server protocol."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from traefiklint.cli.checking import Request, lint_options, plan
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.errors import UsageError
from traefiklint.settings import Settings, load

if TYPE_CHECKING:
    from traefiklint.editor.client_settings import ClientSettings
    from traefiklint.options import Options
    from traefiklint.plans import Plan


class SettingsPlanner:
    """Plans as every command does: by the config file that is nearest, and by what the editor asks for beside it."""

    def __init__(self, config: str | None = None) -> None:
        self._config = os.path.abspath(config) if config is not None else None  # noqa: PTH100
        self.client: ClientSettings | None = None

    def plan(self, paths: tuple[str, ...]) -> Plan:
        """What belongs to these paths; to all of the working directory where there are none.

        Raises:
            TraefiklintError: the settings, or what they name, cannot be read.
        """
        return plan(self._request(paths), self._settings())

    def options(self) -> Options:
        """How to judge what nobody says more about.

        Raises:
            TraefiklintError: the settings, or what they name, cannot be read.
        """
        return lint_options(self._request(()), self._settings())

    def rule_url(self) -> str:
        """Where the pages of rules are published; empty where nobody says so.

        Raises:
            TraefiklintError: the settings cannot be read.
        """
        return self._settings().rule_url

    def _settings(self) -> Settings:
        return load(self._config)

    def _request(self, paths: tuple[str, ...]) -> Request:
        client = self.client
        if client is None:
            return Request(paths, sniff=bool(paths))
        return Request(
            paths,
            client.static or None,
            client.profile or None,
            client.target or None,
            client.select,
            client.ignore,
            client.strict,
            sniff=bool(paths),
        )


@click.command("server", epilog=examples("traefiklint server", "traefiklint --config ci.toml server"))
@click.option("--stdio", is_flag=True, help="Over standard input and output; there is no other way.")
@click.pass_obj
def command(console: Console, /, stdio: bool) -> None:
    """Serve an editor over standard input and output; editors start it themselves.

    How to set it up in VS Code, Neovim, Helix and Zed: docs/editor.md.
    """
    del stdio  # editors pass it, whatever they are told
    try:
        from traefiklint.editor.server import serve
    except ModuleNotFoundError as missing:
        if missing.name not in ("pygls", "lsprotocol"):
            raise
        raise UsageError("the server needs the package `pygls`", "`pip install 'traefiklint[server]'`") from None
    serve(SettingsPlanner(console.config))
