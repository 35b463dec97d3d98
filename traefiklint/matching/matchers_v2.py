"""What each matcher demands of its arguments in the v2 syntax, where most take several.

Texts are Traefik's, from `matcher_v2.go` in `pkg/muxer/http` and `pkg/muxer/tcp`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from traefiklint.go.quote import listed, quoted
from traefiklint.go.regexp import Regex
from traefiklint.matching.diagnostics import (
    BadMatcher,
    BadQueryExpression,
    BadQueryTemplate,
    BadTemplate,
    OddHeaders,
    OddQuery,
)
from traefiklint.matching.gorilla import compile_template
from traefiklint.matching.matchers import (
    HTTP_CHECKS,
    TCP_CHECKS,
    TCP_CHECKS_WITHOUT_UNDERSCORES,
    TCP_CHECKS_WITHOUT_WILDCARDS,
    Table,
    bad_regex,
    bad_sni,
    check_addresses,
    check_ascii,
    check_protocols,
    check_regex,
    early_underscore,
    missing_slash,
    no_check,
)
from traefiklint.matching.names import SNI_UNDERSCORES, SNI_WILDCARDS
from traefiklint.matching.tree import Argument, Matcher
from traefiklint.versions import Version

_SNI_V2 = re.compile(r"[0-9A-Za-z_.\-:]+")


def _client_ip_v2(matcher: Matcher) -> BadMatcher | None:
    return check_addresses(matcher, 'could not initialize IP Checker for "ClientIP" matcher: ')


def _hosts_v2(matcher: Matcher) -> BadMatcher | None:
    return _first(check_ascii(matcher, argument, 'for "Host" matcher') for argument in matcher.args)


def _first(checked: Iterable[BadMatcher | None]) -> BadMatcher | None:
    return next(filter(None, checked), None)


def _host_regexp_v2(matcher: Matcher) -> BadMatcher | None:
    return _first(
        check_ascii(matcher, argument, "for HostRegexp matcher") or _template(matcher, argument, "host")
        for argument in matcher.args
    )


def _paths_v2(matcher: Matcher) -> BadMatcher | None:
    kind = "path" if matcher.name == "Path" else "prefix"
    for argument in matcher.args:
        if argument.value[0] != "/":
            error = f"mux: path must start with a slash, got {quoted(argument.value)}"
            return missing_slash(matcher, argument, error)
        if bad := _template(matcher, argument, kind):
            return bad
    return None


def _template(matcher: Matcher, argument: Argument, kind: str, prefix: str = "") -> BadMatcher | None:
    template = compile_template(argument.value, kind)
    if not template.error:
        return None
    if template.error.startswith("error parsing regexp"):
        return bad_regex(matcher, argument, template.error, Regex(template.error, template.foreign))
    return BadTemplate(argument, prefix + template.error, matcher, template.error.removeprefix("mux: "))


def _headers_v2(matcher: Matcher) -> BadMatcher | None:
    if len(matcher.args) % 2:
        return OddHeaders(matcher, _odd(listed(matcher.values)), matcher)
    expressions = matcher.args[1::2] if matcher.name == "HeadersRegexp" else ()
    return _first(check_regex(matcher, argument, "") for argument in expressions)


def _query_v2(matcher: Matcher) -> BadMatcher | None:
    pieces = [piece for value in matcher.values for piece in value.split("=", 1)]
    if len(pieces) % 2:
        return OddQuery(matcher, _odd(listed(pieces)), matcher)
    seen: set[str] = set()
    for name, value in zip(pieces[::2], pieces[1::2], strict=True):
        template = compile_template(f"{name}={value}", "query")
        repeated = next((variable for variable in template.names if variable in seen), None)
        if template.error or repeated is not None:
            error = template.error or f"mux: duplicated route variable {quoted(repeated or '')}"
            kind = BadQueryExpression if error.startswith("error parsing regexp") else BadQueryTemplate
            return kind(matcher, error, matcher)
        seen.update(template.names)
    return None


def _odd(shown: str) -> str:
    return f"mux: number of parameters must be multiple of 2, got {shown}"


def _snis_v2(matcher: Matcher) -> BadMatcher | None:
    for argument in matcher.args:
        if argument.value != "*" and not _SNI_V2.fullmatch(argument.value):
            error = f'invalid value for "HostSNI" matcher, {quoted(argument.value)} is not a valid hostname or IP'
            return bad_sni(matcher, argument, error)
    return None


def _snis_without_underscores_v2(matcher: Matcher) -> BadMatcher | None:
    """`HostSNI` before 3.3.5."""
    words = 'invalid value for "HostSNI" matcher, {} is not a valid hostname or IP'
    return _snis_v2(matcher) or _first(
        early_underscore(matcher, one, words.format(quoted(one.value))) for one in matcher.args
    )


def _sni_regexp_v2(matcher: Matcher) -> BadMatcher | None:
    words = 'invalid pattern value for "HostSNIRegexp" matcher, {} is not a valid pattern: '
    return _first(_template(matcher, one, "sni", words.format(quoted(one.value))) for one in matcher.args)


_HTTP_CHECKS_V2: Table = {
    "Host": ((), _hosts_v2),
    "HostHeader": ((), _hosts_v2),
    "HostRegexp": ((), _host_regexp_v2),
    "Path": ((), _paths_v2),
    "PathPrefix": ((), _paths_v2),
    "Method": ((), no_check),
    "Headers": ((), _headers_v2),
    "HeadersRegexp": ((), _headers_v2),
    "Query": ((), _query_v2),
    "ClientIP": ((), _client_ip_v2),
}
_TCP_CHECKS_V2: Table = {
    "HostSNI": ((), _snis_v2),
    "HostSNIRegexp": ((), _sni_regexp_v2),
    "ClientIP": ((), _client_ip_v2),
    "ALPN": ((), lambda matcher: check_protocols(matcher, '"ALPN"')),
}


_TCP_CHECKS_WITHOUT_UNDERSCORES_V2: Table = {**_TCP_CHECKS_V2, "HostSNI": ((), _snis_without_underscores_v2)}


def checks_for(protocol: str, syntax: str, target: Version) -> Table:
    """What the matchers of a protocol and syntax demand, for a Traefik version."""
    if syntax == "v2":
        if protocol == "http":
            return _HTTP_CHECKS_V2
        return _TCP_CHECKS_V2 if target >= SNI_UNDERSCORES else _TCP_CHECKS_WITHOUT_UNDERSCORES_V2
    if protocol == "http":
        return HTTP_CHECKS
    if target < SNI_UNDERSCORES:
        return TCP_CHECKS_WITHOUT_UNDERSCORES
    return TCP_CHECKS if target >= SNI_WILDCARDS else TCP_CHECKS_WITHOUT_WILDCARDS
