"""What each option says, in a sentence: for editors and for the pydantic models. Sections are described by their class.

Imported only where descriptions are wanted, so that linting does not pay for them.
"""

from __future__ import annotations

from traefiklint.model.base import Field, Struct
from traefiklint.model.middleware_descriptions import ADDRESSES, ENCODED, MIDDLEWARE_TEXTS

_KEY_PAIR = {
    "certFile": "The certificate in PEM form, or the path of a file that holds it.",
    "keyFile": "The private key in PEM form, or the path of a file that holds it.",
}
_WEIGHTED = {
    "name": "The service, by its name.",
    "weight": "Its share, in proportion to the weights of the others; 0 sends nothing.",
}
_ROUTER_TLS = {
    "options": "The TLS options, by their name; `default` where none is given.",
    "certResolver": "The resolver, from the static configuration, that obtains the certificates.",
    "domains": "The names that certificates are asked for; those of the rule where none is given.",
}
_ROUTER = {
    "entryPoints": "The entry points that the router listens on; the default ones where none is given.",
    "middlewares": "The middlewares, by their names, in the order in which they run.",
    "service": "The service, by its name.",
    "rule": "What a request must look like for this router to take it.",
    "ruleSyntax": "The language of the rule, `v2` or `v3`.",
    "priority": "Which router comes first where several match: the higher one. 0 stands for the length of the rule.",
}

TEXTS: dict[str, dict[str, str]] = {
    **MIDDLEWARE_TEXTS,
    "Http": {
        "routers": "HTTP routers by name.",
        "services": "HTTP services by name.",
        "middlewares": "HTTP middlewares by name.",
        "models": "Defaults by entry point; in a file they change nothing.",
        "serversTransports": "Ways to talk to HTTP servers, by name.",
    },
    "Router": {
        **_ROUTER,
        "parentRefs": "The routers that this one stands below; its rule is asked once theirs has matched.",
    },
    "RouterTls": _ROUTER_TLS,
    "Domain": {"main": "The main name of the certificate.", "sans": "Further names on the same certificate."},
    "Observability": {
        "accessLogs": "Whether requests are written to the access log.",
        "metrics": "Whether requests are counted.",
        "tracing": "Whether requests are traced.",
        "traceVerbosity": "How much a trace tells, `minimal` or `detailed`.",
    },
    "Ingress": {
        "namespace": "The namespace of the Ingress.",
        "name": "The name of the Ingress.",
        "kind": "What kind of object it is.",
    },
    "KubernetesService": {
        "namespace": "The namespace of the service.",
        "name": "The name of the service.",
        "port": "The port of the service.",
    },
    "DeniedEncodedPathCharacters": ENCODED,
    "EncodedCharacters": ENCODED,
    "Service": {"middlewares": "Middlewares that run before this service, whichever router sends to it."},
    "LoadBalancer": {
        "servers": "The servers that requests are shared among.",
        "strategy": "How a server is chosen: `wrr` in turn, `p2c` the idler of two, `hrw` by client, `leasttime`.",
        "passHostHeader": "Whether the server sees the host that the client asked for.",
        "serversTransport": "How Traefik talks to the servers: a servers transport, by its name.",
    },
    "Cookie": {
        "name": "The name of the cookie; one is made up where none is given.",
        "secure": "Whether the cookie travels over HTTPS only.",
        "httpOnly": "Whether scripts in the page are kept from the cookie.",
        "sameSite": "Whether other sites' requests carry it: `none`, `lax` or `strict`.",
        "maxAge": "How many seconds the cookie lives; 0 ends it with the browser, a negative number at once.",
        "path": "The path below which the cookie is sent.",
        "domain": "The domain for which the cookie is sent.",
    },
    "Server": {
        "url": "Where the server is: scheme, host and port, as in `http://app:3000`.",
        "weight": "Its share of the requests, in proportion to the weights of the others.",
        "preservePath": "Whether the path of `url` is put before the path of a request.",
    },
    "ServerHealthCheck": {
        "scheme": "The scheme of the probes, where it is not that of the server.",
        "mode": "`http`, or `grpc` for servers that speak gRPC's health protocol.",
        "path": "The path that is asked for.",
        "method": "The method of the probes; GET where none is given.",
        "status": "The answer that means up; any of 2xx and 3xx where none is given.",
        "port": "The port of the probes, where it is not that of the server.",
        "interval": "How long Traefik waits between two probes of a server that is up.",
        "unhealthyInterval": "How long it waits where the server is down; `interval` where none is given.",
        "timeout": "How long Traefik waits for an answer.",
        "hostname": "The host that the probes ask for.",
        "followRedirects": "Whether the probes follow redirects.",
        "headers": "Headers of the probes.",
    },
    "PassiveHealthCheck": {
        "failureWindow": "The time within which failures count together.",
        "maxFailedAttempts": "How many failures in that time take a server out.",
    },
    "ResponseForwarding": {"flushInterval": "How often an answer is passed on while it comes in; below 0, at once."},
    "HighestRandomWeight": {"services": "The services that clients are shared among."},
    "HighestRandomWeightService": _WEIGHTED,
    "WeightedRoundRobin": {"services": "The services that requests are shared among."},
    "WeightedService": _WEIGHTED,
    "GrpcStatus": {"code": "The gRPC code.", "msg": "The text beside it."},
    "Mirroring": {
        "service": "The service that answers, by its name.",
        "mirrorBody": "Whether copies carry the body.",
        "maxBodySize": "The largest body, in bytes, that is copied; -1 for any.",
        "mirrors": "The services that get copies.",
    },
    "Mirror": {
        "name": "The service that gets copies, by its name.",
        "percent": "How many of a hundred requests are copied.",
    },
    "Failover": {
        "service": "The main service, by its name.",
        "fallback": "The service for when the main one is down, by its name.",
    },
    "FailoverErrors": {
        "maxRequestBodyBytes": "The largest body, in bytes, of a request that can be sent again; -1 for any.",
        "status": "The answers that count as failures, as codes or ranges such as `500-599`.",
    },
    "Model": {"middlewares": "The middlewares, by their names."},
    "ServersTransport": {
        "serverName": "The name that the server's certificate must have.",
        "insecureSkipVerify": "Whether any certificate of the servers is accepted.",
        "rootCAs": "Who may have signed the servers' certificates, as PEM or files.",
        "certificates": "The certificates that Traefik shows to servers which ask.",
        "cipherSuites": "The cipher suites up to TLS 1.2.",
        "minVersion": "The lowest TLS version, as in `VersionTLS12`.",
        "maxVersion": "The highest TLS version, as in `VersionTLS13`.",
        "maxIdleConnsPerHost": "How many idle connections to a server are kept.",
        "disableHTTP2": "Whether servers are never asked over HTTP/2.",
        "peerCertURI": "The URI that the server's certificate must have.",
    },
    "ClientCertificate": _KEY_PAIR,
    "ForwardingTimeouts": {
        "dialTimeout": "How long Traefik waits for a connection; 0 is for ever.",
        "responseHeaderTimeout": "How long it waits for the answer to begin; 0 is for ever.",
        "idleConnTimeout": "How long an idle connection is kept.",
        "readIdleTimeout": "How long an HTTP/2 connection may be silent before it is pinged.",
        "pingTimeout": "How long Traefik waits for the answer to such a ping.",
        "readTimeout": "How long it waits for the whole answer; 0 is for ever.",
        "writeTimeout": "How long it waits to send the whole request; 0 is for ever.",
    },
    "Spiffe": {"ids": "The identities that are allowed.", "trustDomain": "The domain whose identities are allowed."},
    "Tcp": {
        "routers": "TCP routers by name.",
        "services": "TCP services by name.",
        "middlewares": "TCP middlewares by name.",
        "serversTransports": "Ways to talk to TCP servers, by name.",
    },
    "TcpRouter": {**_ROUTER, "rule": "What a connection must look like for this router to take it."},
    "TcpRouterTls": {**_ROUTER_TLS, "passthrough": "Whether the connection goes to the server still encrypted."},
    "TcpLoadBalancer": {
        "servers": "The servers that connections are shared among.",
        "serversTransport": "How Traefik talks to the servers: a TCP servers transport, by its name.",
        "terminationDelay": "Milliseconds to wait for the other side to close; use the servers transport instead.",
    },
    "TcpServer": {
        "address": "Where the server is: host and port, as in `db:5432`.",
        "port": "Dropped: the port stands in `address`.",
        "tls": "Whether the server is talked to over TLS.",
    },
    "ProxyProtocol": {"version": "The version of the protocol, 1 or 2."},
    "TcpServerHealthCheck": {
        "port": "The port of the probes, where it is not that of the server.",
        "send": "What is sent.",
        "expect": "What must come back.",
        "interval": "How long Traefik waits between two probes of a server that is up.",
        "unhealthyInterval": "How long it waits where the server is down; `interval` where none is given.",
        "timeout": "How long Traefik waits for an answer.",
    },
    "TcpWeightedRoundRobin": {"services": "The services that connections are shared among."},
    "TcpWeightedService": _WEIGHTED,
    "TcpInFlightConn": {"amount": "How many connections of a client may be open at the same time."},
    "TcpIpWhiteList": ADDRESSES,
    "TcpIpAllowList": ADDRESSES,
    "TcpServersTransport": {
        "dialKeepAlive": "How often an idle connection is checked; below 0, never.",
        "dialTimeout": "How long Traefik waits for a connection; 0 is for ever.",
        "terminationDelay": "How long Traefik waits for the other side to close.",
    },
    "TcpTransportTls": {
        "serverName": "The name that the server's certificate must have.",
        "insecureSkipVerify": "Whether any certificate of the servers is accepted.",
        "rootCAs": "Who may have signed the servers' certificates, as PEM or files.",
        "certificates": "The certificates that Traefik shows to servers which ask.",
        "peerCertURI": "The URI that the server's certificate must have.",
    },
    "Udp": {"routers": "UDP routers by name.", "services": "UDP services by name."},
    "UdpRouter": {
        "entryPoints": "The UDP entry points that the router listens on; all where none is given.",
        "service": "The service, by its name.",
    },
    "UdpLoadBalancer": {"servers": "The servers that sessions are shared among."},
    "UdpServer": {"address": "Where the server is: host and port, as in `dns:53`."},
    "UdpWeightedRoundRobin": {"services": "The services that sessions are shared among."},
    "UdpWeightedService": _WEIGHTED,
    "Tls": {
        "certificates": "The certificates that Traefik serves.",
        "options": "TLS options by name; `default` is for all that name none.",
        "stores": "TLS stores by name; only `default` is used.",
    },
    "Certificate": {**_KEY_PAIR, "stores": "The stores that it goes to; only `default` is used."},
    "TlsOptions": {
        "minVersion": "The lowest TLS version, as in `VersionTLS12`.",
        "maxVersion": "The highest TLS version, as in `VersionTLS13`.",
        "cipherSuites": "The cipher suites up to TLS 1.2, by Go's names.",
        "curvePreferences": "The curves of the key exchange, in order of preference.",
        "sniStrict": "Whether connections that name no known host are refused.",
        "alpnProtocols": "The protocols that are offered, in order of preference.",
        "disableSessionTickets": "Whether sessions cannot be taken up again.",
        "preferServerCipherSuites": "Does nothing any more: Go decides.",
    },
    "ClientAuth": {
        "caFiles": "Who may have signed the clients' certificates, as PEM or files.",
        "clientAuthType": "What is asked of clients, as in `RequireAndVerifyClientCert`.",
    },
    "DefaultCertificate": _KEY_PAIR,
    "GeneratedCertificate": {"resolver": "The resolver that obtains it, by its name."},
}
"""The sentences, by class and key."""


def describe(of: type[Struct], field: Field) -> str:
    """The sentence about an option; one that only other providers set says that it is dropped."""
    if field.ignored:
        return "Dropped without a word in files; only other providers set it."
    told = TEXTS.get(of.__name__, {}).get(field.key)
    if told:
        return told
    assert field.of is not None, f"{of.__name__}.{field.key} has no description"
    return (field.of.__doc__ or "").strip()
