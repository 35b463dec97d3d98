"""From what a user types to a request: URL, method, headers, and the entry point that it comes in by."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote_to_bytes

from traefiklint.errors import UsageError
from traefiklint.go.ip import contains, parse_ip
from traefiklint.go.strconv import digits
from traefiklint.matching.request import Request, canonical_header, host_without_port, is_token
from traefiklint.routing.entries import Entry
from traefiklint.routing.world import port_of
from traefiklint.text.spelling import nearest

SCHEMES = {"http": 80, "https": 443, "ws": 80, "wss": 443, "tcp": None, "tls": None, "udp": None}
"""What an address may begin with, and the port that it means."""

_SECURE = ("https", "wss", "tls")
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(?:\?([^#]*))?(?:#.*)?", re.DOTALL)
_PORT = re.compile(r":([0-9]*)$")
_KEPT = "".join(chr(code) for code in range(0x21, 0x7F))
_UPGRADE = {"Connection": "Upgrade", "Upgrade": "websocket"}


class Asked(NamedTuple):
    """A request, and how it comes in."""

    scheme: str
    """As typed: also `tcp`, `tls`, `udp`, `ws`, `wss`."""
    method: str
    host: str
    """With the port, where one is typed."""
    path: str
    query: str
    headers: Mapping[str, tuple[str, ...]]
    port: int | None
    """The port that is typed, or that the scheme means."""
    typed_port: bool
    client_ip: str = ""
    server_name: str | None = None
    """The server name of the TLS handshake, where it is not the host."""
    protocols: tuple[str, ...] = ()
    entry_point: str = ""
    bare_query: bool = False
    """Whether the address ends with a `?`, and nothing follows."""

    @property
    def secure(self) -> bool:
        """Whether the connection is TLS."""
        return self.scheme in _SECURE

    @property
    def is_http(self) -> bool:
        """Whether it is an HTTP request, and not only a connection."""
        return self.scheme not in ("tcp", "tls", "udp")

    @property
    def url(self) -> str:
        """The address as typed."""
        return f"{self.scheme}://{self.host}{self.path}" + (f"?{self.query}" if self.query or self.bare_query else "")

    def __str__(self) -> str:
        return f"{self.method} {self.url}" if self.is_http else self.url

    def request(self, entry: Entry | None = None) -> Request:
        """The request as the rules of an entry point see it."""
        headers = self.headers
        query = self.query
        if entry is not None:
            if entry.underscores == "delete":
                headers = {name: values for name, values in headers.items() if "_" not in name}
            if entry.encodes_semicolons:
                query = query.replace(";", "%3B")
        server_name = self.server_name if self.secure else ""
        if server_name is None:
            bare = host_without_port(self.host, brackets=True).rstrip(".")
            server_name = "" if parse_ip(bare) else bare  # no client sends an address, or the last dot
        return Request(
            self.method,
            "https" if self.secure else "http",
            self.host,
            self.path or "/",
            query,
            headers,
            self.client_ip,
            server_name,
            self.protocols,
            trusted=entry is not None and trusts(entry, self.client_ip),
            sanitize=entry is None or entry.sanitize,
        )


def secrets_of(asked: Asked) -> Iterator[str]:
    """What of a request must not be shown: what its headers carry that is secret."""
    from traefiklint.text.judging import secret_stretches

    for name, values in asked.headers.items():
        for value in values:
            if secret_stretches(("headers", name), value):
                yield value
                yield value.rpartition(" ")[2]


def trusts(entry: Entry, client_ip: str) -> bool:
    """Whether an entry point believes the forwarded headers of a client."""
    return any(network == "*" or contains(network, client_ip) for network in entry.trusts)


def read_request(
    url: str,
    method: str = "GET",
    headers: Iterable[str] = (),
    client_ip: str = "",
    server_name: str | None = None,
    entry_point: str = "",
) -> Asked:
    """What a user asks for.

    Args:
        url: with a scheme out of `SCHEMES`.
        headers: each as `Name: value`.
        client_ip: the address that the client connects from.
        server_name: what the TLS handshake names, where it is not the host.
        entry_point: where the request comes in, where it is not the port that tells.

    Raises:
        UsageError: one of them cannot be understood.
    """
    scheme, authority, path, query = _parts(url)
    if not is_token(method):
        raise UsageError(f"`{method}` is no HTTP method", "a method is a word such as GET or POST")
    if client_ip and parse_ip(client_ip) is None:
        raise UsageError(f"`{client_ip}` is no IP address", "write one such as 203.0.113.7 or 2001:db8::7")
    found = read_headers(headers)
    user, at, host = authority.rpartition("@")
    if at:
        found.setdefault("Authorization", (f"Basic {b64encode(unquote_to_bytes(user)).decode()}",))
    if scheme in ("ws", "wss"):
        found = {**{name: (value,) for name, value in _UPGRADE.items()}, **found}
    port = _PORT.search(host)
    number = digits(port[1]) if port and port[1] else SCHEMES[scheme]
    if port and port[1] and (number is None or number > 65_535):
        raise UsageError(f"`{port[1][:20]}` is no port", "a port is a number up to 65535")
    typed = bool(port and port[1])
    host = found.pop("Host", (host,))[-1]
    host = ascii_host(host, port[0] if port else "")
    bare = not query and url.partition("#")[0].endswith("?")
    return Asked(scheme, method, host, path, query, found, number, typed, client_ip, server_name, (), entry_point, bare)


def _parts(url: str) -> tuple[str, str, str, str]:
    """Scheme, authority, path and query of an address, the latter two as a client sends them."""
    address = _ADDRESS.fullmatch(url)
    if address is None:
        raise UsageError(f"`{url}` is no full address", f"write `https://{url}` or `http://{url}`")
    scheme = address[1].lower()
    if scheme not in SCHEMES:
        near = nearest(scheme, SCHEMES)
        hint = f"did you mean `{near}://`?" if near else "an address begins with " + ", ".join(SCHEMES)
        raise UsageError(f"`{scheme}://` is nothing that Traefik serves", hint)
    path = "" if scheme in ("tcp", "tls", "udp") else quote(address[3], safe=_KEPT)
    return scheme, address[2], path, quote(address[4] or "", safe=_KEPT)


def ascii_host(host: str, port: str = "") -> str:
    """A host as a client sends it: names of other alphabets in their ASCII form."""
    if host.isascii():
        return host
    from traefiklint.matching.matchers import punycode

    bare = host.removesuffix(port)
    return (punycode(bare) or bare) + port


def read_headers(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Headers by canonical name.

    Raises:
        UsageError: a line is not `Name: value`.
    """
    found: dict[str, tuple[str, ...]] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or not is_token(name.strip()):
            raise UsageError(f"`{line}` is no header", "write it as `Name: value`")
        key = canonical_header(name.strip())
        found[key] = (*found.get(key, ()), value.strip())
    return found


def choose_entry(asked: Asked, entries: Mapping[str, Entry]) -> Entry:
    """The entry point by which a request comes in: the one that is named, else the one that listens on its port.

    Raises:
        UsageError: there is no such entry point, or several could be meant.
    """
    udp = asked.scheme == "udp"
    fitting = {name: entry for name, entry in entries.items() if entry.point.udp == udp or entry.assumed}
    if not fitting:
        raise UsageError(
            f"there is no {'UDP' if udp else 'TCP'} entry point", "name the static configuration that has one"
        )
    listed = ", ".join(f"{name} ({entry.point.port or 'no port'})" for name, entry in fitting.items())
    if asked.entry_point:
        entry = fitting.get(asked.entry_point)
        if entry is None:
            near = nearest(asked.entry_point, fitting)
            hint = f"did you mean `{near}`?" if near else f"entry points: {listed}"
            raise UsageError(f"there is no entry point `{asked.entry_point}`", hint)
        return entry
    on_port = [entry for entry in fitting.values() if asked.port is not None and port_of(entry.point) == asked.port]
    if not on_port and not asked.typed_port:
        on_port = _usual(asked, fitting)
    if len(on_port) == 1:
        return on_port[0]
    why = f"no entry point listens on port {asked.port}" if asked.port else "no port says which entry point is meant"
    if on_port:
        why = f"several entry points listen on port {asked.port}"
    raise UsageError(why, f"name one with `--entry-point`: {listed}")


def _usual(asked: Asked, entries: Mapping[str, Entry]) -> list[Entry]:
    """The entry point that a usual port leads to where Traefik itself listens on another one, as in a container."""
    names = ("websecure", "https") if asked.secure else ("web", "http")
    named = [entries[name] for name in names if name in entries]
    if named or not asked.is_http:
        return named
    others = [entry for name, entry in entries.items() if name != "traefik" and entry.point.tls is asked.secure]
    return others if len(others) == 1 else []
