"""Which pages Traefik's documentation has in which version, as its public repository has them.

`python -m tests.rules.documented CLONE` writes `documented.txt` anew from a clone with the branches `v3.0` and so on: a
page and its versions a line.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

from traefiklint.versions import TARGETS

_FILE = Path(__file__).with_name("documented.txt")
_FOLDER = "docs/content/"


@cache
def documented(minor: str) -> frozenset[str]:
    """The paths of the pages in the documentation of a minor version, as in `routing/routers/`."""
    lines = [line.split() for line in _FILE.read_text("utf-8").splitlines()]
    return frozenset(path for path, *minors in lines if minor in minors)


def main(clone: str) -> None:
    """Write the file."""
    found: dict[str, list[str]] = {}
    for minor in TARGETS:
        command = ["git", "-C", clone, "ls-tree", "-r", "--name-only", f"v{minor}", _FOLDER]
        for name in subprocess.run(command, capture_output=True, check=True, text=True).stdout.split():
            if name.endswith(".md") and "/include" not in name:  # parts of pages
                path = name.removeprefix(_FOLDER).removesuffix(".md").removesuffix("index")
                found.setdefault(path.rstrip("/") + "/", []).append(minor)
    _FILE.write_text("".join(f"{path} {' '.join(found[path])}\n" for path in sorted(found)), encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
