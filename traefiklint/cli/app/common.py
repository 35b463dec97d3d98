"""What the commands on applications share: finding the application, and asking before what cannot be undone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from traefiklint.cli.connection import Panel
from traefiklint.cli.console import Console, is_answered
from traefiklint.cli.naming import pick
from traefiklint.errors import UsageError

if TYPE_CHECKING:
    from traefiklint.dokploy.answers import Application


_WIDEST = 70
"""As long as the longest name of a file."""


def named(session: Panel, name: str) -> Application:
    """The application, or the compose application, that a name, file name or id means.

    Raises:
        UsageError: there is none, or the name is that of several.
    """
    found = session.server.services()
    return pick((*found.applications, *found.composes), name)


def only_application(app: Application, what: str, instead: str) -> None:
    """Make sure that something is meant which the server has for applications only.

    Raises:
        UsageError: it is a compose application.
    """
    if app.kind == "compose":
        raise UsageError(f"`{app.app_name}` is a compose application, for which the server has no `{what}`", instead)


def ask(console: Console, warning: str, *, yes: bool) -> None:
    """Say what comes, and go on only with a yes, be it given in advance.

    Raises:
        UsageError: nobody is there to ask.
    """
    if yes:
        console.note(warning)
    elif is_answered():
        click.confirm(f"{warning} Go on?", abort=True, err=True)
    else:
        raise UsageError(f"nobody is there to confirm this. {warning}", "say `--yes` if you mean it")


def table(rows: Sequence[tuple[str, ...]], heads: tuple[str, ...]) -> list[str]:
    """Columns of text, as wide as they have to be."""
    clean = [tuple(_cell(cell) for cell in row) for row in rows]
    widths = [max(len(row[column]) for row in [heads, *clean]) for column in range(len(heads))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [heads, *clean]
    ]


def _cell(text: str) -> str:
    """A text without what a terminal would obey, cut where it would make the whole table too wide."""
    clean = "".join(c if c.isprintable() else "�" for c in text)
    return clean if len(clean) <= _WIDEST else clean[: _WIDEST - 1] + "…"


def facts(app: Application) -> dict[str, Any]:
    """An application for JSON; nothing secret is known of it."""
    return app.model_dump() | {"kind": app.kind}
