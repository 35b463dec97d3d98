"""A request between two middlewares: what they may have changed so far, and what one does to it (pkg/middlewares)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple, Self, TypeAlias
from urllib.parse import unquote_to_bytes

from traefiklint.go.path import escape_path, escaped_path, joined_path
from traefiklint.matching.request import Request
from traefiklint.versions import NEWEST, Version

if TYPE_CHECKING:
    from traefiklint.routing.asking import Asked


@dataclass(frozen=True, slots=True)
class State:
    """A request on its way. Paths are bytes: Go compares those."""

    asked: Asked
    request: Request
    """The request as it came in."""
    path: bytes
    """Go's `URL.Path`: decoded."""
    raw: bytes
    """Go's `URL.RawPath`: empty where the path's own escaping is the one that was sent."""
    host: str
    headers: Mapping[str, tuple[str, ...]]
    target: Version = NEWEST
    rewritten: bool = False
    """Whether a middleware has made the request line anew, from a query in which `&` stands for every semicolon."""

    @classmethod
    def start(cls, asked: Asked, request: Request, escaped: bytes, target: Version) -> Self:
        """The request as the entry point passes it on, with its cleaned path."""
        decoded = unquote_to_bytes(escaped)
        raw = b"" if escape_path(decoded) == escaped else escaped
        return cls(asked, request, decoded, raw, request.host, request.headers, target)

    @property
    def escaped(self) -> bytes:
        """The path as it is sent on."""
        return escaped_path(self.path, self.raw)

    @property
    def uri(self) -> str:
        """What stands in the request line: path and query."""
        return self.sent_uri if self.rewritten else self._with(self.request.query)

    @property
    def sent_uri(self) -> str:
        """What stands in the request line to the server: semicolons separate parameters (pkg/proxy/httputil)."""
        return self._with(self.request.query.replace(";", "&"))

    def _with(self, query: str) -> str:
        return text_of(self.escaped or b"/") + (f"?{query}" if query or self.asked.bare_query else "")

    @property
    def secure(self) -> bool:
        return self.request.scheme == "https"

    def header(self, name: str) -> str:
        """The first value of a header, or empty."""
        values = self.headers.get(name, ())
        return values[0] if values else ""

    def with_path(self, path: bytes, raw: bytes) -> Self:
        """The same with another path."""
        return replace(self, path=path, raw=raw, rewritten=True)

    def with_header(self, name: str, *values: str) -> Self:
        """The same with a header set, or without it where there is no value."""
        headers = {key: value for key, value in self.headers.items() if key != name}
        return replace(self, headers={**headers, name: values} if values else headers)

    def cleaned(self) -> Self:
        """The same with its path cleaned (`URL.JoinPath`)."""
        if not self.path:
            return self
        escaped = joined_path(self.escaped)
        path = unquote_to_bytes(escaped)
        return replace(self, path=path, raw=b"" if escape_path(path) == escaped else escaped)

    def for_rules(self) -> Request:
        """The request as the rules of child routers see it."""
        request = self.request
        return Request(
            request.method,
            request.scheme,
            request.host,
            text_of(self.escaped),
            request.query,
            self.headers,
            request.client_ip,
            request.server_name,
            request.alpn,
            trusted=True,
            sanitize=False,
        )


def text_of(data: bytes) -> str:
    """Bytes as text; what is no UTF-8 becomes lone surrogates."""
    return data.decode("utf-8", "surrogateescape")


class End(NamedTuple):
    """That a middleware answers the request itself."""

    kind: str
    """`redirect`, `refusal`, `auth` or `answer`."""
    status: int
    location: str = ""
    """Where a redirect leads."""


class RequestEffect(NamedTuple):
    """What happens to a request."""

    text: str
    state: State
    end: End | None = None
    doubt: str = ""
    """What nobody can tell from here, though the answer depends on it."""


Apply: TypeAlias = Callable[[Any, State], RequestEffect]


def refuse(text: str, state: State, status: int) -> RequestEffect:
    """The request ends here with an error."""
    return RequestEffect(text, state, End("refusal", status))


def kind_of(middleware: Any) -> str:
    """The attribute of the type that a middleware has; empty where it has none or several."""
    kinds = [name for name, field in middleware.fields.items() if not field.ignored and getattr(middleware, name)]
    return kinds[0] if len(kinds) == 1 else ""


def key_of(middleware: Any, kind: str) -> str:
    """A type's key as the documentation spells it."""
    key: str = middleware.fields[kind].key
    return key
