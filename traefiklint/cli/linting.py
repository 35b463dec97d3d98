"""What `lint` does once it is known what is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any

from traefiklint.cli.checking import Request, check, plan, request_of
from traefiklint.cli.console import Console
from traefiklint.cli.outputs import Output, view_of, write
from traefiklint.decoding.directory import is_read
from traefiklint.errors import UsageError
from traefiklint.files import STDIN
from traefiklint.findings import Report
from traefiklint.reading import UNSAVED
from traefiklint.report import View

if TYPE_CHECKING:
    from traefiklint.linting import Linted
    from traefiklint.settings import Settings

UNSAID: dict[str, Any] = {
    "static": None, "profile": None, "target": None, "traefiks": (), "select": (), "ignore": (), "strict": False,
    "only_fatal": False, "fail_on": None, "sniff": False, "stdin_filename": "", "fix": False, "unsafe_fixes": False,
    "add_ignores": False, "exit_zero": False, "statistics": False, "baseline": None, "write_baseline": False,
    "staged": False, "show_files": False, "watch": False,
}  # fmt: skip
"""The options of `lint` where none is given; those that are False are switches."""


def read_plainly(arguments: list[str]) -> dict[str, Any] | None:
    """The options and paths of a `lint` with nothing but switches, as editors, hooks and people call it most; None for
    anything else.

    It is carried out without click, whose import alone takes a third of a run on one file.
    """
    switches = {f"--{name.replace('_', '-')}": name for name, unsaid in UNSAID.items() if unsaid is False}
    said = [one for one in arguments[1:] if one[:1] == "-" and one != "-"]
    if arguments[:1] != ["lint"] or "" in arguments or not switches.keys() >= set(said):
        return None
    paths = tuple(one for one in arguments[1:] if one not in switches)
    return {**UNSAID, "paths": paths, **{switches[one]: True for one in said}}


def lint_plainly(given: dict[str, Any], console: Console) -> int:
    """Lint with what was read plainly."""
    return lint((Output("text"),), given, console)


_WRITING = ("fix", "unsafe_fixes", "add_ignores")


@contextmanager
def as_staged() -> Iterator[None]:
    """Files that were changed after they were staged are read as they are staged."""
    from traefiklint.cli.history import staged_texts

    texts = staged_texts()
    UNSAVED.update(texts)
    try:
        yield
    finally:
        for path in texts:
            UNSAVED.pop(path, None)


def lint(outputs: tuple[Output, ...], given: dict[str, Any], console: Console) -> int:
    """Lint what the options and the argument `paths` say, report it, and return the exit status."""
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
            from traefiklint.cli.fixes import fix_in_place

            fix_in_place(request, settings, console, unsafe=given["unsafe_fixes"])
        if given["add_ignores"]:
            _ignore(request, settings, console)
        outcome = check(request, settings)
        baseline = given["baseline"] or settings.baseline_path
        return _report(outcome, outputs, view, console, baseline, given["write_baseline"])

    if not given["watch"]:
        # what is to be written is the files themselves, whatever of them is staged
        with as_staged() if request.staged and not any(map(given.get, _WRITING)) else nullcontext():
            return once()
    from traefiklint.cli.watching import watch

    return watch(once, request, settings, console)


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
        from traefiklint.text.spelling import counted

        others = f" (and for {counted(len(outcome.aside) - 1, 'more reason')})" if len(outcome.aside) > 1 else ""
        console.note(
            f"note: Traefik refuses this directory because of {first.file}:{first.line} ({first.rule}){others}, "
            "which is not among the files named here"
        )


def _write_baseline(path: str, report: Report, console: Console) -> int:
    if not path:
        raise UsageError("`--write-baseline` needs to know where", "add `--baseline FILE`")
    from traefiklint.cli.baseline import write as save
    from traefiklint.text.spelling import counted

    console.note(f"{counted(save(path, report), 'finding')} written to `{path}`")
    return 0


def _ignore(request: Request, settings: Settings, console: Console) -> None:
    """Write the comments, and say on standard error how many.

    Raises:
        UsageError: standard input cannot be changed in place.
    """
    if STDIN in request.paths:
        raise UsageError("no comments can be written into standard input", "name the file")
    from traefiklint.cli.fixes import ignore, save
    from traefiklint.text.spelling import counted

    ignoring = ignore(request, settings)
    save(ignoring)
    findings = sum(len(fixed.applied) for fixed in ignoring.fixed)
    silent = f"Keeping {counted(findings, 'finding')} silent with comments in {counted(len(ignoring.changes), 'file')}."
    console.note(silent if findings else "There is nothing to keep silent.")
