"""Makes configurations and requests by chance, asks the real Traefik and us who answers, and shows where we disagree.

    python -m benchmarks.routing_agreement --seed 1 --count 400 --reloads 5

Real servers stand behind Traefik, and each tells its name, so the answer shows which router served. With `--reloads`
many routers of each configuration tie, and it is loaded so many times more, the last time by a Traefik that was just
started: each load may bring up another one of them, and all must be among those that we tell. The exit status is 1
where the two disagree about any request.
"""

from __future__ import annotations

import argparse
import sys
import time

from benchmarks.watched import watched
from tests.routing.agreement import Tally, run
from tests.routing.generator import static_for
from tests.traefik_versions import NEWEST, traefik
from traefiklint.verify.oracle import Oracle

_SHOWN = 20


def main() -> int:
    """Ask, count, show."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=1, help="the first of the seeds, one a configuration")
    parser.add_argument("--count", type=int, default=200, help="how many configurations")
    parser.add_argument("--requests", type=int, default=25, help="how many requests to each")
    parser.add_argument("--version", default=NEWEST, help=f"which Traefik to ask [{NEWEST}]")
    parser.add_argument("--reloads", type=int, default=0, help="how often each is loaded once more")
    options = parser.parse_args()
    total, shown = Tally(0, 0, 0, 0, []), 0
    begun = time.monotonic()
    with Oracle(traefik(options.version), static_for(int(options.version.split(".")[1])), confined=False) as oracle:
        seeds = range(options.seed, options.seed + options.count)
        for _, tally in watched(run(oracle, seeds, options.requests, options.reloads), options.count):
            total += tally
            for disagreement in tally.disagreements[: _SHOWN - shown]:
                shown += 1
                print(disagreement, flush=True)
    again = f", {total.switched} of them otherwise after another load" if options.reloads else ""
    print(
        f"{total.requests:,} requests to {options.count} configurations in {time.monotonic() - begun:.0f} s: "
        f"{total.answered:,} reached a server, {total.ties} times chance decided{again}, "
        f"{len(total.disagreements)} disagreements"
    )
    return int(bool(total.disagreements))


if __name__ == "__main__":
    sys.exit(main())
