"""Draws static configurations in all forms, starts the real Traefik with each, and shows where we say otherwise.

    python -m benchmarks.static_agreement --seed 1 --count 200

The exit status is 1 where we and Traefik disagree.
"""

from __future__ import annotations

import argparse
import json
import sys

from benchmarks.watched import watched
from tests.static.cases import rejected
from tests.static.damage import drawn
from tests.static.starting import can_be_alone, start
from tests.traefik_versions import NEWEST
from traefiklint.versions import read_version

AGAIN = 12
"""How often Traefik is asked again where it says otherwise: some starts hang on the order of a Go map."""


def main() -> int:
    """Ask, and print what differs."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--version", default=NEWEST)
    given = parser.parse_args()
    if not can_be_alone():
        print("this system gives no process a network of its own", file=sys.stderr)
        return 2
    target = read_version(given.version).name
    wrong = refused = chances = 0
    for form in watched(drawn(given.seed, given.count), given.count):
        outcome = start(form, given.version)
        refused += outcome.refused
        said = rejected(form, target)
        if bool(said) is not outcome.refused:
            if any(start(form, given.version).refused is not outcome.refused for _ in range(AGAIN)):
                chances += 1  # a bare flag of a list below a name takes the next word or does not
                continue
            wrong += 1
            shown = {"file": form.file, "name": form.name, "flags": form.flags, "variables": dict(form.variables)}
            print(json.dumps({name: value for name, value in shown.items() if value}, ensure_ascii=False))
            print(f"  Traefik: {outcome.error or 'starts'}")
            print(f"  we:      {', '.join(f'{one.rule} ({one.message})' for one in said) or 'starts'}")
    if chances:
        print(f"{chances} configurations that Traefik itself refuses at one start, and not at the next")
    print(f"{wrong} disagreements in {given.count} configurations, of which Traefik refuses {refused}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
