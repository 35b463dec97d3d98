"""How long a running Traefik is waited for."""

from __future__ import annotations

import time
from typing import Protocol

_LOOK = 0.001
"""About what looking for an answer takes, besides the pause, in seconds."""
_SURE = 1.0
"""Seconds that are counted without asking the system."""


class WorkingProcess(Protocol):
    """A process whose work the system tells of."""

    def processor_time(self) -> float:
        """Seconds of the processor that it has had; 0 where the system does not tell."""

    def is_busy(self) -> bool:
        """Whether it works or would if it had a processor; False where the system does not tell."""


class Patience:
    """An allowance of waiting, which does not depend on what else the machine does.

    What counts is the processor's time that the process has had, and the pauses in which it had nothing to do and still
    had not answered. A process that waits for a processor is waited for; so is one that works between two waits, each
    time that it is looked at.
    """

    def __init__(self, seconds: float, process: WorkingProcess) -> None:
        self._seconds = self._left = seconds
        self._process = process
        self._had = process.processor_time()
        self._most = self._had + seconds

    def pause(self, seconds: float) -> None:
        """Sleep, and take that from the allowance where it counts."""
        time.sleep(seconds)
        self.spend(seconds)

    def spend(self, seconds: float) -> None:
        """Take from the allowance what was waited elsewhere."""
        if self._left - seconds > self._seconds - _SURE or not self._works():
            self._left -= seconds + _LOOK

    def _works(self) -> bool:
        """Whether it has had the processor since this was last asked, or is busy now."""
        before, self._had = self._had, self._process.processor_time()
        return self._had > before or self._process.is_busy()

    def is_over(self) -> bool:
        """Whether nothing is left of it."""
        return self._left <= 0 or self._process.processor_time() > self._most
