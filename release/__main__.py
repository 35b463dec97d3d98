"""Put a release together: `python -m release FOLDER --site HTML`, or `--notes VERSION` for what changed in one.

The folder gets the site, the manual pages and the completions as archives beside what is in it already, and the sums
of everything.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from release.archives import pack, write_sums
from release.changes import CHANGELOG, notes
from release.manpages import write_manual
from traefiklint.cli.completion import SHELLS, script_for
from traefiklint.version import VERSION

COMPLETIONS = {"bash": "traefiklint", "zsh": "_traefiklint", "fish": "traefiklint.fish"}
"""How each shell wants the file with its completions to be called."""


def write_shell(folder: Path) -> None:
    """Write manual pages and completions, laid out as below `/usr/share`."""
    write_manual(folder / "man" / "man1")
    places = {
        "bash": "bash-completion/completions", "zsh": "zsh/site-functions", "fish": "fish/vendor_completions.d",
    }  # fmt: skip
    for shell in SHELLS:
        file = folder / places[shell] / COMPLETIONS[shell]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(script_for(shell), "utf-8")


def main(arguments: list[str]) -> int:
    """Read the command line, and do it."""
    parser = argparse.ArgumentParser(prog="python -m release")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--site", type=Path, metavar="HTML", help="the built site")
    parser.add_argument("--notes", metavar="VERSION", help="print what changed in a version, and do nothing else")
    given = parser.parse_args(arguments)
    if given.notes is not None:
        try:
            sys.stdout.write(notes(given.notes.removeprefix("v"), CHANGELOG.read_text("utf-8")))
        except ValueError as error:
            print(error, file=sys.stderr)
            return 1
        if given.notes.removeprefix("v") != VERSION:
            print(f"{given.notes} is not the version of the program, which is {VERSION}", file=sys.stderr)
            return 1
        return 0
    if given.folder is None or given.site is None:
        parser.error("a folder and `--site` are needed")
    given.folder.mkdir(parents=True, exist_ok=True)
    root = f"traefiklint-{VERSION}"
    with tempfile.TemporaryDirectory() as name:
        write_shell(Path(name))
        pack(Path(name), given.folder / f"{root}-man-and-completions.tar.gz", "share")
    pack(given.site, given.folder / f"{root}-site.tar.gz", f"{root}-site")
    write_sums(given.folder)
    for path in sorted(given.folder.iterdir()):
        print(f"{path.stat().st_size:>10}  {path.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
