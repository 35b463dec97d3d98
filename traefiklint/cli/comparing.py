"""Looking at both sides and printing what was found: the common part of `status` and `diff`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from traefiklint.cli.connection import ServerOptions, Session, connect, guard
from traefiklint.cli.console import Console
from traefiklint.cli.naming import chooser
from traefiklint.cli.progress import progress

if TYPE_CHECKING:
    from traefiklint.sync.differences import Comparison
    from traefiklint.sync.look import ServerView

Paint = Callable[..., str]
More = TypeVar("More")


def compared(
    console: Console, where: ServerOptions, apps: tuple[str, ...], more: Callable[[Session, ServerView], More]
) -> tuple[Comparison, More]:
    """Both sides of the chosen applications, compared; and what `more` finds while the connection is open."""
    from traefiklint.sync.differences import compare
    from traefiklint.sync.judging import refused_now
    from traefiklint.sync.look import look
    from traefiklint.sync.panel import look_at_panel
    from traefiklint.sync.shared import are_kept, shared_states

    with connect(console, where) as session:
        with progress(console, "Reading files") as advance:
            view = look(session.remote, session.workspace, chooser(session.patterns, apps), progress=advance)
        guard(view)
        found = compare(view, look_at_panel(session.remote, view.files))
        servers = view.servers if not apps else tuple(dict.fromkeys(sides.app.server_id for sides in view.sides))
        found = found._replace(
            traefik=refused_now(view, session.options, servers, whole=not apps),
            orphans=() if apps else found.orphans,
        )
        if not apps and are_kept(view.workspace):
            found = found._replace(shared=tuple(shared_states(view, servers)))
        return found, more(session, view)


def report(
    console: Console,
    comparison: Comparison,
    form: str,
    lines: Callable[[Comparison, Paint], Iterable[str]],
    markdown: Callable[[Comparison], str],
    more: dict[str, Any] | None = None,
) -> int:
    """Print a comparison (in JSON, `more` beside it); the exit status is 1 where anything differs."""
    if form == "json":
        console.say_data(comparison.to_dict() | (more or {}))
    elif form == "markdown":
        click.echo(markdown(comparison), nl=False)
    elif not console.quiet:
        for line in lines(comparison, lambda text, *codes: console.paint(text, *codes, stream=sys.stdout)):
            console.say(line)
    return int(comparison.differs)
