"""The coverage-guided half of the fuzzer, run by `tests.fuzz` in a process of its own: ROOMS SECONDS SEED CORPUS."""

from __future__ import annotations

import os
import sys
import time

import atheris

SLOWER = 4.0
"""How much longer an instrumented program may take."""


def main() -> None:
    """Fuzz until the CPU seconds are used up; ends the process, with status 1 where something broke."""
    rooms, seconds, seed, seeds = sys.argv[1].split(","), float(sys.argv[2]), sys.argv[3], sys.argv[4]
    with atheris.instrument_imports(include=["traefiklint"]):
        from tests.fuzz.__main__ import holds, input_of
    state = {"inputs": 0, "broken": 0}

    def once(data: bytes) -> None:
        room, text = input_of(rooms, data)
        state["broken"] += not holds(room, text, SLOWER)
        state["inputs"] += 1
        if time.process_time() > seconds:
            print(f"by coverage: {state['inputs']:,} inputs, {state['broken']} found", flush=True)
            os._exit(int(bool(state["broken"])))

    atheris.Setup(
        [
            sys.argv[0],
            seeds,
            f"-seed={seed}",
            "-max_len=4096",
            "-rss_limit_mb=0",
            "-timeout=600",
            "-report_slow_units=600",
            f"-artifact_prefix={seeds}/../",
            "-verbosity=0",
        ],
        once,
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
