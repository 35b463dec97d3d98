"""Where Traefik listens, and what it does with requests before any router sees them.

Source: Traefik's own list of options, asked of every version (`tests/model/static_fields.json`).
"""

from __future__ import annotations

from traefiklint.model.base import Named, Section
from traefiklint.model.fields import SECOND, duration, flag, integer, struct, structs, text, texts
from traefiklint.model.http import Domain


class RedirectEntryPoint(Section):
    """Redirects everything that reaches an entry point to another one."""

    to: str = text(says="The entry point that requests are sent to, or a port as in `:443`.")
    scheme: str = text("https", says="The scheme that requests are sent to.")
    permanent: bool = flag(True, says="Whether clients may remember the redirection.")
    priority: int = integer((1 << 63) - 2, says="The priority of the router that redirects.")


class Redirections(Section):
    """The redirections of an entry point."""

    entry_point: RedirectEntryPoint | None = struct(RedirectEntryPoint, "*static.RedirectEntryPoint")


class EntryPointEncodedCharacters(Section):
    """The encoded characters that paths on an entry point may hold."""

    allow_encoded_slash: bool = flag(True, says="Whether a path may hold `%2F`.")
    allow_encoded_back_slash: bool = flag(True, says="Whether a path may hold `%5C`.")
    allow_encoded_null_character: bool = flag(True, says="Whether a path may hold `%00`.")
    allow_encoded_semicolon: bool = flag(True, says="Whether a path may hold `%3B`.")
    allow_encoded_percent: bool = flag(True, says="Whether a path may hold `%25`.")
    allow_encoded_question_mark: bool = flag(True, says="Whether a path may hold `%3F`.")
    allow_encoded_hash: bool = flag(True, says="Whether a path may hold `%23`.")


class EntryPointTls(Section):
    """All routers of an entry point serve TLS, unless they say otherwise."""

    options: str = text(says="The TLS options, by their name.")
    cert_resolver: str = text(says="The resolver that obtains the certificates of all routers.")
    domains: tuple[Domain, ...] = structs(Domain, says="The names that certificates are asked for.")


class EntryPointHttp(Section):
    """What an entry point gives to the HTTP routers on it."""

    redirections: Redirections | None = struct(Redirections, "*static.Redirections")
    middlewares: tuple[str, ...] = texts(
        says="Middlewares that stand before those of every router, as `NAME@PROVIDER`."
    )
    tls: EntryPointTls | None = struct(EntryPointTls, may_be_empty=True)
    max_header_bytes: int = integer(1 << 20, since="3.2", says="How many bytes the headers of a request may have.")
    sanitize_path: bool = flag(True, since="3.3.6", says="Whether paths are cleaned of `..` and double slashes.")
    encoded_characters: EntryPointEncodedCharacters | None = struct(
        EntryPointEncodedCharacters, "*static.EncodedCharacters", since="3.6.4"
    )
    encode_query_semicolons: bool = flag(says="Whether a semicolon in a query is part of a value.")
    underscore_headers_strategy: str = text(
        since="3.7.6",
        deprecated=True,
        says="What is done with headers whose name has an underscore: `keep`, `delete` or `reject`.",
    )
    alias_headers_strategy: str = text(
        since="3.7.12", says="What is done with headers that back ends take for others: `keep`, `delete` or `reject`."
    )


class Http2(Section):
    """HTTP/2 on an entry point."""

    max_concurrent_streams: int = integer(250, go="int32", says="How many streams one connection may have at once.")
    max_decoder_header_table_size: int = integer(
        4096, go="int32", since="3.6", says="How large the table of compressed request headers may be, in bytes."
    )
    max_encoder_header_table_size: int = integer(
        4096, go="int32", since="3.6", says="How large the table of compressed response headers may be, in bytes."
    )


class Http3(Section):
    """Switches HTTP/3 on, over UDP."""

    advertised_port: int = integer(
        says="The UDP port that clients are told; that of the entry point where none is given."
    )


class ForwardedHeaders(Section):
    """Whose `X-Forwarded-*` headers an entry point believes."""

    insecure: bool = flag(says="Whether anybody is believed.")
    trusted_ips: tuple[str, ...] = texts(key="trustedIPs", says="The addresses and networks that are believed.")
    connection: tuple[str, ...] = texts(since="3.2", says="Headers that `Connection` may not remove.")
    not_append_x_forwarded_for: bool = flag(
        since="3.7", says="Whether the client's address is not added to `X-Forwarded-For`."
    )


class EntryPointProxyProtocol(Section):
    """Whose PROXY protocol an entry point believes."""

    insecure: bool = flag(says="Whether anybody is believed.")
    trusted_ips: tuple[str, ...] = texts(key="trustedIPs", says="The addresses and networks that are believed.")


class LifeCycle(Section):
    """What an entry point does while Traefik stops."""

    request_accept_grace_timeout: int = duration(says="How long it takes new requests all the same.")
    grace_time_out: int = duration(10 * SECOND, says="How long running requests may go on.")


class RespondingTimeouts(Section):
    """How long requests on an entry point may take."""

    read_timeout: int = duration(
        60 * SECOND, says="How long a client may take to send a request, its body too; 0 is forever."
    )
    write_timeout: int = duration(says="How long the response may take; 0 is forever.")
    idle_timeout: int = duration(180 * SECOND, says="How long an idle connection is kept; 0 is forever.")


class EntryPointTransport(Section):
    """The connections of an entry point."""

    life_cycle: LifeCycle | None = struct(LifeCycle, "*static.LifeCycle")
    responding_timeouts: RespondingTimeouts | None = struct(RespondingTimeouts, "*static.RespondingTimeouts")
    keep_alive_max_time: int = duration(
        says="After which time a connection is closed behind its next request; 0 is never."
    )
    keep_alive_max_requests: int = integer(says="After how many requests a connection is closed; 0 is never.")


class EntryPointUdp(Section):
    """UDP on an entry point."""

    timeout: int = duration(3 * SECOND, says="How long an idle session is kept.")


class EntryPointObservability(Section):
    """What the routers of an entry point write about requests, unless they say otherwise."""

    access_logs: bool = flag(True, says="Whether requests are written to the access log.")
    metrics: bool = flag(True, says="Whether requests are counted.")
    tracing: bool = flag(True, says="Whether requests are traced.")
    trace_verbosity: str = text("minimal", since="3.5", says="How much a trace tells, `minimal` or `detailed`.")


class StaticEntryPoint(Named):
    """An address on which Traefik listens."""

    address: str = text(says="The address, as in `:80`, `127.0.0.1:8080` or `:53/udp`.")
    as_default: bool = flag(says="Whether routers without entry points get it, in place of all.")
    allow_acme_by_pass: bool = flag(
        key="allowACMEByPass", since="3.2", says="Whether routers of yours may answer ACME challenges over HTTP."
    )
    reuse_port: bool = flag(says="Whether several processes may listen on the port.")
    transport: EntryPointTransport | None = struct(EntryPointTransport, "*static.EntryPointsTransport")
    proxy_protocol: EntryPointProxyProtocol | None = struct(EntryPointProxyProtocol, may_be_empty=True)
    forwarded_headers: ForwardedHeaders | None = struct(ForwardedHeaders, "*static.ForwardedHeaders")
    http: EntryPointHttp | None = struct(EntryPointHttp, "static.HTTPConfig")
    http2: Http2 | None = struct(Http2, "*static.HTTP2Config")
    http3: Http3 | None = struct(Http3, may_be_empty=True)
    udp: EntryPointUdp | None = struct(EntryPointUdp, "*static.UDPConfig")
    observability: EntryPointObservability | None = struct(
        EntryPointObservability, "*static.ObservabilityConfig", since="3.3"
    )

    @property
    def is_udp(self) -> bool:
        """Whether it listens on UDP: its address ends in `/udp`, in any case."""
        return self.address.partition("/")[2].lower() == "udp"

    @property
    def says_read_timeout(self) -> bool:
        """Whether it says itself how long a request may take to arrive."""
        timeouts = self.transport.responding_timeouts if self.transport is not None else None
        return timeouts is not None and timeouts.gives("read_timeout")

    @property
    def port(self) -> str:
        """The port of its address; empty where it names none."""
        return self.address.partition("/")[0].rpartition(":")[2]
