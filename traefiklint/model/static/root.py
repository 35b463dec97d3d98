"""The whole static configuration.

Source: Traefik's own list of options, asked of every version (`tests/model/static_fields.json`).
"""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Section
from traefiklint.model.fields import (
    CERTIFICATE,
    SECOND,
    duration,
    flag,
    integer,
    mapping,
    removed,
    struct,
    text,
    text_map,
    texts,
)
from traefiklint.model.static.entry_points import StaticEntryPoint
from traefiklint.model.static.logs import AccessLog, Log
from traefiklint.model.static.metrics import Api, Metrics, Ping, Tracing
from traefiklint.model.static.plugins import Experimental
from traefiklint.model.static.providers import Providers
from traefiklint.model.static.resolvers import CertificatesResolver
from traefiklint.model.transports import Spiffe


class Global(Section):
    """What concerns Traefik as a whole."""

    check_new_version: bool = flag(True, says="Whether Traefik looks for newer versions.")
    send_anonymous_usage: bool = flag(says="Whether Traefik sends its makers what it is used for.")
    not_append_x_forwarded_for: bool = flag(
        since="3.7", says="Whether clients' addresses are never added to `X-Forwarded-For`."
    )


class Core(Section):
    """How Traefik reads rules."""

    default_rule_syntax: str = text(
        "v3", deprecated=True, says="The syntax of rules that do not say theirs, `v3` or `v2`."
    )
    strict_tls_options: bool = flag(
        key="strictTLSOptions",
        since="3.7.12",
        says="Whether routers are disabled that share a host and disagree about TLS options.",
    )


class HostResolver(Section):
    """How host names in rules are resolved."""

    cname_flattening: bool = flag(says="Whether requests match by the canonical name of their host.")
    resolv_config: str = text("/etc/resolv.conf", says="The file that says which name servers are asked.")
    resolv_depth: int = integer(5, says="How many steps are followed.")


class SpiffeClient(Section):
    """Where Traefik gets its SPIFFE identity."""

    workload_api_addr: str = text(
        key="workloadAPIAddr", says="The address of the agent, beginning with `unix://` or `tcp://`."
    )


class Ocsp(Section):
    """Staples the answers of certificate authorities to certificates."""

    responder_overrides: Mapping[str, str] = text_map(says="Other URLs to ask, by the URL of the authority.")


class DefaultForwardingTimeouts(Section):
    """How long Traefik waits for a server."""

    dial_timeout: int = duration(30 * SECOND, says="How long it waits for a connection; 0 is forever.")
    response_header_timeout: int = duration(says="How long it waits for the answer to begin; 0 is forever.")
    idle_conn_timeout: int = duration(90 * SECOND, says="How long an idle connection is kept.")


class DefaultTransport(Section):
    """How Traefik talks to HTTP servers of load balancers that name no transport."""

    insecure_skip_verify: bool = flag(says="Whether any certificate of the servers is accepted.")
    root_cas: tuple[str, ...] = texts(
        key="rootCAs", opens=CERTIFICATE, says="Who may have signed the servers' certificates, as PEM or files."
    )
    max_idle_conns_per_host: int = integer(200, says="How many idle connections to a server are kept.")
    forwarding_timeouts: DefaultForwardingTimeouts | None = struct(
        DefaultForwardingTimeouts, "*static.ForwardingTimeouts"
    )
    spiffe: Spiffe | None = struct(Spiffe, may_be_empty=True)


class DefaultTcpTls(Section):
    """TLS to TCP servers."""

    insecure_skip_verify: bool = flag(says="Whether any certificate of the servers is accepted.")
    root_cas: tuple[str, ...] = texts(
        key="rootCAs", opens=CERTIFICATE, says="Who may have signed the servers' certificates, as PEM or files."
    )
    spiffe: Spiffe | None = struct(Spiffe, may_be_empty=True)


class DefaultTcpTransport(Section):
    """How Traefik talks to TCP servers of load balancers that name no transport."""

    dial_keep_alive: int = duration(15 * SECOND, says="How often an idle connection is tested.")
    dial_timeout: int = duration(30 * SECOND, says="How long Traefik waits for a connection.")
    termination_delay: int = duration(
        says="How long the other side may go on once one has ended; `serversTransport` of a service says more."
    )
    tls: DefaultTcpTls | None = struct(DefaultTcpTls, may_be_empty=True)


class Static(Section):
    """The static configuration."""

    global_: Global | None = struct(Global, "*static.Global")
    servers_transport: DefaultTransport | None = struct(DefaultTransport, "*static.ServersTransport")
    tcp_servers_transport: DefaultTcpTransport | None = struct(DefaultTcpTransport, "*static.TCPServersTransport")
    entry_points: Mapping[str, StaticEntryPoint] = mapping(
        StaticEntryPoint, "static.EntryPoints", says="Where Traefik listens, by name."
    )
    providers: Providers | None = struct(Providers, "*static.Providers")
    api: Api | None = struct(Api, may_be_empty=True)
    metrics: Metrics | None = struct(Metrics, "*types.Metrics")
    ping: Ping | None = struct(Ping, may_be_empty=True)
    log: Log | None = struct(Log, may_be_empty=True)
    access_log: AccessLog | None = struct(AccessLog, may_be_empty=True)
    tracing: Tracing | None = struct(Tracing, may_be_empty=True)
    host_resolver: HostResolver | None = struct(HostResolver, may_be_empty=True)
    certificates_resolvers: Mapping[str, CertificatesResolver] = mapping(
        CertificatesResolver, "map[string]static.CertificateResolver", says="Where certificates come from, by name."
    )
    experimental: Experimental | None = struct(Experimental, "*static.Experimental")
    core: Core | None = struct(Core, "*static.Core", deprecated=True)
    spiffe: SpiffeClient | None = struct(SpiffeClient, "*static.SpiffeClientConfig")
    ocsp: Ocsp | None = struct(Ocsp, since="3.5", may_be_empty=True)
    pilot: None = removed(says="Delete it: Traefik Pilot no longer exists.")


for _field in Static.fields.values():
    _field.step = _field.key  # the outermost step of a path has no dot before it
