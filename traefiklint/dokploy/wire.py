"""Connections to one server, within bounds: so many bytes and levels, for so long, no cookies, no redirect unasked.

The client of a Dokploy server and that of a running Traefik both send by it, so nothing reaches either unguarded.
Why a request got no answer is said in words of our own: the exceptions of httpx may hold the key.
"""

from __future__ import annotations

import logging
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

import httpx

from traefiklint.dokploy.address import trust
from traefiklint.dokploy.errors import (
    BadRequestError,
    ServerFaultError,
    TimedOutError,
    UnreachableError,
    UnusableAnswerError,
)
from traefiklint.dokploy.receiving import Clock, ExcessError, Received, Watch, no_cookies, receive
from traefiklint.dokploy.replies import Failure
from traefiklint.errors import UsageError


def _causes(fault: BaseException) -> Iterator[BaseException]:
    step: BaseException | None = fault
    while step is not None:
        yield step
        step = step.__cause__ or step.__context__


def failure_from(fault: httpx.RequestError, server: str, procedure: str) -> Failure:
    """The failure behind an exception; `server` is shown, so it must hold no user name or password."""
    causes = tuple(_causes(fault))
    for cause in causes:
        if isinstance(cause, ssl.SSLError):
            return Failure(_untrusted(cause, server, procedure), arrived=not isinstance(fault, httpx.ConnectError))
        if isinstance(cause, socket.gaierror):
            error = UnreachableError(
                f"The name of `{server}` does not resolve.", "Check the URL and this machine's network.", procedure
            )
            return Failure(error, transient=cause.errno == socket.EAI_AGAIN, arrived=False)
    if isinstance(fault, httpx.ProxyError):
        hint = "It is taken from HTTPS_PROXY or HTTP_PROXY; NO_PROXY names hosts to reach without it."
        return Failure(UnreachableError(f"The proxy refuses the way to `{server}`.", hint, procedure), arrived=False)
    if isinstance(fault, httpx.ConnectTimeout | httpx.PoolTimeout):
        error = UnreachableError(f"`{server}` does not take the connection in time.", "Is it up?", procedure)
        return Failure(error, transient=True, arrived=False)
    if isinstance(fault, httpx.TimeoutException):
        late = TimedOutError(f"`{server}` does not answer `{procedure}` in time.", "Is it overloaded?", procedure)
        return Failure(late, transient=True)
    if isinstance(fault, httpx.ConnectError):
        refused = any(isinstance(cause, ConnectionRefusedError) for cause in causes)
        problem = "Nobody listens at" if refused else "There is no connection to"
        error = UnreachableError(f"{problem} `{server}`.", "Check the URL, the port, and that Dokploy runs.", procedure)
        return Failure(error, transient=True, arrived=False)
    if isinstance(fault, httpx.DecodingError):
        return Failure(
            ServerFaultError(f"The answer of `{procedure}` cannot be unpacked.", "", procedure), transient=True
        )
    if isinstance(fault, httpx.UnsupportedProtocol | httpx.LocalProtocolError):
        return Failure(BadRequestError(f"The request to `{server}` is not one that HTTP allows.", "", procedure))
    hint = (
        "Try again; if the port speaks https, the URL begins with https://." if server[:5] == "http:" else "Try again."
    )
    cut = UnreachableError(f"The connection to `{server}` breaks during `{procedure}`.", hint, procedure)
    return Failure(cut, transient=True)


def _untrusted(cause: ssl.SSLError, server: str, procedure: str) -> UnreachableError:
    if isinstance(cause, ssl.SSLCertVerificationError):
        return UnreachableError(
            f"The certificate of `{server}` is not trusted: {cause.verify_message.rstrip('.')}.",
            "Name the certificate authority's file with --ca-file, or use the name that the certificate is for.",
            procedure,
        )
    problem = (cause.reason or "TLS fails").replace("_", " ").lower()
    return UnreachableError(
        f"There is no TLS connection to `{server}`: {problem}.",
        "Check that the port speaks https; for a plain one the URL begins with http://.",
        procedure,
    )


#: Servers close an idle connection, Dokploy's 5 s after its last byte; ours are put away a little earlier.
_IDLE_SECONDS: Final = 4.0
_HEADERS: Final = {"accept": "application/json", "accept-encoding": "gzip", "user-agent": "traefiklint"}


class Bounds(NamedTuple):
    """How much is waited for.

    Attributes:
        connections: how many there may be at once.
        connect: seconds to wait for a connection.
        answer: seconds to wait for each part of an answer.
        whole: seconds that one request may take in all, however its answer comes in.
    """

    connections: int
    connect: float
    answer: float
    whole: float


class Wire:
    """The connections. Safe to use from several threads.

    Args:
        peer: what is on the other side, as messages call it.
        ca_file: certificate authorities (PEM) to trust instead of the usual ones.
        headers: what is sent besides.

    Raises:
        UsageError: the certificate file cannot be used.
    """

    def __init__(
        self, peer: str, bounds: Bounds, clock: Clock, *, ca_file: str | None, headers: Mapping[str, str] | None = None
    ) -> None:
        self._peer = peer
        self._bounds = bounds
        self._headers = _HEADERS | dict(headers or {})
        self._watch = Watch(bounds.whole, clock)
        self._trusted = trust(ca_file)
        self._pools: dict[str, httpx.Client] = {}
        self._opening = threading.Lock()
        logging.getLogger("httpcore").setLevel(logging.INFO)  # below, it logs the headers of answers, cookies included

    def open(self, scheme: str) -> httpx.Client:
        """The connections of a scheme. To read all authorities takes longer than many a request; http needs none.

        Raises:
            UsageError: a header cannot be sent, or the environment names a proxy or a certificate that is none.
        """
        with self._opening:
            if scheme not in self._pools:
                trusted = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if scheme == "http" else self._trusted
                self._pools[scheme] = self._client(trusted)
            return self._pools[scheme]

    def close(self) -> None:
        """Closes all connections."""
        for pool in self._pools.values():
            pool.close()

    def build(self, method: str, url: httpx.URL, **parts: Any) -> httpx.Request:
        """A request, which counts against its bounds from its first byte."""
        request = self.open(url.scheme).build_request(method, url, **parts)
        request.extensions["trace"] = self._watch.trace
        return request

    def send(
        self, request: httpx.Request, server: str, what: str, auth: httpx.Auth | None = None
    ) -> Received | Failure:
        """Sends a request, and takes in the answer, whatever its status; a redirect is not followed.

        Args:
            server: the URL of the server as messages show it.
            what: what is asked for, as messages call it.
        """
        pool = self.open(request.url.scheme)
        try:
            with self._watch.request():
                return receive(pool.send(request, auth=auth, follow_redirects=False, stream=True))
        except httpx.RequestError as fault:
            return failure_from(fault, server, what)
        except ExcessError as excess:
            too_much = excess.of
        problem = f"`{what}` answers with more {too_much} than any {self._peer} does; the rest was not read."
        return Failure(UnusableAnswerError(problem, f"Check that the URL is that of a {self._peer}.", what))

    def _client(self, verify: ssl.SSLContext | bool) -> httpx.Client:
        """A pool of connections, with the proxies and certificates that the environment names."""
        bounds = self._bounds
        try:
            headers = httpx.Headers(self._headers)
        except (ValueError, TypeError):
            raise UsageError("a header cannot be sent as it is") from None
        try:
            return httpx.Client(
                verify=verify,
                timeout=httpx.Timeout(bounds.answer, connect=bounds.connect, pool=None),
                limits=httpx.Limits(max_connections=bounds.connections, keepalive_expiry=_IDLE_SECONDS),
                headers=headers,
                cookies=no_cookies(),
            )
        except (ValueError, ImportError, OSError, httpx.InvalidURL):
            problem = "The environment names a proxy or a certificate file that cannot be used."
        raise UsageError(problem, "Look at HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, SSL_CERT_FILE and SSL_CERT_DIR.")
