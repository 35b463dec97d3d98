"""Which servers a router leads to in the end, whoever says so: a file by name, or labels of the container itself."""

from __future__ import annotations

from traefiklint.go.url import parse_url, split_host_port
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import qualify
from traefiklint.model.base import Named
from traefiklint.model.http import Router
from traefiklint.model.services import Server, Service
from traefiklint.model.tcp import TcpRouter, TcpService

_PORTS = {"http": "80", "https": "443", "h2c": "80"}


def targets_of(router: Router | TcpRouter, instance: Instance) -> frozenset[tuple[str, str]]:
    """The servers behind a router, by host and port, a container by the name of its service; empty where nobody can
    tell."""
    service = service_of(router, instance)
    balancer = service.load_balancer if isinstance(service, Service | TcpService) else None
    servers = balancer.servers if balancer is not None else ()
    names = instance.once(_services)
    found: set[tuple[str, str]] = set()
    for server in servers:
        host, port = _address(server.url if isinstance(server, Server) else server.address)
        if not host:
            return frozenset()
        found.add((names.get(host, host), port))
    return frozenset(found)


def asks_alike(one: Router | TcpRouter, other: Router | TcpRouter, instance: Instance) -> bool:
    """Whether the load balancers behind two routers have no options of their own, besides their servers."""
    balancers = (getattr(service_of(router, instance), "load_balancer", None) for router in (one, other))
    return all(balancer is not None and balancer.written.keys() <= {"servers"} for balancer in balancers)


def service_of(router: Router | TcpRouter, instance: Instance) -> Named | None:
    """The service that a router names."""
    kind = "http.services" if isinstance(router, Router) else "tcp.services"
    return instance.find(kind, qualify(router.service, router.full)) if router.service else None


def _address(written: str) -> tuple[str, str]:
    if "://" not in written:
        host, port, _ = split_host_port(written)
        return host.lower(), port
    url = parse_url(written)
    return "" if url.error else url.host.lower(), f"{url.scheme}:{url.port or _PORTS.get(url.scheme, '')}"


def _services(instance: Instance) -> dict[str, str]:
    """What containers are called, with the names of their services, by which those on their networks know them."""
    containers = instance.labels.containers if instance.labels is not None else ()
    return {container.name.lower(): container.origin.text.lower() for container in containers}
