"""How long an input may take and how much memory: two seconds of CPU for each 100 kB, and 500 MB in all."""

from __future__ import annotations

import resource
import signal
from types import FrameType, TracebackType
from typing import Self

SECONDS, PER_BYTES = 2.0, 100_000
RUNS = 12
"""How often a driver reads its input: lint twice, fix and fix again, safe and unsafe, routes, and both file names."""
MOST_MEMORY = 500_000
"""In KiB, as `ru_maxrss` counts."""


class HangError(BaseException):
    """It takes longer than it may."""


class TooMuchMemoryError(BaseException):
    """It takes more memory than it may."""


def seconds_for(data: bytes) -> float:
    """How long all runs of a driver over an input may take."""
    return SECONDS * RUNS * max(1.0, len(data) / PER_BYTES)


class CpuLimit:
    """Raises in what runs inside it once that has taken too much CPU."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> Self:
        signal.signal(signal.SIGPROF, _too_long)
        signal.setitimer(signal.ITIMER_PROF, self._seconds)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _too_long(number: int, frame: FrameType | None) -> None:
    raise HangError


def check_memory() -> None:
    """Raises where this process has ever taken too much."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if used > MOST_MEMORY:
        raise TooMuchMemoryError(f"{used // 1024} MB")
