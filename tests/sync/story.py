"""Plays the commands of `docs/dokploy.md` against a server and puts their real output under them.

`python -m tests.sync.story` writes the page anew; the test says whether it still tells the truth.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.dokploy_server import DokployServer

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "dokploy.md"

OUR_ROUTER = """\
    # The summer sale: over at the end of August.
    sale:
      rule: Host(`shop.example.com`) && PathPrefix(`/sale`)   # before the shop itself
      priority: 100
      entryPoints: [web]
      middlewares: [redirect-to-https]
      service: sale
"""
OUR_SERVICE = """\
    sale:
      loadBalancer:
        servers:
          - url: http://sale:8080
"""

_BLOCK = re.compile(r"^(?:<!-- panel: (?P<panel>.*) -->|```console\n(?P<console>.*?)^```)$", re.MULTILINE | re.DOTALL)
_WRITING = re.compile(r"http://127\.0\.0\.1:\d+|\b[0-9a-f]{16}\b|\b20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def play(page: str) -> str:
    """The page with the output that its commands have now."""
    with tempfile.TemporaryDirectory() as name, DokployServer(Path(name, "server")) as server:
        folder = Path(name, "here")
        folder.mkdir()
        Path(name, "our-router.yml").write_text(OUR_ROUTER)
        Path(name, "our-service.yml").write_text(OUR_SERVICE)
        apps = {it: server.add_application(it) for it in ("shop", "blog")}
        for it, app in apps.items():
            server.panel.add_domain(app, f"{it}.example.com")

        def step(match: re.Match[str]) -> str:
            if match["panel"]:
                what, app, host = match["panel"].split()
                getattr(server.panel, what)(apps[app], host)
                return match[0]
            commands = [line for line in match["console"].splitlines() if line.startswith("$ ")]
            return "```console\n" + "".join(f"{line}\n{_run(line[2:], folder, server)}" for line in commands) + "```"

        return _BLOCK.sub(step, page)


def _run(command: str, folder: Path, server: DokployServer) -> str:
    env = {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": str(folder.parent),
        "DOKPLOY_URL": server.url,
        "DOKPLOY_API_KEY": server.key,
        "NO_COLOR": "1",
        "LC_ALL": "C.UTF-8",
        **{f"GIT_{who}_{what}": "you@example.com" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return _WRITING.sub(_lasting, done.stdout.decode())


def _lasting(match: re.Match[str]) -> str:
    """What is different on every run, as something that stays."""
    if match[0].startswith("http"):
        return "https://dokploy.example.com"
    return "2026-01-31T12:00:00Z" if "T" in match[0] else "1f0c9a6b5d7e2438"


if __name__ == "__main__":
    PAGE.write_text(play(PAGE.read_text()))
