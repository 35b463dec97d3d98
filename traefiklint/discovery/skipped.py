"""Folders that hold nothing of Traefik's, whatever the files in them look like."""

from __future__ import annotations

import re

from traefiklint.patterns import lazy

SKIPPED = frozenset(
    (".git", ".hg", ".svn", ".jj", ".traefiklint", "node_modules", "bower_components", "__pycache__", "site-packages",
     ".venv", "venv", ".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".terraform", ".cache", ".direnv",
     ".idea", ".vscode", ".github", ".gitea", ".forgejo", ".circleci", ".woodpecker")
)  # fmt: skip
"""Folders of version control, virtual environments, packages, tools and workflows."""

IGNORE_FILE = ".gitignore"


_SHOWN = r"(?:examples?|exemples?|samples?)"
_SAMPLES = rf"{_SHOWN}|templates?|skeletons?"
_NO_MORE = r"attic|deprecated|disabled|obsolete|outdated|trash|unused"
_OUT_OF_USE = lazy(rf"(?:[^/]*[-_. ])?(?:{_NO_MORE})", re.IGNORECASE)
_KEPT = lazy(
    rf"(?:[^/]*[-_. ])?(?:backups?|bak|bkp|old|orig|archived?|archives|{_NO_MORE}|wip|drafts?)"
    rf"|(?:backups?|bak|bkp)[-_. ][^/]*|{_SAMPLES}|(?:[^/]*[-_. ])?{_SHOWN}(?:[-_. ][^/]*)?"
    r"|_*fixtures?_*|testdata",
    re.IGNORECASE,
)
_SAMPLE = lazy(rf"(?:.*[-_.])?(?:{_SAMPLES}|dist|tmpl|tpl)\.(?:ya?ml|toml)", re.IGNORECASE)
_FORMER = lazy(
    r".*[-_.](?:old|orig|bak|bkp|legacy|archived|deprecated|disabled|obsolete|outdated|unused|wip|draft|copy|improved)"
    r"\.(?:ya?ml|toml)"
    r"|.* (?:- )?(?:copy|kopie|copie|copia)(?: ?\(?\d+\)?)?\.(?:ya?ml|toml)|.* \(\d+\)\.(?:ya?ml|toml)",
    re.IGNORECASE,
)
"""A name as of what was used once; `compose.backup.yml` may run the backups."""


def is_kept_copy(path: str) -> bool:
    """Whether nobody uses a file where it stands: in a folder of copies, of examples or of what tests read, as in
    `backup/`, `dynamic-old/`, `examples/` and `fixtures/`, or by a name such as `config.example.yml` or
    `compose.old.yml`.

    Args:
        path: relative, with `/`.
    """
    *folders, name = path.split("/")
    return any(map(_KEPT.fullmatch, folders)) or any(one.fullmatch(name) for one in (_SAMPLE, _FORMER))


_DATED = lazy(
    r"(?P<home>(?:.*/)?)(?:(?:backups?|bak|bkp)/[^/]*\d{4}[-_.]?\d\d[-_.]?\d\d[^/]*|versions?/v?\d+)/(?P<rest>.+)",
    re.IGNORECASE,
)


def original_of(path: str) -> str:
    """The file of which one in a folder such as `backups/2025-11-05/` or `versions/v0002/` is a copy; empty for others.

    Args:
        path: relative, with `/`.
    """
    found = _DATED.fullmatch(path)
    return found["home"] + found["rest"] if found is not None else ""


def is_out_of_use(path: str) -> bool:
    """Whether a folder says that what is in it is used no more, as `deprecated/` does, whatever else there is: backups
    may be of what is used, and an example may be all that a repository is for.

    Args:
        path: relative, with `/`.
    """
    return any(map(_OUT_OF_USE.fullmatch, path.split("/")[:-1]))
