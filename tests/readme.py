"""The commands of the README and of the manual, and what they print: run again, compared, and written anew.

A fenced `console` block is run from the checkout: a line `$ COMMAND` and below it what it prints, on standard output
and standard error as a terminal shows them. `python -m tests.readme` writes the present output into the pages. Pages
that need files of their own are those of `tests.manual`, and the stories with a server those of `tests.sync.story`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).parents[1]
README = CHECKOUT / "README.md"
DOCS = CHECKOUT / "docs"
_CHAPTERS = ("lint", "fix", "static", "labels", "routes", "verify")
PAGES = [README, *(DOCS / f"{name}.md" for name in _CHAPTERS)]

_BLOCK = re.compile(r"^```console\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)
_COMMAND = re.compile(r"^\$ (?P<command>[^\n]+)\n(?P<output>.*?)(?=^\$ |\Z)", re.MULTILINE | re.DOTALL)


class Shown(NamedTuple):
    """One command of a page, and what the page says it prints."""

    page: str
    command: str
    output: str


def shown() -> list[Shown]:
    """Every command of the pages."""
    return [
        Shown(page.stem, found["command"], found["output"])
        for page in PAGES
        for block in _BLOCK.finditer(page.read_text(encoding="utf-8"))
        for found in _COMMAND.finditer(block["body"])
    ]


def run(command: str, folder: Path = CHECKOUT) -> str:
    """What a command prints when it is typed in a folder, 100 columns wide and without colours."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("TRAEFIKLINT", "DOKPLOY", "GITHUB_"))
    }
    environment |= {
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "COLUMNS": "100",
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    )
    return "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())


def rewritten(text: str) -> str:
    """The text with the present output of every command."""

    def block(found: re.Match[str]) -> str:
        commands = _COMMAND.finditer(found["body"])
        return "```console\n" + "".join(f"$ {one['command']}\n{run(one['command'])}" for one in commands) + "```"

    return _BLOCK.sub(block, text)


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(rewritten(page.read_text(encoding="utf-8")), encoding="utf-8")
