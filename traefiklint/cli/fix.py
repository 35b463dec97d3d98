"""Apply the fixes of what is wrong, and keep all else as it is written."""

from __future__ import annotations

import sys
from contextlib import nullcontext, redirect_stdout
from typing import TYPE_CHECKING, Any

import click

from traefiklint.cli.checking import request_of
from traefiklint.cli.checking_options import OutputCommand, checking_options, report_options
from traefiklint.cli.console import Console
from traefiklint.cli.group import examples
from traefiklint.cli.outputs import Output, view_of, write
from traefiklint.errors import UsageError
from traefiklint.files import STDIN
from traefiklint.report import HUMAN, View

if TYPE_CHECKING:
    from traefiklint.cli.fixes import FixedFiles


class FixCommand(OutputCommand):
    """What is left after fixing is reported briefly."""

    usual_format = "concise"


@click.command(
    "fix",
    cls=FixCommand,
    epilog=examples(
        "traefiklint fix apps/",
        "traefiklint fix --diff apps/shop.yml",
        "traefiklint fix --unsafe-fixes --select migration apps/",
        "traefiklint fix - < shop.yml > fixed.yml",
    ),
)
@click.argument("paths", nargs=-1, metavar="[PATH]...", type=click.Path())
@checking_options
@click.option("--unsafe-fixes", is_flag=True, help="Also fixes that change what Traefik does, or guess what was meant.")
@click.option("--diff", is_flag=True, help="Show what would change, and write nothing.")
@report_options("How to report what is left [concise].")
@click.option(
    "--baseline", metavar="FILE", type=click.Path(), help="Leave out of the report the findings in this file."
)
@click.pass_obj
def command(
    console: Console, /, outputs: tuple[Output, ...], unsafe_fixes: bool, diff: bool, baseline: str | None, **given: Any
) -> int:
    """Apply the safe fixes to Traefik's dynamic configuration, in place.

    Comments, order, quotes and line ends are kept. Each fix is proved: what Traefik makes of the files is the same
    afterwards, but for what it refused, disabled or silently did not do. What is left is reported, and decides the exit
    status. Of the named files only these are changed. Standard input (`-`) is fixed to standard output.
    """
    from traefiklint.cli.fixes import differences, fix_files, save, tell, templates_left, unsafe_left

    settings = console.settings(given["target"])
    request = request_of(given)
    is_stream = STDIN in request.paths
    if is_stream and len(request.paths) > 1:
        raise UsageError("standard input is fixed alone", "leave the other paths out")
    result = fix_files(request, settings, unsafe=unsafe_fixes)
    is_taken = is_stream or diff
    stream = (
        sys.stderr if is_taken or any(one.file is None and one.format not in HUMAN for one in outputs) else sys.stdout
    )
    if diff:
        sys.stdout.writelines(differences(result, console, sys.stdout))
    elif is_stream:
        _print(result)
    else:
        save(result)
    tell(result, console, stream, done=not diff)
    view = view_of(given, settings, console)
    failed = _report(result, outputs, view, console, baseline or settings.baseline_path, to_stderr=is_taken)
    more = 0 if unsafe_fixes else unsafe_left(result)
    if more:
        console.note(f"{more} more can be fixed with `--unsafe-fixes`")
    if templates := templates_left(result):
        console.note(f"fixes never touch template actions, so some lines of {', '.join(templates)} are left to you")
    return int(failed or (diff and bool(result.changes)))


def _print(result: FixedFiles) -> None:
    """The fixed text of standard input, byte for byte."""
    for namespace, _ in result.after:
        for file in namespace.reported:
            sys.stdout.buffer.write(namespace.texts[file])
    sys.stdout.flush()


def _report(
    result: FixedFiles, outputs: tuple[Output, ...], view: View, console: Console, baseline: str, *, to_stderr: bool
) -> bool:
    """Report what is left and not in the baseline, and say whether that is a failure."""
    from traefiklint.linting import lint_all

    report = lint_all(result.after, result.options).report
    if baseline:
        from traefiklint.cli.baseline import without_known

        report, view = without_known(baseline, report, view)
    asked = tuple(one for one in outputs if report.findings or one.file is not None or one.format not in HUMAN)
    if asked:
        with redirect_stdout(sys.stderr) if to_stderr else nullcontext():
            write(asked, report, view, console)
    return view.is_failure(report)
