"""The Traefik folders of the Dokploy machine and its remote servers, read and written as Dokploy does it.

Facts: a write is truncate-and-write, and its errors are swallowed; a remote read is decoded in pieces of 32 KiB, so
that a letter across a seam becomes two U+FFFD; a remote text travels base64-coded in one shell command, which has a
limit; an empty remote file, a missing one and an unreachable server all read as `null`.
"""

import base64
import re
import threading
import time
from pathlib import Path
from typing import Literal

from tests.dokploy_server.faults import Faults

RemoteState = Literal["up", "down", "no key"]
SERVER_FOLDER = "/etc/dokploy/traefik"
_SEAM = 32_768
_LONGEST_ARGUMENT = 131_072
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

STATIC = """global:
  sendAnonymousUsage: false
providers:
  swarm:
    exposedByDefault: false
    watch: true
  docker:
    exposedByDefault: false
    watch: true
    network: dokploy-network
  file:
    directory: /etc/dokploy/traefik/dynamic
    watch: true
entryPoints:
  web:
    address: :80
  websecure:
    address: :443
    http3:
      advertisedPort: 443
    http:
      tls:
        certResolver: letsencrypt
api:
  insecure: true
certificatesResolvers:
  letsencrypt:
    acme:
      email: test@localhost.com
      storage: /etc/dokploy/traefik/dynamic/acme.json
      httpChallenge:
        entryPoint: web
"""
PANEL = """http:
  routers:
    dokploy-router-app:
      rule: Host(`dokploy.docker.localhost`) && PathPrefix(`/`)
      service: dokploy-service-app
      entryPoints:
        - web
  services:
    dokploy-service-app:
      loadBalancer:
        servers:
          - url: http://dokploy:3311
        passHostHeader: true
"""
MIDDLEWARES = """http:
  middlewares:
    redirect-to-https:
      redirectScheme:
        scheme: https
        permanent: true
"""


class Disk:
    """A folder that holds the Dokploy machine's `traefik/` and one folder for each remote server."""

    def __init__(self, folder: Path, faults: Faults) -> None:
        self._folder = folder
        self._faults = faults
        self.lock = threading.RLock()
        """Node reads and writes a file of its own machine in one step: nobody sees half a write there. Whoever holds
        this does several things that no request comes between."""
        self.remotes: dict[str, RemoteState] = {}
        self.names: dict[str, str] = {}
        (self.dynamic() / "certificates").mkdir(parents=True, exist_ok=True)
        for path, text in (
            (self.traefik() / "traefik.yml", STATIC),
            (self.dynamic() / "dokploy.yml", PANEL),
            (self.dynamic() / "middlewares.yml", MIDDLEWARES),
        ):
            if not path.exists():
                path.write_text(text)

    def add_remote(self, server_id: str, state: RemoteState, name: str = "") -> None:
        """A remote server, reachable or not; its id is its name where none is given."""
        self.remotes[server_id] = state
        self.names[server_id] = name or self.names.get(server_id, server_id)
        self.dynamic(server_id).mkdir(parents=True, exist_ok=True)

    def traefik(self, server_id: str | None = None) -> Path:
        """The `traefik` folder of a server."""
        return self._folder / "traefik" if server_id is None else self._folder / "remote" / server_id / "traefik"

    def dynamic(self, server_id: str | None = None) -> Path:
        """The folder that Traefik reads."""
        return self.traefik(server_id) / "dynamic"

    def read(self, path: Path, server_id: str | None = None) -> str | None:
        """The text as the server gives it.

        Raises:
            OSError: a local path is there and no file.
        """
        if server_id is not None:
            return self._read_remote(path, server_id)
        try:
            with self.lock:
                return path.read_bytes().decode(errors="replace")
        except FileNotFoundError:
            return None

    def write(self, path: Path, text: str, server_id: str | None = None) -> None:
        """Writes the text, or part of it, or nothing; never says which."""
        data = _LONE_SURROGATE.sub("\ufffd", text).encode()
        fault = self._faults.on_write()
        if fault is not None:
            if fault.kind == "swallow":
                return
            data = data[: int(fault.number)]
        if server_id is not None:
            time.sleep(self._faults.remote_latency)
            command = len(base64.b64encode(data)) + len(str(SERVER_FOLDER)) + 60
            if self.remotes.get(server_id) != "up" or command > _LONGEST_ARGUMENT:
                return
        elif self._faults.free_bytes is not None:
            data = data[: self._faults.free_bytes]
        try:
            with self.lock:
                path.write_bytes(data)
        except OSError:
            return

    def _read_remote(self, path: Path, server_id: str) -> str | None:
        time.sleep(self._faults.remote_latency)
        if self.remotes.get(server_id) != "up":
            return None
        try:
            data = path.read_bytes()
        except OSError:
            return None
        pieces = [data[at : at + _SEAM].decode(errors="replace") for at in range(0, len(data), _SEAM)]
        return "".join(pieces) or None

    def locate(self, shown: str, server_id: str | None = None) -> Path:
        """The real place of a path as the server shows it; a relative one leads nowhere."""
        if not shown.startswith(SERVER_FOLDER):
            return self._folder / "nowhere" / "at-all"
        return self.traefik(server_id) / shown.removeprefix(SERVER_FOLDER).lstrip("/")

    def tree(self, server_id: str | None = None) -> list[dict[str, object]]:
        """Folders and files as `settings.readDirectories` tells them."""
        return _tree(self.traefik(server_id), SERVER_FOLDER)


def _tree(folder: Path, shown: str) -> list[dict[str, object]]:
    entries: list[dict[str, object]] = []
    for path in sorted(folder.iterdir(), key=lambda it: (it.is_file(), it.name)):
        entry: dict[str, object] = {"id": f"{shown}/{path.name}", "name": path.name}
        if path.is_dir():
            entry |= {"type": "directory", "children": _tree(path, f"{shown}/{path.name}")}
        else:
            entry["type"] = "file"
        entries.append(entry)
    return entries
