"""The options by which commands that check files are told what to look at, and for what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from traefiklint.cli.checking import own_book
from traefiklint.cli.report_options import fail_on_option
from traefiklint.cli.traefik_options import profile_option, static_option, target_option, traefik_option
from traefiklint.errors import TraefiklintError
from traefiklint.settings import load


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


Command = TypeVar("Command", bound="Callable[..., Any]")


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
