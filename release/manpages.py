"""The manual pages of the commands, made of their help by click-man."""

from __future__ import annotations

import re
from copy import copy
from pathlib import Path

import click

from traefiklint.cli.group import SUMMARIES, Commands
from traefiklint.version import VERSION


def write_manual(folder: Path) -> list[Path]:
    """Write `traefiklint.1` and a page for each command."""
    from click_man.core import write_man_pages

    folder.mkdir(parents=True, exist_ok=True)
    write_man_pages("traefiklint", _whole(), version=VERSION, target_dir=str(folder))
    pages = sorted(folder.glob("*.1"))
    for page in pages:
        text = page.read_text("utf-8")
        page.write_text(re.sub(r"[^\x00-\x7f]", lambda sign: f"\\[u{ord(sign[0]):04X}]", text), "ascii")
    return pages


def _whole() -> click.Group:
    """The program with all commands at hand: as it is, it imports one when that is called."""
    group = Commands(name="traefiklint")
    group.short_help = "lint Traefik's configuration as Traefik reads it"
    _prepare(group)
    for name, command in group.commands.items():
        command.short_help = SUMMARIES[name]
    return group


def _prepare(command: click.Command) -> None:
    """Give a command its help in the language of manual pages, with the examples that stand at its end."""
    if isinstance(command, click.Group):
        context = click.Context(command)
        command.commands = dict(command.commands)
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            assert inner is not None
            command.commands[name] = copy(inner)  # the program goes on with its own
    command.short_help = command.get_short_help_str(limit=80)  # before the help is in another language
    parts = [command.help or "", *([command.epilog] if command.epilog else [])]
    command.help = "\n\n".join(map(roff, parts))
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            _prepare(inner)


def roff(text: str) -> str:
    """A help text in roff: what stands behind a `\\b` keeps its lines, and nothing in it is a request."""
    paragraphs = []
    for paragraph in re.sub(r"\f.*", "", text, flags=re.DOTALL).strip("\n ").split("\n\n"):
        plain = paragraph.replace("\\", "\\e")
        lines = [re.sub(r"^(?=[.'])", r"\\&", line) for line in plain.splitlines()]
        if lines and lines[0].strip() == "\b":
            paragraphs.append("\n".join([".nf", *lines[1:], ".fi"]))
        else:
            paragraphs.append("\n".join(line.strip() for line in lines))
    return "\n\n".join(paragraphs)
