"""Folders that hold nothing of Traefik's, whatever the files in them look like."""

from __future__ import annotations

SKIPPED = frozenset(
    (".git", ".hg", ".svn", ".jj", ".traefiklint", "node_modules", "bower_components", "__pycache__", "site-packages",
     ".venv", "venv", ".tox", ".nox", ".mypy_cache", ".ruff_cache", ".pytest_cache", ".terraform", ".cache", ".direnv",
     ".idea", ".vscode", ".github", ".gitea", ".forgejo", ".circleci", ".woodpecker")
)  # fmt: skip
"""Folders of version control, virtual environments, packages, tools and workflows."""

IGNORE_FILE = ".gitignore"
