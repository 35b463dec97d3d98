"""A request as a router rule sees it: after Go's server and Traefik's entry point have had their hands on it.

Sources: `pkg/middlewares/requestdecorator`, `pkg/middlewares/forwardedheaders`, and Go's `net/http`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property, lru_cache
from urllib.parse import unquote_to_bytes

from traefiklint.go.path import is_broken, routing_path
from traefiklint.patterns import lazy

_TOKEN = lazy(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
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

    @property
    def sent(self) -> Mapping[str, str | Iterable[str]]:
        """The headers as the client sends them."""
        return self._sent

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
            if piece and not (is_broken(name) or is_broken(value)):
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


@lru_cache(1024)
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


def _unquoted(text: str) -> str:
    return unquote_to_bytes(text.replace("+", " ").encode("utf-8", "surrogateescape")).decode(
        "utf-8", "surrogateescape"
    )
