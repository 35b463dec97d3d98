"""Makes Compose projects at random, resolves them, has the real Docker Compose resolve them, and shows the differences.

    python -m benchmarks.compose_agreement --seed 1 --count 500

The exit status is 1 where there are any.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from benchmarks.watched import watched
from tests.compose import comparison, real
from tests.compose.generator import Project, project


def compare(made: Project) -> tuple[str, list[str]]:
    """How the project fared (`same`, `refused by both`, …), and where we differ from Compose."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / comparison.FOLDER
        folder.mkdir()
        answer = real.ask(made.files, folder, environment=made.environment, profiles=made.profiles, named=made.named)
    mine = comparison.read(made)
    refused = [one for one in mine.diagnostics if one.refuses]
    if answer.project is None:
        if refused:
            return "refused by both", []
        return "refused by Compose only", [f"Compose: {answer.error.strip().splitlines()[-1]}"]
    if refused:
        return "refused by us only", [f"ours: {refused[0]}"]
    found = comparison.differences(comparison.ours(mine), comparison.theirs(answer.project))
    return ("different" if found else "same"), found


def main() -> int:
    """Compare as many as asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--show", action="store_true", help="print the files of what differs")
    given = parser.parse_args()
    fates: Counter[str] = Counter()
    differing = 0
    for number in watched(range(given.seed * 100_000, given.seed * 100_000 + given.count), given.count):
        made = project(number)
        fate, found = compare(made)
        fates[fate] += 1
        if found:
            differing += 1
            print(f"{number}: {fate}", *found, sep="\n  ")
            if given.show:
                print(f"  {made.environment} {made.profiles} {made.named}")
                for path, text in made.files.items():
                    print(f"--- {path}\n{text}")
    print(", ".join(f"{count} {fate}" for fate, count in fates.most_common()))
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
