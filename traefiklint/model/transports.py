"""How Traefik talks to the servers behind it."""

from __future__ import annotations

from traefiklint.model.base import Named, Struct
from traefiklint.model.fields import (
    CERTIFICATE,
    PRIVATE_KEY,
    SECOND,
    duration,
    flag,
    integer,
    struct,
    structs,
    text,
    texts,
)


class ClientCertificate(Struct):
    """A certificate that Traefik shows to a server."""

    cert_file: str = text("certFile", opens=CERTIFICATE)
    key_file: str = text("keyFile", opens=PRIVATE_KEY)


class ForwardingTimeouts(Struct):
    """How long Traefik waits for a server."""

    dial_timeout: int = duration("dialTimeout", 30 * SECOND)
    response_header_timeout: int = duration("responseHeaderTimeout")
    idle_conn_timeout: int = duration("idleConnTimeout", 90 * SECOND)
    read_idle_timeout: int = duration("readIdleTimeout")
    ping_timeout: int = duration("pingTimeout", 15 * SECOND)
    read_timeout: int = duration("readTimeout", since="3.7")
    write_timeout: int = duration("writeTimeout", since="3.7")


class Spiffe(Struct):
    """Which SPIFFE identities a server may have."""

    ids: tuple[str, ...] = texts("ids")
    trust_domain: str = text("trustDomain")


class ServersTransport(Named):
    """How Traefik talks to the servers of an HTTP load balancer."""

    server_name: str = text("serverName")
    insecure_skip_verify: bool = flag("insecureSkipVerify")
    root_cas: tuple[str, ...] = texts("rootCAs", opens=CERTIFICATE)
    certificates: tuple[ClientCertificate, ...] = structs("certificates", ClientCertificate)
    cipher_suites: tuple[str, ...] = texts("cipherSuites", since="3.7")
    min_version: str = text("minVersion", since="3.7")
    max_version: str = text("maxVersion", since="3.7")
    max_idle_conns_per_host: int = integer("maxIdleConnsPerHost")
    forwarding_timeouts: ForwardingTimeouts | None = struct(
        "forwardingTimeouts", ForwardingTimeouts, "*dynamic.ForwardingTimeouts"
    )
    disable_http2: bool = flag("disableHTTP2")
    peer_cert_uri: str = text("peerCertURI", deprecated=True)
    spiffe: Spiffe | None = struct("spiffe", Spiffe, may_be_empty=True)
