"""How long an input may take and how much memory: two seconds of CPU for each 100 kB, and 500 MB in all."""

from __future__ import annotations

import resource
import signal
from types import FrameType, TracebackType
from typing import Self

SECONDS, PER_BYTES = 2.0, 100_000
MOST_MEMORY = 500_000
"""In KiB, as `ru_maxrss` counts."""


class HangError(BaseException):
    """It takes longer than it may."""


class TooMuchMemoryError(BaseException):
    """It takes more memory than it may."""


def seconds_for(data: bytes) -> float:
    """How long one answer about an input may take."""
    return SECONDS * max(1.0, len(data) / PER_BYTES)


class CpuLimit:
    """Raises in what runs inside it once one answer (see `next_answer`) has taken too much CPU."""

    seconds = 0.0
    """What an answer has, where a limit holds."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def __enter__(self) -> Self:
        signal.signal(signal.SIGPROF, _too_long)
        CpuLimit.seconds = self._seconds
        next_answer()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        CpuLimit.seconds = 0.0
        next_answer()


def next_answer() -> None:
    """The next thing that the product is asked has the whole time again; without a limit, nothing happens."""
    signal.setitimer(signal.ITIMER_PROF, CpuLimit.seconds)


def _too_long(number: int, frame: FrameType | None) -> None:
    raise HangError


def check_memory() -> None:
    """Raises where this process has ever taken too much."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if used > MOST_MEMORY:
        raise TooMuchMemoryError(f"{used // 1024} MB")
