"""UDP routers and services."""

from __future__ import annotations

from traefiklint.model.base import Named, Section
from traefiklint.model.fields import integer, struct, structs, text, texts


class UdpRouter(Named):
    """A UDP router: everything that reaches its entry points goes to its service."""

    entry_points: tuple[str, ...] = texts(
        says="The UDP entry points that the router listens on; all where none is given."
    )
    service: str = text(vital=True, says="The service, by its name.")


class UdpServer(Section):
    """One server of a UDP load balancer."""

    address: str = text(in_labels=False, says="Where the server is: host and port, as in `dns:53`.")
    port: str = text(ignored=True, in_labels=True)


class UdpLoadBalancer(Section):
    """A UDP service that shares its sessions among servers."""

    servers: tuple[UdpServer, ...] = structs(
        UdpServer, label_key="server", says="The servers that sessions are shared among."
    )


class UdpWeightedService(Section):
    """One service of a weighted UDP service, and its share of the sessions."""

    name: str = text(says="The service, by its name.")
    weight: int = integer(1, go="ptr", says="Its share, in proportion to the weights of the others; 0 sends nothing.")


class UdpWeightedRoundRobin(Section):
    """A UDP service that shares its sessions among other services by weight."""

    services: tuple[UdpWeightedService, ...] = structs(
        UdpWeightedService, says="The services that sessions are shared among."
    )


class UdpService(Named):
    """A UDP service: where the sessions of a router go. It holds exactly one type."""

    load_balancer: UdpLoadBalancer | None = struct(UdpLoadBalancer, "*dynamic.UDPServersLoadBalancer")
    weighted: UdpWeightedRoundRobin | None = struct(
        UdpWeightedRoundRobin, "*dynamic.UDPWeightedRoundRobin", in_labels=False
    )
