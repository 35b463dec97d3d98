"""What fifty policies add to a lint of a thousand routers, in time of the processor."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from benchmarks import data, measure
from benchmarks.measure import Measured

GOAL = 0.150
"""How many seconds of the processor they may add."""
LINT = str(Path(sys.executable).parent / "traefiklint")


def measured(home: Path, program: str, runs: int) -> tuple[Measured, Measured]:
    """A lint of a thousand routers without policies, and with fifty that all routers meet."""
    routers, policies = data.routers(home / "routers", 1_000), data.policies(home / "own", 50)
    (home / "plain.toml").write_text('profile = "none"\n')
    (home / "held.toml").write_text(f'profile = "none"\npolicies = ["{policies}"]\n')
    plain, held = (
        measure.command([program, "--config", str(home / name), "lint", str(routers)], runs=runs)
        for name in ("plain.toml", "held.toml")
    )
    return plain, held


def main() -> int:
    """Measure, print, and fail where the goal is missed."""
    took = []
    for _ in range(4):  # in turns, so that a busy moment of the machine does not meet one of the two alone
        with tempfile.TemporaryDirectory(prefix="traefiklint-bench-") as home:
            took.append([one.processor for one in measured(Path(home), LINT, 5)])
    plain, held = (min(column) for column in zip(*took, strict=True))
    added = held - plain
    print(
        f"1,000 routers: {plain * 1000:.0f} ms of the processor; with 50 policies {held * 1000:.0f} ms, "
        f"which is {added * 1000:.0f} ms more (the goal is {GOAL * 1000:.0f} ms)"
    )
    return int(added > GOAL)


if __name__ == "__main__":
    sys.exit(main())
