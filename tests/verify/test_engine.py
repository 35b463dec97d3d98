"""The stand-in for the Docker Engine, asked as Traefik asks it."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from traefiklint.verify.engine import Engine


class Client(HTTPConnection):
    """One connection over the engine's socket."""

    def __init__(self, path: Path) -> None:
        super().__init__("localhost", timeout=600)
        self._path = str(path)

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(600)
        self.sock.connect(self._path)

    def ask(self, path: str) -> HTTPResponse:
        self.request("GET", path)
        return self.getresponse()


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = Engine(tmp_path / "s")
    yield engine
    engine.close()


def test_a_change_between_the_list_and_the_subscription_is_told(engine: Engine, tmp_path: Path) -> None:
    assert json.loads(Client(tmp_path / "s").ask("/v1.44/containers/json").read()) == []
    engine.show([])
    assert json.loads(Client(tmp_path / "s").ask("/v1.44/events").readline())["Action"] == "start"


def test_each_change_after_the_subscription_is_told_once(engine: Engine, tmp_path: Path) -> None:
    Client(tmp_path / "s").ask("/v1.44/containers/json").read()
    events = Client(tmp_path / "s").ask("/v1.44/events")
    for _ in range(3):
        engine.show([])
        assert json.loads(events.readline())["Type"] == "container"
