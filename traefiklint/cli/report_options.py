"""The options by which commands are told how to report, and what they come to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from traefiklint.cli.checking import own_pages
from traefiklint.cli.console import Console
from traefiklint.findings import Severity
from traefiklint.report import FORMATS, View
from traefiklint.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info", "never")),
    help="From which severity on the exit status is 1 [error].",
)


def report_options(what: str = "How to report [text].") -> Callable[[Command], Command]:
    """The options `--format` and `--output` of an `OutputCommand`.

    Args:
        what: what the help says about the format.
    """

    def with_options(command: Command) -> Command:
        output = click.option(
            "--output",
            multiple=True,
            metavar="FILE",
            type=click.Path(),
            expose_value=False,
            help="Where the format before it goes.",
        )
        format_ = click.option("--format", multiple=True, type=click.Choice(FORMATS), expose_value=False, help=what)
        return format_(output(command))

    return with_options


def view_of(given: dict[str, Any], settings: Settings, console: Console, notes: tuple[str, ...] = ()) -> View:
    """How a command shows its report, by its options, the settings, and what else it says at the end."""
    fail_on = given["fail_on"] or settings.fail_on
    return View(
        quiet=console.quiet,
        statistics=given.get("statistics", False),
        fail_on=None if fail_on == "never" else Severity(fail_on),
        notes=notes,
        rule_url=settings.rule_url,
        own_pages=own_pages(settings),
    )
