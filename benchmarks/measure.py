"""Whole processes, timed from outside: median wall time and peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_ENVIRONMENT = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
"""What a user's shell has: with that variable every run would compile the checkout again, and measure the compiler."""


class Measured(NamedTuple):
    """What running something several times took."""

    seconds: float
    """Median wall time."""
    spread: float
    """Half the distance between the fastest and the slowest run, in seconds: the machine's noise."""
    megabytes: float
    """Peak resident memory of one process, in MiB; 0 where it was not measured."""
    processor: float = 0.0
    """Least time of the processor, in seconds; 0 where it was not measured."""


def command(
    arguments: Sequence[str],
    *,
    runs: int,
    stdin: Path | None = None,
    prepare: Callable[[], object] | None = None,
    environment: Mapping[str, str] | None = None,
) -> Measured:
    """Run a command several times, after one run that warms the file cache. `prepare` runs before each, untimed."""
    seconds, megabytes, processor = [], [], []
    for attempt in range(runs + 1):
        if prepare:
            prepare()
        source = stdin.open("rb") if stdin else subprocess.DEVNULL
        started = time.perf_counter()
        process = subprocess.Popen(
            arguments,
            stdin=source,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**_ENVIRONMENT, **(environment or {})},
        )
        _, status, usage = os.wait4(process.pid, 0)
        elapsed = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1):
            raise RuntimeError(f"`{' '.join(arguments)}` ended with status {process.returncode}")
        if attempt:
            seconds.append(elapsed)
            megabytes.append(usage.ru_maxrss / 1024)
            processor.append(usage.ru_utime + usage.ru_stime)
    return Measured(statistics.median(seconds), (max(seconds) - min(seconds)) / 2, max(megabytes), min(processor))
