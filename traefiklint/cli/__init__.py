"""The command line: it turns arguments into calls, and what goes wrong into one clear message and an exit status.

A command is a module of this package that defines `command`, and a line in the table of `group.py`; it is imported only
when it is called.
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, TextIO

from traefiklint.cli.console import Console
from traefiklint.cli.streams import OutputClosedError, guarded
from traefiklint.errors import TraefiklintError

if TYPE_CHECKING:
    import click

COMPLETION = "_TRAEFIKLINT_COMPLETE"
"""The variable by which a shell asks for completions."""
INTERRUPTED = 130
PIPE_CLOSED = 141


def run(arguments: list[str]) -> int:
    """Run one command.

    Returns:
        its exit status: 0 nothing to complain about, 1 findings (or a refusal), 2 it could not do its work, 130 where
        it was interrupted, 141 where the reader of its output went away.
    """
    if not _are_open():
        return 2
    console = Console()
    try:
        with guarded():
            return _run(arguments, console)
    except OSError:  # standard error itself cannot be written to, so nobody can be told
        _forget(sys.stderr)
        return 2


def _run(arguments: list[str], console: Console) -> int:
    from traefiklint.cli.linting import lint_plainly, read_plainly

    plain = read_plainly(arguments)
    try:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # a name that the terminal's encoding lacks must not end the run
                stream.reconfigure(errors="backslashreplace")  # which writes what waits to be written
        status = lint_plainly(plain, console) if plain is not None else _parsed(arguments, console)
        sys.stdout.flush()
    except KeyboardInterrupt:
        sys.stderr.write("\n")  # a terminal has written `^C`
        return _interrupted(console)
    except Exception as error:  # noqa: BLE001 - the one place where every error becomes text
        return _explain(error, console)
    return status if isinstance(status, int) else 0


def _parsed(arguments: list[str], console: Console) -> object:
    """Run the command that the arguments name, with the options that they give it."""
    from traefiklint.cli.group import Commands

    commands = Commands(name="traefiklint")
    # A shell that wants completions calls without arguments. Whoever gives some wants them carried out, whatever the
    # environment inherited from a shell: click would answer with completions, or with nothing.
    completes = COMPLETION if not arguments else ""
    return commands.main(arguments, prog_name="traefiklint", complete_var=completes, standalone_mode=False, obj=console)


def _interrupted(console: Console) -> int:
    console.error("interrupted")
    return INTERRUPTED


def _are_open() -> bool:
    """Whether there is a standard output to write to. Python has None for a stream that was closed before the start
    (`>&-`), and its number may by now be that of another file.
    """
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    if sys.stdout is None:
        sys.stderr.write("error: standard output is closed\n")
        return False
    return True


def _explain(error: Exception, console: Console) -> int:
    """Say on standard error what went wrong, and return the exit status that goes with it."""
    if isinstance(error, (BrokenPipeError, OutputClosedError)):
        _forget(sys.stdout)
        return PIPE_CLOSED
    if isinstance(error, TraefiklintError):
        console.error(error.message, error.hint, error.details)
        return error.exit_status
    if isinstance(error, OSError):
        _give_up_what_waits()
        what = error.strerror or str(error)
        console.error(f"`{error.filename}`: {what}" if error.filename else what)
        return 2
    import click

    if isinstance(error, click.ClickException):
        _explain_usage(error, console)
        return error.exit_code if error.exit_code != 1 else 2
    if isinstance(error, click.Abort):
        if isinstance(error.__cause__ or error.__context__, KeyboardInterrupt):
            return _interrupted(console)
        console.error("nothing was done: the question was not answered with yes")
        return 1
    from traefiklint.cli.crash import report_bug

    report_bug(error, console)
    return 2


def _explain_usage(error: click.ClickException, console: Console) -> None:
    """What click says about the arguments, in our form, with the way to the help of the command."""
    import click

    hint = ""
    if isinstance(error, click.UsageError) and error.ctx is not None:
        hint = f"`{error.ctx.command_path} --help` shows how it is called"
    message = error.format_message()
    if isinstance(error, click.exceptions.NoArgsIsHelpError):
        sys.stderr.write(message + "\n")
        return
    console.error(message[:1].lower() + message[1:].rstrip("."), hint)


def _give_up_what_waits() -> None:
    """Forget what standard output cannot take: Python tries to write it before the message, and again at the end, and
    fails each time."""
    try:
        sys.stdout.flush()
    except OSError:
        _forget(sys.stdout)


def _forget(stream: TextIO) -> None:
    """Send what is still in a buffer nowhere, so that the interpreter does not complain at its end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
