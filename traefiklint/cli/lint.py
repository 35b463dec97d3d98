"""Check files the way Traefik reads them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from traefiklint.cli.checking import Request, check, plan
from traefiklint.cli.checking_options import checking_options, request_of
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.cli.outputs import Output, OutputCommand, write
from traefiklint.cli.report_options import report_options, view_of
from traefiklint.decoding.directory import is_read
from traefiklint.errors import UsageError
from traefiklint.files import STDIN
from traefiklint.findings import Report
from traefiklint.report import View

if TYPE_CHECKING:
    from collections.abc import Callable

    from traefiklint.linting import Linted
    from traefiklint.settings import Settings


@click.command(
    "lint",
    cls=OutputCommand,
    epilog=examples(
        "traefiklint lint apps/",
        "traefiklint lint apps/shop.yml --static traefik.yml --target 3.6",
        "traefiklint lint --format text --format sarif --output traefiklint.sarif apps/",
        "traefiklint lint - --stdin-filename apps/shop.yml < shop.yml",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@report_options()
@checking_options
@click.option("--fix", is_flag=True, help="Apply safe fixes, and report what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="Apply the other fixes too.")
@click.option("--add-ignores", is_flag=True, help="Write a comment for each finding that keeps it silent from now on.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever is found (as `--fail-on never`).")
@click.option("--statistics", is_flag=True, help="How often each rule fires, instead of the findings.")
@click.option("--baseline", metavar="FILE", type=click.Path(), help="Leave out the findings in this file.")
@click.option("--write-baseline", is_flag=True, help="Write all findings into the baseline.")
@click.option("--staged", is_flag=True, help="Only what is about to be committed, and what that breaks (for hooks).")
@click.option("--show-files", is_flag=True, help="List what belongs to which Traefik and why, and lint nothing.")
@click.option("--watch", is_flag=True, help="Lint again whenever a file changes.")
@click.pass_obj
def command(console: Console, /, outputs: tuple[Output, ...], **given: Any) -> int:
    """Check Traefik's dynamic configuration the way Traefik reads it.

    A directory is read as Traefik's file provider reads it: all its files share one namespace. A file is read together
    with the provider directory it belongs to, and the report is on the named files only. Without a PATH, the provider
    directories of the config file are checked, else the working directory.
    """
    settings = console.settings(given["target"])
    request = _staged(request_of(given)) if given["staged"] else request_of(given)
    if given["show_files"]:
        from traefiklint.report.coverage import listed

        for line in listed(plan(request, settings).coverage()):
            console.say(line)
        return 0
    if given["exit_zero"]:
        given["fail_on"] = "never"
    view = view_of(given, settings, console)

    def once() -> int:
        if given["fix"] or given["unsafe_fixes"]:
            _fix(request, settings, given["unsafe_fixes"], console)
        if given["add_ignores"]:
            _ignore(request, settings, console)
        outcome = check(request, settings)
        baseline = given["baseline"] or settings.baseline_path
        return _report(outcome, outputs, view, console, baseline, given["write_baseline"])

    return _again_and_again(once, request, settings, console) if given["watch"] else once()


def _staged(request: Request) -> Request:
    """The request for what is about to be committed; for everything, where nothing is.

    Raises:
        UsageError: paths are named as well, or this is no git repository.
    """
    if request.paths:
        raise UsageError("`--staged` says itself which files are checked", "leave the paths out")
    from traefiklint.cli.history import changed

    found = changed()
    if not found.there and not found.gone:
        return request
    there = tuple(filter(is_read, found.there))
    return request._replace(paths=there, gone=found.gone, untracked=found.untracked, sniff=True, staged=True)


def _report(
    outcome: Linted, outputs: tuple[Output, ...], view: View, console: Console, baseline: str, write_baseline: bool
) -> int:
    """Say what was found, and return the exit status."""
    report: Report = outcome.report
    if write_baseline:
        return _write_baseline(baseline, report, console)
    if baseline:
        from traefiklint.cli.baseline import without_known

        report, view = without_known(baseline, report, view)
    write(outputs, report, view, console)
    _say_aside(outcome, console)
    return int(view.is_failure(report))


def _say_aside(outcome: Linted, console: Console) -> None:
    """The files that were asked for may be good, and Traefik refuse them all the same."""
    if outcome.aside:
        first = outcome.aside[0]
        from traefiklint.report.words import counted

        others = f" (and for {counted(len(outcome.aside) - 1, 'more reason')})" if len(outcome.aside) > 1 else ""
        console.note(
            f"note: Traefik refuses this directory because of {first.file}:{first.line} ({first.rule}){others}, "
            "which is not among the files named here"
        )


def _write_baseline(path: str, report: Report, console: Console) -> int:
    if not path:
        raise UsageError("`--write-baseline` needs to know where", "add `--baseline FILE`")
    from traefiklint.cli.baseline import write as save
    from traefiklint.report.words import counted

    console.note(f"{counted(save(path, report), 'finding')} written to `{path}`")
    return 0


def _again_and_again(once: Callable[[], int], request: Request, settings: Settings, console: Console) -> int:
    from traefiklint.cli.watching import watch

    return watch(once, request, settings, console)


def _ignore(request: Request, settings: Settings, console: Console) -> None:
    """Write the comments, and say on standard error how many.

    Raises:
        UsageError: standard input cannot be changed in place.
    """
    if STDIN in request.paths:
        raise UsageError("no comments can be written into standard input", "name the file")
    from traefiklint.cli.fixes import ignore, save
    from traefiklint.report.words import counted

    ignoring = ignore(request, settings)
    save(ignoring)
    findings = sum(len(fixed.applied) for fixed in ignoring.fixed)
    silent = f"Keeping {counted(findings, 'finding')} silent with comments in {counted(len(ignoring.changes), 'file')}."
    console.note(silent if findings else "There is nothing to keep silent.")


def _fix(request: Request, settings: Settings, unsafe: bool, console: Console) -> None:
    """Do what the command `fix` does, and say on standard error what was done.

    Raises:
        UsageError: standard input cannot be fixed in place.
    """
    if STDIN in request.paths:
        raise UsageError("standard input cannot be fixed in place", "`traefiklint fix -` prints what it comes to")
    from traefiklint.cli.fixes import fix_files, save, tell

    result = fix_files(request, settings, unsafe=unsafe)
    save(result)
    tell(result, console, sys.stderr)
