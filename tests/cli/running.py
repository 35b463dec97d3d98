"""Runs the program: in this process, or as a user does, in one of its own."""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from traefiklint.__main__ import main

ROOT = Path(__file__).parents[2]

GOOD = """\
http:
  routers:
    {name}:
      rule: Host(`{name}.example.com`)
      entryPoints: [websecure]
      service: {name}
      tls:
        certResolver: letsencrypt
  services:
    {name}:
      loadBalancer:
        servers:
          - url: http://{name}:3000
"""
BROKEN = "http:\n  routers: {}\n"
"""Traefik refuses the whole directory for an empty mapping."""
TYPO = GOOD.replace("      service:", "      middlewares: [nobody]\n      service:")
"""A router that Traefik disables: its middleware does not exist."""


class Ran(NamedTuple):
    """What a run came to."""

    status: int
    out: str
    err: str


def app(name: str, text: str = GOOD) -> str:
    """The configuration of one application."""
    return text.replace("{name}", name)


class Runner:
    """Runs commands in a directory of its own."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self._later = (folder.with_name(f"{folder.name}.{number}") / folder.name for number in itertools.count(2))

    def anew(self) -> None:
        """Go to another directory of the same name, with nothing in it or around it."""
        self.folder = next(self._later)
        self.folder.mkdir(parents=True)
        os.chdir(self.folder)

    def write(self, files: dict[str, str]) -> None:
        """Write files, below the directory."""
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")

    def __call__(self, *arguments: str) -> Ran:
        """Run a command in this process."""
        self._capsys.readouterr()
        status = main(list(arguments))
        return Ran(status, *self._capsys.readouterr())


def run(*arguments: str, folder: Path, stdin: str | bytes = b"", env: dict[str, str] | None = None) -> Ran:
    """Run a command in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "traefiklint", *arguments],
        cwd=folder,
        input=stdin.encode() if isinstance(stdin, str) else stdin,
        capture_output=True,
        env=os.environ | {"NO_COLOR": ""} | (env or {}),
        check=False,
    )
    return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())
