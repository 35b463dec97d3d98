"""Lints Traefik dynamic configuration as Traefik reads it. Importing this loads nothing heavy."""

from __future__ import annotations

TYPE_CHECKING = False  # importing `typing` for it would take half the time of `--version`
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from traefiklint.errors import UsageError
    from traefiklint.findings import Finding, Report, Severity
    from traefiklint.options import Options

__all__ = ["Finding", "Report", "Severity", "UsageError", "lint_paths", "lint_texts"]

_HOMES = {
    "Finding": "findings",
    "Report": "findings",
    "Severity": "findings",
    "Options": "options",
    "UsageError": "errors",
}


def lint_texts(
    files: Mapping[str, str | bytes],
    static: str | None = None,
    profile: str = "dokploy",
    target: str | None = None,
    *,
    strict: bool = False,
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
        options: everything that can be set, in place of the arguments before.

    Raises:
        UsageError: there is no such `target` or `profile`.
    """
    from traefiklint.engine import lint_texts as lint

    return lint(files, options or _options(profile, target, strict)._replace(static=static))


def lint_paths(
    paths: Sequence[str],
    static: str | None = None,
    profile: str = "dokploy",
    target: str | None = None,
    *,
    strict: bool = False,
    directories: Sequence[str] = (),
    options: Options | None = None,
) -> Report:
    """Lint files and directories. A file is linted together with its whole provider directory, and reported on alone.

    Args:
        paths: files, and directories as Traefik's file provider reads them.
        static: the path of Traefik's static configuration; without it the profile stands in.
        directories: the provider directories, where they are not the files' own folders.
        options: everything that can be set, in place of `static`, `profile`, `target` and `strict`.

    Raises:
        UsageError: a path does not exist, or is a file that Traefik does not read; or there is no such `target` or
            `profile`.
        OSError: a file cannot be read.
    """
    from traefiklint.linting import lint_paths as lint
    from traefiklint.linting import with_static

    chosen = options or with_static(_options(profile, target, strict), static)
    return lint(paths, chosen, directories)


def _options(profile: str, target: str | None, strict: bool) -> Options:
    from traefiklint.options import Options

    options = Options(profile=profile, strict=strict)
    return options if target is None else options._replace(target=target)


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{home}"), name)
