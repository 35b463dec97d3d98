"""The real Traefik, asked what it makes of containers."""

from __future__ import annotations

import json
import socket
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, Self

from tests.docker.engine import Engine
from tests.docker.recorded import KINDS
from traefiklint.docker.containers import Container

POINTS = ("web", "websecure", "tcpep")
_PATIENCE = 10.0


class Answer(NamedTuple):
    """What Traefik made of containers: its objects by kind, each with whether it is disabled; None where it froze."""

    objects: dict[str, dict[str, bool]] | None


def static_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """The static configuration, but for addresses."""
    return {
        "entryPoints": {**{name: {"address": ":0"} for name in POINTS}, "udpep": {"address": ":0/udp"}},
        "certificatesResolvers": {
            "letsencrypt": {"acme": {"email": "a@example.com", "httpChallenge": {"entryPoint": "web"}}}
        },
        "api": {},
        "providers": {"docker": dict(options)},
    }


class DockerOracle:
    """One Traefik in front of our engine. Use as a context manager."""

    def __init__(self, binary: str, options: Mapping[str, Any]) -> None:
        self._binary = binary
        self._options = options
        self._engine = Engine()
        self._home = tempfile.TemporaryDirectory()
        self._count = 0
        self._api = _free_port()

    def __enter__(self) -> Self:
        static = static_of({**self._options, "endpoint": self._engine.endpoint})
        for name, point in static["entryPoints"].items():
            point["address"] = f"127.0.0.1:{_free_port()}" + ("/udp" if name == "udpep" else "")
        static["entryPoints"]["traefik"] = {"address": f"127.0.0.1:{self._api}"}
        static |= {"api": {"insecure": True}, "log": {"level": "ERROR"}, "global": {"checkNewVersion": False}}
        static["providers"]["providersThrottleDuration"] = "1ms"
        static["certificatesResolvers"]["letsencrypt"]["acme"] |= {
            "caServer": "https://127.0.0.1:1/",
            "storage": "acme.json",
        }
        path = Path(self._home.name) / "traefik.json.yml"
        path.write_text(json.dumps(static), encoding="utf-8")
        self._engine.show([])
        self._process = subprocess.Popen(
            [self._binary, f"--configFile={path}"],
            cwd=self._home.name,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={},
        )
        return self

    def ask(self, containers: Sequence[Container], patience: float = _PATIENCE) -> Answer:
        """What Traefik makes of these containers; nothing, where it has not taken them over after so many seconds."""
        self._count += 1
        name = f"zz-sentinel-{self._count}"
        tags = {"traefik.enable": "true", f"traefik.http.services.{name}.loadbalancer.server.port": "9"}
        sentinel = replace(
            containers[0], name=name, tags=tags, mode="", networks={"n": "10.0.0.9"}, ports=(), state="running"
        )
        self._engine.show([*containers, sentinel])
        until = time.monotonic() + patience
        while time.monotonic() < until:
            raw = self._raw()
            if f"{name}@docker" in (raw.get("services") or {}):
                return Answer(_objects(raw))
            time.sleep(0.01)
        return Answer(None)

    def _raw(self) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self._api}/api/rawdata", timeout=2) as answer:
                found: dict[str, Any] = json.load(answer)
        except OSError:
            return {}
        return found

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._engine.close()
        self._home.cleanup()


def _objects(raw: Mapping[str, Any]) -> dict[str, dict[str, bool]]:
    return {
        ours: {
            name.removesuffix("@docker"): item.get("status") == "disabled"
            for name, item in (raw.get(kind) or {}).items()
            if name.endswith("@docker") and "zz-sentinel" not in name
        }
        for kind, ours in KINDS.items()
    }


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
