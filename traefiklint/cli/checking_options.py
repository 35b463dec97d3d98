"""The options of commands that check files: what to check, and how to report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from traefiklint.cli.checking import own_book
from traefiklint.cli.outputs import pair
from traefiklint.cli.traefik_options import profile_option, static_option, target_option, traefik_option
from traefiklint.errors import TraefiklintError
from traefiklint.report import FORMATS
from traefiklint.settings import load

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


def _rules(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Rules that are given several times, or with commas, or both."""
    return tuple(name.strip() for part in value for name in part.split(",") if name.strip())


def complete_rules(_: click.Context, __: click.Parameter, incomplete: str) -> list[str]:
    """The rules and categories that begin so, behind those that are written already."""
    from traefiklint.engine import load_rules

    try:
        own = own_book(load())
    except TraefiklintError:  # whoever completes a command is not told about policies
        own = None
    rules = load_rules(own)
    done, comma, begun = incomplete.rpartition(",")
    names = sorted({*rules, *(rule.category for rule in rules.values())})
    return [f"{done}{comma}{name}" for name in names if name.startswith(begun)]


def checking_options(command: Command) -> Command:
    """The options by which `lint` and `fix` are told what to look at, and for what; see `request_of`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


sniff_option = click.option(
    "--sniff", is_flag=True, help="Pass over named files that hold no Traefik configuration (for hooks)."
)
stdin_option = click.option(
    "--stdin-filename", default="", metavar="FILE", help="Which file standard input (the path `-`) stands for."
)
_OPTIONS = (
    static_option,
    profile_option,
    target_option,
    traefik_option,
    click.option(
        "--select",
        multiple=True,
        callback=_rules,
        shell_complete=complete_rules,
        metavar="RULE,...",
        help="Only these rules, categories.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        callback=_rules,
        shell_complete=complete_rules,
        metavar="RULE,...",
        help="Not these rules, categories.",
    ),
    click.option("--strict", is_flag=True, help="Also what is only untidy."),
    click.option("--only-fatal", is_flag=True, help="Only what Traefik refuses or disables."),
    fail_on_option,
    sniff_option,
    stdin_option,
)
