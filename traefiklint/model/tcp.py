"""TCP routers, services, middlewares and transports."""

from __future__ import annotations

from traefiklint.model.base import Named, Section
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


class TcpRouterTls(Section):
    """That a TCP router serves TLS connections, and with which options and certificates."""

    passthrough: bool = flag(says="Whether the connection goes to the server still encrypted.")
    options: str = text(says="The TLS options, by their name; `default` where none is given.")
    cert_resolver: str = text(says="The resolver, from the static configuration, that obtains the certificates.")
    domains: tuple[Domain, ...] = structs(
        Domain, says="The names that certificates are asked for; those of the rule where none is given."
    )


class TcpRouter(Named):
    """A TCP router: the connections that match its rule go through its middlewares to its service."""

    entry_points: tuple[str, ...] = texts(
        says="The entry points that the router listens on; the default ones where none is given."
    )
    middlewares: tuple[str, ...] = texts(says="The middlewares, by their names, in the order in which they run.")
    service: str = text(vital=True, says="The service, by its name.")
    rule: str = text(vital=True, says="What a connection must look like for this router to take it.")
    rule_syntax: str = text(deprecated=True, says="The language of the rule, `v2` or `v3`.")
    priority: int = integer(
        says="Which router comes first where several match: the higher one. 0 stands for the length of the rule."
    )
    tls: TcpRouterTls | None = struct(TcpRouterTls, may_be_empty=True)


class TcpServer(Section):
    """One server of a TCP load balancer."""

    address: str = text(in_labels=False, says="Where the server is: host and port, as in `db:5432`.")
    port: str = text(says="Dropped: the port stands in `address`.")
    tls: bool = flag(says="Whether the server is talked to over TLS.")


class ProxyProtocol(Section):
    """That a server is told the client's address by the PROXY protocol."""

    version: int = integer(2, says="The version of the protocol, 1 or 2.")


class TcpServerHealthCheck(Section):
    """How a TCP load balancer finds out which of its servers are up."""

    port: int = integer(since="3.6", says="The port of the probes, where it is not that of the server.")
    send: str = text(since="3.6", says="What is sent.")
    expect: str = text(since="3.6", says="What must come back.")
    interval: int = duration(
        30 * SECOND, since="3.6", says="How long Traefik waits between two probes of a server that is up."
    )
    unhealthy_interval: int | None = duration(
        default=None,
        go="ptr",
        since="3.6",
        says="How long it waits where the server is down; `interval` where none is given.",
    )
    timeout: int = duration(5 * SECOND, since="3.6", says="How long Traefik waits for an answer.")


class TcpLoadBalancer(Section):
    """A TCP service that shares its connections among servers."""

    servers: tuple[TcpServer, ...] = structs(
        TcpServer, label_key="server", says="The servers that connections are shared among."
    )
    servers_transport: str = text(says="How Traefik talks to the servers: a TCP servers transport, by its name.")
    proxy_protocol: ProxyProtocol | None = struct(ProxyProtocol, may_be_empty=True, deprecated=True)
    termination_delay: int | None = integer(
        default=None,
        go="ptr",
        deprecated=True,
        says="Milliseconds to wait for the other side to close; use the servers transport instead.",
    )
    health_check: TcpServerHealthCheck | None = struct(
        TcpServerHealthCheck, may_be_empty=True, since="3.6", quiet_without="servers"
    )


class TcpHealthCheck(Section):
    """That a weighted TCP service takes part in the health checks of its children."""


class TcpWeightedService(Section):
    """One service of a weighted TCP service, and its share of the connections."""

    name: str = text(says="The service, by its name.")
    weight: int = integer(1, go="ptr", says="Its share, in proportion to the weights of the others; 0 sends nothing.")


class TcpWeightedRoundRobin(Section):
    """A TCP service that shares its connections among other services by weight."""

    services: tuple[TcpWeightedService, ...] = structs(
        TcpWeightedService, says="The services that connections are shared among."
    )
    health_check: TcpHealthCheck | None = struct(TcpHealthCheck, may_be_empty=True, since="3.6")


class TcpService(Named):
    """A TCP service: where the connections of a router go. It holds exactly one type."""

    load_balancer: TcpLoadBalancer | None = struct(TcpLoadBalancer, "*dynamic.TCPServersLoadBalancer")
    weighted: TcpWeightedRoundRobin | None = struct(
        TcpWeightedRoundRobin, "*dynamic.TCPWeightedRoundRobin", in_labels=False
    )


class TcpInFlightConn(Section):
    """Limits how many connections of a client are open at the same time."""

    amount: int = integer(go="int64", says="How many connections of a client may be open at the same time.")


class TcpIpWhiteList(Section):
    """The old name of `ipAllowList`."""

    source_range: tuple[str, ...] = texts(says="The addresses that may pass, as single ones or in CIDR notation.")


class TcpIpAllowList(Section):
    """Lets only certain addresses connect."""

    source_range: tuple[str, ...] = texts(says="The addresses that may pass, as single ones or in CIDR notation.")


class TcpMiddleware(Named):
    """A TCP middleware: what happens to a connection before its service."""

    in_flight_conn: TcpInFlightConn | None = struct(TcpInFlightConn, "*dynamic.TCPInFlightConn")
    ip_white_list: TcpIpWhiteList | None = struct(TcpIpWhiteList, "*dynamic.TCPIPWhiteList", deprecated=True)
    ip_allow_list: TcpIpAllowList | None = struct(TcpIpAllowList, "*dynamic.TCPIPAllowList")


class TcpModel(Named):
    """Defaults that an entry point gives its TCP routers; written in a file it changes nothing."""

    default_rule_syntax: str = text(ignored=True)


class TcpTransportTls(Section):
    """How Traefik talks TLS to the servers of a TCP load balancer."""

    server_name: str = text(says="The name that the server's certificate must have.")
    insecure_skip_verify: bool = flag(says="Whether any certificate of the servers is accepted.")
    root_cas: tuple[str, ...] = texts(
        key="rootCAs", opens=CERTIFICATE, says="Who may have signed the servers' certificates, as PEM or files."
    )
    certificates: tuple[ClientCertificate, ...] = structs(
        ClientCertificate, says="The certificates that Traefik shows to servers which ask."
    )
    peer_cert_uri: str = text(
        key="peerCertURI", deprecated=True, says="The URI that the server's certificate must have."
    )
    spiffe: Spiffe | None = struct(Spiffe, may_be_empty=True)


class TcpServersTransport(Named):
    """How Traefik talks to the servers of a TCP load balancer."""

    dial_keep_alive: int = duration(15 * SECOND, says="How often an idle connection is checked; below 0, never.")
    dial_timeout: int = duration(30 * SECOND, says="How long Traefik waits for a connection; 0 is forever.")
    proxy_protocol: ProxyProtocol | None = struct(ProxyProtocol, may_be_empty=True, since="3.5.3")
    termination_delay: int = duration(100 * MILLISECOND, says="How long Traefik waits for the other side to close.")
    tls: TcpTransportTls | None = struct(TcpTransportTls, may_be_empty=True)
