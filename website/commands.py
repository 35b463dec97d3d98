"""The commands, from their own help."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape

import click

from traefiklint.cli.group import SECTIONS, SUMMARIES, Commands, shared_options
from website.texts import Texts, fenced

INDEX = "commands/index.md"


def names() -> list[str]:
    """All commands, in the order of the help."""
    group = Commands(name="traefiklint")
    return group.list_commands(click.Context(group))


def path_of(name: str) -> str:
    """Where the page of a command is."""
    return f"commands/{name}.md"


def commands() -> Texts:
    """An index, and a page for each command."""
    group = Commands(name="traefiklint")
    context = click.Context(group, info_name="traefiklint", terminal_width=88)
    texts = {INDEX: _index(group, context)}
    for name in names():
        command = group.get_command(context, name)
        assert command is not None
        texts[path_of(name)] = _page(name, command, context)
    return texts


def _index(group: Commands, context: click.Context) -> str:
    parts = ["# Commands\n", f"{group.help}\n"]
    for title, members in SECTIONS.items():
        parts.append(f"## {title}\n\n| command | does |\n|---|---|")
        parts += [f"| [`{name}`]({name}.md) | {said} |" for name, said in members.items()]
        parts.append("")
    parts.append("## For every command\n")
    parts.append(_options(shared_options(), context))
    parts.append(
        "The exit status is 0 where nothing is wrong, 1 where there are findings, 2 where the command could not do its "
        "work.\n"
    )
    return "\n".join(parts)


def _page(name: str, command: click.Command, above: click.Context) -> str:
    title = f"traefiklint {name}"
    front = f'---\ntitle: "{name}"\ndescription: "{title}: {_plain(SUMMARIES[name])}."\n---\n'
    return f"{front}\n# `{title}`\n\n" + "\n".join(_described(name, command, above, 2))


def _described(name: str, command: click.Command, above: click.Context, depth: int) -> Iterator[str]:
    context = click.Context(command, parent=above, info_name=name, terminal_width=88)
    text = command.help or ""
    yield _prose(text)
    usage = command.get_usage(context).removeprefix("Usage: ")
    yield fenced(usage, "text")
    if command.epilog:
        examples = [line.strip() for line in command.epilog.replace("\b", "").strip().splitlines()[1:]]
        yield fenced("\n".join(examples), "sh")
    shared = {option for param in shared_options() for option in param.opts}
    own = [param for param in command.params if isinstance(param, click.Option) and not shared & {*param.opts}]
    if any(not option.hidden for option in own):
        yield f"{'#' * depth} Options{'' if depth == 2 else f' of `{name}`'}\n"
        yield _options([option for option in own if not option.hidden], context)
    yield "Options that every command has are [here](index.md#for-every-command).\n" if depth == 2 else ""
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            assert found is not None
            yield f"## `{name} {inner}`\n"
            yield from _described(inner, found, context, 3)


def _prose(text: str) -> str:
    """The help as Markdown: paragraphs, and lists and tables that stand as they are written."""
    parts = []
    for part in re.sub(r"\f.*", "", text, flags=re.DOTALL).strip().split("\n\n"):
        if part.startswith("\b"):
            parts.append(fenced("\n".join(line for line in part.splitlines()[1:]), "text"))
        else:
            parts.append(escape(" ".join(part.split()), quote=False) + "\n")
    return "\n".join(parts)


def _options(options: list[click.Parameter] | list[click.Option], context: click.Context) -> str:
    rows = []
    for option in options:
        record = option.get_help_record(context)
        if record is not None:
            words, text = record
            says = re.sub(r"`([^`]+)`", r"<code>\1</code>", escape(" ".join(text.split()), quote=False))
            rows.append(f"<dt><code>{escape(words)}</code></dt>\n<dd>{says or '&nbsp;'}</dd>")
    return '<dl class="options">\n' + "\n".join(rows) + "\n</dl>\n"


def _plain(text: str) -> str:
    return text.replace("`", "").replace('"', "'")
