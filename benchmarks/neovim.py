"""Work in a real editor: Neovim, headless, over a copy of the examples, round after round with every feature.

    python -m benchmarks.neovim ROUNDS
    python -m benchmarks.neovim --minutes 60

Prints how long each answer took on the wall clock of this machine, and what the server kept.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from statistics import median, quantiles
from typing import Any

EXAMPLES = Path(__file__).parents[1] / "examples"
SCRIPT = Path(__file__).with_suffix(".lua")
_STATIC = """\
entryPoints:
  web: {address: ":80"}
  websecure: {address: ":443", asDefault: true}
certificatesResolvers:
  letsencrypt: {acme: {email: me@example.org, storage: acme.json, httpChallenge: {entryPoint: web}}}
providers:
  docker: {exposedByDefault: false}
  file: {directory: apps}
"""
_COMPOSE = """\
services:
  wiki:
    image: wiki
    labels:
      - traefik.enable=true
      - traefik.http.routers.wiki.rule=Host(`wiki.example.com`)
      - traefik.http.routers.wiki.middlewares=security-headers@file
      - traefik.http.services.wiki.loadbalancer.server.port=80
"""
_BLOG = """\
http:
  routers:
    blog:
      rule: Host(`blog.example.com`) && PathPrefix(`/blog`)
      service: blog
  services:
    blog: {loadBalancer: {servers: [{url: "http://blog:2368"}]}}
"""


def work(rounds: int, minutes: float, nvim: str, patience: int = 60) -> list[dict[str, Any]]:
    """What Neovim saw, a fact a line.

    Args:
        minutes: for how long it works at least.

    Raises:
        RuntimeError: something did not come, or Neovim ended otherwise than it should.
    """
    with tempfile.TemporaryDirectory() as home:
        folder = Path(home, "workspace")
        shutil.copytree(EXAMPLES, folder / "apps")
        (folder / "apps/new-app.yml").unlink()  # Traefik refuses it, and then nothing else is of interest
        for name, text in {"traefik.yml": _STATIC, "compose.yml": _COMPOSE, "apps/blog.yml": _BLOG}.items():
            (folder / name).write_text(text)
        saw = Path(home, "saw")
        environment = os.environ | {
            "WORKSPACE": str(folder),
            "PYTHON": sys.executable,
            "SAW": str(saw),
            "ROUNDS": str(rounds),
            "MINUTES": str(minutes),
            "PATIENCE": str(patience * 1000),
            "HOME": home,
            "XDG_STATE_HOME": f"{home}/state",
            "XDG_DATA_HOME": f"{home}/data",
        }
        command = [nvim, "--headless", "--clean", "-n", "-S", str(SCRIPT)]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=home)
        seen: list[dict[str, Any]] = [json.loads(line) for line in saw.read_text().splitlines()]
        failed = next((one["seen"] for one in seen if one["what"] == "failed"), None)
        if failed is not None or done.returncode:
            raise RuntimeError(f"{failed or done.stderr}, after {sum(one['what'] == 'round' for one in seen)} rounds")
        return seen


def told(seen: Iterable[dict[str, Any]]) -> Iterable[str]:
    """The answers by kind with their times, and the memory of the server."""
    times: dict[str, list[float]] = defaultdict(list)
    kept: list[int] = []
    for one in seen:
        if one["what"] == "round":
            kept += [one["kib"]] if one.get("kib") else []
        else:
            times[one["what"]].append(one["ms"])
    yield f"{'':36} {'times':>6} {'median':>8} {'95 %':>8} {'most':>8}  ms"
    for what, took in times.items():
        slow = quantiles(took, n=20, method="inclusive")[-1] if len(took) > 1 else took[0]
        yield f"{what:36} {len(took):6} {median(took):8.1f} {slow:8.1f} {max(took):8.1f}"
    if not kept:
        return
    shown = sorted({0, len(kept) // 4, len(kept) // 2, len(kept) - 1})
    yield "memory of the server: " + ", ".join(f"{kept[at] / 1024:.1f} MiB after {at + 1}" for at in shown)


def main() -> int:
    """Work for the rounds that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rounds", type=int, nargs="?", default=0)
    parser.add_argument("--minutes", type=float, default=0, help="for how long, at least")
    asked = parser.parse_args()
    nvim = shutil.which("nvim")
    if nvim is None:
        print("Neovim is not installed (`apt-get install neovim`)", file=sys.stderr)
        return 2
    rounds = asked.rounds or (1 if asked.minutes else 20)
    for line in told(work(rounds, asked.minutes, nvim)):
        print(line)
    return 0


if __name__ == "__main__":
    sys.exit(main())
