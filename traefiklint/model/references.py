"""Which options hold names of other objects."""

from __future__ import annotations

REFERENCES: dict[str, dict[str, str]] = {
    "Router": {
        "service": "service",
        "middlewares": "middleware",
        "entry_points": "entryPoint",
        "parent_refs": "router",
    },
    "Model": {"middlewares": "middleware"},
    "RouterTls": {"options": "tlsOptions", "cert_resolver": "certResolver"},
    "Service": {"middlewares": "middleware"},
    "LoadBalancer": {"servers_transport": "serversTransport"},
    "WeightedService": {"name": "service"},
    "HighestRandomWeightService": {"name": "service"},
    "Mirroring": {"service": "service"},
    "Mirror": {"name": "service"},
    "Failover": {"service": "service", "fallback": "service"},
    "Chain": {"middlewares": "middleware"},
    "Errors": {"service": "service"},
    "TcpRouter": {"service": "tcpService", "middlewares": "tcpMiddleware", "entry_points": "entryPoint"},
    "TcpRouterTls": {"options": "tlsOptions", "cert_resolver": "certResolver"},
    "TcpLoadBalancer": {"servers_transport": "tcpServersTransport"},
    "TcpWeightedService": {"name": "tcpService"},
    "UdpRouter": {"service": "udpService", "entry_points": "entryPoint"},
    "UdpWeightedService": {"name": "udpService"},
    "GeneratedCertificate": {"resolver": "certResolver"},
}
"""The kind of the names that options hold, by section and attribute: Traefik's documentation of each option says so.
`certResolver` and `entryPoint` are what the static configuration defines."""

REFERENCE_KINDS = {
    "router": "http.routers",
    "service": "http.services",
    "middleware": "http.middlewares",
    "serversTransport": "http.serversTransports",
    "tcpRouter": "tcp.routers",
    "tcpService": "tcp.services",
    "tcpMiddleware": "tcp.middlewares",
    "tcpServersTransport": "tcp.serversTransports",
    "udpRouter": "udp.routers",
    "udpService": "udp.services",
    "tlsOptions": "tls.options",
    "tlsStore": "tls.stores",
}
"""The kinds of these names, as an instance keeps its objects."""
