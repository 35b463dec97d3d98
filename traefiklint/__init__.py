"""Lints Traefik dynamic configuration as Traefik reads it. Importing this loads nothing heavy."""

from __future__ import annotations

TYPE_CHECKING = False  # importing `typing` for it would take half the time of `--version`
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from traefiklint.findings import Finding, Report, Severity
    from traefiklint.options import Options

__all__ = ["Finding", "Report", "Severity", "lint_paths", "lint_texts"]

_HOMES = {"Finding": "findings", "Report": "findings", "Severity": "findings", "Options": "options"}


def lint_texts(
    files: Mapping[str, str | bytes],
    static: str | None = None,
    profile: str = "dokploy",
    target: str = "3.7",
    *,
    strict: bool = False,
    options: Options | None = None,
) -> Report:
    """Lint the files of one provider directory, without touching disk or network. Raises nothing on any text.

    Args:
        files: the texts by file name; names may hold folders, with `/`.
        static: the text of Traefik's static configuration; without it the profile stands in.
        profile: `dokploy`, or `none` to assume nothing.
        target: the Traefik version that the files are for, `3.0` to `3.7`.
        strict: whether to look for what is only untidy, too.
        options: everything that can be set, in place of the arguments before.
    """
    from traefiklint.engine import lint_texts as lint
    from traefiklint.options import Options

    return lint(files, options or Options(profile=profile, target=target, static=static, strict=strict))


def lint_paths(
    paths: Sequence[str],
    static: str | None = None,
    profile: str = "dokploy",
    target: str = "3.7",
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
        UsageError: a path does not exist, or is a file that Traefik does not read.
        OSError: a file cannot be read.
    """
    from traefiklint.linting import lint_paths as lint
    from traefiklint.linting import with_static
    from traefiklint.options import Options

    chosen = options or with_static(Options(profile=profile, target=target, strict=strict), static)
    return lint(paths, chosen, directories)


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{home}"), name)
