"""The files of the server that the configuration names, as far as the user lets them be read here."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from traefiklint.errors import UsageError

_MOST = 1 << 20
"""Bytes of a file; certificates and lists of users are smaller."""


class ServerFiles:
    """Copies of files below one folder; of no others, whatever links say. Without a folder there are none."""

    def __init__(self, folder: str = "") -> None:
        """
        Args:
            folder: where they lie: `/certs/a.pem` as `FOLDER/certs/a.pem`, or a path that leads into it as it is.

        Raises:
            UsageError: there is no such folder.
        """
        if folder and not Path(folder).is_dir():
            raise UsageError(f"`{folder}` is no folder.", "Name the folder with the server's files, or leave it out.")
        self._folder = Path(folder).resolve() if folder else None
        self._names: dict[str, str] = {}
        self.copies: dict[str, bytes] = {}
        """By the name that each has in Traefik's working directory."""

    def copy(self, path: str) -> str:
        """The name of the copy of a file; empty where it may not be read, or cannot."""
        if path not in self._names:
            content = self._content(path)
            name = f"file-{len(self.copies)}" if content is not None else ""
            if content is not None:
                self.copies[name] = content
            self._names[path] = name
        return self._names[path]

    def _content(self, path: str) -> bytes | None:
        if self._folder is None:
            return None
        inside = self._folder / path.lstrip("/")
        for candidate in (Path(path), inside) if path.startswith("/") else (inside,):
            try:
                real = candidate.resolve(strict=True)
                if real.is_relative_to(self._folder):
                    return _read(real)
            except (OSError, ValueError, RuntimeError):
                continue
        return None


def _read(path: Path) -> bytes | None:
    """The content of a regular file that is not too long."""
    number = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    with os.fdopen(number, "rb") as file:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            return None
        content = file.read(_MOST + 1)
        return content if len(content) <= _MOST else None
