"""TCP routers, services, middlewares and transports."""

from __future__ import annotations

from traefiklint.model.base import Named, Struct
from traefiklint.model.fields import (
    CERTIFICATE,
    MILLISECOND,
    SECOND,
    duration,
    flag,
    integer,
    struct,
    structs,
    text,
    texts,
)
from traefiklint.model.http import Domain
from traefiklint.model.transports import ClientCertificate, Spiffe


class TcpRouterTls(Struct):
    """That a TCP router serves TLS connections, and with which options and certificates."""

    passthrough: bool = flag("passthrough")
    options: str = text("options")
    cert_resolver: str = text("certResolver")
    domains: tuple[Domain, ...] = structs("domains", Domain)


class TcpRouter(Named):
    """A TCP router: the connections that match its rule go through its middlewares to its service."""

    entry_points: tuple[str, ...] = texts("entryPoints")
    middlewares: tuple[str, ...] = texts("middlewares")
    service: str = text("service", vital=True)
    rule: str = text("rule", vital=True)
    rule_syntax: str = text("ruleSyntax", deprecated=True)
    priority: int = integer("priority")
    tls: TcpRouterTls | None = struct("tls", TcpRouterTls, may_be_empty=True)


class TcpServer(Struct):
    """One server of a TCP load balancer."""

    address: str = text("address")
    port: str = text("port")
    tls: bool = flag("tls")


class ProxyProtocol(Struct):
    """That a server is told the client's address by the PROXY protocol."""

    version: int = integer("version", 2)


class TcpServerHealthCheck(Struct):
    """How a TCP load balancer finds out which of its servers are up."""

    port: int = integer("port", since="3.6")
    send: str = text("send", since="3.6")
    expect: str = text("expect", since="3.6")
    interval: int = duration("interval", 30 * SECOND, since="3.6")
    unhealthy_interval: int | None = duration("unhealthyInterval", default=None, go="ptr", since="3.6")
    timeout: int = duration("timeout", 5 * SECOND, since="3.6")


class TcpLoadBalancer(Struct):
    """A TCP service that shares its connections among servers."""

    servers: tuple[TcpServer, ...] = structs("servers", TcpServer)
    servers_transport: str = text("serversTransport")
    proxy_protocol: ProxyProtocol | None = struct("proxyProtocol", ProxyProtocol, may_be_empty=True, deprecated=True)
    termination_delay: int | None = integer("terminationDelay", default=None, go="ptr", deprecated=True)
    health_check: TcpServerHealthCheck | None = struct(
        "healthCheck", TcpServerHealthCheck, may_be_empty=True, since="3.6", quiet_without="servers"
    )


class TcpHealthCheck(Struct):
    """That a weighted TCP service takes part in the health checks of its children."""


class TcpWeightedService(Struct):
    """One service of a weighted TCP service, and its share of the connections."""

    name: str = text("name")
    weight: int = integer("weight", 1, go="ptr")


class TcpWeightedRoundRobin(Struct):
    """A TCP service that shares its connections among other services by weight."""

    services: tuple[TcpWeightedService, ...] = structs("services", TcpWeightedService)
    health_check: TcpHealthCheck | None = struct("healthCheck", TcpHealthCheck, may_be_empty=True, since="3.6")


class TcpService(Named):
    """A TCP service: where the connections of a router go. It holds exactly one type."""

    load_balancer: TcpLoadBalancer | None = struct("loadBalancer", TcpLoadBalancer, "*dynamic.TCPServersLoadBalancer")
    weighted: TcpWeightedRoundRobin | None = struct("weighted", TcpWeightedRoundRobin, "*dynamic.TCPWeightedRoundRobin")


class TcpInFlightConn(Struct):
    """Limits how many connections of a client are open at the same time."""

    amount: int = integer("amount", go="int64")


class TcpIpWhiteList(Struct):
    """The old name of `ipAllowList`."""

    source_range: tuple[str, ...] = texts("sourceRange")


class TcpIpAllowList(Struct):
    """Lets only certain addresses connect."""

    source_range: tuple[str, ...] = texts("sourceRange")


class TcpMiddleware(Named):
    """A TCP middleware: what happens to a connection before its service."""

    in_flight_conn: TcpInFlightConn | None = struct("inFlightConn", TcpInFlightConn, "*dynamic.TCPInFlightConn")
    ip_white_list: TcpIpWhiteList | None = struct(
        "ipWhiteList", TcpIpWhiteList, "*dynamic.TCPIPWhiteList", deprecated=True
    )
    ip_allow_list: TcpIpAllowList | None = struct("ipAllowList", TcpIpAllowList, "*dynamic.TCPIPAllowList")


class TcpModel(Named):
    """Defaults that an entry point gives its TCP routers; written in a file it changes nothing."""

    default_rule_syntax: str = text("defaultRuleSyntax", ignored=True)


class TcpTransportTls(Struct):
    """How Traefik talks TLS to the servers of a TCP load balancer."""

    server_name: str = text("serverName")
    insecure_skip_verify: bool = flag("insecureSkipVerify")
    root_cas: tuple[str, ...] = texts("rootCAs", opens=CERTIFICATE)
    certificates: tuple[ClientCertificate, ...] = structs("certificates", ClientCertificate)
    peer_cert_uri: str = text("peerCertURI", deprecated=True)
    spiffe: Spiffe | None = struct("spiffe", Spiffe, may_be_empty=True)


class TcpServersTransport(Named):
    """How Traefik talks to the servers of a TCP load balancer."""

    dial_keep_alive: int = duration("dialKeepAlive", 15 * SECOND)
    dial_timeout: int = duration("dialTimeout", 30 * SECOND)
    proxy_protocol: ProxyProtocol | None = struct("proxyProtocol", ProxyProtocol, may_be_empty=True, since="3.5")
    termination_delay: int = duration("terminationDelay", 100 * MILLISECOND)
    tls: TcpTransportTls | None = struct("tls", TcpTransportTls, may_be_empty=True)
