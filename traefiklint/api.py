"""The functions of the public face. Each imports what it needs when it is called.

The static configuration is always given in the form of the files: as a text where they are texts, as a path where they
are paths. Without one the profile stands in.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from traefiklint.checks.registry import Rule
    from traefiklint.findings import Effect, Report, Severity
    from traefiklint.fixing import Fixed
    from traefiklint.options import Options
    from traefiklint.roundtrip.config import Config

Texts: TypeAlias = Mapping[str, str | bytes]
"""The files of one provider directory: the texts by name; names may hold folders, with `/`."""
AnyPath: TypeAlias = "str | os.PathLike[str]"
Paths: TypeAlias = "AnyPath | Iterable[AnyPath]"

ROLES = ("dynamic", "static", "compose")
"""What a file can be to Traefik."""


def lint_texts(
    files: Texts,
    static: str | None = None,
    profile: str = "dokploy",
    target: str | None = None,
    *,
    strict: bool = False,
    roles: Mapping[str, str] | None = None,
    options: Options | None = None,
) -> Report:
    """Lint the files of one provider directory, without touching disk or network. Raises nothing on any text.

    Args:
        files: the texts by file name; names may hold folders, with `/`.
        static: the text of Traefik's static configuration; without it the profile stands in.
        profile: `dokploy`, or `none` to assume nothing.
        target: the Traefik version that the files are for, as in `3.6` or `3.6.15`; the newest known one where None,
            and where it is newer than that. The report's `target` says which was meant.
        strict: whether to look for what is only untidy, too.
        roles: what files are, by name, where neither name nor content says so: `static` for the one that holds the
            static configuration, in place of `static`; `compose` for compose and stack files, whose labels are linted
            with the files; `dynamic` for all others.
        options: everything that can be set, in place of the arguments before.

    Raises:
        UsageError: there is no such `target`, `profile` or role, or there are two static configurations.
    """
    from traefiklint.discovery.projects import projects_in
    from traefiklint.engine import lint_texts as lint

    chosen, dynamic = _for_texts(files, static, roles, options or _options(profile, target, strict))
    compose = _compose_files(dynamic, roles or {})
    if not compose:
        return lint(dynamic, chosen)
    rest = {name: text for name, text in dynamic.items() if name not in compose}
    return lint(rest, chosen, projects_in(files, compose))


def lint_paths(
    paths: Paths,
    static: AnyPath | None = None,
    profile: str = "dokploy",
    target: str | None = None,
    *,
    strict: bool = False,
    directories: Paths = (),
    options: Options | None = None,
) -> Report:
    """Lint files and directories. A file is linted together with its whole provider directory, and reported on alone.

    Args:
        paths: one or many files, and directories as Traefik's file provider reads them.
        static: the path of Traefik's static configuration; without it the profile stands in.
        directories: the provider directories, where they are not the files' own folders.
        options: everything that can be set, in place of `profile`, `target` and `strict`.

    Raises:
        UsageError: a path does not exist, or is a file that Traefik does not read; or there is no such `target` or
            `profile`.
        OSError: a file cannot be read.
    """
    from traefiklint.linting import lint_paths as lint
    from traefiklint.linting import with_static

    chosen = with_static(options or _options(profile, target, strict), None if static is None else os.fspath(static))
    return lint(path_list(paths), chosen, path_list(directories))


def fix_texts(
    files: Texts,
    static: str | None = None,
    profile: str = "dokploy",
    target: str | None = None,
    *,
    strict: bool = False,
    unsafe: bool = False,
    only: Iterable[str] | None = None,
    options: Options | None = None,
) -> Fixed:
    """Fix what can be fixed in the files of one provider directory, without touching disk or network.

    Every fix is proved before it is kept: after a safe one Traefik makes the same of every object as before, but of the
    one that it refused, disabled or took otherwise than written.

    Args:
        files, static, profile, target, strict, options: as in `lint_texts`.
        unsafe: whether to make the fixes, too, that change what Traefik does or guess what was meant.
        only: the files that may be changed; all where it is None.

    Returns:
        the new `texts` of the files that change, the findings that were fixed (`applied`), the fixes that were not
        kept (`reverted`), and the `report` on what is left.

    Raises:
        UsageError: there is no such `target` or `profile`.
    """
    from traefiklint.fixing import fix_texts as fix

    chosen, dynamic = _for_texts(files, static, None, options or _options(profile, target, strict))
    return fix(dynamic, chosen, unsafe=unsafe, only=None if only is None else frozenset(only))


def open_config(
    path: AnyPath,
    static: AnyPath | None = None,
    profile: str = "dokploy",
    target: str | None = None,
    *,
    role: str | None = None,
    directories: Paths = (),
    options: Options | None = None,
) -> Config:
    """Open one source for changing: `config.http.routers["shop"].middlewares.append("auth")`, then `config.save()`.

    Comments, order, quotes, anchors and line ends stay, and every line that is not changed stays byte for byte; what
    cannot be written so is an error. Nothing is written before `save`.

    Args:
        path: a file of a provider directory or a static configuration (YAML or TOML), or a compose file.
        static: the path of the static configuration that the file is judged with; without it the profile stands in.
        role: `dynamic`, `static` or `compose`; by what stands in the file where None.
        directories: the provider directories, where they are not the file's own folder.

    Raises:
        UsageError: there is no such `target`, `profile` or role.
        OSError: the file cannot be read.
    """
    from traefiklint.errors import UsageError
    from traefiklint.instance.load import read_context
    from traefiklint.linting import with_static
    from traefiklint.roundtrip.config import open_file

    if role not in (None, *ROLES):
        raise UsageError(f"there is no role `{role}`", f"a file is one of {' and '.join(ROLES)}")
    chosen = with_static(
        options or _options(profile, target, strict=False), None if static is None else os.fspath(static)
    )
    read_context(chosen)  # says what is wrong with it
    return open_file(os.fspath(path), chosen, role=role, directories=tuple(path_list(directories)))


@dataclass(frozen=True, slots=True)
class Routed:
    """Who answers a request."""

    routers: tuple[str, ...]
    """The routers that answer, as in `shop@file`: none, one, or several where chance decides."""
    service: str
    """The service that the request goes to; empty where none does, or where chance decides."""
    entry_point: str
    """By which entry point it comes in."""
    location: str
    """Where the answer redirects to; empty where it does not."""
    nearest: str
    """What would have answered, if not for one thing; empty where somebody answers."""
    loads: bool
    """Whether Traefik loads the files; where it refuses them, this is the answer for the files as far as they load."""
    details: dict[str, Any]
    """All that is known, redirects and the routers that do not answer among it: what `route --format json` prints."""


def route(
    url: str,
    files: Texts | Paths,
    static: AnyPath | None = None,
    profile: str = "dokploy",
    target: str | None = None,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    client_ip: str = "",
    server_name: str | None = None,
    entry_point: str = "",
    options: Options | None = None,
) -> Routed:
    """Say which router answers a request, offline.

    Args:
        url: what is asked for, as in `https://shop.example.com/cart`; also `ws`, `tcp`, `tls` and `udp`.
        files: the texts of one provider directory by name, or the paths of files or of the directory.
        static: the static configuration: its text where `files` are texts, its path where they are paths.

    Raises:
        UsageError: the URL cannot be read, nobody can say by which entry point it comes in, a path does not exist, or
            the paths belong to several provider directories.
        OSError: a file cannot be read.
    """
    from traefiklint.routing.answer import follow
    from traefiklint.routing.asking import read_request
    from traefiklint.routing.json import journey_dict
    from traefiklint.routing.table import Table
    from traefiklint.routing.world import read_world

    chosen = options or _options(profile, target, strict=False)
    if isinstance(files, Mapping):
        projects, complete = None, True
        chosen, texts = _for_texts(files, None if static is None else os.fspath(static), None, chosen)
    else:
        from traefiklint.files import Wanted, gather
        from traefiklint.linting import the_one, with_directory, with_static

        chosen = with_static(chosen, None if static is None else os.fspath(static))
        space = with_directory(the_one(gather(Wanted(path_list(files)))), chosen)
        texts, projects, complete = space.texts, space.projects, space.complete
    lines = tuple(f"{name}: {value}" for name, value in (headers or {}).items())
    asked = read_request(url, method, lines, client_ip, server_name, entry_point)
    journey = follow(Table(read_world(texts, chosen, projects, complete=complete)), asked)
    first = journey.first
    targets = {way.target.name if way.target else "" for way in first.ways}
    return Routed(
        tuple(sorted({way.routers[-1].name for way in first.ways})),
        targets.pop() if len(targets) == 1 else "",
        first.entry.name,
        first.location,
        first.nearest,
        not first.table.world.refusals,
        journey_dict(journey),
    )


@dataclass(frozen=True, slots=True)
class RulePage:
    """One rule, and its page in the rule book."""

    id: str
    category: str
    severity: Severity
    effect: Effect
    strict: bool
    """Whether it looks for what is only untidy."""
    summary: str
    """What it finds, in a sentence."""
    markdown: str
    """What is wrong, what Traefik does about it, how to fix it, with examples."""


def rules() -> tuple[RulePage, ...]:
    """All rules, by category and name."""
    from traefiklint.engine import load_rules

    return tuple(map(_page, sorted(load_rules().values(), key=lambda rule: (rule.category, rule.id))))


def explain(rule: str) -> RulePage:
    """The page of a rule.

    Raises:
        UsageError: there is no such rule; the nearest one is suggested.
    """
    from traefiklint.engine import find_rule

    return _page(find_rule(rule))


def _page(rule: Rule) -> RulePage:
    from traefiklint.report.rulebook import page

    written = page(rule.id)
    text = written.markdown if written else f"# {rule.id}\n\n{rule.summary}\n"
    return RulePage(rule.id, rule.category, rule.severity, rule.effect, rule.strict, rule.summary, text)


def path_list(paths: Paths) -> list[str]:
    """One path or many, as texts."""
    if isinstance(paths, str | os.PathLike):
        return [os.fspath(paths)]
    return [os.fspath(path) for path in paths]


def _options(profile: str, target: str | None, strict: bool) -> Options:
    from traefiklint.options import Options

    options = Options(profile=profile, strict=strict)
    return options if target is None else options._replace(target=target)


def _compose_files(files: Texts, roles: Mapping[str, str]) -> list[str]:
    from traefiklint.discovery.projects import is_compose

    return [
        name
        for name, text in files.items()
        if roles.get(name) == "compose" or (name not in roles and is_compose(name, text))
    ]


def _for_texts(
    files: Texts, static: str | None, roles: Mapping[str, str] | None, options: Options
) -> tuple[Options, Texts]:
    """The options with the static configuration, and the files that are not it."""
    from traefiklint.errors import UsageError

    if not hasattr(files, "items"):
        raise UsageError("the files are texts by their names", 'write `{"app.yml": text}`')
    if static is not None:
        options = options._replace(static=static)
    for name, role in (roles or {}).items():
        if role not in ROLES:
            raise UsageError(f"there is no role `{role}`", f"a file is one of {', '.join(ROLES)}")
        if name not in files:
            raise UsageError(f"there is no file `{name}` that could have the role `{role}`")
    named = [name for name, role in (roles or {}).items() if role == "static"]
    if not named:
        return options, files
    if options.static is not None or len(named) > 1:
        raise UsageError("there are two static configurations", "one Traefik has one")
    text = files[named[0]]
    whole = text if isinstance(text, str) else text.decode("utf-8", "replace")
    rest = {name: text for name, text in files.items() if name not in named}
    return options._replace(static=whole, static_file=named[0]), rest
