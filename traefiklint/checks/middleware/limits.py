"""Middlewares that limit, retry, compress and break: expressions, ranges, numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.fixes import set_option
from traefiklint.findings import Effect
from traefiklint.go.http_status import bad_code_range
from traefiklint.instance.instance import Instance
from traefiklint.instance.startup import LAST
from traefiklint.model.middleware_headers import Headers
from traefiklint.model.middlewares import Buffering, CircuitBreaker, Compress, Errors, InFlightReq, RateLimit, Retry
from traefiklint.patterns import lazy
from traefiklint.text.spelling import nearest
from traefiklint.versions import since

ENCODINGS = ("gzip", "br", "zstd")
"""What Traefik can compress with (pkg/middlewares/compress)."""


def _expression(part: CircuitBreaker | Buffering, attribute: str, text: str) -> Iterator[Diagnostic]:
    from traefiklint.checks.shared.predicates import CIRCUIT_BREAKER, RETRY, fault_of

    breaks = isinstance(part, CircuitBreaker)
    fault = fault_of(text, CIRCUIT_BREAKER if breaks else RETRY)
    if fault is None:
        return
    from traefiklint.instance.scalar_offsets import ScalarText

    place = part.at(attribute)
    scalar = ScalarText.of(place) if part.gives(attribute) else None
    key = part.fields[attribute].key
    reason = fault.reason if text.strip() else "it is empty"
    if turned := re.search(r"=[<>]", text):
        reason = f"`{turned[0]}` is written the wrong way around; write `{turned[0][::-1]}`"
    elif re.search(r"(?<![=<>!])=(?!=)", text):
        reason = "values are compared with `==`, not with `=`"
    elif breaks and re.search(r"\d\s*%", text):
        reason = "a ratio is a part of 1, as in `0.3`, and not a percentage"
    elif word := re.search(_JOINING, text):
        reason = f"conditions are joined by `&&` and `||`, not by `{word[0].strip()}`"
    example = "`NetworkErrorRatio() > 0.5`" if breaks else "`IsNetworkError() && Attempts() < 2`"
    advice = "" if "; write " in reason else f"; write something like {example}"
    message = f"Traefik refuses the `{key}`: {reason}{advice}."
    yield Diagnostic(place, message, span=scalar.span(fault.start, fault.end) if scalar else None)


_JOINING = (
    r"(?i)(?<=\))\s*(?:\b(?:or|and)\b|(?<![|&])[|&](?![|&])|,)"
    r"|(?<=\d)\s*(?:\b(?:or|and)\b|(?<![|&])[|&](?![|&])|,)\s*(?=[A-Z(])"
)
"""What stands between two conditions where `&&` or `||` should."""


_COMPARED = (
    r"(?:NetworkErrorRatio\s*\(\s*\)"
    r"|ResponseCodeRatio\s*\(\s*(?P<from>\d+)\s*,\s*(?P<to>\d+)\s*,\s*(?P<of>\d+)\s*,\s*(?P<until>\d+)\s*\))"
    r"\s*(?P<sign>>=?)\s*(?P<bound>\d+\.\d*)"
)


def _is_never(compared: re.Match[str]) -> bool:
    """Whether a ratio can never be that large: it is at most 1 where what is counted is a part of what divides it."""
    bound = float(compared["bound"])
    first, last, of, until = (int(compared[name] or 0) for name in ("from", "to", "of", "until"))
    return of <= first and last <= until and (bound > 1 or (bound == 1 and compared["sign"] == ">"))


@rule("circuit-breaker-expression", effect=Effect.DISABLED)
def circuit_breaker_expression(breaker: CircuitBreaker, instance: Instance) -> Iterator[Diagnostic]:
    """The expression of a circuit breaker is none that Traefik understands."""
    faults = list(_expression(breaker, "expression", breaker.expression))
    yield from faults
    for found in () if faults else re.finditer(_COMPARED, breaker.expression):
        if _is_never(found):
            message = f"A ratio is at most 1, so `{found[0]}` is never true; write a part of one, as in `0.5`."
            yield Diagnostic(breaker.at("expression"), message, effect=Effect.SILENT)


@rule("buffering-retry-expression", effect=Effect.DISABLED)
def buffering_retry_expression(buffering: Buffering, instance: Instance) -> Iterator[Diagnostic]:
    """The retry expression of a buffering middleware is none that Traefik understands."""
    if buffering.retry_expression:
        yield from _expression(buffering, "retry_expression", buffering.retry_expression)


@rule("buffering-negative-size", effect=Effect.DISABLED)
def buffering_negative_size(buffering: Buffering, instance: Instance) -> Iterator[Diagnostic]:
    """A size of a buffering middleware is negative."""
    for attribute in (
        "max_request_body_bytes",
        "mem_request_body_bytes",
        "max_response_body_bytes",
        "mem_response_body_bytes",
    ):
        if getattr(buffering, attribute) < 0:
            key = buffering.fields[attribute].key
            yield Diagnostic(
                buffering.at(attribute), f"`{key}` is negative; write a number of bytes, or 0 for no limit."
            )


@rule("retry-attempts-zero", effect=Effect.DISABLED)
def retry_attempts_zero(retry: Retry, instance: Instance) -> Iterator[Diagnostic]:
    """`retry` makes no attempt at all."""
    if retry.attempts <= 0:
        yield Diagnostic(retry.at("attempts"), "`retry` needs `attempts` of at least 1; set how often to try.")


@rule("retry-without-reason", effect=Effect.DISABLED)
def retry_without_reason(retry: Retry, instance: Instance) -> Iterator[Diagnostic]:
    """`retry` is told not to look at network errors, and given no status to look at."""
    if retry.disable_retry_on_network_error and not retry.status:
        message = "`retry` retries on neither network errors nor a status; add `status`, or drop this option."
        yield Diagnostic(retry.at("disable_retry_on_network_error"), message)


_CLASS = lazy(r"[1-5](?:[xX]{1,2}|\*{1,2}|\.\.)")
"""A class of statuses, as people write it."""


@rule("errors-bad-status", effect=Effect.DISABLED)
def errors_bad_status(options: Errors | Retry, instance: Instance) -> Iterator[Diagnostic]:
    """A status of an error page or a retry is neither a code nor a range."""
    for index, text in enumerate(options.status):
        if bad_code_range(text):
            message = f"`{text}` is neither a status nor a range; write {_statuses_for(text)}."
            yield Diagnostic(options.at("status", index), message)
    if isinstance(options, Errors):
        for text in options.status_rewrites:
            if bad_code_range(text):
                message = f"`{text}` is neither a status nor a range; write {_statuses_for(text)}, in quotes."
                yield Diagnostic(options.at("status_rewrites"), message, after=LAST)


def _statuses_for(text: str) -> str:
    """What is to be written in the place of a status that is none: the class that is meant, or an example."""
    return f"`{text[0]}00-{text[0]}99`" if _CLASS.fullmatch(text) else "`503` or `500-599`"


@rule("rate-limit-period", effect=Effect.DISABLED)
def rate_limit_period(limit: RateLimit, instance: Instance) -> Iterator[Diagnostic]:
    """A rate limit counts over a negative time."""
    if limit.period < 0:
        yield Diagnostic(limit.at("period"), "`period` is negative; write a duration such as `1s`.")


@rule("source-criterion-conflict", effect=Effect.DISABLED)
def source_criterion_conflict(limit: RateLimit | InFlightReq, instance: Instance) -> Iterator[Diagnostic]:
    """A limit is told several ways to tell its clients apart."""
    criterion = limit.source_criterion
    if criterion is None:
        return
    given = [
        attribute
        for attribute in ("ip_strategy", "request_header_name", "request_host")
        if getattr(criterion, attribute)
    ]
    if len(given) > 1:
        first, second = (criterion.fields[attribute].key for attribute in given[:2])
        message = f"`{first}` and `{second}` exclude each other; keep one of them."
        yield Diagnostic(criterion.key_at(given[1]), message)


@rule("compress-content-types", effect=Effect.DISABLED)
def compress_content_types(compress: Compress, instance: Instance) -> Iterator[Diagnostic]:
    """The content types of `compress` contradict each other, or are none."""
    if compress.excluded_content_types and compress.included_content_types:
        message = "`includedContentTypes` and `excludedContentTypes` exclude each other; keep one of them."
        yield Diagnostic(compress.key_at("included_content_types"), message)
    from traefiklint.go.media_type import bad_media_type

    for attribute in ("excluded_content_types", "included_content_types"):
        for index, text in enumerate(getattr(compress, attribute)):
            if bad_media_type(text):
                message = f"`{text}` is not a content type; write a whole one, such as `text/html`."
                yield Diagnostic(compress.at(attribute, index), message)
            elif "/" not in text:
                message = (
                    f"`{text}` is only a part of a content type and equals none; write one such as `text/event-stream`."
                )
                yield Diagnostic(compress.at(attribute, index), message, effect=Effect.SILENT)
            elif "*" in text:
                key = compress.fields[attribute].key
                message = f"`{key}` compares whole types, so `{text}` matches none; list each, as in `image/png`."
                yield Diagnostic(compress.at(attribute, index), message, effect=Effect.SILENT)


_CHECKS_DEFAULT_ENCODING = since("3.1")


@rule("compress-encoding", effect=Effect.DISABLED, fix="unsafe")
def compress_encoding(compress: Compress, instance: Instance) -> Iterator[Diagnostic]:
    """`compress` names an encoding that Traefik does not know, or prefers one that it is not given."""
    for index, name in enumerate(compress.encodings):
        if name not in ENCODINGS:
            guess = nearest(name, ENCODINGS)
            advice = f"did you mean `{guess}`?" if guess else "known are `gzip`, `br` and `zstd`."
            fix = None
            if guess:
                fix = set_option(compress, "encodings", guess, index=index, safe=False)
            yield Diagnostic(
                compress.at("encodings", index), f"`{name}` is not an encoding that Traefik has; {advice}", fix=fix
            )
    default = compress.default_encoding
    if default and default not in compress.encodings and instance.context.target >= _CHECKS_DEFAULT_ENCODING:
        shown = ", ".join(f"`{name}`" for name in compress.encodings)
        message = f"The default encoding `{default}` is not among the encodings {shown}; add it to them, or choose one."
        yield Diagnostic(compress.at("default_encoding"), message)


@rule("headers-empty", effect=Effect.DISABLED)
def headers_empty(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """A `headers` middleware sets nothing."""
    target = instance.context.target
    for attribute in headers.written:
        value = getattr(headers, attribute)
        counts = _COUNT_WHEN_GIVEN.get(attribute)
        if value or (value is not None and counts is not None and target >= counts):
            return
    message = "`headers` sets nothing, as every option in it is empty or false; set a header, or delete the middleware."
    yield Diagnostic(headers.key_at(), message)


_COUNT_WHEN_GIVEN = {"sts_seconds": since("3.4"), "access_control_max_age": since("3.7")}
"""Options that count even as 0, since the version that is known to take them so (3.0 and 3.6 do not, or do)."""


@rule("errors-query-without-slash", effect=Effect.SILENT, fix="safe")
def errors_query_without_slash(options: Errors, instance: Instance) -> Iterator[Diagnostic]:
    """The path of an error page does not begin with a slash."""
    query = options.query
    if query and not query.startswith(("/", "{url}")):
        fix = set_option(options, "query", f"/{query}", safe=True)
        yield Diagnostic(options.at("query"), f"The error page `{query}` is not a path; write `/{query}`.", fix=fix)


_PLACEHOLDER = lazy(r"\{([A-Za-z_]+)\}")
_KNOWN_PLACEHOLDERS = ("status", "originalStatus", "url")
"""What Traefik fills in in the path of an error page (pkg/middlewares/customerrors)."""


@rule("errors-query-placeholder", effect=Effect.SILENT)
def errors_query_placeholder(options: Errors, instance: Instance) -> Iterator[Diagnostic]:
    """The path of an error page has a placeholder that Traefik does not fill in."""
    for found in _PLACEHOLDER.finditer(options.query):
        if found[1] not in _KNOWN_PLACEHOLDERS:
            message = (
                f"Traefik does not fill in `{found[0]}`, and asks the service for it literally; write `{{status}}`."
            )
            yield Diagnostic(options.at("query"), message)
