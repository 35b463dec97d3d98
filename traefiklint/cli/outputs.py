"""Which report goes where: `--format` and `--output` in pairs, what a person reads apart from what a machine reads."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from typing import Any, TextIO

from traefiklint.cli.checking import own_pages
from traefiklint.cli.console import Console
from traefiklint.cli.streams import keep_secret, raw, without_known
from traefiklint.errors import UsageError
from traefiklint.findings import Report, Severity
from traefiklint.records import NamedTuple
from traefiklint.report import FROM_ROOT, HUMAN, View, render
from traefiklint.settings import Settings
from traefiklint.text.printable import harmless

WIDTH = 100


class Output(NamedTuple):
    """One report that is asked for."""

    format: str
    file: str | None = None
    """Where to write it; standard output where None."""


def pair(said: list[tuple[str, str]], usual: str) -> tuple[Output, ...]:
    """The outputs that a sequence of `format` and `output` options means: an output belongs to the format before it,
    or to the first format where there is none before it.

    Raises:
        UsageError: a format has two outputs, or two formats for machines go to standard output.
    """
    made: list[Output] = []
    early: str | None = None
    for option, value in said:
        if option == "format":
            made.append(Output(value, early))
            early = None
        elif made and made[-1].file is None:
            made[-1] = made[-1]._replace(file=value)
        elif not made and early is None:
            early = value
        else:
            raise UsageError(f"`--output {value}` has no format of its own", "put `--format` before each `--output`")
    made = made or [Output(usual, early)]
    machines = [output.format for output in made if output.file is None and output.format not in HUMAN]
    if len(machines) > 1:
        raise UsageError(
            f"`{machines[0]}` and `{machines[1]}` both go to standard output", "give one of them `--output FILE`"
        )
    return tuple(made)


def view_of(given: dict[str, Any], settings: Settings, console: Console, notes: tuple[str, ...] = ()) -> View:
    """How a command shows its report, by its options, the settings, and what else it says at the end."""
    fail_on = given["fail_on"] or settings.fail_on
    return View(
        quiet=console.quiet,
        statistics=given.get("statistics", False),
        fail_on=None if fail_on == "never" else Severity(fail_on),
        notes=notes,
        rule_url=settings.rule_url,
        own_pages=own_pages(settings),
    )


def write(outputs: tuple[Output, ...], report: Report, view: View, console: Console) -> None:
    """Write every report that is asked for, and the summary of a job where GitHub Actions wants one.

    Raises:
        UsageError: a file cannot be written.
    """
    keep_secret(report.hidden)
    machine_reads = any(output.file is None and output.format not in HUMAN for output in outputs)
    as_ran = report
    for output in outputs:
        report = as_ran
        if output.format in FROM_ROOT:
            from traefiklint.report.roots import from_root, repository_root

            report = from_root(as_ran, repository_root())
        if output.file is not None:
            save(output.file, render(output.format, report, view))
        else:
            stream = sys.stderr if machine_reads and output.format in HUMAN else sys.stdout
            shown = _for_stream(view, stream, console)
            text = without_known(render(output.format, report, shown))
            if not shown.color and output.format != "github":  # there colours and commands to a CI job are ours
                text = harmless(text)
            raw(stream).write(text)
        summary = os.environ.get("GITHUB_STEP_SUMMARY")
        if output.format == "github" and summary:
            from traefiklint.report.github import job_summary

            _append(summary, job_summary(report))


def _for_stream(view: View, stream: TextIO, console: Console) -> View:
    view = view._replace(color=console.colors(stream), width=WIDTH, wraps=stream.isatty())
    return view._replace(width=max(os.get_terminal_size(stream.fileno()).columns, 40)) if view.wraps else view


def save(path: str, text: str) -> None:
    """Write a text to a file that the user has named, in one step. Secrets that are known are left out.

    Raises:
        UsageError: the file cannot be written.
    """
    write_as_is(path, without_known(text))


def write_as_is(path: str, text: str, *, makes_folder: bool = False) -> None:
    """Write a text that holds no secret, or is meant to, to a file that the user has named, in one step.

    A pipe or a device is written to as it is; so is a file that another one cannot take the place of, as one with hard
    links or one that is mounted: a report is made anew each time, and half of one is repaired by the next run.

    Args:
        makes_folder: whether a folder that is not there yet is made for it.

    Raises:
        UsageError: the file cannot be written.
    """
    folder = os.path.dirname(path)  # noqa: PTH120
    if makes_folder and folder:
        try:
            os.makedirs(folder, exist_ok=True)  # noqa: PTH103
        except OSError as error:
            raise UsageError(f"`{folder}` cannot be made: {error.strerror}") from None
    from traefiklint.writing import CannotReplaceError, FolderRefusesError, WriteError, write_file

    content = text.encode("utf-8", "backslashreplace")
    try:
        if not os.path.exists(path) or os.path.isfile(path):  # noqa: PTH110, PTH113
            with suppress(CannotReplaceError, FolderRefusesError):
                write_file(path, content)
                return
        with open(path, "wb") as file:  # noqa: PTH123
            file.write(content)
    except WriteError as error:
        raise UsageError(error.message, error.hint) from None
    except OSError as error:
        raise UsageError(f"`{path}` cannot be written: {error.strerror}") from None


def _append(path: str, text: str) -> None:
    """Add a text to a file that the system keeps for all steps of a job.

    Raises:
        UsageError: the file cannot be written.
    """
    text = without_known(text)
    try:
        with open(path, "ab") as file:  # noqa: PTH123
            file.write(text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise UsageError(f"`{path}` cannot be written: {error.strerror}") from None
