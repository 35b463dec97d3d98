"""The API of a Traefik that answers what a real one (3.7.15) answered, or what a test makes of that."""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self

import pytest

from tests.cli.running import Runner
from tests.loopback import stop

FILES = """\
http:
  routers:
    web:
      rule: Host(`a.example.com`)
      service: web
      tls: {}
  services:
    web:
      loadBalancer:
        servers:
          - url: http://127.0.0.1:9
"""


class Api:
    """A server on loopback.

    Attributes:
        answers: what each endpoint answers; 404 where there is none.
        login: user and password that it wants; anybody may ask where empty.
        hosts: the `Host` headers of requests.
    """

    def __init__(self) -> None:
        self.answers: dict[str, Any] = json.loads(Path(__file__).with_name("answers.json").read_text())
        del self.answers["rawdata"]["routers"]["bad@file"]
        self.login = ""
        self.hosts: list[str] = []
        handler = type("Bound", (_Handler,), {"api": self})
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        stop(self._http)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def raw(self) -> Any:
        """What it serves."""
        return self.answers["rawdata"]


class _Handler(BaseHTTPRequestHandler):
    api: Api

    def do_GET(self) -> None:
        self.api.hosts.append(self.headers["host"])
        wanted = f"Basic {base64.b64encode(self.api.login.encode()).decode()}"
        name = self.path.removeprefix("/api/")
        if self.api.login and self.headers.get("authorization") != wanted:
            self._send(401, b"401 Unauthorized\n")
        elif name not in self.api.answers:
            self._send(404, b"404 page not found\n")
        else:
            answer = self.api.answers[name]
            self._send(200, answer if isinstance(answer, bytes) else json.dumps(answer).encode())

    def _send(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def api() -> Iterator[Api]:
    """A Traefik that serves `FILES`."""
    with Api() as running:
        yield running


@pytest.fixture
def cli(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Runner:
    """The program, in an empty working directory."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "TRAEFIK_API_LOGIN"):
        monkeypatch.delenv(name, raising=False)
    return Runner(tmp_path, capsys)
