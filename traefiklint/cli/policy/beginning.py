"""Write the start of a policy."""

from __future__ import annotations

import os

import click

from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.errors import UsageError
from traefiklint.policies.start import STARTS, start_of


@click.command(
    "new",
    epilog=examples(
        "traefiklint policy new public-router-headers", "traefiklint policy new h2-only --about tlsOptions"
    ),
)
@click.argument("name")
@click.option("--about", type=click.Choice(tuple(STARTS)), default="router", help="What it is about [router].")
@click.option("--directory", metavar="FOLDER", type=click.Path(), help="Where to write it [policies].")
@click.pass_obj
def command(console: Console, name: str, about: str, directory: str | None) -> None:
    """Write a commented start of a policy, NAME.yml, that works as it is: change it, and run `policy test`."""
    from traefiklint.policies.read import ID
    from traefiklint.writing import write_file

    if not ID.fullmatch(name):
        raise UsageError(f"`{name}` is no name of a policy", "write it as in `public-router-headers`")
    settings = console.settings()
    known = [path for path in map(settings.path, settings.policies) if not path.endswith((".yml", ".yaml"))]
    folder = directory or (known[0] if known else "policies")
    path = os.path.join(folder, f"{name}.yml")  # noqa: PTH118
    if os.path.exists(path):  # noqa: PTH110
        raise UsageError(f"`{path}` is there already", "choose another name")
    os.makedirs(folder, exist_ok=True)  # noqa: PTH103
    write_file(path, start_of(name, about).encode())
    console.say(f"written: {path}; change it, and run `traefiklint policy test`")
    if not known:
        console.say(f'lint holds your files to it once traefiklint.toml says `policies = ["{folder}"]`')


COMMANDS = {"new": command}
