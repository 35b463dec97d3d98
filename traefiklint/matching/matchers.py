"""What each matcher demands of its arguments.

A check gets a matcher and returns what is wrong with it, or None. Texts are Traefik's, from `pkg/muxer/http/matcher.go`
and `matcher_v2.go`, `pkg/muxer/tcp/matcher.go` and `matcher_v2.go`, and `pkg/ip/checker.go`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from traefiklint.matching.goip import parse_cidr, parse_ip
from traefiklint.matching.goregex import Regex, go_regex
from traefiklint.matching.gorilla import compile_template
from traefiklint.matching.gotext import listed, quoted
from traefiklint.matching.tree import Argument, Matcher


class Issue(NamedTuple):
    """What is wrong with one matcher."""

    kind: str
    error: str
    """Traefik's words."""
    message: str
    help: str
    argument: Argument | None = None
    """The argument to blame; None for the whole matcher."""
    value: str | None = None
    """What the argument should be, where that is certain."""


Check: TypeAlias = Callable[[Matcher], Issue | None]

_SNI = re.compile(r"(\*\.)?[0-9A-Za-z_.\-:]+")
_SNI_V2 = re.compile(r"[0-9A-Za-z_.\-:]+")
_ACME_PROTOCOL = "acme-tls/1"


def empty_arguments(matcher: Matcher) -> Issue | None:
    """What Traefik checks for every matcher, before anything else (`CheckRule`)."""
    for argument in matcher.args:
        if not argument.value:
            error = f"empty args for matcher {matcher.name}, {listed(matcher.values)}"
            message = f"`{matcher.name}` has an empty argument; fill it in."
            cause = "An empty argument is often a variable or template value that is not set."
            return Issue("rule-empty-argument", error, message, cause, argument)
    if not matcher.args:
        error = f"no args for matcher {matcher.name}"
        message = f"`{matcher.name}` has no argument; put one in back-ticks between the parentheses."
        return Issue("rule-arity", error, message, "")
    return None


def _host(matcher: Matcher) -> Issue | None:
    return _ascii(matcher, matcher.args[0], "for Host matcher")


def _host_regexp(matcher: Matcher) -> Issue | None:
    argument = matcher.args[0]
    return _ascii(matcher, argument, "for HostRegexp matcher") or _regex(
        matcher, argument, "compiling HostRegexp matcher: "
    )


def _ascii(matcher: Matcher, argument: Argument, place: str) -> Issue | None:
    if argument.value.isascii():
        return None
    error = f"invalid value {quoted(argument.value)} {place}, non-ASCII characters are not allowed"
    ascii_host = punycode(argument.value) if matcher.name.startswith("Host") and "Regexp" not in matcher.name else ""
    message = f"`{matcher.name}` takes ASCII only, and `{argument.value}` is not; "
    message += f"write `{ascii_host}`." if ascii_host else "write the name in its ASCII form (`xn--…`)."
    return Issue("rule-non-ascii-host", error, message, "", argument, ascii_host or None)


def _path(matcher: Matcher) -> Issue | None:
    argument = matcher.args[0]
    if argument.value[0] == "/":
        return None
    return _no_slash(matcher, argument, f"path {quoted(argument.value)} does not start with a '/'")


def _no_slash(matcher: Matcher, argument: Argument, error: str) -> Issue:
    message = f"`{matcher.name}` needs a path that starts with a slash; write `/{argument.value}`."
    return Issue("rule-path-without-slash", error, message, "", argument, f"/{argument.value}")


def _path_regexp(matcher: Matcher) -> Issue | None:
    return _regex(matcher, matcher.args[0], "compiling PathPrefix matcher: ")


def _second_regexp(matcher: Matcher) -> Issue | None:
    return _regex(matcher, matcher.args[1], f"compiling {matcher.name} matcher: ") if len(matcher.args) == 2 else None


def _regex(matcher: Matcher, argument: Argument, prefix: str) -> Issue | None:
    regex = go_regex(argument.value)
    return _bad_regex(matcher, argument, prefix + regex.error, regex) if regex.error else None


def _bad_regex(matcher: Matcher, argument: Argument, error: str, regex: Regex) -> Issue:
    reason = regex.error.removeprefix("error parsing regexp: ")
    if regex.foreign:
        message = (
            f"The expression of `{matcher.name}` uses a {regex.foreign}, which Go's regular expressions do not know."
        )
        return Issue("rule-regex-not-go", error, message, _RE2_HELP.format(reason), argument)
    message = f"The regular expression of `{matcher.name}` does not compile: {reason}."
    return Issue("rule-bad-regex", error, message, "", argument)


_RE2_HELP = "Traefik uses RE2: no look-around, no back-references, no possessive quantifiers (Go says: {})."


def _client_ip(matcher: Matcher) -> Issue | None:
    return _addresses(matcher, "initializing IP checker for ClientIP matcher: ")


def _client_ip_v2(matcher: Matcher) -> Issue | None:
    return _addresses(matcher, 'could not initialize IP Checker for "ClientIP" matcher: ')


def _addresses(matcher: Matcher, prefix: str) -> Issue | None:
    for argument in matcher.args:
        value = argument.value
        if parse_ip(value) is None and parse_cidr(value) is None:
            error = f"{prefix}parsing CIDR trusted IPs <nil>: invalid CIDR address: {value}"
            message = f"`{value}` is neither an IP address nor a network in CIDR form, as in `10.0.0.0/8`; mend it."
            trimmed = value.strip()
            right = trimmed if parse_ip(trimmed) or parse_cidr(trimmed) else None
            return Issue("rule-bad-cidr", error, message, "", argument, right)
    return None


def _sni(matcher: Matcher) -> Issue | None:
    argument = matcher.args[0]
    if argument.value == "*" or _SNI.fullmatch(argument.value):
        return None
    error = f"invalid value for HostSNI matcher, {quoted(argument.value)} is not a valid hostname"
    return _bad_sni(matcher, argument, error)


def _sni_without_wildcards(matcher: Matcher) -> Issue | None:
    """`HostSNI` before 3.7.0."""
    argument = matcher.args[0]
    if not argument.value.startswith("*."):
        return _sni(matcher)
    error = f"invalid value for HostSNI matcher, {quoted(argument.value)} is not a valid hostname"
    message = f"Traefik knows wildcards such as `{argument.value}` in `HostSNI` since 3.7.0; use `HostSNIRegexp`."
    return Issue("rule-bad-host", error, message, "", argument)


def _bad_sni(matcher: Matcher, argument: Argument, error: str) -> Issue:
    if not argument.value.isascii():
        ascii_host = punycode(argument.value)
        message = f"`{matcher.name}` takes ASCII only, and `{argument.value}` is not; write its ASCII form (`xn--…`)."
        return Issue("rule-non-ascii-host", error, message, "", argument, ascii_host or None)
    message = f"`{argument.value}` is no host name that `{matcher.name}` takes; write a plain name or `*`."
    return Issue("rule-bad-host", error, message, "", argument)


def _sni_regexp(matcher: Matcher) -> Issue | None:
    argument = matcher.args[0]
    if argument.value.isascii():
        return _regex(matcher, argument, "compiling HostSNIRegexp matcher: ")
    error = f"invalid value for HostSNIRegexp matcher, {quoted(argument.value)} is not a valid hostname"
    message = f"`{matcher.name}` takes ASCII only; write the name in its ASCII form (`xn--…`)."
    return Issue("rule-non-ascii-host", error, message, "", argument)


def _alpn(matcher: Matcher) -> Issue | None:
    return _protocols(matcher, "ALPN")


def _alpn_v2(matcher: Matcher) -> Issue | None:
    return _protocols(matcher, '"ALPN"')


def _protocols(matcher: Matcher, shown: str) -> Issue | None:
    for argument in matcher.args:
        if argument.value == _ACME_PROTOCOL:
            error = f"invalid protocol value for {shown} matcher, {quoted(argument.value)} is not allowed"
            message = f"`{_ACME_PROTOCOL}` belongs to Traefik's own certificate challenge; remove it from `ALPN`."
            return Issue("rule-bad-alpn", error, message, "", argument)
    return None


def _hosts_v2(matcher: Matcher) -> Issue | None:
    for argument in matcher.args:
        if issue := _ascii(matcher, argument, 'for "Host" matcher'):
            return issue
    return None


def _host_regexp_v2(matcher: Matcher) -> Issue | None:
    for argument in matcher.args:
        issue = _ascii(matcher, argument, "for HostRegexp matcher") or _template(matcher, argument, "host")
        if issue:
            return issue
    return None


def _paths_v2(matcher: Matcher) -> Issue | None:
    kind = "path" if matcher.name == "Path" else "prefix"
    for argument in matcher.args:
        if argument.value[0] != "/":
            error = f"mux: path must start with a slash, got {quoted(argument.value)}"
            return _no_slash(matcher, argument, error)
        if issue := _template(matcher, argument, kind):
            return issue
    return None


def _template(matcher: Matcher, argument: Argument, kind: str, prefix: str = "") -> Issue | None:
    template = compile_template(argument.value, kind)
    if not template.error:
        return None
    if template.error.startswith("error parsing regexp"):
        return _bad_regex(matcher, argument, template.error, Regex(template.error, template.foreign))
    message = f"The template of `{matcher.name}` cannot be read: {template.error.removeprefix('mux: ')}."
    return Issue("rule-bad-template", prefix + template.error, message, "", argument)


def _headers_v2(matcher: Matcher) -> Issue | None:
    if len(matcher.args) % 2:
        return _odd(matcher, listed(matcher.values), "a name and a value for each header")
    if matcher.name == "HeadersRegexp":
        for argument in matcher.args[1::2]:
            if issue := _regex(matcher, argument, ""):
                return issue
    return None


def _query_v2(matcher: Matcher) -> Issue | None:
    pieces = [piece for value in matcher.values for piece in value.split("=", 1)]
    if len(pieces) % 2:
        return _odd(matcher, listed(pieces), "`name=value` for each parameter")
    seen: set[str] = set()
    for name, value in zip(pieces[::2], pieces[1::2], strict=True):
        template = compile_template(f"{name}={value}", "query")
        repeated = next((variable for variable in template.names if variable in seen), None)
        if template.error or repeated is not None:
            error = template.error or f"mux: duplicated route variable {quoted(repeated or '')}"
            kind = "rule-bad-regex" if error.startswith("error parsing regexp") else "rule-bad-template"
            return Issue(kind, error, f"The template of `Query` cannot be read: {error.removeprefix('mux: ')}.", "")
        seen.update(template.names)
    return None


def _odd(matcher: Matcher, shown: str, wanted: str) -> Issue:
    error = f"mux: number of parameters must be multiple of 2, got {shown}"
    return Issue("rule-arity", error, f"`{matcher.name}` needs {wanted}; one is missing.", "")


def _snis_v2(matcher: Matcher) -> Issue | None:
    for argument in matcher.args:
        if argument.value != "*" and not _SNI_V2.fullmatch(argument.value):
            error = f'invalid value for "HostSNI" matcher, {quoted(argument.value)} is not a valid hostname or IP'
            return _bad_sni(matcher, argument, error)
    return None


def _sni_regexp_v2(matcher: Matcher) -> Issue | None:
    for argument in matcher.args:
        prefix = f'invalid pattern value for "HostSNIRegexp" matcher, {quoted(argument.value)} is not a valid pattern: '
        if issue := _template(matcher, argument, "sni", prefix):
            return issue
    return None


def _nothing(matcher: Matcher) -> Issue | None:  # noqa: ARG001 - a check like the others
    return None


def punycode(host: str) -> str:
    """The ASCII form of a host name, or empty where it has none."""
    import idna

    try:
        labels = [label if label in ("*", "") else idna.encode(label, uts46=True).decode() for label in host.split(".")]
    except (idna.IDNAError, UnicodeError):
        return ""
    return ".".join(labels)


_ONE = (1,)
CHECKS: dict[tuple[str, str], dict[str, tuple[tuple[int, ...], Check]]] = {
    ("http", "v3"): {
        "Host": (_ONE, _host),
        "HostRegexp": (_ONE, _host_regexp),
        "Path": (_ONE, _path),
        "PathPrefix": (_ONE, _path),
        "PathRegexp": (_ONE, _path_regexp),
        "Method": (_ONE, _nothing),
        "Header": ((2,), _nothing),
        "HeaderRegexp": ((2,), _second_regexp),
        "Query": ((1, 2), _nothing),
        "QueryRegexp": ((1, 2), _second_regexp),
        "ClientIP": (_ONE, _client_ip),
    },
    ("http", "v2"): {
        "Host": ((), _hosts_v2),
        "HostHeader": ((), _hosts_v2),
        "HostRegexp": ((), _host_regexp_v2),
        "Path": ((), _paths_v2),
        "PathPrefix": ((), _paths_v2),
        "Method": ((), _nothing),
        "Headers": ((), _headers_v2),
        "HeadersRegexp": ((), _headers_v2),
        "Query": ((), _query_v2),
        "ClientIP": ((), _client_ip_v2),
    },
    ("tcp", "v3"): {
        "HostSNI": (_ONE, _sni),
        "HostSNIRegexp": (_ONE, _sni_regexp),
        "ClientIP": (_ONE, _client_ip),
        "ALPN": (_ONE, _alpn),
    },
    ("tcp", "v2"): {
        "HostSNI": ((), _snis_v2),
        "HostSNIRegexp": ((), _sni_regexp_v2),
        "ClientIP": ((), _client_ip_v2),
        "ALPN": ((), _alpn_v2),
    },
}
_WITHOUT_WILDCARDS = {**CHECKS["tcp", "v3"], "HostSNI": (_ONE, _sni_without_wildcards)}
_SNI_WILDCARDS_SINCE = (3, 7)


def checks_for(protocol: str, syntax: str, target: tuple[int, ...]) -> dict[str, tuple[tuple[int, ...], Check]]:
    """For each matcher: how many arguments it takes (any number where empty), and its check."""
    if protocol == "tcp" and syntax == "v3" and target < _SNI_WILDCARDS_SINCE:
        return _WITHOUT_WILDCARDS
    return CHECKS[protocol, syntax]
