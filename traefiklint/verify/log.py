"""A running Traefik: its log, line by line as it grows, and how long it is waited for."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from traefiklint.verify.verdict import PANIC, REFUSED

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


_LIMIT = 4 << 20


class TraefikLog:
    """A file that Traefik appends its log to, as JSON."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._position = 0
        self._rest = b""

    def forget(self) -> None:
        """Skip what it holds; empty it when it is long. Traefik appends, so it goes on at the new end."""
        self._rest = b""
        self._position = self._path.stat().st_size
        if self._position > _LIMIT:
            os.truncate(self._path, 0)
            self._position = 0

    def new_lines(self) -> list[Mapping[str, Any]]:
        """The lines that have become whole since it was last asked."""
        try:
            with self._path.open("rb") as stream:
                stream.seek(self._position)
                data = stream.read()
        except FileNotFoundError:
            return []
        if not data:
            return []
        self._position += len(data)
        *complete, self._rest = (self._rest + data).split(b"\n")
        return list(_parsed(complete))


def _parsed(lines: list[bytes]) -> Iterator[Mapping[str, Any]]:
    for line in lines:
        try:
            parsed = json.loads(line)
        except ValueError:
            parsed = {"level": "debug", "message": line.decode("utf-8", "replace")}
        if isinstance(parsed, dict):
            yield parsed


def outcome(lines: Iterable[Mapping[str, Any]]) -> str:
    """`REFUSED`, `panic`, or empty: what a log line decides without the API."""
    for line in lines:
        if line.get("message") == REFUSED:
            return REFUSED
        if line.get("message") == PANIC:
            return "panic"
    return ""
