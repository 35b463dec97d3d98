"""Real servers to route to, each telling its name; and a client that sends requests exactly as told."""

from __future__ import annotations

import socket
import ssl
import threading
from contextlib import suppress
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer, ThreadingUDPServer
from typing import NamedTuple, Self

_PEM = Path(__file__).parents[1] / "dokploy" / "tls"
_PATIENCE = 3.0
_TLS_HANDSHAKE = 0x16


class _Handler(BaseRequestHandler):
    """Answers anything at all, in TLS where the client begins so, with an HTTP answer that tells the server's name."""

    server: _Server

    def handle(self) -> None:
        self.request.settimeout(_PATIENCE)
        with suppress(OSError):
            connection = self.request
            first = connection.recv(1, socket.MSG_PEEK)
            if first and first[0] == _TLS_HANDSHAKE:
                connection = self.server.tls.wrap_socket(connection, server_side=True)
            data = b""
            while b"\r\n\r\n" not in data and (block := connection.recv(65536)):
                data += block
            path = data.split(b"\r\n", 1)[0].split(b" ")[1:2]
            head = b"X-Path: " + path[0] if path else b"X-Raw: 1"
            connection.sendall(
                b"HTTP/1.1 200 OK\r\nX-Echo: %s\r\n%s\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                % (self.server.name.encode(), head)
            )
            connection.close()


class _Server(ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True
    request_queue_size = 64

    def __init__(self, name: str, tls: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.name = name
        self.tls = tls

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is no news."""


class _PacketHandler(BaseRequestHandler):
    """Answers a packet with the server's name."""

    server: _PacketServer

    def handle(self) -> None:
        self.request[1].sendto(self.server.name.encode(), self.client_address)


class _PacketServer(ThreadingUDPServer):
    daemon_threads = True

    def __init__(self, name: str, port: int) -> None:
        super().__init__(("127.0.0.1", port), _PacketHandler)
        self.name = name


class Echoes:
    """A number of servers; a context manager."""

    def __init__(self, count: int) -> None:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(_PEM / "certificate.pem", _PEM / "key.pem")
        self._servers = [_Server(f"echo{index}", tls) for index in range(count)]
        self._packets = [_PacketServer(one.name, one.server_address[1]) for one in self._servers]

    @property
    def ports(self) -> list[int]:
        return [server.server_address[1] for server in self._servers]

    def name_of(self, address: str) -> str:
        """The name of the server at an address or URL that ends in its port."""
        port = int(address.rpartition(":")[2].partition("/")[0])
        return self._servers[self.ports.index(port)].name

    def __enter__(self) -> Self:
        for server in (*self._servers, *self._packets):
            threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        for server in (*self._servers, *self._packets):
            server.shutdown()
            server.server_close()


class Reply(NamedTuple):
    """What came back."""

    status: int
    """0 where the connection was closed without an answer."""
    echo: str = ""
    path: str = ""
    location: str = ""


def send(
    address: tuple[str, int],
    data: bytes,
    *,
    tls: bool,
    server_name: str,
    client_ip: str,
    protocols: tuple[str, ...] = (),
) -> Reply:
    """Sends bytes over a connection of its own, and reads the answer."""
    source = (client_ip, 0) if client_ip else None
    try:
        with socket.create_connection(address, _PATIENCE, source) as plain:
            if not tls:
                return _exchange(plain, data)
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            if protocols:
                context.set_alpn_protocols(list(protocols))
            with context.wrap_socket(plain, server_hostname=server_name or None) as secure:
                return _exchange(secure, data)
    except (ConnectionError, ssl.SSLError):
        return Reply(0)
    except TimeoutError:
        return Reply(0, "silence")


def send_packet(address: tuple[str, int], data: bytes, client_ip: str) -> Reply:
    """Sends a packet from a port of its own, and reads the answer."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as plain:
        plain.bind((client_ip or "127.0.0.1", 0))
        plain.settimeout(_PATIENCE / 6)
        try:
            plain.sendto(data, address)
            return Reply(0, plain.recv(1000).decode())
        except (TimeoutError, ConnectionError):
            return Reply(0)


def _exchange(connection: socket.socket, data: bytes) -> Reply:
    connection.sendall(data)
    answer = b""
    while b"\r\n\r\n" not in answer and (block := connection.recv(65536)):
        answer += block
    if not answer.startswith(b"HTTP/1."):
        return Reply(0)
    first, *lines = answer.partition(b"\r\n\r\n")[0].decode("utf-8", "surrogateescape").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Reply(
        int(first.split(" ")[1]), headers.get("x-echo", ""), headers.get("x-path", ""), headers.get("location", "")
    )
