"""What each matcher demands of its arguments.

A check gets a matcher and returns what is wrong with it, or None. Texts are Traefik's, from `pkg/muxer/http/matcher.go`
and `matcher_v2.go`, `pkg/muxer/tcp/matcher.go` and `matcher_v2.go`, and `pkg/ip/checker.go`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from traefiklint.go.ip import parse_cidr, parse_ip
from traefiklint.go.quote import listed, quoted
from traefiklint.go.regexp import Regex, go_regex
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
Table: TypeAlias = dict[str, tuple[tuple[int, ...], Check]]
"""For each matcher: how many arguments it takes (any number where empty), and its check."""

_SNI = re.compile(r"(\*\.)?[0-9A-Za-z_.\-:]+")
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
    return check_ascii(matcher, matcher.args[0], "for Host matcher")


def _host_regexp(matcher: Matcher) -> Issue | None:
    argument = matcher.args[0]
    return check_ascii(matcher, argument, "for HostRegexp matcher") or check_regex(
        matcher, argument, "compiling HostRegexp matcher: "
    )


def check_ascii(matcher: Matcher, argument: Argument, place: str) -> Issue | None:
    """What is wrong where an argument is not ASCII; `place` is how Traefik ends its first half-sentence."""
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
    return missing_slash(matcher, argument, f"path {quoted(argument.value)} does not start with a '/'")


def missing_slash(matcher: Matcher, argument: Argument, error: str) -> Issue:
    """A path that does not begin with a slash."""
    if argument.value[0] in "^.([\\":
        help = f"`{matcher.name}` takes no regular expression; `PathRegexp` does."
        message = f"`{matcher.name}` needs a path that starts with a slash, and `{argument.value}` does not."
        return Issue("rule-path-without-slash", error, message, help, argument)
    message = f"`{matcher.name}` needs a path that starts with a slash; write `/{argument.value}`."
    return Issue("rule-path-without-slash", error, message, "", argument, f"/{argument.value}")


def _path_regexp(matcher: Matcher) -> Issue | None:
    return check_regex(matcher, matcher.args[0], "compiling PathPrefix matcher: ")


def _second_regexp(matcher: Matcher) -> Issue | None:
    return (
        check_regex(matcher, matcher.args[1], f"compiling {matcher.name} matcher: ") if len(matcher.args) == 2 else None
    )


def check_regex(matcher: Matcher, argument: Argument, prefix: str) -> Issue | None:
    """What is wrong where an argument is no regular expression of Go; `prefix` goes before Go's words."""
    regex = go_regex(argument.value)
    return bad_regex(matcher, argument, prefix + regex.error, regex) if regex.error else None


def bad_regex(matcher: Matcher, argument: Argument, error: str, regex: Regex) -> Issue:
    """A regular expression that Go refuses, and whether it is one of another language."""
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
    return check_addresses(matcher, "initializing IP checker for ClientIP matcher: ")


def check_addresses(matcher: Matcher, prefix: str) -> Issue | None:
    """What is wrong with the first argument that is neither an address nor a network."""
    for argument in matcher.args:
        value = argument.value
        if parse_ip(value) is None and parse_cidr(value) is None:
            error = f"{prefix}parsing CIDR trusted IPs <nil>: invalid CIDR address: {value}"
            message = f"`{value}` is neither an IP address nor a network in CIDR form, as in `10.0.0.0/8`; fix it."
            trimmed = value.strip()
            right = trimmed if parse_ip(trimmed) or parse_cidr(trimmed) else None
            return Issue("rule-bad-cidr", error, message, "", argument, right)
    return None


def _sni(matcher: Matcher) -> Issue | None:
    argument = matcher.args[0]
    if argument.value == "*" or _SNI.fullmatch(argument.value):
        return None
    error = f"invalid value for HostSNI matcher, {quoted(argument.value)} is not a valid hostname"
    return bad_sni(matcher, argument, error)


def _sni_without_wildcards(matcher: Matcher) -> Issue | None:
    """`HostSNI` before 3.7.0."""
    argument = matcher.args[0]
    if not argument.value.startswith("*."):
        return _sni(matcher)
    error = f"invalid value for HostSNI matcher, {quoted(argument.value)} is not a valid hostname"
    message = f"Traefik knows wildcards such as `{argument.value}` in `HostSNI` since 3.7.0; use `HostSNIRegexp`."
    return Issue("rule-bad-host", error, message, "", argument)


def bad_sni(matcher: Matcher, argument: Argument, error: str) -> Issue:
    """An argument that is no server name."""
    if not argument.value.isascii():
        ascii_host = punycode(argument.value)
        message = f"`{matcher.name}` takes ASCII only, and `{argument.value}` is not; write its ASCII form (`xn--…`)."
        return Issue("rule-non-ascii-host", error, message, "", argument, ascii_host or None)
    message = f"`{argument.value}` is not a host name that `{matcher.name}` takes; write a plain name or `*`."
    return Issue("rule-bad-host", error, message, "", argument)


def _sni_regexp(matcher: Matcher) -> Issue | None:
    argument = matcher.args[0]
    if argument.value.isascii():
        return check_regex(matcher, argument, "compiling HostSNIRegexp matcher: ")
    error = f"invalid value for HostSNIRegexp matcher, {quoted(argument.value)} is not a valid hostname"
    message = f"`{matcher.name}` takes ASCII only; write the name in its ASCII form (`xn--…`)."
    return Issue("rule-non-ascii-host", error, message, "", argument)


def _alpn(matcher: Matcher) -> Issue | None:
    return check_protocols(matcher, "ALPN")


def check_protocols(matcher: Matcher, shown: str) -> Issue | None:
    """What is wrong where Traefik's own challenge protocol is asked for; `shown` is how Traefik names the matcher."""
    for argument in matcher.args:
        if argument.value == _ACME_PROTOCOL:
            error = f"invalid protocol value for {shown} matcher, {quoted(argument.value)} is not allowed"
            message = f"`{_ACME_PROTOCOL}` belongs to Traefik's own certificate challenge; remove it from `ALPN`."
            return Issue("rule-bad-alpn", error, message, "", argument)
    return None


def no_check(matcher: Matcher) -> Issue | None:  # noqa: ARG001 - a check like the others
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
    "Host": (_ONE, _host),
    "HostRegexp": (_ONE, _host_regexp),
    "Path": (_ONE, _path),
    "PathPrefix": (_ONE, _path),
    "PathRegexp": (_ONE, _path_regexp),
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
    "ALPN": (_ONE, _alpn),
}
TCP_CHECKS_WITHOUT_WILDCARDS: Table = {**TCP_CHECKS, "HostSNI": (_ONE, _sni_without_wildcards)}
"""What TCP matchers demanded before 3.7."""
