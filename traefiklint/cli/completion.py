"""Print what a shell needs to complete commands, options and rules."""

from __future__ import annotations

import click

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
    from click.shell_completion import get_completion_class

    completion = get_completion_class(shell)
    if completion is not None:
        script = completion(Commands(name="traefiklint"), {}, "traefiklint", "_TRAEFIKLINT_COMPLETE")
        click.echo(script.source_template % script.source_vars())
