"""The HTTP middlewares, one class a type."""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Section
from traefiklint.model.fields import (
    CERTIFICATE,
    MILLISECOND,
    PRIVATE_KEY,
    SECOND,
    duration,
    flag,
    int_map,
    integer,
    raw,
    struct,
    text,
    texts,
)


class IpStrategy(Section):
    """Which address of a request is the client's."""

    depth: int = integer(says="Which address in `X-Forwarded-For` counts, from the right; 0 is the connection's own.")
    excluded_ips: tuple[str, ...] = texts(
        key="excludedIPs", says="Addresses to skip in `X-Forwarded-For`, from the right; the next one counts."
    )
    ipv6_subnet: int | None = integer(
        default=None, go="ptr", since="3.2", says="How many bits of an IPv6 address make one client."
    )


class SourceCriterion(Section):
    """What makes two requests come from the same source."""

    ip_strategy: IpStrategy | None = struct(IpStrategy, "*dynamic.IPStrategy")
    request_header_name: str = text(says="The header whose value makes a source.")
    request_host: bool = flag(says="Whether the host that is asked for makes a source.")


class RedisTls(Section):
    """How Traefik talks TLS to Redis."""

    ca: str = text(
        opens=CERTIFICATE,
        since="3.4",
        says="The certificate authority that must have signed the server's certificate, as PEM or a file.",
    )
    cert: str = text(
        opens=CERTIFICATE,
        since="3.4",
        says="The certificate that Traefik shows, as PEM or a file; `key` belongs to it.",
    )
    key: str = text(opens=PRIVATE_KEY, since="3.4", says="The private key of `cert`, as PEM or a file.")
    insecure_skip_verify: bool = flag(since="3.4", says="Whether any certificate of the server is accepted.")


class Redis(Section):
    """Where a rate limit is counted, so that several instances of Traefik share it."""

    endpoints: tuple[str, ...] = texts(("localhost:6379",), since="3.4", says="The servers, as host and port.")
    tls: RedisTls | None = struct(RedisTls, "*types.ClientTLS", since="3.4")
    username: str = text(since="3.4", says="The user.")
    password: str = text(since="3.4", says="The password.")
    db: int = integer(since="3.4", says="The number of the database.")
    pool_size: int = integer(since="3.4", says="How many connections are kept; Traefik decides where none is given.")
    min_idle_conns: int = integer(
        quiet_without="minIdleConns", since="3.4", says="How many idle connections are kept at least."
    )
    max_active_conns: int = integer(since="3.4", says="How many connections are open at most; 0 means no limit.")
    read_timeout: int = duration(3 * SECOND, go="ptr", since="3.4", says="How long Traefik waits for an answer.")
    write_timeout: int = duration(3 * SECOND, go="ptr", since="3.4", says="How long it waits to send.")
    dial_timeout: int = duration(5 * SECOND, go="ptr", since="3.4", says="How long it waits for a connection.")


class AddPrefix(Section):
    """Puts a prefix before the path."""

    prefix: str = text(says="What is put before the path; it begins with `/`.")


class StripPrefix(Section):
    """Takes a prefix off the path."""

    prefixes: tuple[str, ...] = texts(says="The prefixes; the first that the path begins with is taken off.")
    force_slash: bool | None = flag(
        default=None, go="ptr", deprecated=True, says="Whether the rest always begins with `/`; it does anyway."
    )


class StripPrefixRegex(Section):
    """Takes off the path what matches a regular expression."""

    regex: tuple[str, ...] = texts(says="Regular expressions; what the first of them matches is taken off the path.")


class ReplacePath(Section):
    """Replaces the whole path."""

    http_path: str = text(key="path", says="The new path; the old one goes into `X-Replaced-Path`.")


class ReplacePathRegex(Section):
    """Rewrites the path by a regular expression."""

    regex: str = text(says="What is looked for in the path.")
    replacement: str = text(says="What is put in its place; `$1` is the first group.")


class Chain(Section):
    """A list of middlewares under one name."""

    middlewares: tuple[str, ...] = texts(says="The middlewares, by their names, in their order.")


class IpWhiteList(Section):
    """The old name of `ipAllowList`."""

    source_range: tuple[str, ...] = texts(says="The addresses that may pass, as single ones or in CIDR notation.")
    ip_strategy: IpStrategy | None = struct(IpStrategy, may_be_empty=True)


class IpAllowList(Section):
    """Lets only certain addresses in."""

    source_range: tuple[str, ...] = texts(says="The addresses that may pass, as single ones or in CIDR notation.")
    ip_strategy: IpStrategy | None = struct(IpStrategy, may_be_empty=True)
    reject_status_code: int = integer(may_be_empty=True, says="The answer to everyone else; 403 where none is given.")


class EncodedCharacters(Section):
    """Which encoded characters a path may hold."""

    allow_encoded_slash: bool = flag(
        since="3.7", says="The `%2F` in a path, which may then be passed on to the service."
    )
    allow_encoded_back_slash: bool = flag(
        since="3.7", says="The `%5C` in a path, which may then be passed on to the service."
    )
    allow_encoded_null_character: bool = flag(
        since="3.7", says="The `%00` in a path, which may then be passed on to the service."
    )
    allow_encoded_semicolon: bool = flag(
        since="3.7", says="The `%3B` in a path, which may then be passed on to the service."
    )
    allow_encoded_percent: bool = flag(
        since="3.7", says="The `%25` in a path, which may then be passed on to the service."
    )
    allow_encoded_question_mark: bool = flag(
        since="3.7", says="The `%3F` in a path, which may then be passed on to the service."
    )
    allow_encoded_hash: bool = flag(
        since="3.7", says="The `%23` in a path, which may then be passed on to the service."
    )


class Errors(Section):
    """Shows the page of another service instead of an error."""

    status: tuple[str, ...] = texts(says="The answers that are replaced, as codes or ranges such as `500-599`.")
    status_rewrites: Mapping[str, int] = int_map(
        since="3.4", says="The code that the client sees instead, by code or range."
    )
    service: str = text(says="The service that has the pages, by its name.")
    query: str = text(says="The path of a page; `{status}`, `{originalStatus}` and `{url}` stand for what was.")
    error_request_headers: tuple[str, ...] = texts(
        since="3.6.15", says="The request's headers that are passed to the service that has the pages."
    )
    nginx_headers: None = raw(since="3.7", ignored=True)


class RateLimit(Section):
    """Limits how many requests a source may make in a time."""

    average: int = integer(go="int64", says="How many requests a source may make in one `period`; 0 means no limit.")
    period: int = duration(SECOND, says="The time that `average` is meant for.")
    burst: int = integer(1, go="int64", says="How many requests may come at once.")
    source_criterion: SourceCriterion | None = struct(SourceCriterion, "*dynamic.SourceCriterion")
    redis: Redis | None = struct(Redis, "*dynamic.Redis", since="3.4")


class RedirectRegex(Section):
    """Redirects by a regular expression over the whole URL."""

    regex: str = text(says="What is looked for in the whole URL, scheme and host included.")
    replacement: str = text(says="The new URL; `${1}` is the first group.")
    permanent: bool = flag(says="Whether browsers may remember it.")
    status_code: int | None = integer(default=None, go="ptr", since="3.7", ignored=True)


class RedirectScheme(Section):
    """Redirects to another scheme or port."""

    scheme: str = text(says="The new scheme.")
    port: str = text(says="The new port.")
    permanent: bool = flag(says="Whether browsers may remember it.")
    force_permanent_redirect: bool = flag(since="3.6.4", ignored=True, ignored_from="3.7")


class InFlightReq(Section):
    """Limits how many requests of a source run at the same time."""

    amount: int = integer(go="int64", says="How many requests of a source may run at the same time.")
    source_criterion: SourceCriterion | None = struct(SourceCriterion, "*dynamic.SourceCriterion")


class Buffering(Section):
    """Reads whole requests and answers before passing them on."""

    max_request_body_bytes: int = integer(go="int64", says="The largest request, in bytes; 0 means no limit.")
    mem_request_body_bytes: int = integer(
        go="int64", says="How much of a request is kept in memory, in bytes; the rest goes to the disk."
    )
    max_response_body_bytes: int = integer(go="int64", says="The largest answer, in bytes; 0 means no limit.")
    mem_response_body_bytes: int = integer(
        go="int64", says="How much of an answer is kept in memory, in bytes; the rest goes to the disk."
    )
    retry_expression: str = text(says="When a request is sent again, as in `IsNetworkError() && Attempts() < 2`.")
    disable_request_buffer: bool = flag(since="3.7", ignored=True)
    disable_response_buffer: bool = flag(since="3.7", ignored=True)


class CircuitBreaker(Section):
    """Stops asking a service that fails."""

    expression: str = text(says="When the service counts as failing, as in `NetworkErrorRatio() > 0.30`.")
    check_period: int = duration(100 * MILLISECOND, says="How often the expression is asked.")
    fallback_duration: int = duration(10 * SECOND, says="How long the service is not asked at all.")
    recovery_duration: int = duration(10 * SECOND, says="How long it is then tried more and more.")
    response_code: int = integer(503, says="The answer while it is not asked.")


class Compress(Section):
    """Compresses answers."""

    excluded_content_types: tuple[str, ...] = texts(says="The types that are not compressed.")
    included_content_types: tuple[str, ...] = texts(says="The only types that are compressed.")
    min_response_body_bytes: int = integer(
        says="The smallest answer, in bytes, that is compressed; 1024 where none is given."
    )
    encodings: tuple[str, ...] = texts(
        ("gzip", "br", "zstd"), since="3.2", says="The encodings in order of preference: `zstd`, `br`, `gzip`."
    )
    default_encoding: str = text(says="The encoding for clients that ask for none.")


class Retry(Section):
    """Asks again where a server does not answer."""

    attempts: int = integer(says="How often a request is tried in all.")
    timeout: int = duration(since="3.7", says="How long all tries may take together.")
    initial_interval: int = duration(says="How long Traefik waits before the second try; it doubles with each.")
    max_request_body_bytes: int = integer(
        2_097_152, go="ptr", since="3.7", says="The largest body, in bytes, of a request that can be sent again."
    )
    status: tuple[str, ...] = texts(since="3.7", says="The answers that are tried again too, as codes or ranges.")
    disable_retry_on_network_error: bool = flag(since="3.7", says="Whether a failed connection is not tried again.")
    retry_non_idempotent_method: bool = flag(
        since="3.7", says="Whether requests that change something, such as POST, are tried again."
    )


class ContentType(Section):
    """Sets the type of an answer that names none."""

    auto_detect: bool | None = flag(default=None, go="ptr", deprecated=True, says="Does nothing any more.")


class GrpcWeb(Section):
    """Turns gRPC-Web requests into gRPC."""

    allow_origins: tuple[str, ...] = texts(says="The origins that are allowed, or `*`.")
