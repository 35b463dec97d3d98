"""Fixing what is asked for: the common part of `fix` and `lint --fix`."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple, TextIO

from traefiklint.cli.checking import Request, lint_options, plan
from traefiklint.cli.console import BOLD, DIM, GREEN, RED, Console
from traefiklint.discovery.kinds import Kind, recognize
from traefiklint.discovery.plain import is_plainly_dynamic
from traefiklint.errors import UsageError
from traefiklint.files import STDIN, Namespace, is_below, with_texts
from traefiklint.findings import Finding
from traefiklint.fixing import Fixed, fix_texts, ignore_texts
from traefiklint.fixing.edits import encoded
from traefiklint.instance.load import is_compose_text
from traefiklint.options import Options
from traefiklint.plans import Lot, Plan
from traefiklint.reading import Outside, Unread, read_file
from traefiklint.report.differences import file_diff
from traefiklint.settings import Settings
from traefiklint.text.printable import printable
from traefiklint.text.spelling import counted


class FixedFiles(NamedTuple):
    """What fixing the provider directories that were asked for came to."""

    plan: Plan
    """The directories as they were read."""
    fixed: tuple[Fixed, ...]
    """What each of them came to."""
    options: Options

    @property
    def namespaces(self) -> list[Namespace]:
        """The directories as they were read."""
        return self.plan.namespaces

    @property
    def after(self) -> list[tuple[Namespace, Options]]:
        """The directories as they are with the fixes, and how to judge each."""
        return [
            (with_texts(lot.namespace, dict(_contents(lot.namespace, fixed))), lot.options)
            for lot, fixed in zip(self.plan.lots, self.fixed, strict=True)
        ]

    @property
    def changes(self) -> list[tuple[str, bytes, bytes]]:
        """The files that change: name, what they held, what they shall hold. A file under two names counts once."""
        found: dict[str, tuple[str, bytes, bytes]] = {}
        for namespace, fixed in zip(self.namespaces, self.fixed, strict=True):
            for file, content in _contents(namespace, fixed):
                found.setdefault(os.path.realpath(file), (file, _texts(namespace)[file], content))
        return list(found.values())


def _contents(namespace: Namespace, fixed: Fixed) -> Iterator[tuple[str, bytes]]:
    texts = _texts(namespace)
    for file, text in fixed.texts.items():
        yield file, encoded(text, texts[file], file)


def fix_files(request: Request, settings: Settings, *, unsafe: bool) -> FixedFiles:
    """Find and prove the fixes of what is asked for; nothing is written yet.

    Raises:
        UsageError: a path, a rule or the static configuration does not exist.
    """
    return _changed(request, settings, partial(fix_texts, unsafe=unsafe))


def fix_in_place(request: Request, settings: Settings, console: Console, *, unsafe: bool) -> None:
    """Do what the command `fix` does, and say on standard error what was done.

    Raises:
        UsageError: standard input cannot be fixed in place.
    """
    if STDIN in request.paths:
        raise UsageError("standard input cannot be fixed in place", "`traefiklint fix -` prints what it comes to")
    result = fix_files(request, settings, unsafe=unsafe)
    save(result)
    tell(result, console, sys.stderr)


def ignore(request: Request, settings: Settings) -> FixedFiles:
    """Find and prove the comments that keep silent what is found in what is asked for; nothing is written yet.

    Raises:
        UsageError: a path, a rule or the static configuration does not exist.
    """
    return _changed(request, settings, ignore_texts)


def _changed(request: Request, settings: Settings, change: Callable[..., Fixed]) -> FixedFiles:
    planned = plan(request, settings)
    planned = planned._replace(lots=tuple(_with_own_static(lot, request) for lot in planned.lots))
    fixed = tuple(
        change(
            _texts(lot.namespace),
            lot.options,
            only=_own(lot.namespace),
            projects=lot.namespace.projects,
            complete=lot.namespace.complete,
        )
        for lot in planned.lots
    )
    return FixedFiles(planned, fixed, lint_options(request, settings))


def _with_own_static(lot: Lot, request: Request) -> Lot:
    """A directory with the static configuration that was found for it among its files, where it lies in what is to be
    fixed as a whole."""
    file, text, namespace = lot.options.static_file, lot.options.static, lot.namespace
    whole = [os.path.abspath(path) for path in request.paths or (os.curdir,) if os.path.isdir(path)]  # noqa: PTH100, PTH112
    if text is None or not lot.why or namespace.named or is_compose_text(file, text):
        return lot
    if not any(is_below(os.path.abspath(file), folder) for folder in whole):  # noqa: PTH100
        return lot
    texts = {**namespace.texts, file: read_file(file)}
    namespace = namespace._replace(texts=texts, reported=namespace.reported | {file})
    return lot._replace(namespace=namespace, options=lot.options._replace(static=None))


def _texts(namespace: Namespace) -> dict[str, bytes]:
    """The texts of a directory, and of the compose files beside it."""
    projects = namespace.projects
    if projects is None:
        return namespace.texts
    composed = {name: projects.text(name).encode("utf-8", "surrogateescape") for name in projects.files}
    return {**namespace.texts, **composed}


def _own(namespace: Namespace) -> frozenset[str]:
    """The files that may be changed: those that were asked for and are surely Traefik's, and not what a link leads to
    elsewhere."""
    composed = namespace.composed
    own = frozenset(
        name
        for name in namespace.reported - composed
        if not isinstance(text := namespace.texts[name], Outside | Unread)
        and (namespace.known or name in namespace.named or _is_traefiks(name, text))
    )
    return own | (namespace.reported & composed)


def _is_traefiks(name: str, text: bytes) -> bool:
    return is_plainly_dynamic(text) or recognize(name, text).kind in (Kind.DYNAMIC, Kind.STATIC)


def save(result: FixedFiles) -> None:
    """Write the files that change.

    Raises:
        WriteError: one of them cannot be written; those before it are.
    """
    from traefiklint.writing import write_file

    for file, original, content in result.changes:
        write_file(file, content, original=original)


def tell(result: FixedFiles, console: Console, stream: TextIO, *, done: bool = True) -> None:
    """Say what was fixed, file by file, and which fixes were not kept.

    Args:
        done: whether it was done, and not only could be.
    """
    applied = [finding for fixed in result.fixed for finding in fixed.applied]
    if not console.quiet:
        files: dict[str, list[str]] = {}
        for finding in applied:
            title = finding.fix.title if finding.fix else ""
            line = f"  {finding.line}: {printable(title)} {console.paint(f'[{finding.rule}]', DIM, stream=stream)}"
            files.setdefault(finding.file, []).append(line)
        for file, lines in files.items():
            stream.write(console.paint(printable(file), BOLD, stream=stream) + "\n")
            stream.writelines(line + "\n" for line in lines)
        if applied:
            verb = "Fixed" if done else "Would fix"
            what = f"{verb} {counted(len(applied), 'finding')} in {counted(len(files), 'file')}."
            stream.write(console.paint(what, GREEN, stream=stream) + "\n")
    for fixed in result.fixed:
        for finding, reason in fixed.reverted:
            _tell_reverted(finding, reason, console)


def _tell_reverted(finding: Finding, reason: str, console: Console) -> None:
    """Say that a fix was tried and not kept, because it could not be proved to do what it says and nothing else."""
    assert finding.fix is not None, "only what was made can be given up"
    title = printable(finding.fix.title)
    console.note(
        f"{printable(finding.file)}:{finding.line}: the fix `{title}` of `{finding.rule}` was left out: {reason}"
    )


def unsafe_left(result: FixedFiles) -> int:
    """How many of the findings that are left have a fix that only `--unsafe-fixes` applies."""
    given_up = {id(reverted.finding) for fixed in result.fixed for reverted in fixed.reverted}
    return sum(
        1
        for namespace, fixed in zip(result.namespaces, result.fixed, strict=True)
        for finding in fixed.report.findings
        if finding.fix and not finding.fix.safe and finding.file in namespace.reported and id(finding) not in given_up
    )


def templates_left(result: FixedFiles) -> list[str]:
    """The templates in which something is left for which there is no fix, as it stands in an action or hangs on one."""
    found = {
        finding.file
        for namespace, fixed in zip(result.namespaces, result.fixed, strict=True)
        for finding in fixed.report.findings
        if not finding.fix
        and finding.rule != "template-not-checked"
        and finding.file in namespace.reported
        and "{{" in fixed.report.texts.get(finding.file, "")
    }
    return sorted(found)


def differences(result: FixedFiles, console: Console, stream: TextIO) -> Iterator[str]:
    """The fixes as a unified diff, line by line, without the secrets in the files."""
    for change in result.changes:
        yield from (f"{line}\n" for line in coloured_diff(*change, console, stream))


def coloured_diff(file: str, before: bytes, after: bytes, console: Console, stream: TextIO) -> Iterator[str]:
    """How a file changes, as a unified diff in colours, without the secrets in it."""
    for line in file_diff(file, *(data.decode("utf-8", "replace") for data in (before, after))):
        colour = BOLD if line.startswith(("---", "+++")) else {"@": DIM, "+": GREEN, "-": RED}.get(line[:1], "0")
        yield console.paint(printable(line, "\t"), colour, stream=stream)
