"""One run of the real Traefik over provider directories, each with the Traefik that it belongs to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from traefiklint.files import Namespace
from traefiklint.findings import Effect, Finding, Report, sort_findings
from traefiklint.instance.secrets import covered_text
from traefiklint.instance.service_static import read_form
from traefiklint.options import Options
from traefiklint.roles import told_apart
from traefiklint.verify.binary import Binary
from traefiklint.verify.disagreement import RULE as DISAGREEMENT
from traefiklint.verify.static import static_verdict
from traefiklint.verify.verify import Verifier


class Verified(NamedTuple):
    """What Traefik says of all that was asked for."""

    report: Report
    aside: tuple[Finding, ...]
    """Why Traefik refuses a directory, where the reason is in files that were not asked for."""
    disagreements: tuple[Finding, ...]
    """Where the linter and Traefik contradict each other."""
    closed: str
    """What was closed to the Traefik that ran, as a sentence."""


def verify_all(
    given: Iterable[tuple[Namespace, Options]],
    options: Options,
    binary: Binary,
    files_from: str = "",
    progress: Callable[[int, int], None] | None = None,
) -> Verified:
    """Ask about each directory with its own static configuration. What is wrong with one of these is said once.

    Args:
        options: what stands for a directory, where there is none: a static configuration alone is asked about, too.
        progress: is told of how many Traefiks, of all, the answer is there.

    Raises:
        TraefiklintError: Traefik does not start, also for what stands in a static configuration; or there is no folder
            `files_from`.
    """
    run = _Run(binary, files_from)
    groups = _by_options(given) or [(options, [])]
    for number, (own, spaces) in enumerate(groups):
        if progress is not None:
            progress(number, len(groups))
        run.take(own, spaces)
    return run.verified(options)


def _by_options(given: Iterable[tuple[Namespace, Options]]) -> list[tuple[Options, list[Namespace]]]:
    """The directories of each Traefik: one process answers for all of them. A static configuration among the files is
    asked about as what it is."""
    groups: list[tuple[Options, list[Namespace]]] = []
    for space, own in given:
        apart = told_apart(space.texts, own, space.projects)
        groups += ((own._replace(static=text, static_file=name), []) for name, text in apart.others.items())
        spaces = next((spaces for options, spaces in groups if options == apart.options), None)
        if spaces is None:
            groups.append((apart.options, spaces := []))
        if apart.files or not apart.is_among:
            spaces.append(space._replace(texts={name: space.texts[name] for name in apart.files}))
    return groups


class _Run:
    """What was found so far."""

    def __init__(self, binary: Binary, files_from: str) -> None:
        self._binary = binary
        self._files_from = files_from
        self._findings: dict[Finding, None] = {}
        self._aside: list[Finding] = []
        self._disagreements: dict[Finding, None] = {}
        self._texts: dict[str, str] = {}
        self._hidden: set[str] = set()
        self._target = ""
        self._words: dict[str, None] = {}
        self._closed: list[str] | None = None

    def take(self, options: Options, spaces: Sequence[Namespace]) -> None:
        """Ask about the directories of one Traefik."""
        own = options if options.static is not None else _of_projects(options, spaces)
        if own.static is not None:
            started = static_verdict(self._binary, own)
            self._add(started.findings, (one for one in started.findings if one.rule == DISAGREEMENT))
            self._texts[own.static_file] = covered_text(own.static_file, own.static)
            if not started.starts:
                return
        if not spaces:
            return
        named = [_relative(space.texts) for space in spaces]
        projects = [space.projects for space in spaces]
        with Verifier(self._binary, options, [files for files, _ in named], self._files_from, projects) as verifier:
            for space, (files, called) in zip(spaces, named, strict=True):
                done = verifier.verify(files, space.projects, complete=space.complete)
                self._target = self._target or done.report.target
                self._hidden |= done.report.hidden
                shown = {called.get(name, name): text for name, text in done.report.texts.items()}
                self._texts |= {name: text for name, text in shown.items() if name in space.reported}
                findings = [_renamed(finding, called) for finding in done.report.findings]
                others = {*space.texts, *(space.projects.files if space.projects is not None else ())}
                wanted = [one for one in findings if one.file in space.reported or one.file not in others]
                self._add(wanted, (_renamed(one, called) for one in done.disagreements))
                self._aside += (one for one in findings if one not in wanted and one.effect is Effect.REJECTED)
            self._words[verifier.protection.words] = None
            closed = verifier.protection.closed
            self._closed = closed if self._closed is None else [one for one in self._closed if one in closed]

    def verified(self, options: Options) -> Verified:
        """All of it."""
        who = f"Traefik {self._binary.version} was asked"
        verified: dict[str, object] = {"traefik": self._binary.version}
        if self._closed is not None:
            verified["closed"] = self._closed
        report = Report(
            sort_findings(self._findings),
            len(self._texts),
            self._target or options.version.name,
            self._texts,
            verified=verified,
            hidden=frozenset(self._hidden),
        )
        said = f"{who}; closed to it: {'; '.join(self._words)}" if self._words else f"{who}, behind closed doors"
        return Verified(report, tuple(self._aside), tuple(self._disagreements), said)

    def _add(self, findings: Iterable[Finding], disagreements: Iterable[Finding]) -> None:
        self._findings.update(dict.fromkeys(findings))
        self._disagreements.update(dict.fromkeys(disagreements))


def _of_projects(options: Options, spaces: Iterable[Namespace]) -> Options:
    """The same with the static configuration of the Traefik that compose files run, where they run one."""
    for space in spaces:
        projects = space.projects
        for group in projects.groups if projects is not None else ():
            assert projects is not None, "its groups are there"
            form = read_form(group, projects.texts, options.version)
            if form is not None:
                file = form.mounted or group[0]
                return options._replace(static=projects.text(file), static_file=file)
    return options


def _relative(texts: dict[str, bytes]) -> tuple[dict[str, bytes], dict[str, str]]:
    """The files of a directory by their names in it, and what the user calls each."""
    absolute = {os.path.abspath(name): name for name in texts}  # noqa: PTH100
    folder = os.path.commonpath([os.path.dirname(path) for path in absolute]) if absolute else ""  # noqa: PTH120
    called = {os.path.relpath(path, folder).replace(os.sep, "/"): name for path, name in absolute.items()}
    return {name: texts[old] for name, old in called.items()}, called


def _renamed(finding: Finding, called: dict[str, str]) -> Finding:
    related = tuple(place._replace(file=called.get(place.file, place.file)) for place in finding.related)
    return replace(finding, file=called.get(finding.file, finding.file), related=related)
