"""Whether a checkout has everything that its repository has, for a push that must not be stale."""

from __future__ import annotations

import subprocess
from pathlib import Path

from traefiklint.errors import UsageError

_HINT = "run this in a clone, with credentials that may fetch, or leave `--require-up-to-date` out"


def missing(directory: Path) -> str:
    """The commit that the repository's branch is at and HEAD does not have; empty where HEAD has it.

    The branch is the one that the checkout follows, else (where a CI job has checked out a commit) the default branch
    of `origin`. The repository itself is asked: what was last fetched may be older.

    Raises:
        UsageError: this is no clone, or the repository cannot be asked.
    """
    remote, branch = _followed(directory)
    status, answer = _git(directory, "ls-remote", "--exit-code", remote, branch)
    if status != 0 or not answer.split():
        raise UsageError(f"git cannot ask `{remote}` for `{branch}`", _HINT)
    commit = answer.split()[0]
    status, _ = _git(directory, "merge-base", "--is-ancestor", commit, "HEAD")
    return "" if status == 0 else f"{commit[:12]} ({branch.removeprefix('refs/heads/')} of {remote})"


def _followed(directory: Path) -> tuple[str, str]:
    """The remote repository and the branch there that HEAD follows."""
    status, branch = _git(directory, "symbolic-ref", "--quiet", "--short", "HEAD")
    if status == 0:
        known, remote = _git(directory, "config", f"branch.{branch}.remote")
        found, merged = _git(directory, "config", f"branch.{branch}.merge")
        if known == found == 0:
            return remote, merged
    return "origin", "HEAD"


def _git(directory: Path, *arguments: str) -> tuple[int, str]:
    """The exit status and the output of git."""
    command = ["git", "-C", str(directory), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - no shell
            command, capture_output=True, check=False, timeout=120, text=True, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        raise UsageError("git is not here or does not answer", _HINT) from None
    return done.returncode, done.stdout.strip()
