"""A request as a router rule sees it: after Go's server and Traefik's entry point have had their hands on it.

Sources: `pkg/server/server_entrypoint_tcp.go` (`normalizePath`, `sanitizePath`), `withRoutingPath` in
`pkg/muxer/http/mux.go`, `pkg/middlewares/requestdecorator`, `pkg/middlewares/forwardedheaders`, and Go's `net/url`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from urllib.parse import unquote_to_bytes

_SAFE_IN_PATH = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~$&+,/:;=@")
_VALID_IN_RAW_PATH = _SAFE_IN_PATH | frozenset(b"!'()*[]%")
_ESCAPE = re.compile(rb"%([0-9A-Fa-f]{2})")
_BROKEN_ESCAPE = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_RESERVED = frozenset(b":/?#[]@!$&'()*+,;=%")
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_MANAGED = frozenset(
    (
        "X-Forwarded-Proto",
        "X-Forwarded-Scheme",
        "X-Forwarded-For",
        "X-Forwarded-Host",
        "X-Forwarded-Port",
        "X-Forwarded-Server",
        "X-Forwarded-Uri",
        "X-Forwarded-Method",
        "X-Forwarded-Prefix",
        "X-Forwarded-Tls-Client-Cert",
        "X-Forwarded-Tls-Client-Cert-Info",
        "X-Scheme",
        "X-Real-Ip",
    )
)


class Request:
    """One request, or for TCP one connection.

    Args:
        method: as sent; Go does not change its case.
        scheme: `http` or `https`.
        host: the `Host` header or authority, with port where it has one.
        path: the path as it stands in the request line.
        query: what follows the question mark.
        headers: names in any case; the values of a name in the order sent. `Host` does not count.
        client_ip: the address that the connection comes from; empty where it is not known.
        sni: the server name of the TLS handshake; the host without port where it is None and the scheme is `https`.
        alpn: the protocols that the client offers.
        trusted: whether the entry point trusts the client's `X-Forwarded-*` headers.
        sanitize: whether the entry point cleans paths, as it does by default.
    """

    def __init__(
        self,
        method: str = "GET",
        scheme: str = "http",
        host: str = "",
        path: str = "/",
        query: str = "",
        headers: Mapping[str, str | Iterable[str]] | None = None,
        client_ip: str = "",
        sni: str | None = None,
        alpn: tuple[str, ...] = (),
        *,
        trusted: bool = False,
        sanitize: bool = True,
    ) -> None:
        self.method = method
        self.scheme = scheme
        self.host = host
        self.path = path
        self.query = query
        self.client_ip = client_ip
        self.alpn = alpn
        self._sni = sni
        self._sent = headers or {}
        self._trusted = trusted
        self._sanitize = sanitize

    def __repr__(self) -> str:
        return f"Request({self.method} {self.url})"

    @property
    def url(self) -> str:
        """The address as a browser would show it."""
        return f"{self.scheme}://{self.host}{self.path}" + (f"?{self.query}" if self.query else "")

    @cached_property
    def canonical_host(self) -> str:
        """What `Host` and `HostRegexp` compare: without port, in lower case."""
        return host_without_port(self.host, brackets=True).strip().lower()

    @cached_property
    def server_name(self) -> str:
        """What `HostSNI` and `HostSNIRegexp` compare; empty without TLS."""
        if self._sni is not None:
            return self._sni.strip().lower()
        return self.canonical_host if self.scheme == "https" else ""

    @cached_property
    def routing_path(self) -> str | None:
        """What `Path`, `PathPrefix` and `PathRegexp` compare, or None where Traefik answers 400 before any router."""
        return routing_path(self.path, sanitize=self._sanitize)

    @cached_property
    def parameters(self) -> dict[str, tuple[str, ...]]:
        """The query's parameters: percent-encoding and `+` resolved; broken ones left out, as Go does."""
        found: dict[str, tuple[str, ...]] = {}
        for piece in self.query.replace(";", "&").split("&"):
            name, _, value = piece.partition("=")
            if piece and not (_broken(name) or _broken(value)):
                key = _unquoted(name)
                found[key] = (*found.get(key, ()), _unquoted(value))
        return found

    @cached_property
    def headers(self) -> dict[str, tuple[str, ...]]:
        """The headers as matchers see them, by canonical name, with those that Traefik removes, sets and keeps."""
        sent: dict[str, tuple[str, ...]] = {}
        for name, value in self._sent.items():
            key = canonical_header(name)
            values = (value,) if isinstance(value, str) else tuple(value)
            if key != "Host":
                sent[key] = sent.get(key, ()) + tuple(one.strip(" \t") for one in values)
        return _forwarded(self, sent, trusted=self._trusted)


def _forwarded(request: Request, sent: dict[str, tuple[str, ...]], *, trusted: bool) -> dict[str, tuple[str, ...]]:
    """What the forwarded-headers handler of the entry point makes of the headers, before any router sees them.

    `X-Forwarded-Server` (the name of Traefik's own machine) is left out: it is not known here.
    """
    headers = sent
    if not trusted:
        headers = {
            name: values for name, values in sent.items() if canonical_header(name.replace("_", "-")) not in _MANAGED
        }
    if request.client_ip:
        headers.setdefault("X-Real-Ip", (request.client_ip.partition("%")[0],))
    secure = request.scheme == "https"
    proto = ("wss" if secure else "ws") if _is_websocket(headers) else ("https" if secure else "http")
    headers.setdefault("X-Forwarded-Proto", (proto,))
    given = _port(request.host)
    encrypted = secure or headers["X-Forwarded-Proto"][0] in ("https", "wss")
    headers.setdefault("X-Forwarded-Port", (given or ("443" if encrypted else "80"),))
    if request.host:
        headers.setdefault("X-Forwarded-Host", (request.host,))
    return _without_hop_by_hop(headers)


def _is_websocket(headers: Mapping[str, tuple[str, ...]]) -> bool:
    def holds(name: str, word: str) -> bool:
        return any(part.strip().lower() == word for part in headers.get(name, ("",))[0].split(","))

    return holds("Connection", "upgrade") and holds("Upgrade", "websocket")


def _without_hop_by_hop(headers: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The headers without `Connection` and those it names; an upgrade stays."""
    named = {canonical_header(part.strip()) for value in headers.get("Connection", ()) for part in value.split(",")}
    if "Connection" not in headers:
        return headers
    upgrade = headers.get("Upgrade") if "Upgrade" in named else None
    kept = {name: values for name, values in headers.items() if name in _MANAGED or name not in {*named, "Connection"}}
    if upgrade:
        kept |= {"Upgrade": upgrade[:1], "Connection": ("Upgrade",)}
    return kept


def is_token(text: str) -> bool:
    """Whether a text can be a method or the name of a header."""
    return _TOKEN.fullmatch(text) is not None


def canonical_header(name: str) -> str:
    """A header's name as Go's `CanonicalHeaderKey` writes it: `x-foo` is `X-Foo`; what is no name stays as it is."""
    if not _TOKEN.fullmatch(name):
        return name
    return "-".join(part[:1].upper() + part[1:].lower() for part in name.split("-"))


def host_without_port(host: str, *, brackets: bool) -> str:
    """A host header without its port, as Go's `net.SplitHostPort` takes it off.

    Args:
        host: as in the request.
        brackets: whether those of a bare `[::1]` go too.
    """
    if ":" not in host:
        return host
    if _port(host) is None:
        return host[1:-1] if brackets and host[:1] == "[" and host[-1:] == "]" else host
    return host[1 : host.rindex("]")] if host[0] == "[" else host[: host.rindex(":")]


def _port(host: str) -> str | None:
    """The port of a host header, or None where Go finds none or an error."""
    if host.startswith("["):
        inside, bracket, rest = host[1:].partition("]")
        valid = bool(bracket) and rest.startswith(":") and ":" not in rest[1:] and "[" not in inside + rest
        return rest[1:] if valid and "]" not in rest else None
    if host.count(":") != 1 or "[" in host or "]" in host:
        return None
    return host.rpartition(":")[2]


def routing_path(path: str, *, sanitize: bool = True) -> str | None:
    """The path that rules are compared with, or None for one that Traefik answers with 400.

    Unreserved characters are decoded, escapes written in capitals, `.`, `..` and empty segments removed; then
    everything is decoded but the reserved characters of RFC 3986 and the percent sign.
    """
    sent = path.encode("utf-8", "surrogateescape")
    if _BROKEN_ESCAPE.search(sent):
        return None
    decoded = unquote_to_bytes(sent)
    raw = b"" if _escape(decoded) == sent else sent
    if b"#" in raw:
        return None
    if raw:
        raw = _ESCAPE.sub(_normalised, raw)
    escaped = _escaped_path(decoded, raw)
    if sanitize:
        escaped = _cleaned(escaped)
        decoded = unquote_to_bytes(escaped)
        escaped = _escaped_path(decoded, b"" if _escape(decoded) == escaped else escaped)
    return _ESCAPE.sub(_decoded_unless_reserved, escaped).decode("utf-8", "surrogateescape")


def _escape(decoded: bytes) -> bytes:
    """A path as Go's `url.URL` escapes it."""
    return b"".join(bytes([byte]) if byte in _SAFE_IN_PATH else b"%%%02X" % byte for byte in decoded)


def _escaped_path(decoded: bytes, raw: bytes) -> bytes:
    """Go's `URL.EscapedPath`: the raw path where it is a valid form of the path, else one made from the path."""
    if raw and _VALID_IN_RAW_PATH.issuperset(raw) and unquote_to_bytes(raw) == decoded:
        return raw
    return b"*" if decoded == b"*" else _escape(decoded)


def _cleaned(escaped: bytes) -> bytes:
    """Go's `URL.JoinPath` without elements."""
    if not escaped.startswith(b"/"):
        relative = posixpath.normpath(b"/" + escaped).lstrip(b"/")
        return relative + (b"/" if (b"/" + escaped).endswith(b"/") and not relative.endswith(b"/") else b"")
    cleaned = posixpath.normpath(escaped)
    cleaned = b"/" + cleaned.lstrip(b"/")
    return cleaned + (b"/" if escaped.endswith(b"/") and not cleaned.endswith(b"/") else b"")


def _normalised(escape: re.Match[bytes]) -> bytes:
    byte = int(escape[1], 16)
    return bytes([byte]) if byte in _UNRESERVED else escape[0].upper()


def _decoded_unless_reserved(escape: re.Match[bytes]) -> bytes:
    byte = int(escape[1], 16)
    return escape[0] if byte in _RESERVED else bytes([byte])


def _broken(text: str) -> bool:
    return "%" in text and _BROKEN_ESCAPE.search(text.encode("utf-8", "surrogateescape")) is not None


def _unquoted(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ").encode("utf-8", "surrogateescape")).decode(
        "utf-8", "surrogateescape"
    )
