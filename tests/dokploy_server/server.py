"""A Dokploy server for tests: start it, fill it, break it, look at what it holds."""

import socket
import threading
from http.server import ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.dokploy_server import files, finding_out, operations, panel_work, stacks
from tests.dokploy_server.dialects import REAL, Dialect
from tests.dokploy_server.disk import Disk, RemoteState
from tests.dokploy_server.faults import Call, Faults
from tests.dokploy_server.keys import Key, User
from tests.dokploy_server.panel import Panel
from tests.dokploy_server.procedure import Registry, Server
from tests.dokploy_server.wire import Handler, Service
from tests.dokploy_server.world import App, Stack, World
from tests.loopback import stop

STACK = "services:\n  web:\n    image: nginx:1.27\n"


class DokployServer:
    """A real HTTP server on loopback that answers as Dokploy does.

    Args:
        folder: where its files are; an empty folder of the test's own.
        dialect: how it speaks: `REAL`, `DOCUMENTED`, `V0_28`, `V0_24`, `V0_18`.
        docker: whether it has a Docker engine.
        key: the API key of its owner.
        port: a free one where 0.
        seed: for its random ids and names.

    Attributes:
        faults: what is to go wrong.
        panel: somebody's hand in the panel: `add_domain`, `update_domain`, `delete_domain`, `add_redirect`, …
        calls: the calls that reached a procedure, in order.
        requests: how many requests they came in.
    """

    def __init__(
        self,
        folder: Path,
        *,
        dialect: Dialect = REAL,
        docker: bool = True,
        key: str = "owner-key-Zk3yT9wQ",
        port: int = 0,
        seed: int = 1,
    ) -> None:
        self.key = key
        self.faults = Faults()
        self.world = World(seed)
        self.disk = Disk(folder, self.faults)
        self.panel = Panel(self.world, self.disk)
        procedures = Registry()
        for part in (finding_out, files, operations, panel_work, stacks):
            procedures.update(part.procedures)
        missing = [
            prefix
            for prefix, has in (("environment.", dialect.environments), ("overview.", dialect.overview))
            if not has
        ]
        for name in [name for name in procedures if name.startswith(tuple(missing))]:
            del procedures[name]
        parts = Server(self.world, self.disk, self.panel, self.faults, dialect, docker)
        self.service = Service(parts, procedures)
        self.owner = self.add_key(key).user
        handler = type("BoundHandler", (Handler,), {"service": self.service})
        self._http = _Listener(("127.0.0.1", port), handler)
        self._http.service = self.service
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        stop(self._http)

    @property
    def url(self) -> str:
        """Where it is."""
        return f"http://127.0.0.1:{self._http.server_port}"

    @property
    def requests(self) -> int:
        """How many requests reached a procedure: one may hold several calls."""
        return self.service.requests

    @requests.setter
    def requests(self, number: int) -> None:
        self.service.requests = number

    @property
    def calls(self) -> list[Call]:
        """The requests that reached a procedure."""
        return self.service.calls

    def settle(self) -> None:
        """Waits until all is carried out that anybody has asked, be the asker gone or not. Connections are accepted in
        their order, so after one of our own none is left out.
        """
        with socket.create_connection(("127.0.0.1", self._http.server_port), timeout=600) as own:
            own.sendall(b"GET /api/health HTTP/1.1\r\nHost: x\r\n\r\n")
            own.recv(1)
        with self.service.changed:
            assert self.service.changed.wait_for(lambda: self.service.connections == 0, timeout=600)

    def add_application(
        self,
        name: str,
        text: str | None = None,
        *,
        project: str = "shop",
        environment: str = "production",
        server_id: str | None = None,
        app_name: str | None = None,
        application_id: str | None = None,
        env: str | None = None,
    ) -> App:
        """An application with its Traefik file, or without one."""
        world = self.world
        with world.lock:
            place = world.environment(world.project(project, self.owner.organization), environment)
            stem = "".join(letter if letter.isalnum() or letter in "._-" else "-" for letter in name.lower())
            app = App(
                application_id or world.new_id(),
                name,
                app_name or f"{stem}-{world.suffix()}",
                place,
                world.now(),
                refresh_token=world.new_id(),
                server_id=server_id,
                env=env,
            )
            world.apps[app.id] = app
        if text is not None:
            self.put(app, text)
        return app

    def add_stack(
        self,
        name: str,
        host: str = "",
        path: str = "/",
        *,
        text: str = STACK,
        project: str = "shop",
        **values: Any,
    ) -> Stack:
        """A compose application with its text and one domain (none without a host), and further fields."""
        world = self.world
        place = world.environment(world.project(project, self.owner.organization), "production")
        stack = Stack(world.new_id(), name, f"{name}-{world.suffix()}", place, world.now(), compose_file=text, **values)
        world.stacks[stack.id] = stack
        if host:
            self.panel.add_stack_domain(stack, host, path=path)
        return stack

    def deploy(self, stack: Stack, status: str = "done") -> None:
        """A compose application is deployed, or fails to be."""
        stack.deployments.append({"createdAt": self.world.now(), "status": status, "composeId": stack.id})
        stack.status = status

    def add_remote(self, server_id: str, state: RemoteState = "up", name: str = "") -> None:
        """A remote server."""
        self.disk.add_remote(server_id, state, name)

    def add_key(self, value: str, user: User | None = None, **limits: Any) -> Key:
        """A key of a user, or of an owner, with `limit`, `window`, `remaining`, `expired`, `disabled`."""
        key = Key(value, user or User(), **limits)
        self.world.keys[value] = key
        return key

    def path(self, app: App) -> Path:
        """The application's Traefik file."""
        return self.disk.dynamic(app.server_id) / f"{app.app_name}.yml"

    def text(self, app: App) -> str | None:
        """What the file holds, byte for byte; `None` where there is none."""
        path = self.path(app)
        return path.read_bytes().decode() if path.exists() else None

    def put(self, app: App, text: str) -> None:
        """Writes the file, past all faults."""
        self.path(app).parent.mkdir(parents=True, exist_ok=True)
        with self.disk.lock:
            self.path(app).write_bytes(text.encode())


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    service: Service

    def process_request(self, request: Any, client_address: Any) -> None:
        """Counts the connection as soon as it is accepted, in the order of their coming."""
        with self.service.changed:
            self.service.connections += 1
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Serves it, and counts it no longer."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            with self.service.changed:
                self.service.connections -= 1
                self.service.changed.notify_all()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A broken connection is no news; anything else is shown by the default."""
        import sys

        if not isinstance(sys.exc_info()[1], ConnectionError | TimeoutError | ValueError):
            super().handle_error(request, client_address)
