"""The log of a running Traefik, line by line as it grows."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from traefiklint.verify.verdict import PANIC, REFUSED

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
