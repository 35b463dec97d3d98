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

    depth: int = integer(
        "depth", says="Which address in `X-Forwarded-For` counts, from the right; 0 is the connection's own."
    )
    excluded_ips: tuple[str, ...] = texts(
        "excludedIPs", says="Addresses to skip in `X-Forwarded-For`, from the right; the next one counts."
    )
    ipv6_subnet: int | None = integer(
        "ipv6Subnet", default=None, go="ptr", since="3.2", says="How many bits of an IPv6 address make one client."
    )


class SourceCriterion(Section):
    """What makes two requests come from the same source."""

    ip_strategy: IpStrategy | None = struct("ipStrategy", IpStrategy, "*dynamic.IPStrategy")
    request_header_name: str = text("requestHeaderName", says="The header whose value makes a source.")
    request_host: bool = flag("requestHost", says="Whether the host that is asked for makes a source.")


class RedisTls(Section):
    """How Traefik talks TLS to Redis."""

    ca: str = text(
        "ca",
        opens=CERTIFICATE,
        since="3.4",
        says="The certificate authority that must have signed the server's certificate, as PEM or a file.",
    )
    cert: str = text(
        "cert",
        opens=CERTIFICATE,
        since="3.4",
        says="The certificate that Traefik shows, as PEM or a file; `key` belongs to it.",
    )
    key: str = text("key", opens=PRIVATE_KEY, since="3.4", says="The private key of `cert`, as PEM or a file.")
    insecure_skip_verify: bool = flag(
        "insecureSkipVerify", since="3.4", says="Whether any certificate of the server is accepted."
    )


class Redis(Section):
    """Where a rate limit is counted, so that several instances of Traefik share it."""

    endpoints: tuple[str, ...] = texts(
        "endpoints", ("localhost:6379",), since="3.4", says="The servers, as host and port."
    )
    tls: RedisTls | None = struct("tls", RedisTls, "*types.ClientTLS", since="3.4")
    username: str = text("username", since="3.4", says="The user.")
    password: str = text("password", since="3.4", says="The password.")
    db: int = integer("db", since="3.4", says="The number of the database.")
    pool_size: int = integer(
        "poolSize", since="3.4", says="How many connections are kept; Traefik decides where none is given."
    )
    min_idle_conns: int = integer(
        "minIdleConns", quiet_without="minIdleConns", since="3.4", says="How many idle connections are kept at least."
    )
    max_active_conns: int = integer(
        "maxActiveConns", since="3.4", says="How many connections are open at most; 0 means no limit."
    )
    read_timeout: int = duration(
        "readTimeout", 3 * SECOND, go="ptr", since="3.4", says="How long Traefik waits for an answer."
    )
    write_timeout: int = duration("writeTimeout", 3 * SECOND, go="ptr", since="3.4", says="How long it waits to send.")
    dial_timeout: int = duration(
        "dialTimeout", 5 * SECOND, go="ptr", since="3.4", says="How long it waits for a connection."
    )


class AddPrefix(Section):
    """Puts a prefix before the path."""

    prefix: str = text("prefix", says="What is put before the path; it begins with `/`.")


class StripPrefix(Section):
    """Takes a prefix off the path."""

    prefixes: tuple[str, ...] = texts(
        "prefixes", says="The prefixes; the first that the path begins with is taken off."
    )
    force_slash: bool | None = flag(
        "forceSlash",
        default=None,
        go="ptr",
        deprecated=True,
        says="Whether the rest always begins with `/`; it does anyway.",
    )


class StripPrefixRegex(Section):
    """Takes off the path what matches a regular expression."""

    regex: tuple[str, ...] = texts(
        "regex", says="Regular expressions; what the first of them matches is taken off the path."
    )


class ReplacePath(Section):
    """Replaces the whole path."""

    http_path: str = text("path", says="The new path; the old one goes into `X-Replaced-Path`.")


class ReplacePathRegex(Section):
    """Rewrites the path by a regular expression."""

    regex: str = text("regex", says="What is looked for in the path.")
    replacement: str = text("replacement", says="What is put in its place; `$1` is the first group.")


class Chain(Section):
    """A list of middlewares under one name."""

    middlewares: tuple[str, ...] = texts("middlewares", says="The middlewares, by their names, in their order.")


class IpWhiteList(Section):
    """The old name of `ipAllowList`."""

    source_range: tuple[str, ...] = texts(
        "sourceRange", says="The addresses that may pass, as single ones or in CIDR notation."
    )
    ip_strategy: IpStrategy | None = struct("ipStrategy", IpStrategy, may_be_empty=True)


class IpAllowList(Section):
    """Lets only certain addresses in."""

    source_range: tuple[str, ...] = texts(
        "sourceRange", says="The addresses that may pass, as single ones or in CIDR notation."
    )
    ip_strategy: IpStrategy | None = struct("ipStrategy", IpStrategy, may_be_empty=True)
    reject_status_code: int = integer(
        "rejectStatusCode", may_be_empty=True, says="The answer to everyone else; 403 where none is given."
    )


class EncodedCharacters(Section):
    """Which encoded characters a path may hold."""

    allow_encoded_slash: bool = flag(
        "allowEncodedSlash", since="3.7", says="The `%2F` in a path, which may then be passed on to the service."
    )
    allow_encoded_back_slash: bool = flag(
        "allowEncodedBackSlash", since="3.7", says="The `%5C` in a path, which may then be passed on to the service."
    )
    allow_encoded_null_character: bool = flag(
        "allowEncodedNullCharacter",
        since="3.7",
        says="The `%00` in a path, which may then be passed on to the service.",
    )
    allow_encoded_semicolon: bool = flag(
        "allowEncodedSemicolon", since="3.7", says="The `%3B` in a path, which may then be passed on to the service."
    )
    allow_encoded_percent: bool = flag(
        "allowEncodedPercent", since="3.7", says="The `%25` in a path, which may then be passed on to the service."
    )
    allow_encoded_question_mark: bool = flag(
        "allowEncodedQuestionMark", since="3.7", says="The `%3F` in a path, which may then be passed on to the service."
    )
    allow_encoded_hash: bool = flag(
        "allowEncodedHash", since="3.7", says="The `%23` in a path, which may then be passed on to the service."
    )


class Errors(Section):
    """Shows the page of another service instead of an error."""

    status: tuple[str, ...] = texts(
        "status", says="The answers that are replaced, as codes or ranges such as `500-599`."
    )
    status_rewrites: Mapping[str, int] = int_map(
        "statusRewrites", since="3.4", says="The code that the client sees instead, by code or range."
    )
    service: str = text("service", says="The service that has the pages, by its name.")
    query: str = text(
        "query", says="The path of a page; `{status}`, `{originalStatus}` and `{url}` stand for what was."
    )
    error_request_headers: tuple[str, ...] = texts(
        "errorRequestHeaders",
        since="3.6.15",
        says="The request's headers that are passed to the service that has the pages.",
    )
    nginx_headers: None = raw("nginxHeaders", since="3.7", ignored=True)


class RateLimit(Section):
    """Limits how many requests a source may make in a time."""

    average: int = integer(
        "average", go="int64", says="How many requests a source may make in one `period`; 0 means no limit."
    )
    period: int = duration("period", SECOND, says="The time that `average` is meant for.")
    burst: int = integer("burst", 1, go="int64", says="How many requests may come at once.")
    source_criterion: SourceCriterion | None = struct("sourceCriterion", SourceCriterion, "*dynamic.SourceCriterion")
    redis: Redis | None = struct("redis", Redis, "*dynamic.Redis", since="3.4")


class RedirectRegex(Section):
    """Redirects by a regular expression over the whole URL."""

    regex: str = text("regex", says="What is looked for in the whole URL, scheme and host included.")
    replacement: str = text("replacement", says="The new URL; `${1}` is the first group.")
    permanent: bool = flag("permanent", says="Whether browsers may remember it.")
    status_code: int | None = integer("statusCode", default=None, go="ptr", since="3.7", ignored=True)


class RedirectScheme(Section):
    """Redirects to another scheme or port."""

    scheme: str = text("scheme", says="The new scheme.")
    port: str = text("port", says="The new port.")
    permanent: bool = flag("permanent", says="Whether browsers may remember it.")
    force_permanent_redirect: bool = flag("forcePermanentRedirect", since="3.6.4", ignored=True, ignored_from="3.7")


class InFlightReq(Section):
    """Limits how many requests of a source run at the same time."""

    amount: int = integer("amount", go="int64", says="How many requests of a source may run at the same time.")
    source_criterion: SourceCriterion | None = struct("sourceCriterion", SourceCriterion, "*dynamic.SourceCriterion")


class Buffering(Section):
    """Reads whole requests and answers before passing them on."""

    max_request_body_bytes: int = integer(
        "maxRequestBodyBytes", go="int64", says="The largest request, in bytes; 0 means no limit."
    )
    mem_request_body_bytes: int = integer(
        "memRequestBodyBytes",
        go="int64",
        says="How much of a request is kept in memory, in bytes; the rest goes to the disk.",
    )
    max_response_body_bytes: int = integer(
        "maxResponseBodyBytes", go="int64", says="The largest answer, in bytes; 0 means no limit."
    )
    mem_response_body_bytes: int = integer(
        "memResponseBodyBytes",
        go="int64",
        says="How much of an answer is kept in memory, in bytes; the rest goes to the disk.",
    )
    retry_expression: str = text(
        "retryExpression", says="When a request is sent again, as in `IsNetworkError() && Attempts() < 2`."
    )
    disable_request_buffer: bool = flag("disableRequestBuffer", since="3.7", ignored=True)
    disable_response_buffer: bool = flag("disableResponseBuffer", since="3.7", ignored=True)


class CircuitBreaker(Section):
    """Stops asking a service that fails."""

    expression: str = text("expression", says="When the service counts as failing, as in `NetworkErrorRatio() > 0.30`.")
    check_period: int = duration("checkPeriod", 100 * MILLISECOND, says="How often the expression is asked.")
    fallback_duration: int = duration("fallbackDuration", 10 * SECOND, says="How long the service is not asked at all.")
    recovery_duration: int = duration("recoveryDuration", 10 * SECOND, says="How long it is then tried more and more.")
    response_code: int = integer("responseCode", 503, says="The answer while it is not asked.")


class Compress(Section):
    """Compresses answers."""

    excluded_content_types: tuple[str, ...] = texts("excludedContentTypes", says="The types that are not compressed.")
    included_content_types: tuple[str, ...] = texts("includedContentTypes", says="The only types that are compressed.")
    min_response_body_bytes: int = integer(
        "minResponseBodyBytes", says="The smallest answer, in bytes, that is compressed; 1024 where none is given."
    )
    encodings: tuple[str, ...] = texts(
        "encodings",
        ("gzip", "br", "zstd"),
        since="3.2",
        says="The encodings in order of preference: `zstd`, `br`, `gzip`.",
    )
    default_encoding: str = text("defaultEncoding", says="The encoding for clients that ask for none.")


class Retry(Section):
    """Asks again where a server does not answer."""

    attempts: int = integer("attempts", says="How often a request is tried in all.")
    timeout: int = duration("timeout", since="3.7", says="How long all tries may take together.")
    initial_interval: int = duration(
        "initialInterval", says="How long Traefik waits before the second try; it doubles with each."
    )
    max_request_body_bytes: int = integer(
        "maxRequestBodyBytes",
        2_097_152,
        go="ptr",
        since="3.7",
        says="The largest body, in bytes, of a request that can be sent again.",
    )
    status: tuple[str, ...] = texts(
        "status", since="3.7", says="The answers that are tried again too, as codes or ranges."
    )
    disable_retry_on_network_error: bool = flag(
        "disableRetryOnNetworkError", since="3.7", says="Whether a failed connection is not tried again."
    )
    retry_non_idempotent_method: bool = flag(
        "retryNonIdempotentMethod",
        since="3.7",
        says="Whether requests that change something, such as POST, are tried again.",
    )


class ContentType(Section):
    """Sets the type of an answer that names none."""

    auto_detect: bool | None = flag(
        "autoDetect", default=None, go="ptr", deprecated=True, says="Does nothing any more."
    )


class GrpcWeb(Section):
    """Turns gRPC-Web requests into gRPC."""

    allow_origins: tuple[str, ...] = texts("allowOrigins", says="The origins that are allowed, or `*`.")
