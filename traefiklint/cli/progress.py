"""How far long work is, and what it is at: on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from traefiklint.cli.streams import raw

if TYPE_CHECKING:
    from rich.console import Console as RichConsole

    from traefiklint.cli.console import Console


Step: TypeAlias = Callable[[str], None]
"""Is told what the work is at, in words as `Linting 40 files`."""


@contextmanager
def steps(console: Console) -> Iterator[Step]:
    """What long work is at and for how long, on standard error where that is a terminal; nothing elsewhere, and with
    `--quiet`.
    """
    if console.quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn("line"), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=_terminal(console), transient=True, redirect_stdout=False) as shown:
        task = shown.add_task("Reading files", total=None)
        yield lambda what: shown.update(task, description=what)


@contextmanager
def progress(console: Console, label: str) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on standard error, where that is a terminal; None elsewhere, and with `--quiet`."""
    if console.quiet or not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    redirects = sys.stdout.isatty()  # what goes into a pipe stays there
    with Progress(*columns, console=_terminal(console), transient=True, redirect_stdout=redirects) as bar:
        task = bar.add_task(label, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _terminal(console: Console) -> RichConsole:
    """Standard error, as it draws bars."""
    from rich.console import Console as RichConsole

    return RichConsole(file=raw(sys.stderr), no_color=not console.colors(sys.stderr))
