"""How Traefik talks to the servers behind it."""

from __future__ import annotations

from traefiklint.model.base import Named, Section
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


class ClientCertificate(Section):
    """A certificate that Traefik shows to a server."""

    cert_file: str = text(opens=CERTIFICATE, says="The certificate in PEM form, or the path of a file that holds it.")
    key_file: str = text(opens=PRIVATE_KEY, says="The private key in PEM form, or the path of a file that holds it.")


class ForwardingTimeouts(Section):
    """How long Traefik waits for a server."""

    dial_timeout: int = duration(30 * SECOND, says="How long Traefik waits for a connection; 0 is forever.")
    response_header_timeout: int = duration(says="How long it waits for the answer to begin; 0 is forever.")
    idle_conn_timeout: int = duration(90 * SECOND, says="How long an idle connection is kept.")
    read_idle_timeout: int = duration(says="How long an HTTP/2 connection may be silent before it is pinged.")
    ping_timeout: int = duration(15 * SECOND, says="How long Traefik waits for the answer to such a ping.")
    read_timeout: int = duration(since="3.7", says="How long it waits for the whole answer; 0 is forever.")
    write_timeout: int = duration(since="3.7", says="How long it waits to send the whole request; 0 is forever.")


class Spiffe(Section):
    """Which SPIFFE identities a server may have."""

    ids: tuple[str, ...] = texts(says="The identities that are allowed.")
    trust_domain: str = text(says="The domain whose identities are allowed.")


class ServersTransport(Named):
    """How Traefik talks to the servers of an HTTP load balancer."""

    server_name: str = text(says="The name that the server's certificate must have.")
    insecure_skip_verify: bool = flag(says="Whether any certificate of the servers is accepted.")
    root_cas: tuple[str, ...] = texts(
        key="rootCAs", opens=CERTIFICATE, says="Who may have signed the servers' certificates, as PEM or files."
    )
    certificates: tuple[ClientCertificate, ...] = structs(
        ClientCertificate, says="The certificates that Traefik shows to servers which ask."
    )
    cipher_suites: tuple[str, ...] = texts(since="3.7", says="The cipher suites up to TLS 1.2.")
    min_version: str = text(since="3.7", says="The lowest TLS version, as in `VersionTLS12`.")
    max_version: str = text(since="3.7", says="The highest TLS version, as in `VersionTLS13`.")
    max_idle_conns_per_host: int = integer(says="How many idle connections to a server are kept.")
    forwarding_timeouts: ForwardingTimeouts | None = struct(ForwardingTimeouts, "*dynamic.ForwardingTimeouts")
    disable_http2: bool = flag(key="disableHTTP2", says="Whether servers are never asked over HTTP/2.")
    peer_cert_uri: str = text(
        key="peerCertURI", deprecated=True, says="The URI that the server's certificate must have."
    )
    spiffe: Spiffe | None = struct(Spiffe, may_be_empty=True)
