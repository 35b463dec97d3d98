"""Starts the real Traefik with a static configuration as it stands, and says what became of it.

It is closed in as always: a network of its own with nothing but loopback, so that every port is free and nobody is
reached, and no file but those of its home. Where the system does not allow that, nothing is started.
"""

from __future__ import annotations

import json
import os
import re
import socket
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from enum import Enum
from pathlib import Path
from typing import Any, NamedTuple

from traefiklint.verify.binary import Binary
from traefiklint.verify.guard import FORM, GuardedTraefik, form_of
from traefiklint.verify.harmless import StaticError, read_static
from traefiklint.verify.patience import Patience

_READY = "ready"
_PATIENCE = 10.0
_QUIET, _LONGEST_TALK = 0.3, 4.0
"""Seconds of silence after which it is taken to have said all, and the longest that it is listened to."""
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_STAMP = re.compile(r"^\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)? ")
_QUOTED_ERROR = re.compile(r' error="((?:[^"\\]|\\.)*)"')
_COMMAND = "command traefik error: "
_ROUTINE = (
    "Traefik can reject some encoded characters",
    "aliasHeadersStrategy is not configured",
    "No valid entryPoint for this router",
)
"""What it says at every start, and what it only says again."""
_OUTSIDE = re.compile(
    r"no such file or directory|permission denied|dial (?:tcp|unix|udp)|connection refused|network is unreachable|"
    r"lookup \S+ on |no such host|cannot assign requested address|retrying in|cluster client|Docker daemon|docker API"
)
"""What lies outside of the configuration, and is not there: nobody knows how it is where Traefik really runs."""


class Became(Enum):
    """What becomes of a start."""

    SERVES = "serves"
    ENDS = "ends"
    WAITS = "waits"


class Complaints(NamedTuple):
    """What Traefik complains about."""

    message: str
    error: str
    about: str = ""
    """The router, resolver or entry point that it names."""

    @property
    def text(self) -> str:
        """Both in one line."""
        return ": ".join(filter(None, (self.about, self.message, self.error)))


class StartedTraefik(NamedTuple):
    """A start, and what was said."""

    became: Became
    error: str = ""
    """Why it ended, in its words."""
    hidden: bool = False
    """Whether it says so in the file of `log.filePath` only."""
    complaints: tuple[Complaints, ...] = ()

    @property
    def is_outside(self) -> bool:
        """Whether it ended for something outside of the configuration."""
        return _OUTSIDE.search(self.error) is not None


def start(binary: Binary, name: str, text: str) -> StartedTraefik | None:
    """Start a Traefik with a static configuration; None where it cannot be closed in.

    Args:
        name: how the file is called; its ending says how Traefik reads it.

    Raises:
        BinaryError: it cannot be started at all.
    """
    config = "traefik" + (os.path.splitext(name)[1].lower() or ".yml")  # noqa: PTH122 - no path, only a name
    loud = _loud(name, text)
    return _started(binary, (config, text), None if loud is None else ("traefik.yml", loud))


_LOG_OPTION = re.compile(r"(?i)(?:--?|traefik_)log[._](?:level|format|filepath)(?:=|\Z)")


def start_form(binary: Binary, words: Sequence[str], variables: Mapping[str, str]) -> StartedTraefik | None:
    """Start a Traefik with flags or, where there are none, with variables; None where it cannot be closed in.

    Raises:
        BinaryError: it cannot be started at all.
    """
    if words:
        plain = [word for word in words if not _LOG_OPTION.match(word)]
        loud = form_of(["--log.level=DEBUG", "--log.format=json", *plain], variables)
    else:
        kept = {name: value for name, value in variables.items() if not _LOG_OPTION.match(name)}
        loud = form_of((), {**kept, "TRAEFIK_LOG_LEVEL": "DEBUG", "TRAEFIK_LOG_FORMAT": "json"})
    return _started(binary, (FORM, form_of(words, variables)), (FORM, loud))


def _started(binary: Binary, given: tuple[str, str], loud: tuple[str, str] | None) -> StartedTraefik | None:
    """What became of a configuration, by its kind and its text.

    Args:
        loud: the same with everything that Traefik has to say on the console; None where nobody can say how.
    """
    first = _run(binary, *given, talk=False)
    if first is None:
        return None
    became, lines = first
    error = _reason(lines) if became is Became.ENDS else ""
    if became is Became.WAITS or error or loud is None:
        return StartedTraefik(became, error)
    second = _run(binary, *loud, talk=became is Became.SERVES)
    said = second[1] if second else []
    if became is Became.ENDS:
        return StartedTraefik(became, _reason(said), hidden=True)
    return StartedTraefik(became, complaints=tuple(dict.fromkeys(_complaints(said))))


def _run(binary: Binary, config: str, text: str, *, talk: bool) -> tuple[Became, list[str]] | None:
    """One start: what became of it, and the lines it wrote.

    Args:
        talk: whether it is listened to once it serves.
    """
    with GuardedTraefik(config=config, ready=_READY) as guarded:
        guarded.open(binary.path)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as ready:
            ready.bind(str(guarded.home / _READY))
            ready.settimeout(0.02)
            guarded.start({config: text})
            if not (guarded.protection.network and guarded.protection.files):
                return None
            became = _wait(guarded, ready)
        log = guarded.home / "log"
        if talk and became is Became.SERVES:
            _listen(log, guarded)
        return became, _lines(log)


def _wait(guarded: GuardedTraefik, ready: socket.socket) -> Became:
    patience = Patience(_PATIENCE, guarded)
    while not patience.is_over():
        with suppress(TimeoutError):
            if b"READY=1" in ready.recv(4096):
                return Became.SERVES
        patience.spend(0.02)
        if not guarded.alive():
            return Became.ENDS
    return Became.WAITS


def _listen(log: Path, guarded: GuardedTraefik) -> None:
    """Wait until it has nothing more to say."""
    size, quiet, end = -1, 0.0, Patience(_LONGEST_TALK, guarded)
    while quiet < _QUIET and not end.is_over():
        now = log.stat().st_size
        quiet = 0.0 if now != size or guarded.is_busy() else quiet + 0.02
        size = now
        time.sleep(0.02)
        end.spend(0.02)


def _lines(log: Path) -> list[str]:
    text = log.read_bytes().decode("utf-8", "replace") if log.exists() else ""
    return [_STAMP.sub("", _COLOURS.sub("", line)) for line in text.split("\n") if line.strip()]


def _reason(lines: list[str]) -> str:
    """Why it ended: the last thing that it said, or the first line of a Go trace."""
    for line in lines:
        if line.startswith(("panic: ", "fatal error: ")):
            return line
    for line in reversed(lines):
        if line.startswith("{"):
            with suppress(ValueError):
                said: dict[str, Any] = json.loads(line)
                return str(said.get("error") or said.get("message", "")).removeprefix(_COMMAND)
        if found := _QUOTED_ERROR.search(line):
            return str(json.loads(f'"{found[1]}"')).removeprefix(_COMMAND)
        if line.startswith(("ERR ", "command ")):
            return line.removeprefix("ERR ").removeprefix(_COMMAND)
    return ""


def _complaints(lines: list[str]) -> Iterator[Complaints]:
    for line in lines:
        if not line.startswith("{"):
            continue
        with suppress(ValueError):
            told: Mapping[str, Any] = json.loads(line)
            about = told.get("routerName") or told.get("resolver") or told.get("entryPointName") or ""
            said = Complaints(str(told.get("message", "")), str(told.get("error", "")), str(about))
            routine = said.message.startswith(_ROUTINE) or _OUTSIDE.search(said.text)
            if told.get("level") in ("warn", "error", "fatal") and not routine and (said.message or said.error):
                yield said


def _loud(name: str, text: str) -> str | None:
    """The same configuration with everything that Traefik has to say on the console; None where nobody can say how."""
    try:
        tree = read_static(text, name)
    except StaticError:
        return None
    key = next((key for key in tree if key.lower() == "log"), "log")
    log = tree.get(key)
    kept = (
        {k: v for k, v in log.items() if k.lower() not in ("level", "format", "filepath")}
        if isinstance(log, dict)
        else {}
    )
    return json.dumps({**tree, key: {**kept, "level": "DEBUG", "format": "json"}})
