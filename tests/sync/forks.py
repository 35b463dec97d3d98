"""Runs the program in child processes that start at once, so that hundreds of them can be killed in a test.

One process imports everything and waits; for each run it forks.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, Self

ROOT = Path(__file__).resolve().parents[2]

_WAITING = """
import json, os, signal, sys
import traefiklint.cli, traefiklint.cli.push, traefiklint.cli.status, traefiklint.sync.planning, traefiklint.sync.push
import traefiklint.sync.compared, traefiklint.sync.backups, traefiklint.sync.files, traefiklint.dokploy.client
from traefiklint.engine import load_rules
load_rules()

def die_at(count):
    '''Be killed at the so many-th step of writing a file here.'''
    left = [count]
    for name in ("write", "fsync", "close"):
        def counted(*args, original=getattr(os, name)):
            left[0] -= 1
            if left[0] < 0:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*args)
        setattr(os, name, counted)

for line in sys.stdin:
    job = json.loads(line)
    child = os.fork()
    if child == 0:
        sys.stdin.close()
        os.chdir(job["folder"])
        os.environ.update(job["env"])
        log = os.open(job["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(log, 1); os.dup2(log, 2)
        if job["die_at"] is not None:
            die_at(job["die_at"])
        status = traefiklint.cli.run(job["arguments"])
        sys.stdout.flush(); sys.stderr.flush()
        os._exit(status)
    print(child, flush=True)
    print(os.waitpid(child, 0)[1], flush=True)
"""


class Ended(NamedTuple):
    """How a run ended: its exit status, or minus the signal that killed it; and what it wrote."""

    status: int
    output: str


class Forks:
    """Starts runs in children of a waiting process."""

    def __init__(self, folder: Path, env: dict[str, str]) -> None:
        self._folder = folder
        self._env = env
        self._child = 0
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-c", _WAITING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()

    def run(self, *arguments: str, die_at: int | None = None) -> Ended:
        """Run the program to its end, or until it is killed."""
        log = self._folder.parent / f"{self._folder.name}.log"
        job = {
            "arguments": arguments,
            "folder": str(self._folder),
            "env": self._env,
            "log": str(log),
            "die_at": die_at,
        }
        with self._lock:
            self._tell(job)
            self._child = int(self._line())
        status = os.waitstatus_to_exitcode(int(self._line()))
        self._child = 0
        return Ended(status, log.read_text())

    def kill(self, _: Any = None) -> None:
        """Kill the run that is under way; it is gone when this returns, or shortly after."""
        with self._lock:
            child = self._child
        if child:
            os.kill(child, signal.SIGKILL)

    def _tell(self, job: dict[str, Any]) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(job) + "\n")
        self._process.stdin.flush()

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()
