"""The real Traefik, asked what it makes of containers."""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, Self

from tests.loopback import own_address
from traefiklint.decoding.label_tree import LabelDocument
from traefiklint.docker.containers import Container
from traefiklint.docker.labels import DOCKER, SWARM
from traefiklint.records import changed
from traefiklint.verify.engine import Engine
from traefiklint.verify.verdict import KINDS

POINTS = ("web", "websecure", "tcpep")
LOOKS = 3000
"""How often an answer is looked for, with a pause before the next: a slow machine takes longer for each look, too."""
FROZEN = 200
"""How often where none is expected, as the provider is frozen."""
_PAUSE = 0.01


class Answer(NamedTuple):
    """What Traefik made of containers: its objects by kind, each with whether it is disabled; None where the Docker
    provider froze."""

    objects: dict[str, dict[str, bool]] | None


def static_of(options: Mapping[str, Any]) -> dict[str, Any]:
    """The static configuration, but for addresses."""
    return {
        "entryPoints": {**{name: {"address": ":0"} for name in POINTS}, "udpep": {"address": ":0/udp"}},
        "certificatesResolvers": {
            "letsencrypt": {"acme": {"email": "a@example.com", "httpChallenge": {"entryPoint": "web"}}}
        },
        "api": {},
        "providers": {"docker": dict(options), "swarm": {}},
    }


class DockerOracle:
    """One Traefik in front of our engine. Use as a context manager."""

    def __init__(self, binary: str, options: Mapping[str, Any]) -> None:
        self._binary = binary
        self._options = options
        self._home = tempfile.TemporaryDirectory()
        self._engine = Engine(Path(self._home.name) / "engine")
        self._count = 0
        self._api = own_address()

    def __enter__(self) -> Self:
        static = static_of({**self._options, "endpoint": self._engine.endpoint})
        for name, point in static["entryPoints"].items():
            point["address"] = own_address() + ("/udp" if name == "udpep" else "")
        static["entryPoints"]["traefik"] = {"address": self._api}
        static |= {"api": {"insecure": True}, "log": {"level": "ERROR"}, "global": {"checkNewVersion": False}}
        static["providers"]["providersThrottleDuration"] = "1ms"
        static["providers"]["swarm"] = {"endpoint": self._engine.endpoint, "refreshSeconds": "50ms"}
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

    def ask(self, containers: Sequence[Container], looks: int = LOOKS) -> Answer:
        """What Traefik makes of these containers; nothing, where it has not taken them over after so many looks."""
        self._count += 1
        sentinels = {provider: f"zz-sentinel-{provider}-{self._count}" for provider in (DOCKER, SWARM)}
        self._engine.show([*containers, *(_sentinel(containers[0], name, of) for of, name in sentinels.items())])
        for _ in range(looks):
            raw = self._raw()
            there = raw.get("services") or {}
            if all(f"{name}@{provider}" in there for provider, name in sentinels.items()):
                return Answer(_objects(raw))
            time.sleep(_PAUSE)
        return Answer(None)

    def _raw(self) -> dict[str, Any]:
        try:
            with urllib.request.urlopen(f"http://{self._api}/api/rawdata", timeout=600) as answer:
                found: dict[str, Any] = json.load(answer)
        except OSError:
            return {}
        return found

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()
        self._engine.close()
        self._home.cleanup()


def _sentinel(one: Container, name: str, provider: str) -> Container:
    """A container that shows that Traefik has read all those beside it."""
    tags = {"traefik.enable": "true", f"traefik.http.services.{name}.loadbalancer.server.port": "9"}
    document, networks = LabelDocument("", "", provider), {"n": name}
    virtual = networks if provider == SWARM else None
    return changed(
        one, name=name, document=document, tags=tags, mode="", networks=networks, virtual=virtual, ports=(), others=()
    )


def _objects(raw: Mapping[str, Any]) -> dict[str, dict[str, bool]]:
    return {
        ours: {
            name: item.get("status") == "disabled"
            for name, item in (raw.get(kind) or {}).items()
            if name.endswith(("@docker", "@swarm")) and "zz-sentinel" not in name
        }
        for kind, ours in KINDS.items()
    }
