"""From a plan to the server: show it, ask, carry it out, say how it ended. Push and restore both end here."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from traefiklint.cli.connection import FORMATS, Session
from traefiklint.cli.console import Console, is_answered
from traefiklint.cli.group import format_option, gathered_options
from traefiklint.cli.progress import progress
from traefiklint.errors import UsageError

if TYPE_CHECKING:
    from types import FrameType

    from traefiklint.sync.plan import PushPlan
    from traefiklint.sync.push import Done


class Wish(NamedTuple):
    """How the user wants a plan to be treated."""

    dry_run: bool = False
    yes: bool = False
    force: bool = False
    plan_hash: str | None = None
    form: str = "text"


plan_options = gathered_options(
    "wish",
    Wish,
    click.option("--dry-run", is_flag=True, help="Show the plan, and write nothing."),
    click.option("--yes", is_flag=True, help="Do not ask."),
    click.option(
        "--force", is_flag=True, help="Overrule what the plan marks so: drift, many applications, lost routers."
    ),
    click.option("--plan-hash", metavar="HASH", help="Refuse unless the plan is the one with this hash."),
    format_option("How to print the plan [text].", *FORMATS),
)
"""The options that say how to treat a plan, which a command receives as one `wish`."""


def push(console: Console, session: Session, plan: PushPlan, wish: Wish) -> int:
    """Treat a plan as wished; the exit status is 1 where it is refused or fails, or where a dry run shows a refusal."""
    refusal = _refusal(plan, wish)
    if wish.dry_run or refusal or not plan.steps:
        _print(console, plan, (), wish.form)
        if refusal:
            console.error(refusal)
        return max(int(bool(refusal or plan.orphans)), _frozen(console, plan))
    if wish.form == "text":
        _print(console, plan, (), "text")
    _confirm(console, plan, wish)
    done, stopped = _carry_out(console, session, plan, wish.form)
    if wish.form != "text":
        _print(console, plan, done, wish.form)
    status = max(_ending(console, done), int(bool(plan.orphans)), _frozen(console, plan))
    if stopped:
        raise KeyboardInterrupt
    return status


def _frozen(console: Console, plan: PushPlan) -> int:
    """Say that Traefik refuses the files whatever is pushed; the exit status of that."""
    if plan.frozen:
        console.error("Traefik refuses the files, so it serves nothing that changed since, until they are put right")
    return int(plan.frozen)


def _refusal(plan: PushPlan, wish: Wish) -> str:
    if wish.plan_hash is not None and wish.plan_hash != plan.hash:
        return f"the plan is {plan.hash} now, not {wish.plan_hash}: files or server changed since it was reviewed"
    if plan.refused:
        return "the push is refused; nothing was written"
    if plan.needs_force and not wish.force:
        return "the push needs --force; nothing was written"
    return ""


def _confirm(console: Console, plan: PushPlan, wish: Wish) -> None:
    if wish.yes:
        return
    if not is_answered():
        raise UsageError("nobody is there to confirm the push", "look at it with `--dry-run`, then say `--yes`")
    if wish.form != "text":
        _print(console, plan, (), "text", err=True)
    count = len(plan.steps)
    click.confirm(f"Write {count} file{'s' if count != 1 else ''} to {plan.url}?", abort=True, err=True)


def _carry_out(console: Console, session: Session, plan: PushPlan, form: str) -> tuple[tuple[Done, ...], bool]:
    """How the writes ended, and whether somebody stopped them."""
    from traefiklint.sync.backups import now
    from traefiklint.sync.push import PushOutcome, carry_out
    from traefiklint.sync.text import done_line

    with progress(console, "Writing files") as advance, stopping(console) as stopped:
        told: list[Done] = []

        def tell(done: Done) -> None:
            told.append(done)
            if advance:
                advance(len(told), len(plan.steps))
            if form == "text" and (done.outcome is not PushOutcome.NOT_TRIED):
                stream = sys.stdout
                console.say(done_line(done, lambda text, *codes: console.paint(text, *codes, stream=stream)))
            if done.backup:
                console.detail(f"the old text of {done.app_name} is in {_near(done.backup)}")

        return carry_out(plan, session.remote, session.workspace, now(), tell, stopped), stopped()


@contextmanager
def stopping(console: Console) -> Iterator[Callable[[], bool]]:
    """Ctrl-C asks to stop: what is under way is seen to its end, so that it is known how each write ended. A second one
    ends the process as a kill does, which loses nothing. Yields whether it was pressed.
    """
    pressed = False

    def stop(_number: int, _frame: FrameType | None) -> None:
        nonlocal pressed
        if pressed:
            _leave(console)
        pressed = True
        with suppress(RuntimeError):  # in the middle of another line
            console.note("stopping after the writes that are under way; Ctrl-C again leaves at once")

    before = signal.getsignal(signal.SIGINT)
    catches = before is signal.default_int_handler and threading.current_thread() is threading.main_thread()
    if catches:
        signal.signal(signal.SIGINT, stop)
    try:
        yield lambda: pressed
    finally:
        if catches:
            signal.signal(signal.SIGINT, before)


def _leave(console: Console) -> None:
    """End the process now: an orderly end would wait for the server, which may not answer for minutes."""
    said = "left; `status` tells how the writes ended that were under way, and `push` does the rest"
    with suppress(OSError):
        try:
            console.note(said)
        except RuntimeError:  # the first one is still being answered: Python writes no line in the middle of another
            os.write(sys.stderr.fileno(), f"{said}\n".encode())
    with suppress(RuntimeError, OSError):
        if sys.stderr.isatty():
            sys.stderr.write(_CURSOR)
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(128 + signal.SIGINT)


_CURSOR = "\x1b[?25h"
"""Shows the cursor of a terminal again, which a progress bar hides."""


def _ending(console: Console, done: tuple[Done, ...]) -> int:
    from traefiklint.sync.push import PushOutcome

    tally = {outcome: [one.app_name for one in done if one.outcome is outcome] for outcome in PushOutcome}
    console.note(", ".join(f"{len(names)} {outcome}" for outcome, names in tally.items() if names))
    if len(tally[PushOutcome.DONE]) == len(done):
        return 0
    left = tally[PushOutcome.NOT_TRIED]
    if left:
        console.note(f"not tried: {', '.join(left)}; run `push` again to finish")
    for failed in done:
        if failed.outcome not in (PushOutcome.DONE, PushOutcome.NOT_TRIED):
            hint = f"the text it had before is in `{_near(failed.backup)}`" if failed.backup else ""
            console.error(f"`{failed.app_name}`: {failed.message}", hint)
    return 1


def _near(path: str) -> str:
    """A path as it is seen from the working directory, where it lies below."""
    here = Path.cwd()
    return str(Path(path).relative_to(here)) if Path(path).is_relative_to(here) else path


def _print(console: Console, plan: PushPlan, done: tuple[Done, ...], form: str, *, err: bool = False) -> None:
    if form == "json":
        whole = plan.to_dict() | {"results": [one.to_dict() for one in done]}
        console.say_data(whole)
        return
    if form == "markdown":
        from traefiklint.sync.compared import plan_markdown

        click.echo(plan_markdown(plan, done), nl=False)
        return
    from traefiklint.sync.text import plan_lines

    stream = sys.stderr if err else sys.stdout
    for line in plan_lines(plan, lambda text, *codes: console.paint(text, *codes, stream=stream)):
        console.say(line, err=err)
