"""The commands: imported when called, listed in `--help` without importing them."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any, TypeVar

import click

from traefiklint.cli.console import Console
from traefiklint.cli.formatting import EXAMPLES, HelpContext
from traefiklint.cli.streams import OutputClosedError

SECTIONS = {
    "Check": {
        "lint": "Check files the way Traefik reads them",
        "fix": "Apply the fixes of what is wrong, and keep all else as it is written",
        "edit": "Change objects in many files at once, with everything else kept as it is written",
        "convert": "Write labels of compose files as a dynamic file, or a dynamic file as labels",
        "verify": "Ask the real Traefik, and put its verdict on the lines that caused it",
        "test": "Run tests of routes: requests, and who must answer them",
        "upgrade": "Say what a newer Traefik changes for these files",
        "policy": "Work on policies, a team's own rules: run their examples, check them, begin a new one",
    },
    "Begin": {
        "init": "Write traefiklint.toml from what is found here, and the entry for pre-commit",
        "server": "Serve an editor: diagnostics, completion, hover, rename and more over the language server protocol",
    },
    "Understand": {
        "report": "Write a page to look at: routes, findings, who answers what",
        "route": "Say which router answers a request, and why the others do not",
        "graph": "Draw entry points, routers, middlewares and services, with the findings in colour",
        "diff-routes": "Say what a change of files means for visitors: which requests somebody else answers, or nobody",
        "explain": "Explain a rule: what is wrong, why it matters, how to fix it",
        "rules": "List the rules: what each finds, and what Traefik does about it",
        "schema": "Print the JSON Schema of a configuration, for editors",
        "config": "Show the settings in force, and where each comes from",
        "completion": "Print what a shell needs to complete commands, options and rules",
    },
    "Running": {
        "live": "Compare a running Traefik with the files: frozen, disabled, missing, expiring",
    },
    "Dokploy": {
        "pull": "Bring the server's files here; local edits are merged, never lost",
        "push": "Give the server the files that stand here: linted, planned, confirmed, proved",
        "diff": "Show what differs between here and the server, object by object",
        "status": "Say which files differ between here and the server, and on which side they changed",
        "restore": "List the texts that pushes replaced, and put them back",
        "app": "Look at and operate the applications and compose applications of a Dokploy server",
    },
}
"""Every command with what it does, in the order of the help. Its module is called like it (`diff_routes.py` is
`diff-routes`), and defines `command`."""
SUMMARIES = {name: summary for commands in SECTIONS.values() for name, summary in commands.items()}

Command = TypeVar("Command", bound=Callable[..., Any])


def examples(*lines: str) -> str:
    """The end of a command's help: what to type. To be given as the `epilog` of the command."""
    return EXAMPLES + "\n".join(f"  {line}" for line in lines)


def format_option(what: str, *forms: str) -> Callable[[Command], Command]:
    """The option `--format` of a command that says one thing, which it receives as `form`.

    Args:
        what: what its help says.
        forms: the formats, the usual one first; text and JSON where none is given.
    """
    names = forms or ("text", "json")
    return click.option("--format", "form", type=click.Choice(names), default=names[0], help=what)


def gathered_options(name: str, kind: Any, *options: Callable[[Command], Command]) -> Callable[[Command], Command]:
    """Options that a command receives together, as one argument `name`: a named tuple of a kind."""

    def with_options(command: Command) -> Command:
        @wraps(command)
        def gathered(*args: Any, **given: Any) -> Any:
            together = kind(**{field: given.pop(field) for field in kind._fields})
            return command(*args, **{name: together}, **given)

        for option in reversed(options):
            gathered = option(gathered)
        return gathered  # type: ignore[return-value]

    return with_options


class Commands(click.Group):
    """All commands of the program, and the options that all of them share."""

    context_class = HelpContext

    def __init__(self, **attributes: Any) -> None:
        super().__init__(
            help="Check Traefik's dynamic configuration as Traefik reads it, and keep it in git.",
            epilog=examples(
                "traefiklint lint apps/                  check a provider directory",
                "traefiklint explain unknown-middleware  read about a rule",
                "traefiklint pull && traefiklint status  work with a Dokploy server",
            ),
            no_args_is_help=True,
            context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
            **attributes,
        )
        self.params = [*shared_options(), click.Option(["--version", "-V"], **_VERSION)]

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command. A closed pipe gets a name of its own, for click would make it status 1."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            raise OutputClosedError from None

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - click's signature
        """Import the module of a command; None where there is none."""
        if cmd_name not in SUMMARIES:
            return None
        command: click.Command = importlib.import_module(f"traefiklint.cli.{cmd_name.replace('-', '_')}").command
        return share_options(command)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click does it, with the nearest command where there is none of this name."""
        name, *rest = args
        command = self.get_command(ctx, name)
        if command is None and not ctx.resilient_parsing:
            if name.startswith("-"):
                return super().resolve_command(ctx, args)
            from traefiklint.text.spelling import nearest

            near = nearest(name, self.list_commands(ctx))
            ctx.fail(f"there is no command `{name}`" + (f", did you mean `{near}`?" if near else ""))
        return name, command, rest

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The names of all commands, in the order of the help."""
        return list(SUMMARIES)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[Any]:
        """The commands (and options) that begin so, without importing a single one."""
        from click.shell_completion import CompletionItem

        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        return [CompletionItem(name, help=said) for name, said in SUMMARIES.items() if name.startswith(incomplete)]

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """The list of commands with what each does, section by section."""
        for title, commands in SECTIONS.items():
            with formatter.section(title):
                formatter.write_dl(list(commands.items()))


class LazyGroup(click.Group):
    """Commands below one name, each imported when it is called.

    Attributes:
        modules: the module of each command, in the order of the help. It has `COMMANDS`, by name.
    """

    def __init__(self, modules: Mapping[str, str], **attributes: Any) -> None:
        super().__init__(no_args_is_help=True, **attributes)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Their names, in the order of the help."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """One of them, with the options that all commands share; None where there is none."""
        if cmd_name not in self.modules:
            return None
        commands: dict[str, click.Command] = importlib.import_module(self.modules[cmd_name]).COMMANDS
        return share_options(commands[cmd_name])


def shared_options() -> list[click.Parameter]:
    """The options that stand before and after the name of every command."""
    return [
        click.Option(
            ["--config"],
            metavar="FILE",
            type=click.Path(),
            expose_value=False,
            callback=_remember,
            help="Read this config file instead of looking for traefiklint.toml.",
        ),
        _flag("--quiet", "Say nothing besides what was asked for."),
        _flag("--verbose", "Say more, and show tracebacks of bugs."),
        _flag("--no-color", "No colours, also on a terminal."),
        click.Option(
            ["--color"],
            type=click.Choice(("auto", "always", "never")),
            expose_value=False,
            callback=_remember,
            help="Whether to use colours; `always` also where the output is no terminal.",
        ),
    ]


def share_options(command: click.Command) -> click.Command:
    """Give the shared options to a command, and to the commands inside it, unless it has them already."""
    known = {name for param in command.params for name in param.opts}
    command.context_class = HelpContext
    for param in command.params:
        if param.callback is None and (isinstance(param.type, click.Path) or param.name in _NAMES):
            param.callback = _filled
    command.params.extend(option for option in shared_options() if not known.intersection(option.opts))
    if isinstance(command, click.Group):
        for inner in command.commands.values():
            share_options(inner)
    return command


_NAMES = ("url", "api_key_file", "ca_file", "apps", "app")
"""What names a server, a file or an application, beside paths."""


def _filled(_ctx: click.Context, _param: click.Parameter, value: Any) -> Any:
    """Refuse an empty name, as of a variable that is not set: it must not mean all files, or another server."""
    if value == "" or (isinstance(value, tuple) and "" in value):
        raise click.BadParameter("it is empty; leave it out, or write what is meant")
    return value


def _flag(name: str, text: str) -> click.Option:
    return click.Option([name], is_flag=True, expose_value=False, callback=_remember, help=text)


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> None:
    """Note a shared option on the console; one that is not given leaves what an outer command was told."""
    console = ctx.find_object(Console)
    _filled(ctx, param, value)
    if value and console is not None and param.name:
        setattr(console, param.name, value)


def _print_version(ctx: click.Context, _: click.Parameter, value: bool) -> None:
    if value and not ctx.resilient_parsing:
        from traefiklint.version import VERSION

        click.echo(f"traefiklint {VERSION}")
        ctx.exit()


_VERSION: dict[str, Any] = {
    "is_flag": True,
    "is_eager": True,
    "expose_value": False,
    "callback": _print_version,
    "help": "Show the version and stop.",
}
