"""Who notices when Traefik does what it must not: listeners on loopback, and a pipe that tells when it is opened."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread


class Listener:
    """Hears what is sent to a TCP port of loopback."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.heard: list[bytes] = []
        self.something = Event()


@contextmanager
def listener() -> Iterator[Listener]:
    """A listener on a port of its own."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = Listener(server.getsockname()[1])

        def hear() -> None:
            with suppress(OSError):
                while True:
                    connection, _ = server.accept()
                    with connection:
                        connection.settimeout(0.5)
                        data = b""
                        with suppress(OSError):
                            data = connection.recv(1000)
                        found.heard.append(data)
                        found.something.set()

        Thread(target=hear, daemon=True).start()
        yield found
        server.shutdown(socket.SHUT_RDWR)


class Pipe:
    """A file that says whether somebody opens it to read."""

    def __init__(self, path: Path) -> None:
        os.mkfifo(path)
        self.path = path
        self.opened = Event()
        self._done = Event()

    def watch(self) -> None:
        """Try to write until somebody reads."""
        while not self._done.wait(0.002):
            with suppress(OSError):  # no reader: ENXIO
                os.close(os.open(self.path, os.O_WRONLY | os.O_NONBLOCK))
                self.opened.set()

    @contextmanager
    def watched(self) -> Iterator[Pipe]:
        """The pipe, looked after."""
        thread = Thread(target=self.watch, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._done.set()
            thread.join()
