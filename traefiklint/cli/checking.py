"""From what the user asks for to a report: options and settings become one, directories are linted one by one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from traefiklint.errors import UsageError
from traefiklint.files import STDIN
from traefiklint.findings import Severity
from traefiklint.options import AUTO, Options
from traefiklint.records import NamedTuple, changed
from traefiklint.settings import DEFAULT, Environment, Settings, load
from traefiklint.settings.find import OWN, config_of

if TYPE_CHECKING:
    from traefiklint.checks.registry import Book
    from traefiklint.files import Namespace
    from traefiklint.linting import Linted
    from traefiklint.plans import Declared, Plan
    from traefiklint.policies.own import Own


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
    upgrade_from: str = ""
    traefiks: tuple[str, ...] = ()
    staged: bool = False
    """Whether only the files are meant that are named, also where none is."""
    gone: tuple[str, ...] = ()
    """Files that are about to be deleted, whose neighbours may miss them."""
    untracked: frozenset[str] = frozenset()
    """Files that lie here and will not be committed, by their absolute paths."""


def request_of(given: dict[str, Any]) -> Request:
    """The request that the options (and the argument `paths`) of a command come to."""
    said = {name: given[name] for name in Request._fields if name in given and name != "staged"}
    return Request(**{**said, "paths": tuple(given["paths"])}, stdin_name=given["stdin_filename"])


def check(request: Request, settings: Settings) -> Linted:
    """Lint what is asked for, each provider directory as one namespace.

    Raises:
        UsageError: a path, a rule or the static configuration does not exist.
    """
    from traefiklint.linting import lint_all

    planned = plan(request, settings)
    linted = lint_all(planned.pairs, lint_options(request, settings), _before)
    notes = linted.notes
    if settings.host is not None or any(one.host is not None for one in settings.traefiks):
        from traefiklint.cli.idle import idle_facts

        if not (request.paths or request.staged or request.traefiks):  # what they name may stand in other files
            notes = (*notes, *idle_facts(planned, settings))
    return linted._replace(report=changed(linted.report, coverage=planned.coverage(notes)))


def _before(namespace: Namespace) -> dict[str, bytes] | None:
    """A provider directory as git has it."""
    from traefiklint.cli.history import before

    return before(namespace)


def plan(request: Request, settings: Settings) -> Plan:
    """What is asked for, standard input among it: provider directories, and how to judge each. For every file that is
    named the nearest config file counts, and so does one in a folder that is searched.

    Raises:
        UsageError: a path, a rule, a Traefik or the static configuration does not exist.
    """
    from traefiklint.plans import together

    plans = [_plan(own, asked) for own, asked in _by_settings(request, settings)]
    if not request.paths and not request.staged and not settings.named:
        nested = [name for one in plans[0].passed if (name := one.file).endswith(f"/{OWN}")]
        if nested:
            folders = [os.path.dirname(name) for name in nested]  # noqa: PTH120
            around = settings._replace(exclude=(*settings.exclude, *(f"/{folder}/" for folder in folders)))
            plans = [_plan(around, request)]
            plans += [_plan(load(start=folder), request._replace(paths=(folder,))) for folder in folders]
    return plans[0] if len(plans) == 1 else together(plans)


def _by_settings(request: Request, settings: Settings) -> Iterator[tuple[Settings, Request]]:
    """What is asked for, by the settings that count for it."""
    named = [path for path in (*request.paths, *request.gone) if path != STDIN]
    if settings.named or not named:
        yield settings, request
        return
    folders = {path: path if os.path.isdir(path) else os.path.dirname(path) or os.curdir for path in named}  # noqa: PTH112, PTH120
    nearest = {folder: config_of(folder) for folder in set(folders.values())}
    usual = config_of(os.curdir)
    others = dict.fromkeys(file for file in nearest.values() if file != usual)
    for file in (usual, *others):

        def mine(path: str, file: str = file) -> bool:
            return nearest[folders[path]] == file if path in folders else file == usual

        asked = request._replace(paths=tuple(filter(mine, request.paths)), gone=tuple(filter(mine, request.gone)))
        if asked.paths or asked.gone:
            yield settings if file == usual else load(start=os.path.dirname(file) if file else os.sep), asked  # noqa: PTH120


def _plan(settings: Settings, request: Request) -> Plan:
    from traefiklint.planning import Planner
    from traefiklint.plans import Asked

    stdin = b""
    if STDIN in request.paths:
        if sys.stdin is None:
            raise UsageError("standard input is closed", "name a file, or pipe one into it")
        stdin = sys.stdin.buffer.read()
    elif request.stdin_name:
        raise UsageError("`--stdin-filename` says what standard input is, and needs the path `-`")
    options = lint_options(request, settings)
    declared = declared_of(request, settings)
    asked = Asked(
        request.paths,
        tuple(declared),
        settings.exclude,
        request.sniff,
        stdin,
        request.stdin_name,
        only_named=request.staged,
        gone=request.gone,
        untracked=request.untracked,
        has_target=bool(request.target) or settings.source("target") != DEFAULT,
    )
    return Planner(asked, options, _with_static).plan()


def declared_of(request: Request, settings: Settings) -> Iterator[Declared]:
    """The Traefiks that the settings name, or the one of them that is asked for.

    Raises:
        UsageError: there is none of the name that is asked for.
    """
    from traefiklint.plans import Declared

    tables = [one for one in settings.traefiks if not request.traefiks or one.name in request.traefiks]
    missing = [name for name in request.traefiks if name not in {one.name for one in tables}]
    if missing:
        known = ", ".join(f"`{one.name}`" for one in settings.traefiks) or "none"
        raise UsageError(f"the settings have no Traefik `{missing[0]}`", f"known are {known}")
    if settings.directories and not request.traefiks:
        context = {settings.path(place): settings.path(folder) for place, folder in settings.context.items()}
        composes = {settings.path(place): settings.path(folder) for place, folder in settings.composes.items()}
        directories = tuple(map(settings.path, settings.directories))
        yield Declared(directories=directories, context=context, composes=composes)
    for one in tables:
        yield Declared(
            one.name,
            tuple(_matching(settings, one.directories)),
            "" if request.static or not one.static else settings.path(one.static),
            tuple(_matching(settings, one.compose)),
            request.target or one.target,
            request.profile or one.profile,
            known=None if one.known is None else _objects(one.known),
            host=one.host,
        )


def _matching(settings: Settings, patterns: Iterable[str]) -> Iterator[str]:
    """Paths of the config file, with what patterns in them match."""
    for pattern in patterns:
        if not any(sign in pattern for sign in "*?["):
            yield settings.path(pattern)
            continue
        from pathlib import Path

        yield from sorted(settings.path(str(found)) for found in Path(settings.folder).glob(pattern))


def lint_options(request: Request, settings: Settings) -> Options:
    """The options of the linter: what the command line says, else what the settings say.

    Raises:
        UsageError: a rule that is named does not exist, or the static configuration cannot be read.
    """
    own = own_book(settings)
    names_rules(request.select, "--select", own)
    names_rules(request.ignore, "--ignore", own)
    _check_settings(settings, own)
    options = Options(
        profile=_profile(request, settings),
        target=request.target or settings.target,
        strict=request.strict or settings.strict,
        select=frozenset(request.select or settings.select),
        ignore=frozenset((*request.ignore, *settings.ignore)),
        severities={rule: Severity(name) for rule, name in settings.severity.items()},
        per_file_ignores=tuple(
            (pattern if pattern.startswith("*") else settings.path(pattern), frozenset(rules))
            for pattern, rules in settings.per_file_ignores.items()
        ),
        known=_objects(settings.known),
        host=settings.host,
        own=own,
        upgrade_from=request.upgrade_from,
        only_fatal=request.only_fatal,
    )
    return _with_static(options, request.static or (settings.path(settings.static) if settings.static else None))


def _objects(known: Mapping[str, tuple[str, ...]]) -> dict[str, frozenset[str]]:
    return {kind: frozenset(names) for kind, names in known.items()}


def _profile(request: Request, settings: Settings) -> str:
    """What stands in for a static configuration: what somebody said, or what `[dokploy]` in the settings says."""
    chosen = request.profile or settings.profile
    is_dokploys = settings.dokploy != Environment() or settings.environments
    return "dokploy" if chosen == AUTO and is_dokploys else chosen


def own_of(settings: Settings) -> Own | None:
    """A team's own rules; None where the settings name none, and then nothing of them is imported.

    Raises:
        TraefiklintError: a policy is not understood, or does not exist.
    """
    if not settings.has_own_rules:
        return None
    from traefiklint.cli.policies import own_rules

    return own_rules(settings)


def own_book(settings: Settings) -> Book | None:
    """A team's own rules as a book; None where there are none."""
    own = own_of(settings)
    return own.book if own is not None else None


def own_pages(settings: Settings) -> Mapping[str, str]:
    """The pages of a team's own rules."""
    own = own_of(settings)
    return own.pages if own is not None else {}


def names_rules(names: Iterable[str], where: str, own: Book | None, *, categories: bool = True) -> None:
    """Make sure that every name is one of a rule, or of a category.

    Raises:
        UsageError: it is not; the nearest name is suggested.
    """
    for name in names:
        from traefiklint.engine import load_rules, no_rule

        rules = load_rules(own)
        known = set(rules) | ({rule.category for rule in rules.values()} if categories else set())
        if name not in known:
            raise no_rule(name, known, f"{where}: ")


def _check_settings(settings: Settings, own: Book | None) -> None:
    names_rules(settings.select, settings.source("select"), own)
    names_rules(settings.ignore, settings.source("ignore"), own)
    for rule in settings.severity:
        names_rules((rule,), settings.source(f"severity.{rule}"), own, categories=False)
    for pattern, rules in settings.per_file_ignores.items():
        names_rules(rules, settings.source(f"per-file-ignores.{pattern}"), own)


def _with_static(options: Options, path: str | None) -> Options:
    from traefiklint.linting import with_static

    try:
        return with_static(options, path)
    except OSError as error:
        raise UsageError(f"the static configuration `{path}` cannot be read: {error.strerror}") from None
