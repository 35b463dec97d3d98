"""Servers of a file in labels, which have one: the container that carries them, at a port."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from traefiklint.convert.to_file import Left
from traefiklint.model.base import Named, Section

_TARGET = re.compile(r"(?:(?P<scheme>[a-z0-9]+)://)?(?P<host>\[[^\]]*\]|[^/:]*)(?::(?P<port>\d+))?/?\Z")
_PLAIN_HOST = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9_.-]*\Z")
_DEFAULT_PORTS = {"http": "80", "https": "443", "h2c": "80"}


class Unsayable(Exception):  # noqa: N818 - the way out of a walk
    """Something that no label says; `left` tells what, and why."""

    def __init__(self, section: Section, attribute: str, why: str) -> None:
        place = section.at(attribute)
        super().__init__(why)
        self.left = Left(place.path or place.object, why, place.file, place.span.line)


def servers_said(balancer: Section, attribute: str, servers: Any, prefix: str) -> Iterator[tuple[str, str]]:
    """The port, and the scheme, of servers that are alike but for their host: in labels it is the container's own."""
    said = {_said_of(balancer, attribute, server) for server in servers}
    if len(said) > 1:
        raise Unsayable(
            balancer, attribute, "labels have one server, the container, and these differ in more than host"
        )
    ((scheme, port, flags),) = said
    if port:
        yield f"{prefix}.server.port", port
    if scheme not in ("", "http"):
        yield f"{prefix}.server.scheme", scheme
    yield from ((f"{prefix}.server.{flag}", "true") for flag in flags)


def _said_of(balancer: Section, attribute: str, server: Any) -> tuple[str, str, tuple[str, ...]]:
    address = getattr(server, "url", "") or getattr(server, "address", "")
    found = _TARGET.match(address)
    if found is None or (found["scheme"] and not hasattr(server, "url")):
        raise Unsayable(
            balancer, attribute, f"`{address}` is more than a host and a port, which is what a container has"
        )
    if getattr(server, "weight", None) is not None:
        raise Unsayable(balancer, attribute, "labels have one server, and no weights")
    scheme = found["scheme"] or ""
    flags = {"preservepath": getattr(server, "preserve_path", False), "tls": getattr(server, "tls", False)}
    said = tuple(name for name, is_set in flags.items() if is_set)
    return scheme, found["port"] or _DEFAULT_PORTS.get(scheme, ""), said


def backend(thing: Named) -> tuple[str, str]:
    """The host of a service's first server, where a compose service may be called so, and its address."""
    balancer = getattr(thing, "load_balancer", None)
    servers = balancer.servers if balancer is not None else ()
    address = (getattr(servers[0], "url", "") or getattr(servers[0], "address", "")) if servers else ""
    found = _TARGET.match(address)
    host = found["host"] if found else ""
    is_name = bool(_PLAIN_HOST.match(host)) and not host.replace(".", "").isdigit()
    return (host if is_name and "." not in host else ""), address
