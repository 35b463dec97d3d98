"""Linting with a disk: paths to namespaces, namespaces to one report."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from traefiklint.decoding.file import as_text
from traefiklint.discovery.plain import has_labels, may_run_traefik
from traefiklint.discovery.roles import static_files
from traefiklint.engine import lint_texts
from traefiklint.errors import ComposeRefusesError, UsageError
from traefiklint.files import Namespace, Wanted, gather
from traefiklint.findings import Effect, Finding, Report, Severity, Unchecked, sort_findings
from traefiklint.instance.load import is_compose_text, read_context
from traefiklint.options import Options
from traefiklint.reading import read_file
from traefiklint.records import NamedTuple
from traefiklint.roles import told_apart

if TYPE_CHECKING:
    from traefiklint.discovery.projects import Projects
    from traefiklint.disk import Disk

Before = Callable[[Namespace], Mapping[str, bytes] | None]


class Linted(NamedTuple):
    """What linting provider directories came to."""

    report: Report
    """The findings in the files that were asked for."""
    aside: tuple[Finding, ...]
    """Why Traefik refuses a directory, where the reason is in files that were not asked for."""
    notes: tuple[str, ...] = ()
    """What could not be looked at."""


def lint_paths(paths: Sequence[str], options: Options, directories: Sequence[str] = ()) -> Report:
    """Lint files and directories, each with the provider directory it belongs to.

    Raises:
        UsageError: a path does not exist, or is a file that Traefik does not read.
        OSError: a file cannot be read.
    """
    return lint_namespaces(gather(Wanted(paths, directories)), options).report


def lint_namespaces(namespaces: Iterable[Namespace], options: Options) -> Linted:
    """One report on several provider directories of one Traefik."""
    return lint_all([(namespace, options) for namespace in namespaces], options)


def lint_all(given: Iterable[tuple[Namespace, Options]], options: Options, before: Before | None = None) -> Linted:
    """One report on several provider directories. What is wrong with a static configuration is said once.

    Args:
        given: each directory with how to judge it.
        options: what the report says of its target, where there is none.
        before: gives a directory as it was, so that errors elsewhere in it can be told that the named files cause; None
            where nobody knows.
    """
    findings: dict[Finding, None] = {}
    aside: list[Finding] = []
    texts: dict[str, str] = {}
    hidden: set[str] = set()
    asked: set[str] = set()
    target = ""
    missed: dict[str, None] = {}
    templates: dict[str, None] = {}
    left_out: dict[str, None] = {}
    refused: dict[str, str] = {}
    unchecked: dict[Unchecked, None] = {}
    for namespace, own in given:
        namespace = with_directory(namespace, own)
        disk = _disk(namespace, own)
        own = own._replace(look=disk)
        made, gone = _templates(namespace), _left_out(namespace)
        report = _report(namespace, own, "\n".join((*made.values(), *(f"# {path}" for path in gone))))
        elsewhere: list[Finding] = []
        composed = namespace.composed
        if not report.findings:
            refused |= _refused(namespace, own)
        asked |= namespace.reported
        texts |= report.texts
        hidden |= report.hidden
        told = () if own.asks_for_all else report.unchecked
        unchecked |= dict.fromkeys(one for one in told if one.file in namespace.reported)
        for finding in report.findings:
            if own.own is not None and _is_told(finding, own.own.texts, findings):
                continue
            kept = finding.file in namespace.context
            if kept and finding.severity is not Severity.ERROR:
                continue
            wanted = finding.file in namespace.reported or finding.file in namespace.beside
            wanted = wanted or (own.static is not None and finding.file == own.static_file)
            if (
                wanted
                or (kept and not namespace.named)
                or not (finding.file in namespace.texts or finding.file in composed)
            ):
                findings[finding] = None
            elif finding.effect is Effect.REJECTED:
                aside.append(finding)
            elif finding.severity is Severity.ERROR:
                elsewhere.append(finding)
        findings.update(dict.fromkeys(_caused(elsewhere, namespace, own, before)))
        shown = {} if own.static is None else {own.static_file: own.static}
        shown |= _unread(namespace, {one.file for one in report.findings}.intersection(composed) - report.texts.keys())
        if shown:
            from traefiklint.instance.secrets import covered_text

            for file, text in shown.items():
                texts.setdefault(file, covered_text(file, text))
        templates |= dict.fromkeys(made)
        left_out |= dict.fromkeys(gone)
        target = target or report.target
        if disk is not None:
            missed.update(dict.fromkeys(disk.missed))
    beside = frozenset(texts.keys() - asked)
    report = Report(
        sort_findings(findings),
        len(texts) - len(beside),
        target or options.version.name,
        texts,
        beside,
        hidden=frozenset(hidden),
    )
    notes = tuple(_refused_notes(refused))
    if unchecked:
        from traefiklint.unchecked import unchecked_notes

        notes = (*unchecked_notes(list(unchecked)), *notes)
    if templates:
        from traefiklint.discovery.made import made_note

        notes = (*notes, made_note(templates))
    if left_out:
        from traefiklint.discovery.made import left_out_note

        notes = (*notes, left_out_note(left_out))
    if missed:
        from traefiklint.disk import missed_note

        notes = (missed_note(missed), *notes)
    return Linted(report, tuple(aside), notes)


def _refused_notes(refused: Mapping[str, str]) -> Iterator[str]:
    """What to say of compose files that Compose refuses, once a reason.

    Args:
        refused: why it does, by file.
    """
    from traefiklint.text.spelling import joined

    by_reason: dict[str, list[str]] = {}
    for file, why in refused.items():
        # as it is written in each file: paths start from its folder
        by_reason.setdefault(why.replace(f"`{file.rpartition('/')[0]}/", "`"), []).append(file)
    for why, files in by_reason.items():
        as_is = "they are" if len(files) > 1 else "it is"
        yield f"not judged: {joined(files)}, which Compose refuses as {as_is} here, because {why}"


def _refused(namespace: Namespace, options: Options) -> dict[str, str]:
    """The compose files whose labels come to nothing because Compose refuses them as they are here, and why: whoever is
    told that nothing is wrong should know that nobody looked at these."""
    projects = namespace.projects
    if projects is None:
        return {}
    from traefiklint.checks.labels.refused import words_of
    from traefiklint.compose.reader import read_project

    found: dict[str, str] = {}
    for group in projects.groups:
        if not any(has_labels(projects.text(name)) for name in group):
            continue
        project = read_project(
            group,
            projects.texts,
            environment=options.variables,
            folder_name=projects.folder_name,
            is_stack=group[0] in projects.stacks,
        )
        # with what is only missing here, as an `.env`, it would be what it is taken for
        why = next((said for said in project.diagnostics if said.refuses and not said.unset), None)
        if why is not None:
            found[group[0]] = words_of(why)
    return found


def _report(namespace: Namespace, options: Options, made: str) -> Report:
    """What is found in a directory; where nothing of a large one is to be told, a few of its files may show that.

    Args:
        made: the templates of files that are not here, and what stands for files that are left out.
    """
    if namespace.named and len(namespace.named) < len(namespace.texts):
        from traefiklint.alike import instead_of_all, says_nothing

        few = instead_of_all(namespace, options)
        if few is not None:
            report = lint_texts(few, options, complete=namespace.complete, made=made)
            if says_nothing(report, namespace):
                return report
    return lint_texts(namespace.texts, options, namespace.projects, complete=namespace.complete, made=made)


def _templates(namespace: Namespace) -> dict[str, str]:
    """The templates in a directory of which another program makes more files of it."""
    if not namespace.complete or not namespace.folder:
        return {}
    from traefiklint.discovery.made import templates_in

    return templates_in(namespace.folder)


def _left_out(namespace: Namespace) -> list[str]:
    """The files of a directory that are not here because git leaves them out."""
    if not namespace.complete or not namespace.folder:
        return []
    from traefiklint.discovery.made import left_out_of

    return left_out_of(namespace.folder)


def _disk(namespace: Namespace, options: Options) -> Disk | None:
    """The disk as seen from the static configuration of a directory; None where there is none."""
    file = options.static_file if options.static is not None else ""
    if not file and namespace.named:
        named = {name: text for name, text in namespace.texts.items() if name in namespace.named}
        file = next(iter(static_files(named)), "")
    if not file and namespace.projects is not None and _may_run_traefik(namespace.projects):
        file = namespace.projects.mains[0]
    if not file:
        return None
    from traefiklint.disk import Disk

    return Disk(file)


def _may_run_traefik(projects: Projects) -> bool:
    """Whether a compose file may hold a static configuration, which leads to more on the disk."""
    return any(may_run_traefik(text) for group in projects.groups for name in group if (text := projects.texts(name)))


def _is_told(finding: Finding, policies: Mapping[str, str], findings: Iterable[Finding]) -> bool:
    """Whether a finding in a policy, which is the policy's own fault, was told of another provider directory."""
    if finding.file not in policies:
        return False
    return any(one.file == finding.file and one.span == finding.span for one in findings)


def the_one(namespaces: Iterable[Namespace]) -> Namespace:
    """The one provider directory that is meant.

    Raises:
        UsageError: there is none, or more than one.
    """
    spaces = [space for space in namespaces if space.texts or space.projects]
    if len(spaces) == 1:
        return spaces[0]
    if not spaces:
        raise UsageError("there are no files that Traefik's file provider reads", "name a provider directory")
    folders = ", ".join(sorted({next(iter(space.texts), "").rpartition("/")[0] or "." for space in spaces}))
    raise UsageError("these are several provider directories, and each Traefik reads one", f"name one of {folders}")


def apart(namespace: Namespace, options: Options) -> tuple[Namespace, Options]:
    """A provider directory without the static configuration that lies in it, and how to judge it with that."""
    given = told_apart(namespace.texts, options, namespace.projects)
    texts = {name: namespace.texts[name] for name in given.files}
    return namespace._replace(texts=texts, projects=given.projects), given.options


def with_directory(namespace: Namespace, options: Options) -> Namespace:
    """Compose files alone with what the file provider of the static configuration reads, as far as it is at hand.

    A relative path starts where Traefik is started: beside the static configuration, or here. What is at neither place
    is not there for Traefik; what an absolute path leads to may be on another machine.
    """
    if namespace.projects is None or namespace.texts or options.static is None:
        return namespace
    complete = True
    for provider in read_context(options).context.static.get("FileProvider", ()):
        for path in filter(None, (provider.directory, provider.filename)):
            home = os.path.dirname(options.static_file)  # noqa: PTH120
            places = (os.path.join(home, path), path)  # noqa: PTH118
            there = "" if path.strip("/") == "" else next(filter(os.path.exists, places), "")  # not the whole disk
            if there:
                [found, *_] = gather(Wanted([there], [there] if os.path.isdir(there) else []))  # noqa: PTH112
                return namespace._replace(texts=found.texts, complete=True)
            complete = complete and not os.path.isabs(path)  # noqa: PTH117
    return namespace._replace(complete=complete)


def with_static(options: Options, path: str | None) -> Options:
    """The options with the static configuration at a path.

    Raises:
        OSError: the file cannot be read.
        UsageError: it is a compose file in which no Traefik runs.
        ComposeRefusesError: Compose reads none of its services.
    """
    if path is None:
        return options
    text = as_text(path, read_file(path))
    if is_compose_text(path, text):
        _check_runs_traefik(path)
    return options._replace(static=text, static_file=path)


def _check_runs_traefik(path: str) -> None:
    """Look for Traefik in a compose file.

    Raises:
        UsageError: no service of the compose file at a path, or of those that belong to it, runs Traefik.
        ComposeRefusesError: Compose reads none of its services.
    """
    from traefiklint.compose.reader import read_project
    from traefiklint.discovery.projects import projects_of
    from traefiklint.instance.traefiks import is_traefik

    projects = projects_of([path])
    found = [read_project(group, projects.texts) for group in projects.groups]
    if any(one.diagnostics and not one.services for one in found):
        raise ComposeRefusesError(
            f"Compose refuses `{path}`, so no static configuration can be read from it",
            f"`traefiklint lint {path}` says what is wrong",
        )
    if not any(is_traefik(service) for one in found for service in one.services):
        raise UsageError(
            f"`{path}` is a compose file in which no Traefik runs: no service has its image",
            "name Traefik's own file, or the compose file whose service has the image `traefik`",
        )


def _unread(namespace: Namespace, files: Iterable[str]) -> dict[str, str]:
    """The texts of compose files in which not even labels are read, as Compose refuses them."""
    if namespace.projects is None:
        return {}
    texts = {file: namespace.projects.texts(file) for file in files}
    return {file: text for file, text in texts.items() if text is not None}


def _caused(
    elsewhere: list[Finding], namespace: Namespace, options: Options, before: Before | None
) -> Iterable[Finding]:
    """The errors in other files of a directory that the named files take part in: those that were not there before, or
    where that is not known, those that point at them."""
    if not elsewhere or not namespace.named:
        return ()
    past = before(namespace) if before is not None and namespace.folder else None
    if past is None:
        return (one for one in elsewhere if any(place.file in namespace.named for place in one.related))
    old = {_identity(finding) for finding in lint_texts(past, options).findings}
    return (finding for finding in elsewhere if _identity(finding) not in old)


def _identity(finding: Finding) -> tuple[str, ...]:
    return finding.rule, finding.file, finding.path, finding.message
