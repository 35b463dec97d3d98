"""What git says of the repository in which somebody works."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping

from traefiklint.errors import UsageError


def git(*arguments: str, absent: str, failed: str, told: bytes = b"", more: Mapping[str, str] | None = None) -> bytes:
    """What git answers.

    Args:
        absent: what is said where git is not there.
        failed: what is said where it gives no answer; its own words are the hint.
        told: what it reads from its standard input.
        more: variables for its environment.

    Raises:
        UsageError: there is no answer.
    """
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, and no shell
            ("git", *arguments),  # noqa: S607 - git is where the user has it
            input=told,
            env=os.environ | (more or {}),
            capture_output=True,
            check=False,
        )
    except OSError:
        raise UsageError(absent) from None
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise UsageError(failed, said[-1] if said else "")
    return done.stdout
