"""What is wrong with the URL of a server that Go can read, and that Traefik does not use as it is meant.

Measured on 3.7.15: every scheme but `http`, `https` and `h2c` gives a 500, no such port or host a 502; of the rest only
scheme, host and port are used (pkg/proxy/httputil/proxy.go), with `preservePath` the path as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import NamedTuple

from traefiklint.go.url import Url, parse_url
from traefiklint.model.services import Server
from traefiklint.text.variables import variable_in
from traefiklint.versions import Version

SCHEMES = ("http", "https", "h2c")
"""By which Traefik asks a server; every other one is a 500."""
_SLIPPED = re.compile(r"(https?|h2c)(?::/|//|/|:)([A-Za-z0-9._-]+(?::[0-9]+)?(?:/.*)?)")
_SIGNS = frozenset("<>${}%")


class EmptyUrl(NamedTuple):
    """A server without a URL."""

    server: Server


class RepeatedScheme(NamedTuple):
    """A URL with two schemes, of which the second one reads as a host."""

    server: Server
    rest: str
    """The URL without the first scheme."""


class UrlWithoutScheme(NamedTuple):
    """A URL without a scheme, such as `host:80`."""

    server: Server
    slipped: str
    """The URL with the signs that were left out, where it had a scheme; else empty."""


class UrlWithOtherScheme(NamedTuple):
    """A URL with a scheme by which Traefik asks no HTTP server."""

    server: Server
    scheme: str


class UrlWithoutHost(NamedTuple):
    """A URL that names no host, or only a port."""

    server: Server
    port: str
    slipped: str
    """The URL with the signs that were left out, where that is what is wrong; else empty."""


class PlaceholderHost(NamedTuple):
    """A host that looks like a variable that was not set."""

    server: Server
    host: str


class UrlPortOutOfRange(NamedTuple):
    """A port that does not exist."""

    server: Server
    port: str


class IgnoredUrlPath(NamedTuple):
    """A path, which Traefik does not use."""

    server: Server
    path: str


class IgnoredUrlParts(NamedTuple):
    """A user, a query or a fragment, which Traefik does not use."""

    server: Server
    parts: tuple[str, ...]
    """What they are called."""
    without: str
    """The URL without them; empty where Go could not read that."""


Fault = (
    EmptyUrl
    | RepeatedScheme
    | UrlWithoutScheme
    | UrlWithOtherScheme
    | UrlWithoutHost
    | PlaceholderHost
    | UrlPortOutOfRange
    | IgnoredUrlPath
    | IgnoredUrlParts
)


def url_faults(servers: Iterable[Server], target: Version, placeholders: Collection[str]) -> Iterator[Fault]:
    """What is wrong with the URLs of HTTP servers, of each the first thing that keeps it from working, or all the
    parts of it that are ignored.

    Args:
        target: the Traefik version.
        placeholders: names that stand for no host, such as `undefined`.
    """
    for server in servers:
        if not server.url:
            yield EmptyUrl(server)
            continue
        url = parse_url(server.url, target)
        if url.error:
            continue
        fatal = _scheme(server, url) or _host(server, url, placeholders) or _port(server, url)
        if fatal:
            yield fatal
        else:
            yield from _ignored(server, url, target)


def _scheme(server: Server, url: Url) -> Fault | None:
    slipped = _SLIPPED.fullmatch(server.url)
    whole = f"{slipped[1]}://{slipped[2]}" if slipped else ""
    if url.host.lower() in SCHEMES and url.path.startswith("//"):
        return RepeatedScheme(server, server.url.partition("://")[2])
    if url.scheme in SCHEMES:
        return None if url.host or url.port else UrlWithoutHost(server, "", whole)
    if not url.scheme or url.opaque[:1].isdigit():
        return UrlWithoutScheme(server, whole)
    return UrlWithOtherScheme(server, url.scheme)


def _host(server: Server, url: Url, placeholders: Collection[str]) -> Fault | None:
    host = url.host.lower()
    if not host:
        return UrlWithoutHost(server, url.port, "")
    is_placeholder = host in placeholders or (":" not in host and not _SIGNS.isdisjoint(host)) or variable_in(url.host)
    return PlaceholderHost(server, url.host) if is_placeholder else None


def _port(server: Server, url: Url) -> Fault | None:
    digits = url.port.lstrip("0")
    is_one = digits and len(digits) <= 5 and int(digits) < 65536
    return None if not url.port or is_one else UrlPortOutOfRange(server, url.port)


def _ignored(server: Server, url: Url, target: Version) -> Iterator[Fault]:
    if url.path not in ("", "/") and not server.preserve_path:
        yield IgnoredUrlPath(server, url.path)
    parts = {"user and password": url.user, "query": url.query, "fragment": server.url.partition("#")[2]}
    ignored = tuple(name for name, value in parts.items() if value)
    if ignored:
        plain = re.sub(r"(?<=://)[^/?#@]*@", "", re.sub(r"[?#].*", "", server.url))
        yield IgnoredUrlParts(server, ignored, plain if not parse_url(plain, target).error else "")
