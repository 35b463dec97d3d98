"""Why a request got no answer, in words: the exceptions of httpx, which may hold the key, become ours, which do not."""

import socket
import ssl
from collections.abc import Iterator

import httpx

from traefiklint.dokploy.errors import BadRequestError, ServerFaultError, TimedOutError, UnreachableError
from traefiklint.dokploy.replies import Failure


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
