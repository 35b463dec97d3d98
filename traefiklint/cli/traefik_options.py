"""The options that tell a command about the Traefik around the files: `--static`, `--profile`, `--target`."""

from __future__ import annotations

import click

from traefiklint.errors import UsageError
from traefiklint.options import PROFILES
from traefiklint.versions import NEWEST, read_version


def target_check(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """The target as the user wrote it, refused where it is not a version of Traefik 3."""
    if value is not None:
        try:
            read_version(value)
        except UsageError as error:
            raise click.BadParameter(f"{error.message}; {error.hint}") from None
    return value


static_option = click.option("--static", metavar="FILE", type=click.Path(), help="Traefik's static configuration.")
profile_option = click.option(
    "--profile", type=click.Choice(PROFILES), help="What stands in for it [what the files show]."
)
target_option = click.option(
    "--target",
    callback=target_check,
    metavar="VERSION",
    help=f"The Traefik version the files are for, such as 3.6 or 3.6.15 [{NEWEST}].",
)
traefik_option = click.option(
    "--traefik",
    "traefiks",
    multiple=True,
    metavar="NAME",
    help="Which Traefik of the settings (a table `[[traefik]]`) [all].",
)
