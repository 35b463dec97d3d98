"""A Dokploy server, a working directory with git, and the program between them."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Ran, Runner
from tests.dokploy_server import App, DokployServer

HAND_WRITTEN = """\
# The shop's own rules.
http:
  routers:
    hand-{name}:   # ours, the panel knows nothing of it
      rule: "Host(`{name}.example.com`)"   # in quotes
      service: hand-{name}
      entryPoints: [web]
  services:
    hand-{name}:
      loadBalancer:
        servers:
          - url: 'http://{name}:3000'   # the container
"""


def hand_written(name: str) -> str:
    """A file as a person writes it."""
    return HAND_WRITTEN.replace("{name}", name)


class Place:
    """A working directory that belongs to a server, and how to work there."""

    def __init__(self, folder: Path, server: DokployServer, cli: Runner) -> None:
        self.folder = folder
        self.server = server
        self._cli = cli

    def __call__(self, *arguments: str) -> Ran:
        """Run the program here."""
        return self._cli(*arguments)

    def json(self, *arguments: str) -> Any:
        """Run it with `--format json`, and read the answer."""
        return json.loads(self(*arguments, "--format", "json").out)

    def file(self, app: App) -> Path:
        """The application's file here."""
        home = "apps" if app.server_id is None else f"apps@{app.server_id}"
        return self.folder / home / f"{app.app_name}.yml"

    def text(self, app: App) -> str:
        """Its text, byte for byte."""
        return self.file(app).read_bytes().decode()

    def edit(self, app: App, old: str, new: str) -> str:
        """Change its text here; the text after that."""
        text = self.text(app)
        assert old in text
        self.file(app).write_bytes(text.replace(old, new).encode())
        return self.text(app)

    def state(self, app: App) -> str:
        """What `status` says of it."""
        found = {one["app"]: one["state"] for one in self.json("status")["apps"]}
        return str(found[app.app_name])

    def git(self, *arguments: str) -> str:
        """Run git here."""
        who = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
        done = subprocess.run(["git", *who, *arguments], cwd=self.folder, capture_output=True, text=True, check=True)
        return done.stdout

    def commit(self, message: str = "more") -> None:
        """Commit everything that git may see."""
        if not (self.folder / ".git").exists():
            self.git("init", "-q", "-b", "main")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)

    def forget(self) -> None:
        """As in a fresh clone: nothing is remembered."""
        memory = self.folder / ".traefiklint"
        for path in sorted(memory.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        memory.rmdir()


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DokployServer]:
    """A Dokploy server with nothing on it."""
    with DokployServer(tmp_path_factory.mktemp("server")) as running:
        yield running


@pytest.fixture
def place(
    server: DokployServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Place:
    """An empty working directory for that server."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DOKPLOY_URL", server.url)
    monkeypatch.setenv("DOKPLOY_API_KEY", server.key)
    monkeypatch.delenv("NO_COLOR", raising=False)
    return Place(tmp_path, server, Runner(tmp_path, capsys))


@pytest.fixture
def shop(server: DokployServer) -> App:
    """An application with a hand-written file."""
    return server.add_application("shop", hand_written("shop"))
