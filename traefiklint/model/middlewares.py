"""The HTTP middlewares, one class a type."""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.model.base import Struct
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


class IpStrategy(Struct):
    """Which address of a request is the client's."""

    depth: int = integer("depth")
    excluded_ips: tuple[str, ...] = texts("excludedIPs")
    ipv6_subnet: int | None = integer("ipv6Subnet", default=None, go="ptr", since="3.2")


class SourceCriterion(Struct):
    """What makes two requests come from the same source."""

    ip_strategy: IpStrategy | None = struct("ipStrategy", IpStrategy, "*dynamic.IPStrategy")
    request_header_name: str = text("requestHeaderName")
    request_host: bool = flag("requestHost")


class RedisTls(Struct):
    """How Traefik talks TLS to Redis."""

    ca: str = text("ca", since="3.4", opens=CERTIFICATE)
    cert: str = text("cert", since="3.4", opens=CERTIFICATE)
    key: str = text("key", since="3.4", opens=PRIVATE_KEY)
    insecure_skip_verify: bool = flag("insecureSkipVerify", since="3.4")


class Redis(Struct):
    """Where a rate limit is counted, so that several instances of Traefik share it."""

    endpoints: tuple[str, ...] = texts("endpoints", ("localhost:6379",), since="3.4")
    tls: RedisTls | None = struct("tls", RedisTls, "*types.ClientTLS", since="3.4")
    username: str = text("username", since="3.4")
    password: str = text("password", since="3.4")
    db: int = integer("db", since="3.4")
    pool_size: int = integer("poolSize", since="3.4")
    min_idle_conns: int = integer("minIdleConns", since="3.4", quiet_without="minIdleConns")
    max_active_conns: int = integer("maxActiveConns", since="3.4")
    read_timeout: int = duration("readTimeout", 3 * SECOND, go="ptr", since="3.4")
    write_timeout: int = duration("writeTimeout", 3 * SECOND, go="ptr", since="3.4")
    dial_timeout: int = duration("dialTimeout", 5 * SECOND, go="ptr", since="3.4")


class AddPrefix(Struct):
    """Puts a prefix before the path."""

    prefix: str = text("prefix")


class StripPrefix(Struct):
    """Takes a prefix off the path."""

    prefixes: tuple[str, ...] = texts("prefixes")
    force_slash: bool | None = flag("forceSlash", default=None, go="ptr", deprecated=True)


class StripPrefixRegex(Struct):
    """Takes off the path what matches a regular expression."""

    regex: tuple[str, ...] = texts("regex")


class ReplacePath(Struct):
    """Replaces the whole path."""

    http_path: str = text("path")


class ReplacePathRegex(Struct):
    """Rewrites the path by a regular expression."""

    regex: str = text("regex")
    replacement: str = text("replacement")


class Chain(Struct):
    """A list of middlewares under one name."""

    middlewares: tuple[str, ...] = texts("middlewares")


class IpWhiteList(Struct):
    """The old name of `ipAllowList`."""

    source_range: tuple[str, ...] = texts("sourceRange")
    ip_strategy: IpStrategy | None = struct("ipStrategy", IpStrategy, may_be_empty=True)


class IpAllowList(Struct):
    """Lets only certain addresses in."""

    source_range: tuple[str, ...] = texts("sourceRange")
    ip_strategy: IpStrategy | None = struct("ipStrategy", IpStrategy, may_be_empty=True)
    reject_status_code: int = integer("rejectStatusCode", may_be_empty=True)


class EncodedCharacters(Struct):
    """Which encoded characters a path may hold."""

    allow_encoded_slash: bool = flag("allowEncodedSlash", since="3.7")
    allow_encoded_back_slash: bool = flag("allowEncodedBackSlash", since="3.7")
    allow_encoded_null_character: bool = flag("allowEncodedNullCharacter", since="3.7")
    allow_encoded_semicolon: bool = flag("allowEncodedSemicolon", since="3.7")
    allow_encoded_percent: bool = flag("allowEncodedPercent", since="3.7")
    allow_encoded_question_mark: bool = flag("allowEncodedQuestionMark", since="3.7")
    allow_encoded_hash: bool = flag("allowEncodedHash", since="3.7")


class Errors(Struct):
    """Shows the page of another service instead of an error."""

    status: tuple[str, ...] = texts("status")
    status_rewrites: Mapping[str, int] = int_map("statusRewrites", since="3.4")
    service: str = text("service")
    query: str = text("query")
    error_request_headers: tuple[str, ...] = texts("errorRequestHeaders", since="3.6")
    nginx_headers: None = raw("nginxHeaders", since="3.7", ignored=True)


class RateLimit(Struct):
    """Limits how many requests a source may make in a time."""

    average: int = integer("average", go="int64")
    period: int = duration("period", SECOND)
    burst: int = integer("burst", 1, go="int64")
    source_criterion: SourceCriterion | None = struct("sourceCriterion", SourceCriterion, "*dynamic.SourceCriterion")
    redis: Redis | None = struct("redis", Redis, "*dynamic.Redis", since="3.4")


class RedirectRegex(Struct):
    """Redirects by a regular expression over the whole URL."""

    regex: str = text("regex")
    replacement: str = text("replacement")
    permanent: bool = flag("permanent")
    status_code: int | None = integer("statusCode", default=None, go="ptr", since="3.7", ignored=True)


class RedirectScheme(Struct):
    """Redirects to another scheme or port."""

    scheme: str = text("scheme")
    port: str = text("port")
    permanent: bool = flag("permanent")
    force_permanent_redirect: bool = flag("forcePermanentRedirect", since="3.6", ignored=True, ignored_from=7)


class InFlightReq(Struct):
    """Limits how many requests of a source run at the same time."""

    amount: int = integer("amount", go="int64")
    source_criterion: SourceCriterion | None = struct("sourceCriterion", SourceCriterion, "*dynamic.SourceCriterion")


class Buffering(Struct):
    """Reads whole requests and answers before passing them on."""

    max_request_body_bytes: int = integer("maxRequestBodyBytes", go="int64")
    mem_request_body_bytes: int = integer("memRequestBodyBytes", go="int64")
    max_response_body_bytes: int = integer("maxResponseBodyBytes", go="int64")
    mem_response_body_bytes: int = integer("memResponseBodyBytes", go="int64")
    retry_expression: str = text("retryExpression")
    disable_request_buffer: bool = flag("disableRequestBuffer", since="3.7", ignored=True)
    disable_response_buffer: bool = flag("disableResponseBuffer", since="3.7", ignored=True)


class CircuitBreaker(Struct):
    """Stops asking a service that fails."""

    expression: str = text("expression")
    check_period: int = duration("checkPeriod", 100 * MILLISECOND)
    fallback_duration: int = duration("fallbackDuration", 10 * SECOND)
    recovery_duration: int = duration("recoveryDuration", 10 * SECOND)
    response_code: int = integer("responseCode", 503)


class Compress(Struct):
    """Compresses answers."""

    excluded_content_types: tuple[str, ...] = texts("excludedContentTypes")
    included_content_types: tuple[str, ...] = texts("includedContentTypes")
    min_response_body_bytes: int = integer("minResponseBodyBytes")
    encodings: tuple[str, ...] = texts("encodings", ("gzip", "br", "zstd"), since="3.2")
    default_encoding: str = text("defaultEncoding")


class Retry(Struct):
    """Asks again where a server does not answer."""

    attempts: int = integer("attempts")
    timeout: int = duration("timeout", since="3.7")
    initial_interval: int = duration("initialInterval")
    max_request_body_bytes: int = integer("maxRequestBodyBytes", 2_097_152, go="ptr", since="3.7")
    status: tuple[str, ...] = texts("status", since="3.7")
    disable_retry_on_network_error: bool = flag("disableRetryOnNetworkError", since="3.7")
    retry_non_idempotent_method: bool = flag("retryNonIdempotentMethod", since="3.7")


class ContentType(Struct):
    """Sets the type of an answer that names none."""

    auto_detect: bool | None = flag("autoDetect", default=None, go="ptr", deprecated=True)


class GrpcWeb(Struct):
    """Turns gRPC-Web requests into gRPC."""

    allow_origins: tuple[str, ...] = texts("allowOrigins")
