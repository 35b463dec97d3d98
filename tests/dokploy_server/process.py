"""The test server as a process of its own, and a handle on it: for tests that must not share its fate."""

import contextlib
import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any, Self
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parents[2]


class ServerProcess:
    """Starts `python -m tests.dokploy_server`, and steers it over its control address.

    Args:
        folder: where its files are.
        options: further options of the command, such as `--latency 0.03`.
    """

    def __init__(self, folder: Path, *options: str) -> None:
        self._command = [sys.executable, "-m", "tests.dokploy_server", "--folder", str(folder), *options]

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command, cwd=ROOT, stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        hello = json.loads(self._process.stdout.readline())
        self.url: str = hello["url"]
        self.key: str = hello["key"]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._process.kill()
        self._process.communicate()

    @property
    def pid(self) -> int:
        """The process, for signals."""
        return self._process.pid

    def control(self, name: str, /, **arguments: Any) -> Any:
        """Does something on the server: see `controls` in `__main__`."""
        request = Request(f"{self.url}/__control__/{name}", json.dumps(arguments).encode(), method="POST")
        with contextlib.closing(urlopen(request, timeout=600)) as answer:
            return json.loads(answer.read())
