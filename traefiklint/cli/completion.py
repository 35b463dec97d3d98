"""Print what a shell needs to complete commands, options and rules."""

from __future__ import annotations

import click

from traefiklint.cli import COMPLETION
from traefiklint.cli.group import Commands, examples

SHELLS = ("bash", "zsh", "fish")


@click.command(
    "completion",
    epilog=examples(
        "traefiklint completion bash > ~/.local/share/bash-completion/completions/traefiklint",
        'traefiklint completion zsh > "${fpath[1]}/_traefiklint"',
        "traefiklint completion fish > ~/.config/fish/completions/traefiklint.fish",
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
def command(shell: str) -> None:
    """Print the completion script of a SHELL: bash, zsh or fish."""
    click.echo(script_for(shell))


def script_for(shell: str) -> str:
    """The completion script of one of `SHELLS`."""
    from click.shell_completion import get_completion_class

    completion = get_completion_class(shell)
    if completion is None:
        raise ValueError(f"no completion for {shell}")
    script = completion(Commands(name="traefiklint"), {}, "traefiklint", COMPLETION)
    return script.source_template % script.source_vars()
