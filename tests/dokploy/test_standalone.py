"""The test server as a process of its own, and a client that loads nothing before it is used."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dokploy.conftest import SOON, TEXT
from tests.dokploy_server import ServerProcess
from traefiklint.dokploy import Dokploy, UnreachableError

pytestmark = pytest.mark.slow


def test_it_serves_and_is_steered_from_outside(tmp_path: Path) -> None:
    with (
        ServerProcess(tmp_path, "--applications", "3", "--key", "from-outside") as server,
        Dokploy(server.url, "from-outside", patience=SOON) as client,
    ):
        assert [app.name for app in client.discover()] == ["app-0", "app-1", "app-2"]
        app = server.control("application", name="shop", text=TEXT)
        assert client.read_config(app["id"]) == TEXT
        server.control("drop", procedure="application.updateTraefikConfig", when="after")
        client.write_config(app["id"], "a: 1\n", before=TEXT)
        assert server.control("text", id=app["id"]) == "a: 1\n"
        server.control("domain", id=app["id"], host="panel.example.com")
        assert "panel.example.com" in (client.read_config(app["id"]) or "")
        assert server.control("calls")[0]["procedure"] == "project.all"


def test_it_keeps_its_files_when_it_is_killed(tmp_path: Path) -> None:
    with ServerProcess(tmp_path) as server, Dokploy(server.url, server.key, patience=SOON) as client:
        app = server.control("application", name="shop", text=TEXT)
        os.kill(server.pid, signal.SIGKILL)
        with pytest.raises(UnreachableError):
            client.read_config(app["id"])
    assert (tmp_path / "traefik" / "dynamic" / f"{app['app_name']}.yml").read_text() == TEXT


def test_it_ends_with_its_standard_input(tmp_path: Path) -> None:
    with ServerProcess(tmp_path) as server:
        process = server._process
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
        assert process.wait() == 0


def test_the_errors_load_without_the_http_library() -> None:
    program = (
        "import sys, traefiklint.dokploy as dokploy\n"
        "dokploy.DokployError\n"
        "heavy = {'httpx', 'pydantic', 'ssl', 'json'} & set(sys.modules)\n"
        "assert not heavy, heavy\n"
        "dokploy.Dokploy\n"
        "assert 'httpx' in sys.modules\n"
        "assert set(dokploy.__all__) == {name for name in dokploy.__all__ if getattr(dokploy, name)}\n"
        "assert not hasattr(dokploy, 'nothing')\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
