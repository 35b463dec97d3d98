"""Which servers a router leads to in the end, whoever says so: a file by name, or labels of the container itself."""

from __future__ import annotations

from traefiklint.go.url import parse_url, split_host_port
from traefiklint.instance.instance import Instance
from traefiklint.instance.names import qualify
from traefiklint.model.base import Named, Section
from traefiklint.model.http import Router
from traefiklint.model.services import LoadBalancer, Server, Service
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


_AMONG_SERVERS = frozenset(("sticky", "strategy", "healthCheck", "passiveHealthCheck"))
"""The options of load balancers that say which of several servers is asked."""


def lead_to_the_same(one: Router | TcpRouter, other: Router | TcpRouter, instance: Instance) -> bool:
    """Whether two routers lead to the same servers, and ask them in the same way: their load balancers have the same
    options, but for what is one to a single server, and of several keep nobody at one by a cookie, which would be
    another one for each."""
    from traefiklint.docker.merge import differences

    targets = targets_of(one, instance)
    if not targets or targets != targets_of(other, instance):
        return False
    first, second = (getattr(service_of(router, instance), "load_balancer", None) for router in (one, other))
    if first is None or second is None or type(first) is not type(second):
        return False
    if len(targets) == 1:
        return _AMONG_SERVERS.issuperset(differences(first, second))
    return not getattr(first, "sticky", None) and not differences(first, second)


def has_one_server(balancer: LoadBalancer, instance: Instance) -> bool:
    """Whether a load balancer has one server at most; of labels, whether that is a container of which Compose makes no
    other one, as it has a name of its own."""
    if not balancer.document.holds_labels:
        return len(balancer.servers) < 2
    return len(balancer.servers) == 1 and _address(balancer.servers[0].url)[0] in instance.once(_named_containers)


def is_alike(one: Section | None, other: Section | None) -> bool:
    """Whether two sections have the same options; the servers of services count for none."""
    from traefiklint.docker.merge import differences

    return one is not None and type(one) is type(other) and not differences(one, other)


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


def _named_containers(instance: Instance) -> frozenset[str]:
    """The containers with a name of their own, of which there is never a second one (`docker compose up --scale`)."""
    projects = instance.labels.composed if instance.labels is not None else ()
    services = (service for project in projects if not project.is_stack for service in project.services)
    return frozenset(one.container_name.text.lower() for one in services if one.container_name is not None)


def _services(instance: Instance) -> dict[str, str]:
    """What containers are called, with the names of their services, by which those on their networks know them."""
    containers = instance.labels.containers if instance.labels is not None else ()
    return {container.name.lower(): container.origin.text.lower() for container in containers}
