"""Bring the server's files here; local edits are merged, never lost."""

from __future__ import annotations

import sys
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING

import click

from traefiklint.cli.connection import AppCommand, ServerOptions, connect, guard, server_options
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples, format_option
from traefiklint.cli.naming import chooser
from traefiklint.cli.progress import progress
from traefiklint.errors import UsageError

if TYPE_CHECKING:
    from traefiklint.findings import Finding
    from traefiklint.sync.look import ServerView
    from traefiklint.sync.merge import Preference
    from traefiklint.sync.pull import PullResult
    from traefiklint.sync.shared import SharedPulled


@click.command(
    "pull",
    cls=AppCommand,
    epilog=examples(
        "traefiklint pull                  all applications of the server",
        "traefiklint pull shop 'blog-*'    these only",
        "traefiklint pull --shared         also what the applications refer to: middlewares, panel, static file",
        "traefiklint pull shop --theirs    where both sides changed the same thing, take the server's side",
    ),
)
@click.argument("apps", nargs=-1, metavar="[APP]...")
@server_options
@click.option("--shared", is_flag=True, help="Also the shared middlewares, the panel's file and the static file.")
@click.option(
    "--context/--no-context",
    default=None,
    help="Keep what else Traefik reads, for `lint` and `route` [unless applications are named].",
)
@click.option("--redact", is_flag=True, help="Write placeholders for password hashes; `push` fills them back in.")
@click.option("--ours", is_flag=True, help="Settle conflicts with what stands here.")
@click.option("--theirs", is_flag=True, help="Settle conflicts with what the server holds.")
@click.option("--dry-run", is_flag=True, help="Show what would change here, and change nothing.")
@format_option("How to report [text].")
@click.pass_obj
def command(
    console: Console,
    apps: tuple[str, ...],
    where: ServerOptions,
    shared: bool,
    context: bool | None,
    redact: bool,
    ours: bool,
    theirs: bool,
    dry_run: bool,
    form: str,
) -> int:
    """Bring the files of Dokploy applications here, byte for byte.

    Where a file was changed here and on the server since the last pull, the server's change is put into the text here,
    with its comments, order and quoting. What both sides changed differently is a conflict: it is shown, the file stays
    as it is, and the exit status is 1.
    """
    from traefiklint.sync.judging import refused_now
    from traefiklint.sync.look import NOTHING_SEEN, look
    from traefiklint.sync.memory import alone
    from traefiklint.sync.planning import orphan
    from traefiklint.sync.pull import FAILED, PullOutcome, carry_out_all, decide
    from traefiklint.sync.shared import are_kept, pull_shared

    if ours and theirs:
        raise UsageError("`--ours` and `--theirs` exclude each other", "give the one whose side counts")
    prefer: Preference | None = "ours" if ours else "theirs" if theirs else None
    with connect(console, where) as session, nullcontext() if dry_run else alone(session.workspace):
        with progress(console, "Reading files") as advance:
            view = look(
                session.remote, session.workspace, chooser(session.patterns, apps), redacted=redact, progress=advance
            )
        guard(view)
        results = [decide(sides, prefer) for sides in view.sides]
        if not dry_run:
            results = carry_out_all(zip(results, view.sides, strict=True), view.workspace)
        servers = view.servers if not apps else tuple(dict.fromkeys(sides.app.server_id for sides in view.sides))
        refused = refused_now(view, session.options, servers, whole=not apps)
        notes = [
            *([NOTHING_SEEN] if view.is_empty else []),
            *(orphan(name) for name in view.orphans if not apps),
        ]
        told: list[SharedPulled] = []
        if shared or (not apps and are_kept(view.workspace)):
            told += pull_shared(view, view.servers, redact=redact, dry_run=dry_run)
            notes += [
                str(one) for one in told if shared or one.outcome not in (PullOutcome.KEPT, PullOutcome.UNCHANGED)
            ]
        if not dry_run and (not apps if context is None else context):
            from traefiklint.sync.context import keep_context
            from traefiklint.sync.look import stacks_of

            notes += keep_context(view.workspace, view.worlds, servers, stacks_of(view))
    notes += _about_hashes(view, results, told) if not redact else []
    _report(console, results, view.refused, notes, form, dry_run, refused)
    return int(
        bool(view.refused or refused)
        or any(one.failed for one in told)
        or any(result.outcome in FAILED for result in results)
    )


def _about_hashes(view: ServerView, results: list[PullResult], told: list[SharedPulled]) -> list[str]:
    """That password hashes came here which were not here before."""
    from traefiklint.sync.redact import has_hashes

    here = {sides.app.id: sides.local for sides in view.sides}
    new = [one.app.file for one in results if has_hashes(one.text) and not has_hashes(here[one.app.id])]
    new += [one.name for one in told if one.new_hashes]
    if not new:
        return []
    return [f"password hashes are in {', '.join(f'`{name}`' for name in new)}; `--redact` keeps them out of git"]


def _report(
    console: Console,
    results: list[PullResult],
    refused: dict[str, str],
    notes: list[str],
    form: str,
    dry_run: bool,
    by_traefik: tuple[tuple[str, Finding], ...],
) -> None:
    from traefiklint.sync.judging import refusal_lines
    from traefiklint.sync.text import pull_lines, pull_summary

    if form == "json":
        whole = {
            "version": 1,
            "dry_run": dry_run,
            "apps": [result.to_dict() for result in results],
            "refused": refused,
            "refused_by_traefik": list(refusal_lines(by_traefik)),
            "notes": notes,
        }
        console.say_data(whole)
        return

    paint = partial(console.paint, stream=sys.stdout)
    for line in pull_lines(results, paint):
        console.say(line)
    for reason in dict.fromkeys(refused.values()):
        console.say(paint(f"refused: {reason}", "31"))
    for note in notes:
        console.say(note)
    for line in refusal_lines(by_traefik):
        console.say(paint(line, "31"))
    console.say(("would be: " if dry_run else "") + pull_summary(results))
