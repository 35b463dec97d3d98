"""Send real requests and connections through the real Traefik, and see which rules let them through."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tests.matching.rule_generator import Case
from traefiklint.verify.oracle import Oracle

MATCHED, NOT_FOUND, BAD_REQUEST = 418, 404, 400
"""`noop@internal` answers 418 where a router matches; 404 where none does; 400 where Traefik refuses the request."""

_GUARDS = {"v3": "Header(`X-Test`, `{}`)", "v2": "Headers(`X-Test`, `{}`)"}
_GREETING = b"OK"


def load(oracle: Oracle, cases: Sequence[Case], backend: int = 9) -> None:
    """Gives Traefik a router for each rule. Router N sees only requests with `X-Test: N`, or with protocol `t-N`."""
    http: dict[str, Any] = {}
    tcp: dict[str, Any] = {}
    for index, case in enumerate(cases):
        if case.protocol == "http":
            router: dict[str, Any] = {"entryPoints": ["web"], "service": "noop@internal"}
            guard = _GUARDS[case.syntax].format(index)
            http[f"r{index}"] = router
        else:
            router = {"entryPoints": ["tcpep"], "service": "s", "tls": {"passthrough": True}}
            guard = f"ALPN(`t-{index}`)"
            tcp[f"r{index}"] = router
        router |= {"rule": f"{guard} && ({case.rule})", "ruleSyntax": case.syntax}
    configuration: dict[str, Any] = {}
    if http:
        configuration["http"] = {"routers": http}
    if tcp:
        servers = [{"address": f"127.0.0.1:{backend}"}]
        configuration["tcp"] = {"routers": tcp, "services": {"s": {"loadBalancer": {"servers": servers}}}}
    verdict = oracle.check({"routes.yml": json.dumps(configuration).replace("{{", '{{"{{"}}')})
    assert verdict.loads, verdict.error
    assert not verdict.disabled()


def status(oracle: Oracle, index: int, request: dict[str, Any]) -> int:
    """The status that a request gets from the router of one rule."""
    _, port = oracle.harmless.entry_points["web"]
    target = request["path"] + (f"?{request['query']}" if request["query"] else "")
    headers = {"Host": request["host"], "X-Test": str(index), **request["headers"]}
    lines = [f"{request['method']} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items()), "", ""]
    with socket.create_connection(("127.0.0.1", port), timeout=600, source_address=(request["client_ip"], 0)) as client:
        client.sendall("\r\n".join(lines).encode())
        return int(client.recv(4096).split(b" ", 2)[1])


def connects(oracle: Oracle, index: int, name: str, protocols: Sequence[str], client_ip: str) -> bool:
    """Whether a TLS connection reaches the server behind the router of one rule."""
    _, port = oracle.harmless.entry_points["tcpep"]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_alpn_protocols([f"t-{index}", *protocols])
    outgoing = ssl.MemoryBIO()
    handshake = context.wrap_bio(ssl.MemoryBIO(), outgoing, server_hostname=name or None)
    try:
        handshake.do_handshake()
    except ssl.SSLWantReadError:
        hello = outgoing.read()
    with socket.create_connection(("127.0.0.1", port), timeout=600, source_address=(client_ip, 0)) as client:
        client.sendall(hello)
        return client.recv(2) == _GREETING


@contextmanager
def greeting_server() -> Iterator[int]:
    """A server on loopback that greets every connection; its port."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_greet, args=(server,), daemon=True)
        thread.start()
        yield server.getsockname()[1]
        server.shutdown(socket.SHUT_RDWR)
    thread.join(10)


def _greet(server: socket.socket) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:
            return
        with connection:
            connection.sendall(_GREETING)
