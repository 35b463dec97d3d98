"""What is wrong with what the matchers of a rule are given, and Traefik's words about it."""

from __future__ import annotations

from traefiklint.go.quote import printable, quoted
from traefiklint.matching.diagnostics import BadMatcher, SeveralValues, UnknownWildcard, WrongNumber
from traefiklint.matching.matchers import empty_arguments
from traefiklint.matching.matchers_v2 import checks_for
from traefiklint.matching.names import HOST_CATCH_ALL, HOST_WILDCARDS
from traefiklint.matching.tree import Matcher, ParseError, Tree, leaves, matchers
from traefiklint.versions import Version

_MOST = 50
_SPLITTABLE = frozenset(
    ("Host", "HostRegexp", "Path", "PathPrefix", "PathRegexp", "Method", "ClientIP", "HostSNI", "HostSNIRegexp", "ALPN")
)


def refusal(text: str, protocol: str, error: ParseError) -> str:
    """Traefik's message about a rule that cannot be read."""
    words = error.error
    if protocol == "tcp":
        if not text:
            return "router has no rule"
        reason = f"error while parsing rule {text}" if words == "obtaining build tree" else words
        return printable(f"invalid rule: {quoted(text)} , {reason}")
    inner = words if words == "obtaining build tree" else f"parsing rule {text}: {words}"
    return printable(f"error while parsing rule {text}: {inner}")


def find_faults(
    text: str, tree: Tree, protocol: str, syntax: str, target: Version
) -> tuple[tuple[BadMatcher, ...], str]:
    """What is wrong with each matcher first, and Traefik's message for the first of them."""
    found: list[BadMatcher] = []
    message = ""
    checks = checks_for(protocol, syntax, target)
    for leaf in leaves(tree):
        matcher = leaf.matcher
        counts, check = checks[matcher.name]
        stage = "adding"
        if bad := empty_arguments(matcher):
            stage = "checking"
        elif counts and len(matcher.args) not in counts:
            bad = _wrong_number(matcher, counts, protocol, leaf.parent)
        else:
            bad = check(matcher)
        if bad is None:
            continue
        if not found and protocol == "http":
            branches = "".join(f"error while adding rule {name}: " * count for name, count in leaf.branches[:64])
            reason = f"{branches}error while {stage} rule {matcher.name}: {bad.error}"
            message = f"error while parsing rule {text}: adding rule {text}: {reason}"
        elif not found:
            message = f"error while adding rule {text}: {bad.error}"
        found.append(bad)
        if len(found) == _MOST:
            break
    return tuple(found), printable(message)


def _wrong_number(matcher: Matcher, counts: tuple[int, ...], protocol: str, parent: type[Tree] | None) -> BadMatcher:
    got = len(matcher.args)
    expected = "1" if protocol == "tcp" else f"one of [{' '.join(map(str, counts))}]"
    error = f"unexpected number of parameters; got {got}, expected {expected}"
    if got > 1 and counts == (1,) and matcher.name in _SPLITTABLE:
        return SeveralValues(matcher, error, matcher, parent)
    return WrongNumber(matcher, error, matcher, counts)


def unknown_wildcards(tree: Tree, protocol: str, syntax: str, target: Version) -> tuple[UnknownWildcard, ...]:
    """Wildcards in `Host`, which older versions accept and compare letter by letter."""
    if protocol != "http" or syntax != "v3":
        return ()
    found: list[UnknownWildcard] = []
    for matcher in matchers(tree):
        value = matcher.values[0]
        if matcher.name == "Host" and (value == "*" or value.startswith("*.")):
            first = HOST_CATCH_ALL if value == "*" else HOST_WILDCARDS
            if target < first:
                found.append(UnknownWildcard(matcher.args[0], matcher, first))
    return tuple(found)
