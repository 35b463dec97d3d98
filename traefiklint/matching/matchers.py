"""What each matcher demands of its arguments.

A check gets a matcher and returns what is wrong with it, or None. Texts are Traefik's, from `pkg/muxer/http/matcher.go`
and `matcher_v2.go`, `pkg/muxer/tcp/matcher.go` and `matcher_v2.go`, and `pkg/ip/checker.go`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeAlias

from traefiklint.go.ip import parse_cidr, parse_ip
from traefiklint.go.quote import listed, quoted
from traefiklint.go.regexp import Regex, go_regex
from traefiklint.matching.diagnostics import (
    BadArgument,
    BadExpression,
    BadHostName,
    BadMatcher,
    EarlyUnderscore,
    EarlyWildcard,
    EmptyArgument,
    ForeignExpression,
    NoArgument,
    NotAnAddress,
    NotAscii,
    OwnProtocol,
    PathWithoutSlash,
)
from traefiklint.matching.tree import Argument, Matcher
from traefiklint.text.unseen import without_unseen

Check: TypeAlias = Callable[[Matcher], BadMatcher | None]
Table: TypeAlias = dict[str, tuple[tuple[int, ...], Check]]
"""For each matcher: how many arguments it takes (any number where empty), and its check."""

_SNI = re.compile(r"(\*\.)?[0-9A-Za-z_.\-:]+")
_ACME_PROTOCOL = "acme-tls/1"


def empty_arguments(matcher: Matcher) -> BadMatcher | None:
    """What Traefik checks for every matcher, before anything else (`CheckRule`)."""
    for argument in matcher.args:
        if not argument.value:
            error = f"empty args for matcher {matcher.name}, {listed(matcher.values)}"
            return EmptyArgument(argument, error, matcher)
    if not matcher.args:
        return NoArgument(matcher, f"no args for matcher {matcher.name}", matcher)
    return None


def _host_regexp(matcher: Matcher) -> BadMatcher | None:
    argument = matcher.args[0]
    return check_ascii(matcher, argument, "for HostRegexp matcher") or check_regex(
        matcher, argument, "compiling HostRegexp matcher: "
    )


def check_ascii(matcher: Matcher, argument: Argument, place: str) -> BadMatcher | None:
    """What is wrong where an argument is not ASCII; `place` is how Traefik ends its first half-sentence."""
    if argument.value.isascii():
        return None
    error = f"invalid value {quoted(argument.value)} {place}, non-ASCII characters are not allowed"
    right = without_unseen(argument.value).strip()
    if not right.isascii():
        right = punycode(right) if matcher.name.startswith("Host") and "Regexp" not in matcher.name else ""
    return NotAscii(argument, error, matcher, right)


def _path(matcher: Matcher) -> BadMatcher | None:
    argument = matcher.args[0]
    if argument.value[0] == "/":
        return None
    return missing_slash(matcher, argument, f"path {quoted(argument.value)} does not start with a '/'")


def missing_slash(matcher: Matcher, argument: Argument, error: str) -> PathWithoutSlash:
    """A path that does not begin with a slash."""
    looks_like_expression = argument.value[0] in "^.([\\"
    return PathWithoutSlash(argument, error, matcher, "" if looks_like_expression else f"/{argument.value}")


def _second_regexp(matcher: Matcher) -> BadMatcher | None:
    return (
        check_regex(matcher, matcher.args[1], f"compiling {matcher.name} matcher: ") if len(matcher.args) == 2 else None
    )


def check_regex(matcher: Matcher, argument: Argument, prefix: str) -> BadMatcher | None:
    """What is wrong where an argument is no regular expression of Go; `prefix` goes before Go's words."""
    regex = go_regex(argument.value)
    return bad_regex(matcher, argument, prefix + regex.error, regex) if regex.error else None


def bad_regex(matcher: Matcher, argument: Argument, error: str, regex: Regex) -> BadExpression:
    """A regular expression that Go refuses, and whether it is one of another language."""
    reason = regex.error.removeprefix("error parsing regexp: ")
    if regex.foreign:
        return ForeignExpression(argument, error, matcher, reason, regex.foreign)
    return BadExpression(argument, error, matcher, reason)


def _client_ip(matcher: Matcher) -> BadMatcher | None:
    return check_addresses(matcher, "initializing IP checker for ClientIP matcher: ")


def check_addresses(matcher: Matcher, prefix: str) -> BadMatcher | None:
    """What is wrong with the first argument that is neither an address nor a network."""
    for argument in matcher.args:
        value = argument.value
        if parse_ip(value) is None and parse_cidr(value) is None:
            error = f"{prefix}parsing CIDR trusted IPs <nil>: invalid CIDR address: {value}"
            trimmed = value.strip()
            return NotAnAddress(argument, error, matcher, trimmed if parse_ip(trimmed) or parse_cidr(trimmed) else "")
    return None


def _sni(matcher: Matcher) -> BadMatcher | None:
    argument = matcher.args[0]
    if argument.value == "*" or _SNI.fullmatch(argument.value):
        return None
    error = f"invalid value for HostSNI matcher, {quoted(argument.value)} is not a valid hostname"
    return bad_sni(matcher, argument, error)


def _sni_without_wildcards(matcher: Matcher) -> BadMatcher | None:
    """`HostSNI` before 3.7.0."""
    argument = matcher.args[0]
    if not argument.value.startswith("*."):
        return _sni(matcher)
    error = f"invalid value for HostSNI matcher, {quoted(argument.value)} is not a valid hostname"
    return EarlyWildcard(argument, error, matcher)


def _sni_without_underscores(matcher: Matcher) -> BadMatcher | None:
    """`HostSNI` before 3.3.5."""
    argument = matcher.args[0]
    error = f"invalid value for HostSNI matcher, {quoted(argument.value)} is not a valid hostname"
    return _sni_without_wildcards(matcher) or early_underscore(matcher, argument, error)


def early_underscore(matcher: Matcher, argument: Argument, error: str) -> EarlyUnderscore | None:
    """What is wrong where a name has an underscore."""
    return EarlyUnderscore(argument, error, matcher) if "_" in argument.value else None


def bad_sni(matcher: Matcher, argument: Argument, error: str) -> BadArgument:
    """An argument that is no server name."""
    if argument.value.isascii():
        return BadHostName(argument, error, matcher)
    return NotAscii(argument, error, matcher, punycode(argument.value))


def _sni_regexp(matcher: Matcher) -> BadMatcher | None:
    argument = matcher.args[0]
    if argument.value.isascii():
        return check_regex(matcher, argument, "compiling HostSNIRegexp matcher: ")
    error = f"invalid value for HostSNIRegexp matcher, {quoted(argument.value)} is not a valid hostname"
    return NotAscii(argument, error, matcher, "")


def check_protocols(matcher: Matcher, shown: str) -> BadMatcher | None:
    """What is wrong where Traefik's own challenge protocol is asked for; `shown` is how Traefik names the matcher."""
    for argument in matcher.args:
        if argument.value == _ACME_PROTOCOL:
            error = f"invalid protocol value for {shown} matcher, {quoted(argument.value)} is not allowed"
            return OwnProtocol(argument, error, matcher)
    return None


def no_check(matcher: Matcher) -> BadMatcher | None:  # noqa: ARG001 - a check like the others
    """The check of matchers that take anything."""
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
HTTP_CHECKS: Table = {
    "Host": (_ONE, lambda matcher: check_ascii(matcher, matcher.args[0], "for Host matcher")),
    "HostRegexp": (_ONE, _host_regexp),
    "Path": (_ONE, _path),
    "PathPrefix": (_ONE, _path),
    "PathRegexp": (_ONE, lambda matcher: check_regex(matcher, matcher.args[0], "compiling PathPrefix matcher: ")),
    "Method": (_ONE, no_check),
    "Header": ((2,), no_check),
    "HeaderRegexp": ((2,), _second_regexp),
    "Query": ((1, 2), no_check),
    "QueryRegexp": ((1, 2), _second_regexp),
    "ClientIP": (_ONE, _client_ip),
}
TCP_CHECKS: Table = {
    "HostSNI": (_ONE, _sni),
    "HostSNIRegexp": (_ONE, _sni_regexp),
    "ClientIP": (_ONE, _client_ip),
    "ALPN": (_ONE, lambda matcher: check_protocols(matcher, "ALPN")),
}
TCP_CHECKS_WITHOUT_WILDCARDS: Table = {**TCP_CHECKS, "HostSNI": (_ONE, _sni_without_wildcards)}
"""What TCP matchers demanded before 3.7."""
TCP_CHECKS_WITHOUT_UNDERSCORES: Table = {**TCP_CHECKS, "HostSNI": (_ONE, _sni_without_underscores)}
"""What they demanded before 3.3.5."""
