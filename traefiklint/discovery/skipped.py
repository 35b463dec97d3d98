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


_KEPT = lazy(
    r"(?:[^/]*[-_. ])?(?:backups?|bak|bkp|old|orig|archived?|archives|deprecated|disabled|unused|trash)"
    r"|(?:backups?|bak|bkp)[-_. ][^/]*",
    re.IGNORECASE,
)


def is_kept_copy(path: str) -> bool:
    """Whether a file stands in a folder of copies that nobody uses there, as in `backup/` and `dynamic-old/`.

    Args:
        path: relative, with `/`; only its folders tell, for Traefik reads a file whatever it is called.
    """
    return any(_KEPT.fullmatch(folder) for folder in path.split("/")[:-1])
