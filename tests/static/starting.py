"""The real Traefik, started with a static configuration as it stands, in a network of its own.

Nothing but loopback is there, so every port is free and nobody is reached; files are those of an empty home. A Traefik
that runs says so on the socket that `NOTIFY_SOCKET` names; one that refuses ends by itself.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

import traefiklint.verify.confine as confine
from tests.traefik_versions import traefik
from traefiklint.reading import Entry

_PATIENCE = 600.0
"""Seconds; no verdict hangs on it but that of a Traefik that does neither, which none of the cases does."""
_COLOURS = re.compile(r"\x1b\[[0-9;]*m")
_ERROR = re.compile(r'"?error"?[:=]"((?:[^"\\]|\\.)*)"|^command traefik error: (.*)$|^(panic: .*)$', re.MULTILINE)


class Form(NamedTuple):
    """A static configuration in one of its forms, or in several at once."""

    file: str = ""
    """The text of the file; none where empty."""
    name: str = "traefik.yml"
    flags: tuple[str, ...] = ()
    variables: Mapping[str, str] = {}


class Outcome(NamedTuple):
    """What became of a start."""

    refused: bool
    error: str
    """Traefik's words, where it refused."""


def start(form: Form, version: str, disk: Iterable[Entry] = ()) -> Outcome:
    """Start a Traefik, and end it as soon as it is known whether it runs.

    Args:
        disk: what stands in the folder that it is started in.
    """
    home = Path(tempfile.mkdtemp(prefix="start-"))
    try:
        for entry in disk:
            path = home / entry.path
            path.parent.mkdir(parents=True, exist_ok=True)
            path.mkdir(exist_ok=True) if entry.is_folder else path.write_bytes(entry.content or b"")
            path.chmod(entry.mode)
        return _start(form, version, home)
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _start(form: Form, version: str, home: Path) -> Outcome:
    program = traefik(version).path
    flags = list(form.flags)
    if form.file or not (form.flags or form.variables):
        (home / form.name).write_text(form.file, encoding="utf-8", errors="surrogateescape")
        flags.insert(0, f"--configFile={home / form.name}")
    ready = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    ready.bind(str(home / "ready"))
    ready.settimeout(0.02)
    ours, theirs = socket.socketpair()
    alone = {"HOME": str(home), "USER": "nobody"}
    environment = {**alone, "NOTIFY_SOCKET": str(home / "ready"), "PATH": "/", **form.variables}
    said = home / "said"
    with ready, ours, theirs, said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-I", "-S", confine.__file__, str(theirs.fileno()), str(home), program, *flags],
            env=environment,
            cwd=home,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            pass_fds=(theirs.fileno(),),
        )
        try:
            refused = _refuses(process, ready)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()
    return Outcome(refused, _words(said.read_text(encoding="utf-8", errors="replace"), home) if refused else "")


def _refuses(process: subprocess.Popen[bytes], ready: socket.socket) -> bool:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        try:
            if b"READY=1" in ready.recv(4096):
                return False
        except TimeoutError:
            pass
        if process.poll() is not None:
            return True
    raise AssertionError("Traefik neither runs nor ends")


def _words(output: str, home: Path) -> str:
    output = _COLOURS.sub("", output).replace(f"{home}/", "")
    found = _ERROR.findall(output)
    if not found:
        return output.strip().rpartition("\n")[2]
    written, plain, panic = found[-1]
    return (json.loads(f'"{written}"').removeprefix("command traefik error: ")) if written else plain or panic


def can_be_alone() -> bool:
    """Whether this system gives a process a network of its own; without it, ports may be taken by others."""
    import ctypes

    return (
        sys.platform == "linux" and confine._can_leave_network(ctypes.CDLL(None, use_errno=True)) and os.name == "posix"
    )
