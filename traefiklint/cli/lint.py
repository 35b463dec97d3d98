"""Check files the way Traefik reads them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from traefiklint.cli.checking import Request, check
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.cli.outputs import Output, OutputCommand, write
from traefiklint.errors import UsageError
from traefiklint.files import STDIN
from traefiklint.findings import Report, Severity
from traefiklint.project.context import TARGETS
from traefiklint.report import FORMATS, View

if TYPE_CHECKING:
    from collections.abc import Callable

    from traefiklint.linting import Linted
    from traefiklint.settings import Settings


def _rules(_: click.Context, __: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Rules that are given several times, or with commas, or both."""
    return tuple(name.strip() for part in value for name in part.split(",") if name.strip())


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
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--format", multiple=True, type=click.Choice(FORMATS), expose_value=False, help="How to report [text].")
@click.option("--output", multiple=True, metavar="FILE", expose_value=False, help="Where the format before it goes.")
@click.option("--static", metavar="FILE", help="Traefik's static configuration.")
@click.option("--profile", type=click.Choice(("dokploy", "none")), help="What stands in for it [dokploy].")
@click.option("--target", type=click.Choice(TARGETS), help="The Traefik version the files are for [3.7].")
@click.option("--select", multiple=True, callback=_rules, metavar="RULE,...", help="Only these rules or categories.")
@click.option("--ignore", multiple=True, callback=_rules, metavar="RULE,...", help="Not these rules or categories.")
@click.option("--strict", is_flag=True, help="Also what is only untidy.")
@click.option("--only-fatal", is_flag=True, help="Only what Traefik refuses or disables.")
@click.option(
    "--fail-on",
    type=click.Choice(("error", "warning", "info", "never")),
    help="From which severity on the exit status is 1 [error].",
)
@click.option("--fix", is_flag=True, help="Apply safe fixes, and report what is left.")
@click.option("--unsafe-fixes", is_flag=True, help="Apply the other fixes too.")
@click.option("--statistics", is_flag=True, help="How often each rule fires, instead of the findings.")
@click.option("--baseline", metavar="FILE", help="Leave out the findings in this file.")
@click.option("--write-baseline", is_flag=True, help="Write all findings into the baseline.")
@click.option("--watch", is_flag=True, help="Lint again whenever a file changes.")
@click.option("--sniff", is_flag=True, help="Pass over named files that hold no Traefik configuration (for hooks).")
@click.option(
    "--stdin-filename", default="", metavar="FILE", help="Which file standard input (the path `-`) stands for."
)
@click.pass_obj
def command(console: Console, /, outputs: tuple[Output, ...], **given: Any) -> int:
    """Check Traefik's dynamic configuration the way Traefik reads it.

    A directory is read as Traefik's file provider reads it: all its files share one namespace. A file is read together
    with the provider directory it belongs to, and the report is on the named files only. Without a PATH, the provider
    directories of the config file are checked, else the working directory.
    """
    settings = console.settings()
    request = Request(
        tuple(given["paths"]),
        given["static"],
        given["profile"],
        given["target"],
        given["select"],
        given["ignore"],
        given["strict"],
        given["only_fatal"],
        given["sniff"],
        given["stdin_filename"],
    )
    fail_on = given["fail_on"] or settings.fail_on
    view = View(
        quiet=console.quiet,
        statistics=given["statistics"],
        fail_on=None if fail_on == "never" else Severity(fail_on),
    )

    def once() -> int:
        if given["fix"] or given["unsafe_fixes"]:
            _fix(request, given["unsafe_fixes"], console)
        outcome = check(request, settings)
        return _report(
            outcome, outputs, view, console, given["baseline"] or _baseline(settings), given["write_baseline"]
        )

    return _again_and_again(once, request, settings, console) if given["watch"] else once()


def _report(
    outcome: Linted, outputs: tuple[Output, ...], view: View, console: Console, baseline: str, write_baseline: bool
) -> int:
    """Say what was found, and return the exit status."""
    report: Report = outcome.report
    if write_baseline:
        return _write_baseline(baseline, report, console)
    if baseline:
        from traefiklint.cli.baseline import compare

        compared = compare(baseline, report)
        report, view = compared.report, view._replace(notes=compared.notes)
    write(outputs, report, view, console)
    _say_aside(outcome, console)
    return int(view.fail_on is not None and report.worst_is_at_least(view.fail_on))


def _say_aside(outcome: Linted, console: Console) -> None:
    """The files that were asked for may be good, and Traefik refuse them all the same."""
    if outcome.aside:
        first = outcome.aside[0]
        others = f" (and for {len(outcome.aside) - 1} more reasons)" if len(outcome.aside) > 1 else ""
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


def _baseline(settings: Settings) -> str:
    return settings.path(settings.baseline) if settings.baseline else ""


def _again_and_again(once: Callable[[], int], request: Request, settings: Settings, console: Console) -> int:
    from traefiklint.cli.watching import watch

    return watch(once, request, settings, console)


def _fix(request: Request, unsafe: bool, console: Console) -> None:
    """Do what the command `fix` does, on the same files and with the same options; what it says goes to standard error.

    Raises:
        UsageError: standard input cannot be fixed in place.
    """
    from contextlib import redirect_stdout

    if STDIN in request.paths:
        raise UsageError("standard input cannot be fixed in place", "name files or directories")
    context = click.get_current_context()
    group = context.parent.command if context.parent else None
    fix = group.get_command(context, "fix") if isinstance(group, click.Group) else None
    if fix is None:
        raise UsageError("this installation has no command `fix`")
    with redirect_stdout(sys.stderr):
        fix.main(_as_arguments(request, unsafe), prog_name="traefiklint fix", standalone_mode=False, obj=console)


def _as_arguments(request: Request, unsafe: bool) -> list[str]:
    """A request as another command takes it."""
    values = {
        "--static": request.static,
        "--profile": request.profile,
        "--target": request.target,
        "--select": ",".join(request.select),
        "--ignore": ",".join(request.ignore),
    }
    flags = {
        "--strict": request.strict,
        "--only-fatal": request.only_fatal,
        "--sniff": request.sniff,
        "--unsafe-fixes": unsafe,
    }
    options = [f"{name}={value}" for name, value in values.items() if value]
    return [*options, *(name for name, given in flags.items() if given), "--", *request.paths]
