"""HTTP as the server speaks it: the order of its checks, its headers, its answers without a content type."""

import contextlib
import gzip
import json
import socket
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler
from typing import Any, ClassVar, NamedTuple, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from tests.dokploy_server.abuse import Abuse, pieces
from tests.dokploy_server.faults import Call
from tests.dokploy_server.files import RawYaml
from tests.dokploy_server.keys import Key
from tests.dokploy_server.procedure import NOTHING, Context, Procedure, Registry, Server
from tests.dokploy_server.zod import RefusedError, refusal, validate

_BODY_LIMIT = 1_048_576
_PAGE = (
    '<!DOCTYPE html><html><head><meta charSet="utf-8"/><title>404: This page could not be found</title></head>'
    "<body><h1>404</h1><h2>This page could not be found.</h2></body></html>"
)
_SECURITY = {
    "X-Frame-Options": "DENY",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "strict-origin-when-cross-origin",
}


class Out(NamedTuple):
    """An answer on its way."""

    status: int
    body: bytes = b""
    media_type: str | None = "application/json"
    headers: tuple[tuple[str, str], ...] = ()
    whole: bool = False  # with Content-Length, not in chunks


class CutError(Exception):
    """The connection is to be cut now."""


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def _error(refused: RefusedError) -> Out:
    return Out(refused.status, _json(refused.body))


_BARE_401 = Out(401, b'{"message":"Unauthorized"}', "application/json; charset=utf-8", whole=True)


class Service:
    """Everything a handler needs: the server's parts, its procedures, and what was called."""

    def __init__(self, server: Server, procedures: Registry) -> None:
        self.server = server
        self.procedures = procedures
        self.calls: list[Call] = []
        self.requests = 0  # how many there were: one may ask for several calls
        self.connections = 0  # how many are open now
        self.changed = threading.Condition()
        self.cookies: list[str] = []  # that clients have sent
        self.redirect_to = ""  # a test sends every request elsewhere with this
        self.control: Callable[[str, dict[str, Any]], Any] | None = None

    def key_of(self, headers: Any) -> Key | None:
        """The key that a request carries, in the header that this server reads."""
        sent = ", ".join(headers.get_all("x-api-key") or [])
        if self.server.dialect.bearer:
            sent = (headers.get("authorization") or "").removeprefix("Bearer ")
        return self.server.world.keys.get(sent.strip())

    def verify(self, key: Key | None) -> bool:
        """One look at the key."""
        with self.server.world.lock:
            return key is not None and not self.server.faults.database_down and key.verify()

    def run(self, procedure: Procedure, key: Key, given: dict[str, Any], *, verified: bool = False) -> Out:
        """Calls the procedure for the key's user; the key is looked at once for all questions of a request."""
        path = procedure.name
        if not verified and not self.verify(key):
            return _error(refusal(401, "UNAUTHORIZED", path))
        context = Context(self.server, key.user, path)
        try:
            if procedure.admin and not key.user.rules:
                raise refusal(401, "UNAUTHORIZED", path)
            values = validate(path, procedure.schema, given, from_query=procedure.kind == "query")
            result = procedure.handler(context, values)
        except RefusedError as refused:
            return _error(refused)
        if result is NOTHING:
            return Out(200)
        if isinstance(result, RawYaml):
            return Out(200, result.encode(), "text/yaml")
        return Out(200, _json(result))


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    service: ClassVar[Service]
    protocol_version = "HTTP/1.1"
    timeout = 6  # the server closes an idle connection then
    wbufsize = 65_536
    disable_nagle_algorithm = True
    _cookies: tuple[tuple[str, str], ...] = ()

    def handle_one_request(self) -> None:
        """Reads a request and answers it; a cut connection is no matter."""
        try:
            super().handle_one_request()
        except (CutError, ConnectionError):
            self.close_connection = True

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def _answer(self) -> None:
        out = self._dispatch()
        if self.service.redirect_to:
            location = self.service.redirect_to + self.path
            out = Out(308, location.encode(), None, (("Location", location),))
        self._send(out)

    def _dispatch(self) -> Out:
        url = urlsplit(self.path)
        body = self._body()
        if self.path.startswith("/__control__/") and self.service.control is not None:
            return Out(
                200, _json(self.service.control(url.path.removeprefix("/__control__/"), json.loads(body or b"{}")))
            )
        if self.requestline.split()[1].startswith("//") or (url.path.endswith("/") and url.path != "/"):
            location = url.path.rstrip("/") + (f"?{url.query}" if url.query else "")
            return Out(308, location.encode(), None, (("Location", location),))
        if not url.path.startswith("/api/"):
            return Out(404, _PAGE.encode(), "text/html; charset=utf-8", whole=True)
        name = unquote(url.path.removeprefix("/api/"))
        if name == "health":
            return Out(200, b'{"ok":true}', "application/json; charset=utf-8", whole=True)
        return self._checked(name, url.query, body)

    def _checked(self, name: str, query: str, body: bytes) -> Out:
        """The checks in the server's order: size, JSON, key, procedure, content type."""
        media_type = self.headers.get("content-type")
        if len(body) > _BODY_LIMIT:
            return Out(413, b"Body exceeded 1mb limit", None)
        given: Any = {}
        if (media_type or "").lower().startswith("application/json") and body:
            try:
                given = json.loads(body.decode(_charset(media_type), "replace"))
            except ValueError:
                return Out(400, b"Invalid JSON", None)
        key = self.service.key_of(self.headers)
        if not self.service.verify(key) or key is None:
            return _BARE_401
        if self.command == "HEAD":
            return Out(204)
        if (
            name.startswith("trpc/")
            and self.command == "GET"
            and "batch" in _query(query)
            and self.service.server.dialect.batches
        ):
            return self._batch(name.removeprefix("trpc/").split(","), query, key)
        wrapped = name.startswith("trpc/") and self.command == "GET"
        procedure = self.service.procedures.get(name.removeprefix("trpc/").lower() if wrapped else name.lower())
        if procedure is None or self.command != {"query": "GET", "mutation": "POST"}[procedure.kind]:
            return _error(refusal(404, "Not found"))
        if procedure.kind == "query":
            given = _wrapped_input(query) if wrapped else _query(query)
        elif not (media_type or "").startswith("application/json"):
            kind = (media_type or "").partition(";")[0]
            message = f'Unsupported content-type "{kind}' if media_type else "Missing content-type header"
            return _error(refusal(415, message, procedure.name))
        out = self._with_faults(procedure, key, given if isinstance(given, dict) else {})
        return Out(200, b'{"result":{"data":{"json":' + out.body + b"}}}") if wrapped and out.status == 200 else out

    def _batch(self, names: list[str], query: str, key: Key) -> Out:
        """Several questions at once, as tRPC 11 answers them: each its own result or error, 207 where they differ."""
        inputs = json.loads(_query(query).get("input", "{}"))
        items, statuses = [], set()
        for number, name in enumerate(names):
            procedure = self.service.procedures.get(name.lower())
            if procedure is None or procedure.kind != "query":
                out = _error(refusal(404, f'No procedure found on path "{name}"'))
            else:
                out = self._with_faults(procedure, key, inputs.get(str(number), {}).get("json", {}), number)
            statuses.add(out.status)
            good = out.status == 200
            items.append(
                b'{"result":{"data":{"json":' + (out.body or b"null") + b"}}}"
                if good
                else b'{"error":{"json":' + (out.body if out.body[:1] == b"{" else b"{}") + b"}}"
            )
        status = statuses.pop() if len(statuses) == 1 else 207
        return Out(status, b"[" + b",".join(items) + b"]")

    def _with_faults(self, procedure: Procedure, key: Key, given: dict[str, Any], number: int = 0) -> Out:
        faults = self.service.server.faults
        call = Call(procedure.name, str(given.get("applicationId", "")), self.command)
        self.service.cookies += self.headers.get_all("cookie") or []
        self.service.calls.append(call)
        if number == 0:
            self.service.requests += 1
            time.sleep(faults.latency)
        instead = self._strike(call, "before")
        if instead is None:
            out = self.service.run(procedure, key, given, verified=number > 0)
            instead = self._strike(call, "after")
            if any(fault.kind == "drop" for fault in faults.due(call, "midway")):
                self._send(out, cut=True)
                raise CutError
        return out if instead is None else instead

    def _strike(self, call: Call, when: Any) -> Out | None:
        instead = None
        for fault in self.service.server.faults.due(call, when):
            if fault.kind == "drop":
                raise CutError
            if fault.kind == "hang":
                time.sleep(fault.number)
            if fault.kind == "run" and fault.action is not None:
                fault.action(call)
            if fault.kind == "abuse":
                self._abuse(cast("Abuse", fault.body))
            if fault.kind == "cookies":
                self._cookies = tuple(("Set-Cookie", f"c{number}=x; Path=/") for number in range(50))
            if fault.kind == "status":
                headers = (("Location", fault.location),) if fault.location else ()
                instead = Out(fault.status, fault.body.encode(), fault.media_type, headers)
        return instead

    def _abuse(self, kind: Abuse) -> None:
        for piece in pieces(kind):
            self.wfile.write(piece)
            self.wfile.flush()
        raise CutError

    def _body(self) -> bytes:
        if "chunked" in (self.headers.get("transfer-encoding") or ""):
            pieces = []
            while size := int(self.rfile.readline().split(b";")[0], 16):
                pieces.append(self.rfile.read(size))
                self.rfile.readline()
            self.rfile.readline()
            return b"".join(pieces)
        return self.rfile.read(int(self.headers.get("content-length") or 0))

    def _send(self, out: Out, *, cut: bool = False) -> None:
        body, headers = out.body, list(out.headers)
        if out.media_type is not None:
            headers.append(("Content-Type", out.media_type))
            headers.append(("Vary", "Accept-Encoding"))
            if len(body) > 1024 and "gzip" in (self.headers.get("accept-encoding") or "") and not out.whole:
                body = gzip.compress(body, 1)
                headers.append(("Content-Encoding", "gzip"))
        self.send_response_only(out.status)
        for name, value in (
            *headers,
            *self._cookies,
            *_SECURITY.items(),
            ("Connection", "keep-alive"),
            ("Keep-Alive", "timeout=5"),
        ):
            self.send_header(name, value)
        if out.status == 204 or self.command == "HEAD":
            self.end_headers()
        elif out.whole:
            self.send_header("ETag", f'"{abs(hash(body)):x}"')
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        else:
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            if body and not cut:
                self.wfile.write(b"%x\r\n%b\r\n" % (len(body), body))
            self.wfile.write(b"%x\r\n%b" % (len(body) + 1, body[: len(body) // 2]) if cut else b"0\r\n\r\n")
        self.wfile.flush()
        if cut:
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)


def _charset(media_type: str | None) -> str:
    _, _, charset = (media_type or "").partition("charset=")
    return charset.strip() or "utf-8"


def _query(query: str) -> dict[str, Any]:
    """A value given twice is a list; an empty one counts as missing."""
    values: dict[str, Any] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        if name in values:
            earlier = values[name]
            values[name] = [*earlier, value] if isinstance(earlier, list) else [earlier, value]
        elif value:
            values[name] = value
    return values


def _wrapped_input(query: str) -> dict[str, Any]:
    given = json.loads(_query(query).get("input", "{}"))
    return given.get("json", {}) if isinstance(given, dict) else {}
