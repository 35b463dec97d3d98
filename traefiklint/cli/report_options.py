"""The options by which commands are told how to report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from traefiklint.cli.outputs import pair
from traefiklint.report import FORMATS

Command = TypeVar("Command", bound=Callable[..., Any])

fail_on_option = click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info", "never")),
    help="From which severity on the exit status is 1 [error].",
)


class OutputCommand(click.Command):
    """A command with options `--format` and `--output`, which receives them in pairs as `outputs`."""

    usual_format = "text"
    """How it reports where nobody says how."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click does it; click itself forgets the order of different options."""
        given = list(args)
        rest = super().parse_args(ctx, args)
        values, _, order = self.make_parser(ctx).parse_args(given)
        formats, files = iter(values.get("format") or ()), iter(values.get("output") or ())
        said = [
            (param.name, next(formats if param.name == "format" else files))
            for param in order
            if param.name in ("format", "output")
        ]
        ctx.params["outputs"] = () if ctx.resilient_parsing else pair(said, self.usual_format)
        return rest


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
