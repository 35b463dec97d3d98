"""TCP and UDP: names that need TLS, addresses that need a port, options of the load balancer."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Draft, rule
from traefiklint.findings import Effect, Severity
from traefiklint.model.tcp import TcpLoadBalancer, TcpRouter, TcpServer, TcpServersTransport, TcpWeightedRoundRobin
from traefiklint.model.udp import UdpServer
from traefiklint.project.gourl import split_host_port
from traefiklint.project.project import Project
from traefiklint.project.references import has_usable_server


@rule("tcp-sni-without-tls", category="tls", effect=Effect.DISABLED)
def tcp_sni_without_tls(router: TcpRouter, project: Project) -> Iterator[Draft]:
    """A TCP router matches a host name without TLS, where there are no names to match."""
    if router.tls is not None:
        return
    hosts = project.rule(router).sni_hosts
    if hosts and hosts[0] != "*":
        message = (
            f"``HostSNI(`{hosts[0]}`)`` needs TLS, as only TLS tells the host; add `tls` to the router, "
            "or match ``HostSNI(`*`)``."
        )
        yield Draft(router.at("rule"), message)


@rule("tcp-non-ascii-sni", category="rule", effect=Effect.DISABLED)
def tcp_non_ascii_sni(router: TcpRouter, project: Project) -> Iterator[Draft]:
    """A TCP router matches a host that is not written in ASCII."""
    if router.tls is None or router.tls.passthrough:
        return
    for host in project.rule(router).sni_hosts:
        if not host.isascii():
            message = f"Host `{host}` is not ASCII, and no client sends it like that; write its `xn--` form."
            yield Draft(router.at("rule"), message, after=None)
            return


@rule("proxy-protocol-version", category="service", effect=Effect.DISABLED)
def proxy_protocol_version(balancer: TcpLoadBalancer, project: Project) -> Iterator[Draft]:
    """A TCP service speaks a version of the PROXY protocol that does not exist."""
    if not has_usable_server(balancer):
        return
    if balancer.servers_transport and project.context.minor >= 5:
        transport = _transport(balancer, project)
        protocol = transport.proxy_protocol if transport else None
    else:
        protocol = balancer.proxy_protocol
    if protocol is not None and protocol.version not in (1, 2):
        message = f"There is no version {protocol.version} of the PROXY protocol; write 1 or 2."
        place = protocol.at("version")
        yield Draft(place._replace(object=balancer.object), message)


def _transport(balancer: TcpLoadBalancer, project: Project) -> TcpServersTransport | None:
    for reference in project.needs_of(balancer):
        if reference.part is balancer and isinstance(reference.target, TcpServersTransport):
            return reference.target
    return None


@rule("tcp-child-without-health-check", category="service", effect=Effect.DISABLED)
def tcp_child_without_health_check(weighted: TcpWeightedRoundRobin, project: Project) -> Iterator[Draft]:
    """A weighted TCP service watches the health of a child that has no health check."""
    if weighted.health_check is None:
        return
    for index, reference in enumerate(project.needs_of(weighted)):
        child = reference.target
        if child is None:
            continue
        kind = getattr(child, "load_balancer", None) or getattr(child, "weighted", None)
        if kind is not None and kind.health_check is None:
            owner = reference.owner.name
            message = f"Service `{child.name}` has no `healthCheck`, so `{owner}` cannot watch it; give it one."
            yield Draft(reference.place, message, after=index + 1)


@rule("negative-weight", category="service", effect=Effect.DEGRADED, severity=Severity.ERROR)
def negative_weight(weighted: TcpWeightedRoundRobin, project: Project) -> Iterator[Draft]:
    """A child of a weighted TCP service has a negative weight."""
    for child in weighted.services:
        if child.weight < 0:
            message = f"Weight {child.weight} of `{child.name}` is negative; write 0 or more."
            yield Draft(child.at("weight"), message)


@rule("address-with-scheme", category="service", effect=Effect.DEGRADED, severity=Severity.ERROR)
def address_with_scheme(server: TcpServer | UdpServer, project: Project) -> Iterator[Draft]:
    """The address of a TCP or UDP server begins with a scheme, so that Traefik drops the server."""
    scheme, separator, rest = server.address.partition("://")
    if separator:
        message = (
            f"Address `{server.address}` has the scheme `{scheme}://`, so Traefik drops the server; write `{rest}`."
        )
        yield Draft(server.at("address"), message)


@rule("address-without-port", category="service", effect=Effect.DEGRADED, severity=Severity.ERROR)
def address_without_port(server: TcpServer | UdpServer, project: Project) -> Iterator[Draft]:
    """The address of a TCP or UDP server is not host and port, so that Traefik drops the server."""
    address = server.address
    if "://" in address:
        return
    error = split_host_port(address)[2]
    if not error:
        return
    if not address:
        message = "The server has no address, so Traefik drops it; write `address: host:port`."
    elif "too many colons" in error and "[" not in address:
        message = (
            f"Address `{address}` has too many colons, so Traefik drops the server; write IPv6 as `[address]:port`."
        )
    elif "missing port" in error:
        message = f"Address `{address}` has no port, so Traefik drops the server; write `{address}:PORT`."
    else:
        message = f"Address `{address}` is not `host:port`, so Traefik drops the server."
    yield Draft(server.at("address"), message)
