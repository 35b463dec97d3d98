"""What is wrong with the URL of a server that Go can read, and that Traefik does not use as it is meant.

Measured on 3.7.15: every scheme but `http`, `https` and `h2c` gives a 500, no such port or host a 502; of the rest only
scheme, host and port are used (pkg/proxy/httputil/proxy.go), with `preservePath` the path as well.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from traefiklint.checks.shared.fixes import add_option, set_option
from traefiklint.findings import Fix
from traefiklint.go.url import Url, parse_url
from traefiklint.model.services import Server
from traefiklint.versions import Version

_SCHEMES = ("http", "https", "h2c")
_WEBSOCKETS = {"ws": "http", "wss": "https"}
_ADDRESS = re.compile(r"[A-Za-z0-9._-]+(?::([0-9]{1,5}))?(?:/.*)?")
_SLIPPED = re.compile(r"(https?|h2c)(?::/|//|/|:)([A-Za-z0-9._-]+(?::[0-9]+)?(?:/.*)?)")
_SIGNS = frozenset("<>${}%")


class Objection(NamedTuple):
    """One thing that is wrong with a server's URL."""

    kind: str
    message: str
    fix: Fix | None = None


def objections(server: Server, target: Version, placeholders: Collection[str]) -> Iterator[Objection]:
    """What is wrong with a server's URL, where Go can read it: the first thing that keeps it from working, or all the
    parts of it that are ignored.

    Args:
        target: the Traefik version.
        placeholders: names that stand for no host, such as `undefined`.
    """
    text = server.url
    if not text:
        message = "The server has no `url`, so its requests get a 500; add `url: http://host:port`."
        yield Objection("server-url-empty", message)
        return
    url = parse_url(text, target)
    if url.error:
        return
    fatal = _scheme(server, url) or _host(url, placeholders) or _port(url)
    if fatal:
        yield fatal
    else:
        yield from _ignored(server, url, target)


def _scheme(server: Server, url: Url) -> Objection | None:
    text = server.url
    if url.scheme in _SCHEMES:
        if url.host or url.port:
            return None
        slipped = _SLIPPED.fullmatch(text)
        advice = f"write `{slipped[1]}://{slipped[2]}`." if slipped else "write `http://host:port`."
        message = f"`{text}` names no host, so its requests get a 500; {advice}"
        fix = set_option(server, "url", f"{slipped[1]}://{slipped[2]}", safe=True) if slipped else None
        return Objection("server-url-no-host", message, fix)
    if not url.scheme or url.opaque[:1].isdigit():
        better, safe = _with_scheme(text)
        advice = f"write `{better}`." if better else "write `http://host:port`."
        message = f"`{text}` has no scheme, so its requests get a 500; {advice}"
        fix = set_option(server, "url", better, safe=safe) if better else None
        return Objection("server-url-no-scheme", message, fix)
    scheme = _WEBSOCKETS.get(url.scheme, "")
    if scheme:
        better = scheme + text[len(url.scheme) :]
        message = f"Traefik asks no server by `{url.scheme}`, and passes WebSockets on by HTTP; write `{better}`."
        fix = set_option(server, "url", better, safe=True)
        return Objection("server-url-bad-scheme", message, fix)
    message = (
        f"Traefik cannot ask a server by `{url.scheme}`, so its requests get a 500; use `http`, `https` or `h2c`, or "
        "a TCP router."
    )
    return Objection("server-url-bad-scheme", message)


def _with_scheme(text: str) -> tuple[str, bool]:
    """A URL with the scheme that it lacks, and whether it could be no other; empty where nobody can say."""
    if slipped := _SLIPPED.fullmatch(text):
        return f"{slipped[1]}://{slipped[2]}", True
    address = _ADDRESS.fullmatch(text.removeprefix("//"))
    if address is None:
        return "", False
    secure = (address[1] or "").endswith("443")
    return f"{'https' if secure else 'http'}://{address[0]}", not secure


def _host(url: Url, placeholders: Collection[str]) -> Objection | None:
    host = url.host.lower()
    if not host:
        message = f"The URL names only the port {url.port}, so its requests get a 502; add the host."
        return Objection("server-url-no-host", message)
    if host in placeholders or (":" not in host and not _SIGNS.isdisjoint(host)):
        message = f"Host `{url.host}` looks like a variable that was not set; write the name of the server."
        return Objection("server-url-placeholder", message)
    return None


def _port(url: Url) -> Objection | None:
    if not url.port or 0 < int(url.port[:9]) < 65536:
        return None
    message = f"There is no port {url.port}, so the server's requests get a 502; write one from 1 to 65535."
    return Objection("server-url-port-range", message)


def _ignored(server: Server, url: Url, target: Version) -> Iterator[Objection]:
    if url.path not in ("", "/") and not server.preserve_path:
        advice, fix = "put `addPrefix` on the router.", None
        if server.fields["preserve_path"].first <= target:
            advice = "put `addPrefix` on the router, or set `preservePath: true`."
            fix = add_option(server, "preservePath: true", "Keep the path", safe=False)
        message = f"Traefik ignores the path `{url.path}` of a server's URL; {advice}"
        yield Objection("server-url-path-ignored", message, fix)
    parts = {"user and password": url.user, "query": url.query, "fragment": server.url.partition("#")[2]}
    ignored = [name for name, value in parts.items() if value]
    if ignored:
        message = f"Traefik ignores the {' and the '.join(ignored)} of a server's URL; remove it."
        plain = re.sub(r"(?<=://)[^/?#@]*@", "", re.sub(r"[?#].*", "", server.url))
        fix = set_option(server, "url", plain, safe=False) if not parse_url(plain, target).error else None
        yield Objection("server-url-query-or-user", message, fix)
