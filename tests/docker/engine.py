"""A small stand-in for the Docker Engine: it answers what Traefik's Docker provider asks about our own containers."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from traefiklint.docker.containers import Container


class Engine:
    """Listens on loopback; `show` sets the containers there are, and tells whoever listens to events."""

    def __init__(self) -> None:
        self._containers: list[dict[str, Any]] = []
        self._changed = threading.Condition()
        self._number = 0
        self._closed = False
        engine = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_HEAD(self) -> None:
                self._answer(200, b"")

            def do_GET(self) -> None:
                path = re.sub(r"^/v[0-9.]+", "", self.path.partition("?")[0])
                if path == "/events":
                    self._events()
                    return
                status, body = engine.answer(path)
                self._answer(status, json.dumps(body).encode())

            def _answer(self, status: int, body: bytes) -> None:
                self._begin(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def _begin(self, status: int) -> None:
                self.send_response(status)
                self.send_header("Api-Version", "1.44")
                self.send_header("Content-Type", "application/json")

            def _events(self) -> None:
                self._begin(200)
                self.send_header("Transfer-Encoding", "chunked")
                self.end_headers()
                self.wfile.flush()
                seen = engine.number
                event = json.dumps({"Type": "container", "Action": "start", "id": "0", "Actor": {"ID": "0"}}).encode()
                while (seen := engine.wait(seen)) >= 0:
                    try:
                        self.wfile.write(b"%x\r\n%s\n\r\n" % (len(event) + 1, event))
                        self.wfile.flush()
                    except OSError:
                        return

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a Traefik that ends hangs up
        self.endpoint = f"tcp://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def number(self) -> int:
        """How often the containers have changed."""
        return self._number

    def wait(self, seen: int) -> int:
        """Wait until the containers have changed again; -1 at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._number != seen)
            return -1 if self._closed else self._number

    def show(self, containers: Sequence[Container]) -> None:
        """Have these containers, and no others."""
        with self._changed:
            self._containers = [_inspected(one) for one in containers]
            self._number += 1
            self._changed.notify_all()

    def answer(self, path: str) -> tuple[int, Any]:
        """What the engine says to a question."""
        if path == "/version":
            return 200, {"Version": "28.0.0", "ApiVersion": "1.44", "MinAPIVersion": "1.24", "Os": "linux"}
        if path in ("/_ping", "/info"):
            return 200, {"OSType": "linux", "Name": "stand-in"}
        if path == "/containers/json":
            return 200, [
                {"Id": one["Id"], "Names": [one["Name"]], "Labels": one["Config"]["Labels"], "State": "running"}
                for one in self._containers
            ]
        asked = path.removeprefix("/containers/").removesuffix("/json")
        for one in self._containers:
            if asked in (one["Id"], one["Name"].removeprefix("/")):
                return 200, one
        return 404, {"message": f"there is no `{path}`"}

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._server.shutdown()
        self._server.server_close()


def _inspected(container: Container) -> dict[str, Any]:
    ports = {
        f"{port.number}/tcp": [{"HostIp": port.host_ip or "0.0.0.0", "HostPort": port.host_port}]
        if port.host_port
        else None
        for port in container.ports
    }
    networks = {
        name: {"NetworkID": name, "IPAddress": address, "GlobalIPv6Address": ""}
        for name, address in container.networks.items()
    }
    return {
        "Id": hashlib.sha256(container.name.encode()).hexdigest(),
        "Name": f"/{container.name}",
        "State": {"Status": container.state, "Running": container.state == "running"},
        "Config": {"Labels": container.tags, "Image": "x"},
        "HostConfig": {"NetworkMode": container.mode or next(iter(networks), "none")},
        "NetworkSettings": {"Ports": ports, "Networks": networks},
    }
