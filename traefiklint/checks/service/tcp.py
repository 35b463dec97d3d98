"""TCP and UDP: names that need TLS, addresses that need a port, options of the load balancer."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import set_option
from traefiklint.checks.shared.wording import not_a_port, shown
from traefiklint.findings import Effect, Related, Severity
from traefiklint.go.spiffe import is_spiffe_id, is_trust_domain
from traefiklint.go.url import split_host_port
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import has_options_of_tls
from traefiklint.instance.references import has_usable_server
from traefiklint.instance.stray_options import given_tls
from traefiklint.instance.targets import targets_of
from traefiklint.model.base import Section
from traefiklint.model.tcp import (
    TcpLoadBalancer,
    TcpRouter,
    TcpServer,
    TcpServersTransport,
    TcpWeightedRoundRobin,
    TcpWeightedService,
)
from traefiklint.model.udp import UdpServer, UdpWeightedRoundRobin, UdpWeightedService
from traefiklint.patterns import lazy
from traefiklint.text.variables import variable_in
from traefiklint.versions import since


@rule("tcp-sni-without-tls", category="tls", effect=Effect.DISABLED)
def tcp_sni_without_tls(router: TcpRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A TCP router matches a host name without TLS, where there are no names to match."""
    if router.tls is not None or has_options_of_tls(router) or router.object in instance.once(given_tls):
        return
    if router.entry_points and not instance.context.blank and not instance.entry_points(router):
        return  # nothing reaches it, which is told of the entry points
    hosts = instance.rule(router).domains
    if hosts and hosts[0] != "*":
        advice = f"add `tls` to the router, {_OR_ALL}"
        if (port := _port_of(router, instance)) in _OF_TLS:
            advice = f"add `tls` with `passthrough`, as servers on port {port} speak TLS themselves, {_OR_ALL}"
        elif protocol := _begins_without_tls(router, instance):
            advice = f"{protocol} begins without it, so match ``HostSNI(`*`)``, on an entry point of its own."
        message = f"``HostSNI(`{hosts[0]}`)`` needs TLS, as only TLS carries the host name; {advice}"
        yield Diagnostic(router.at("rule"), message)


_OR_ALL = "or match ``HostSNI(`*`)``."
_OF_TLS = frozenset((443, 465, 636, 853, 990, 993, 995, 3269, 6443, 8443, 8883))
"""Ports of servers that speak nothing but TLS: of HTTPS, mail, LDAP, DNS, FTP, Kubernetes and MQTT."""
_SERVER_FIRST = {
    21: "FTP", 22: "SSH", 25: "SMTP", 110: "POP3", 143: "IMAP", 587: "SMTP", 3306: "MySQL", 4190: "ManageSieve",
}  # fmt: skip
"""Ports of protocols that begin without TLS, whose server speaks first."""


@rule("tcp-tls-not-first", category="tls", effect=Effect.SILENT)
def tcp_tls_not_first(router: TcpRouter, instance: Instance) -> Iterator[Diagnostic]:
    """A TCP router waits for TLS from clients that begin without it.

    Where Traefik itself ends TLS, clients that begin with it may be meant, as for mail; MySQL has none.
    """
    if router.tls is None:
        return
    if _waits_for_postgres(router, instance):
        message = (
            "No client gets through: PostgreSQL begins without TLS and asks for it then, which Traefik 2 does not "
            "answer; use Traefik 3, or remove `tls`, and give the router an entry point of its own with "
            "``HostSNI(`*`)``."
        )
        yield Diagnostic(router.key_at("tls"), message)
        return
    protocol = _SERVER_FIRST.get(_port_of(router, instance))
    if protocol is None or not (router.tls.passthrough or protocol == "MySQL"):
        return
    who = "No client gets" if router.tls.passthrough else f"Ordinary clients of {protocol} do not get"
    message = (
        f"{who} through: {protocol} begins without TLS, and its clients wait until the server speaks, while "
        "this router waits for their TLS; remove `tls`, and give the router an entry point of its own with "
        "``HostSNI(`*`)``."
    )
    yield Diagnostic(router.key_at("tls"), message)


_POSTGRES = 5432


def _waits_for_postgres(router: TcpRouter, instance: Instance) -> bool:
    """Whether clients of PostgreSQL come by TLS to a Traefik 2: since 3.0 Traefik answers what they ask first."""
    context = instance.context
    return context.runs_older and context.names_version and _port_of(router, instance) == _POSTGRES


_MINECRAFT = 25565


def _begins_without_tls(router: TcpRouter, instance: Instance) -> str:
    """The protocol of a router, if it begins without TLS, as the port of its servers tells."""
    port = _port_of(router, instance)
    return "Minecraft" if port == _MINECRAFT else _SERVER_FIRST.get(port, "")


def _port_of(router: TcpRouter, instance: Instance) -> int:
    """The port of the servers that a router leads to; 0 where it is not known, or they have several."""
    ports = {port for _, port in targets_of(router, instance)}
    return int(next(iter(ports))) if len(ports) == 1 and all(map(str.isdecimal, ports)) else 0


@rule("proxy-protocol-version", effect=Effect.DISABLED)
def proxy_protocol_version(balancer: TcpLoadBalancer, instance: Instance) -> Iterator[Diagnostic]:
    """A TCP service speaks a version of the PROXY protocol that does not exist."""
    if not has_usable_server(balancer):
        return
    in_transports = TcpServersTransport.fields["proxy_protocol"].first <= instance.context.target
    transport = _transport(balancer, instance) if in_transports else None
    if transport is None and balancer.servers_transport and in_transports:
        return
    protocol = transport.proxy_protocol if transport else balancer.proxy_protocol
    if protocol is not None and protocol.version not in (1, 2):
        message = f"There is no version {protocol.version} of the PROXY protocol; write 1 or 2."
        if transport:
            yield _on_transport(balancer, protocol, message)
        elif in_transports:
            yield Diagnostic(protocol.at("version"), message)
        else:  # then Traefik leaves out the servers, and the service answers nobody
            where = protocol.at("version")
            yield Diagnostic(where, message, effect=Effect.DEGRADED, severity=Severity.ERROR)


@rule("spiffe-invalid", effect=Effect.DISABLED)
def spiffe_invalid(balancer: TcpLoadBalancer, instance: Instance) -> Iterator[Diagnostic]:
    """The transport of a TCP service has SPIFFE identities that are none, or beside other TLS options."""
    transport = _transport(balancer, instance)
    tls = transport.tls if transport else None
    if tls is None or tls.spiffe is None or not has_usable_server(balancer):
        return
    spiffe = tls.spiffe
    for identity in spiffe.ids:
        if not is_spiffe_id(identity):
            message = f"`{identity}` is not a SPIFFE identity; write it as `spiffe://domain/path`."
            yield _on_transport(balancer, spiffe, message)
    if not spiffe.ids and spiffe.trust_domain and not is_trust_domain(spiffe.trust_domain):
        message = (
            f"`{spiffe.trust_domain}` is not a SPIFFE trust domain; write it in small letters, as in `example.org`."
        )
        yield _on_transport(balancer, spiffe, message)
    if tls.insecure_skip_verify or tls.root_cas or tls.server_name or tls.certificates or tls.peer_cert_uri:
        message = f"Transport `{balancer.servers_transport}` has both SPIFFE and other TLS options; keep one of them."
        yield _on_transport(balancer, spiffe, message)


def _on_transport(balancer: TcpLoadBalancer, part: Section, message: str) -> Diagnostic:
    """A fault of a transport counts where it is used: that is when Traefik looks at it."""
    spot = part.key_at()
    return Diagnostic(
        balancer.at("servers_transport"), message, related=(Related(spot.file, spot.span, "it stands here"),)
    )


def _transport(balancer: TcpLoadBalancer, instance: Instance) -> TcpServersTransport | None:
    for reference in instance.needs_of(balancer):
        if reference.part is balancer and isinstance(reference.target, TcpServersTransport):
            return reference.target
    return None


@rule("tcp-child-without-health-check", effect=Effect.DISABLED)
def tcp_child_without_health_check(weighted: TcpWeightedRoundRobin, instance: Instance) -> Iterator[Diagnostic]:
    """A weighted TCP service watches the health of a child that has no health check."""
    if weighted.health_check is None:
        return
    for index, reference in enumerate(instance.needs_of(weighted)):
        child = reference.target
        if child is None:
            continue
        kind = getattr(child, "load_balancer", None) or getattr(child, "weighted", None)
        if kind is not None and kind.health_check is None:
            owner = reference.owner.name
            message = f"Service `{child.name}` has no `healthCheck`, so `{owner}` cannot watch it; give it one."
            yield Diagnostic(reference.place, message, after=index + 1)


_REFUSES_NEGATIVE_WEIGHTS = since("3.7")


@rule("negative-weight", effect=Effect.DISABLED)
def negative_weight(
    weighted: TcpWeightedRoundRobin | UdpWeightedRoundRobin, instance: Instance
) -> Iterator[Diagnostic]:
    """A child of a weighted TCP or UDP service has a negative weight."""
    services: tuple[TcpWeightedService | UdpWeightedService, ...] = weighted.services
    for index, child in enumerate(services):
        if child.weight < 0:
            message = f"Weight {child.weight} of `{child.name}` is negative; write 0 or more."
            effect = Effect.DISABLED if instance.context.target >= _REFUSES_NEGATIVE_WEIGHTS else Effect.SILENT
            yield Diagnostic(child.at("weight"), message, effect=effect, after=index)


@rule("address-with-scheme", effect=Effect.DEGRADED, severity=Severity.ERROR, fix="safe")
def address_with_scheme(server: TcpServer | UdpServer, instance: Instance) -> Iterator[Diagnostic]:
    """The address of a TCP or UDP server begins with a scheme, so that Traefik drops the server."""
    scheme, separator, rest = server.address.partition("://")
    if separator:
        is_whole = not split_host_port(rest)[2]
        right = rest if is_whole or ":" in rest else f"{rest}:PORT"
        message = (
            f"Address `{server.address}` has the scheme `{scheme}://`, so Traefik drops the server; write `{right}`."
        )
        fix = None
        if is_whole:
            fix = set_option(server, "address", rest, safe=True)
        yield Diagnostic(server.at("address"), message, fix=fix)


_NUMBER = r"0*(?:6553[0-5]|655[0-2]\d|65[0-4]\d\d|6[0-4]\d{3}|[1-5]?\d{1,4})"
_PORT = lazy(rf"{_NUMBER}|[A-Za-z][\w-]*")
"""A number of a port, or a name that the container may have for one in `/etc/services`."""
_PORT_AND_MORE = lazy(rf"({_NUMBER})(?=\D)")


def _without_connections(server: TcpServer | UdpServer, port: str) -> Diagnostic:
    found = _PORT_AND_MORE.match(port)
    advice = f"write `{found[1]}`." if found else "write a number from 1 to 65535."
    fix = set_option(server, "address", server.address.removesuffix(port) + found[1], safe=False) if found else None
    message = f"`{shown(port)}` is no port, so every connection to it fails; {advice}"
    if not port:
        message = f"No port follows the colon of `{server.address}`, so every connection to it fails; write one there."
    where = server.at("port" if server.gives("port") else "address")
    return Diagnostic(where, message, fix=fix, effect=Effect.SILENT, severity=Severity.WARNING)


@rule("address-without-port", effect=Effect.DEGRADED, severity=Severity.ERROR, fix="unsafe")
def address_without_port(server: TcpServer | UdpServer, instance: Instance) -> Iterator[Diagnostic]:
    """The address of a TCP or UDP server is not host and port, so that Traefik drops the server, or reaches nothing."""
    address = server.address
    if "://" in address:
        return
    _, port, error = split_host_port(address)
    if not error:
        if not (_PORT.fullmatch(port) or variable_in(port) or "{{" in port):
            yield _without_connections(server, port)
        return
    if server.port.strip(":") and ":" in server.port and not variable_in(server.port):  # a label has given it
        yield Diagnostic(server.at("port"), not_a_port(server.port)[0])
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
    yield Diagnostic(server.at("address"), message)
