"""A small stand-in for the Docker Engine: what Traefik's Docker and Swarm providers ask, answered for given containers.

It listens on a Unix socket, which a Traefik without a network reaches, too.
"""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Iterable, Iterator, Sequence
from http.server import BaseHTTPRequestHandler
from ipaddress import IPv4Address, ip_address
from itertools import count
from pathlib import Path
from socketserver import ThreadingUnixStreamServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from traefiklint.docker.containers import Container
from traefiklint.docker.labels import SWARM
from traefiklint.records import changed

_SWARM_ID = 25
"""How long the engine's identifiers of services, tasks and networks of Swarm are."""
_FIRST_ADDRESS = IPv4Address("198.18.0.2")
"""Of a range for measurements, which nobody is reached in (RFC 2544)."""


class Engine:
    """Listens on a socket; `show` sets the containers and services there are, and tells whoever listens to events."""

    def __init__(self, socket: Path) -> None:
        self._containers: dict[str, Container] = {}
        self._services: list[Container] = []
        self._changed = threading.Condition()
        self._number = self._listed = 0
        self._closed = False
        self._server = _server(socket, self)
        self.endpoint = f"unix://{socket}"
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def listed(self) -> int:
        """How often the containers had changed when they were last asked for: events are told from there on.

        Traefik lists the containers first and listens then (pkg/provider/docker/pdocker.go), and here a change may well
        come between the two.
        """
        return self._listed

    def wait(self, seen: int) -> int:
        """Wait until the containers have changed again; -1 at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._number != seen)
            return -1 if self._closed else self._number

    def show(self, containers: Sequence[Container]) -> None:
        """Have these containers and services of Swarm, and no others."""
        given = addressed(containers)
        with self._changed:
            self._services = [one for one in given if one.document.provider == SWARM]
            self._containers = _by_id(one for one in given if one.document.provider != SWARM)
            self._number += 1
            self._changed.notify_all()

    def answer(self, path: str, filters: dict[str, Any]) -> tuple[int, Any]:
        """What the engine says to a question."""
        if path == "/version":
            return 200, {"Version": "28.0.0", "ApiVersion": "1.44", "MinAPIVersion": "1.24", "Os": "linux"}
        if path in ("/_ping", "/info"):
            swarm = {"LocalNodeState": "active", "ControlAvailable": True}
            return 200, {"OSType": "linux", "Name": "stand-in", "Swarm": swarm}
        if path == "/containers/json":
            with self._changed:
                self._listed = self._number
                return 200, [_listed(key, one) for key, one in self._containers.items()]
        if path == "/services":
            return 200, [_service(one) for one in self._services]
        if path == "/tasks":
            wanted = filters.get("service") or {}
            return 200, [task for one in self._services if _id(one.name) in wanted for task in _tasks(one)]
        if path == "/networks":
            names = {name for one in self._services for task in (one.networks, *one.others) for name in task}
            return 200, [{"Id": _id(name), "Name": name, "Scope": "swarm", "Driver": "overlay"} for name in names]
        if path.startswith("/nodes/"):
            return 200, {"ID": "node", "Status": {"State": "ready"}, "Description": {"Hostname": "node"}, "Spec": {}}
        asked = path.removeprefix("/containers/").removesuffix("/json")
        for key, one in self._containers.items():
            if asked in (key, one.name):  # by name where another one is on its network
                return 200, _inspected(key, one)
        return 404, {"message": f"there is no `{path}`"}

    def close(self) -> None:
        """Stop listening."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        self._server.shutdown()
        self._server.server_close()


def addressed(containers: Sequence[Container]) -> list[Container]:
    """Containers with addresses in their networks, which compose files do not tell."""
    addresses = (str(_FIRST_ADDRESS + number) for number in count())
    return [
        changed(
            one,
            networks=_on(one.networks, addresses) if one.state == "running" else one.networks,
            virtual=None if one.virtual is None else _on(one.virtual, addresses),
            others=tuple(_on(copy, addresses) for copy in one.others),
        )
        for one in containers
    ]


def _on(networks: dict[str, str], addresses: Iterator[str]) -> dict[str, str]:
    return {name: next(addresses) for name in networks}


def _server(socket: Path, engine: Engine) -> ThreadingUnixStreamServer:
    class EngineHandler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_HEAD(self) -> None:
            self._answer(200, b"")

        def do_GET(self) -> None:
            url = urlsplit(self.path)
            path = re.sub(r"^/v[0-9.]+", "", unquote(url.path))
            if path == "/events":
                self._events()
                return
            filters = json.loads((parse_qs(url.query).get("filters") or ["{}"])[0])
            status, body = engine.answer(path, filters)
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
            seen = engine.listed
            event = json.dumps({"Type": "container", "Action": "start", "id": "0", "Actor": {"ID": "0"}}).encode()
            while (seen := engine.wait(seen)) >= 0:
                try:
                    self.wfile.write(b"%x\r\n%s\n\r\n" % (len(event) + 1, event))
                    self.wfile.flush()
                except OSError:
                    return

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    class EngineServer(ThreadingUnixStreamServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            """A Traefik that ends hangs up."""

    return EngineServer(str(socket), EngineHandler)


def _long_id(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()


def _id(name: str) -> str:
    return _long_id(name)[:_SWARM_ID]


def _by_id(containers: Iterable[Container]) -> dict[str, Container]:
    """Containers by ids of their own, also where several have one name: files that are not run together are read so."""
    found: dict[str, Container] = {}
    for one in containers:
        key = _long_id(one.name)
        found[key if key not in found else _long_id(f"{one.name} {len(found)}")] = one
    return found


def _listed(key: str, container: Container) -> dict[str, Any]:
    return {"Id": key, "Names": [f"/{container.name}"], "Labels": container.tags, "State": container.state}


def _host_ip(written: str) -> str:
    """The address that a port is published on; all, where what is written only stands in for a variable's value."""
    try:
        return str(ip_address(written))
    except ValueError:
        return "0.0.0.0"  # noqa: S104 - it is data


def _inspected(key: str, container: Container) -> dict[str, Any]:
    ports = {
        f"{port.number}/{port.protocol}": [{"HostIp": _host_ip(port.host_ip), "HostPort": port.host_port}]
        if port.host_port
        else None
        for port in container.ports
    }
    networks = {
        name: {"NetworkID": _long_id(name), "IPAddress": address, "GlobalIPv6Address": ""}
        for name, address in container.networks.items()
    }
    state: dict[str, Any] = {"Status": container.state, "Running": container.state == "running"}
    if container.health:
        state["Health"] = {"Status": container.health}
    return {
        "Id": key,
        "Name": f"/{container.name}",
        "State": state,
        "Config": {"Labels": container.tags, "Image": "x"},
        "HostConfig": {"NetworkMode": container.mode or next(iter(networks), "none")},
        "NetworkSettings": {"Ports": ports, "Networks": networks},
    }


def _service(service: Container) -> dict[str, Any]:
    virtual = service.virtual
    addresses = [{"NetworkID": _id(name), "Addr": f"{address}/24"} for name, address in (virtual or {}).items()]
    endpoint = {"Mode": "dnsrr" if virtual is None else "vip"}
    return {
        "ID": _id(service.name),
        "Version": {"Index": 1},
        "Spec": {
            "Name": service.name,
            "Labels": service.tags,
            "Mode": {"Replicated": {"Replicas": 1 + len(service.others)}},
            "EndpointSpec": endpoint,
            "TaskTemplate": {"ContainerSpec": {"Image": "x"}},
        },
        "Endpoint": {"Spec": endpoint, "VirtualIPs": addresses},
    }


def _tasks(service: Container) -> Iterator[dict[str, Any]]:
    for number, networks in enumerate((service.networks, *service.others), 1):
        yield {
            "ID": _id(f"{service.name}.{number}"),
            "ServiceID": _id(service.name),
            "Slot": number,
            "NodeID": "node",
            "Status": {"State": "running"},
            "DesiredState": "running",
            "NetworksAttachments": [
                {"Network": {"ID": _id(name), "Spec": {"Name": name}}, "Addresses": [f"{address}/24"]}
                for name, address in networks.items()
            ],
        }
