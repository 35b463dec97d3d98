"""From what the user asks for to a report: options and settings become one, directories are linted one by one."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import NamedTuple

from traefiklint.errors import UsageError
from traefiklint.files import STDIN, Namespace, Wanted, gather
from traefiklint.findings import Effect, Finding, Report, Severity
from traefiklint.options import Options
from traefiklint.settings import Settings


class Request(NamedTuple):
    """What the command line asks for; what is None is left to the settings."""

    paths: tuple[str, ...] = ()
    static: str | None = None
    profile: str | None = None
    target: str | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    strict: bool = False
    only_fatal: bool = False
    sniff: bool = False
    stdin_name: str = ""


class Outcome(NamedTuple):
    """What linting came to."""

    report: Report
    aside: tuple[Finding, ...] = ()
    """Why Traefik refuses a directory, where the reason is in files that were not asked for."""


def check(request: Request, settings: Settings) -> Outcome:
    """Lint what is asked for, each provider directory as one namespace.

    Raises:
        UsageError: a path, a rule or the static configuration does not exist.
    """
    from traefiklint.engine import lint_texts

    options = lint_options(request, settings)
    reports, aside = [], []
    for space in read(request, settings):
        report = lint_texts(space.texts, options)
        aside += [found for found in report.findings if _is_aside(found, space)]
        reports.append(_reported(report, space))
    return Outcome(_joined(reports, options.target), tuple(aside))


def read(request: Request, settings: Settings) -> list[Namespace]:
    """The texts of what is asked for, standard input among them."""
    stdin = b""
    if STDIN in request.paths:
        stdin = sys.stdin.buffer.read()
    elif request.stdin_name:
        raise UsageError("`--stdin-filename` says what standard input is, and needs the path `-`")
    directories = [settings.path(directory) for directory in settings.directories]
    return gather(Wanted(request.paths, directories, request.sniff, stdin, request.stdin_name))


def lint_options(request: Request, settings: Settings) -> Options:
    """The options of the linter: what the command line says, else what the settings say.

    Raises:
        UsageError: a rule that is named does not exist, or the static configuration cannot be read.
    """
    static_file = request.static or (settings.path(settings.static) if settings.static else "")
    names_rules(request.select, "--select")
    names_rules(request.ignore, "--ignore")
    _check_settings(settings)
    return Options(
        profile=request.profile or settings.profile,
        target=request.target or settings.target,
        static=_static_text(static_file) if static_file else None,
        static_file=static_file or Options().static_file,
        strict=request.strict or settings.strict,
        select=frozenset(request.select or settings.select),
        ignore=frozenset((*request.ignore, *settings.ignore)),
        severities={rule: Severity(name) for rule, name in settings.severity.items()},
        per_file_ignores=tuple(
            (settings.path(pattern), frozenset(rules)) for pattern, rules in settings.per_file_ignores.items()
        ),
        known={kind: frozenset(names) for kind, names in settings.known.items()},
        only_fatal=request.only_fatal,
    )


def names_rules(names: Iterable[str], where: str, *, categories: bool = True) -> None:
    """Make sure that every name is one of a rule, or of a category.

    Raises:
        UsageError: it is not; the nearest name is suggested.
    """
    for name in names:
        from traefiklint.engine import load_rules

        rules = load_rules()
        known = set(rules) | ({rule.category for rule in rules.values()} if categories else set())
        if name not in known:
            from difflib import get_close_matches

            near = get_close_matches(name, sorted(known), 1)
            hint = f"did you mean `{near[0]}`?" if near else "`traefiklint rules` lists all rules"
            raise UsageError(f"{where}: there is no rule `{name}`", hint)


def _check_settings(settings: Settings) -> None:
    names_rules(settings.select, settings.source("select"))
    names_rules(settings.ignore, settings.source("ignore"))
    for rule in settings.severity:
        names_rules((rule,), settings.source(f"severity.{rule}"), categories=False)
    for pattern, rules in settings.per_file_ignores.items():
        names_rules(rules, settings.source(f"per-file-ignores.{pattern}"))


def _static_text(path: str) -> str:
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - pathlib costs more than reading
            return file.read()
    except OSError as error:
        raise UsageError(f"the static configuration `{path}` cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UsageError(f"the static configuration `{path}` is not UTF-8") from None


def _is_aside(finding: Finding, space: Namespace) -> bool:
    return finding.effect is Effect.REJECTED and finding.file in space.texts and finding.file not in space.reported


def _reported(report: Report, space: Namespace) -> Report:
    """The report on the files that were asked for; what is said about the static configuration stays."""
    if len(space.reported) == len(report.texts):
        return report
    findings = tuple(
        finding for finding in report.findings if finding.file in space.reported or finding.file not in space.texts
    )
    texts = {file: text for file, text in report.texts.items() if file in space.reported}
    return Report(findings, len(texts), report.target, texts)


def _joined(reports: list[Report], target: str) -> Report:
    """The reports of several directories as one; what is said of the static configuration is said once."""
    if len(reports) == 1:
        return reports[0]
    findings = dict.fromkeys(finding for report in reports for finding in report.findings)
    texts = {file: text for report in reports for file, text in report.texts.items()}
    return Report(tuple(findings), sum(report.files for report in reports), target, texts)
