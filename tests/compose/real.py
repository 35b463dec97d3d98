"""The real Docker Compose, asked what it makes of a project: `docker-compose config`, which needs no engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

BINARY = Path(sys.executable).parent / "docker-compose"


class Answer(NamedTuple):
    """What Compose says: the project, or why it refuses it."""

    project: dict[str, Any] | None
    error: str


def write(files: dict[str, str], folder: Path) -> None:
    """Write a project to disk."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


def ask(
    files: dict[str, str],
    folder: Path,
    *,
    environment: dict[str, str] | None = None,
    profiles: tuple[str, ...] = (),
    named: tuple[str, ...] = (),
) -> Answer:
    """Ask about a project in a folder, which must be empty."""
    write(files, folder)
    command = [str(BINARY), *(word for file in named for word in ("-f", file))]
    command += [word for profile in profiles for word in ("--profile", profile)]
    done = subprocess.run(
        [*command, "config", "--format", "json"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "HOME": str(folder), **(environment or {})},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode:
        return Answer(None, done.stderr)
    return Answer(json.loads(done.stdout), done.stderr)
