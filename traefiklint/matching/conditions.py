"""What single conditions of rules say about each other: one makes another certain, or impossible.

Everything here is true for entry points that clean paths, as they do by default, and for requests with a path.
"""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

from traefiklint.go.ip import covers, overlap
from traefiklint.go.path import routing_path
from traefiklint.go.regexp import go_regex
from traefiklint.matching.evaluate import domain_matches, host_matches
from traefiklint.matching.request import canonical_header, is_token
from traefiklint.matching.tree import Matcher
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple

_ANYTHING = frozenset(("", "^", ".*", "^.*", "(.*)", "^(.*)"))
_ANY_PATH = _ANYTHING | frozenset(("/", "^/", "/.*", "^/.*", ".+", "^.+", "^/(.*)", "^(/.*)"))
_PREFIXED = frozenset(("PathPrefix", "PathRegexp"))
_LITERAL_START = lazy(r"\^((?:[\w/~%@:,=&!-]|\\[./-])*)(?![?*{])(?=[\[(.+$^]|\Z)")
"""The plain characters at the beginning of an expression, but the last one where it may be absent."""
_HOST_NEVER = frozenset('/ \t{}?#@"<>\\^`|')


class Literal(NamedTuple):
    """A matcher or its negation, in the form in which two of them can be compared."""

    name: str
    values: tuple[str, ...]
    negated: bool


def opposite(literal: Literal) -> Literal:
    return Literal(literal.name, literal.values, not literal.negated)


def literal_of(matcher: Matcher, negated: bool, protocol: str) -> Literal:
    """A v3 matcher in comparable form: what means the same looks the same."""
    name, values = matcher.name, matcher.values
    if name == "Host":
        values = (values[0].lower(),)
    elif name == "HostSNI":
        values = (values[0].removesuffix(".").lower(),)
    elif name == "Method":
        values = (values[0].upper(),)
    elif name in ("Header", "HeaderRegexp"):
        values = (canonical_header(values[0]), values[1])
    elif name in ("Query", "QueryRegexp") and len(values) == 1:
        name, values = "Query", (values[0], "")
    elif name == "ClientIP":
        name = f"{name}/{protocol}"
    return Literal(name, values, negated)


def certain(literal: Literal) -> bool:
    """Whether it holds for every request."""
    if literal.negated:
        return impossible(opposite(literal))
    name, value = literal.name, literal.values[0]
    if name in ("Host", "HostSNI"):
        return value == "*"
    if name == "HostRegexp":
        return go_regex(value).search("")
    if name == "HostSNIRegexp":
        return value in _ANYTHING
    if name == "PathPrefix":
        return value == "/"
    return name == "PathRegexp" and value in _ANY_PATH


def impossible(literal: Literal) -> bool:
    """Whether it holds for no request."""
    if literal.negated:
        return certain(opposite(literal))
    name, value = literal.name, literal.values[0]
    if name == "Host":
        star = value.startswith("*") and value[:2] not in ("*", "*.")
        return star or not _HOST_NEVER.isdisjoint(value) or (value.count(":") == 1 and "]" not in value)
    if name == "Path":
        return not _reachable(value)
    if name == "PathPrefix":
        return not any(_reachable(value + rest) for rest in ("", "x", "F", "2F"))
    if name == "Method":
        return not is_token(value)
    return (name == "Header" and literal.values[1].strip(" \t") != literal.values[1]) or (
        name in ("Header", "HeaderRegexp") and value == "Host"
    )


def _reachable(path: str) -> bool:
    """Whether some request has this routing path: whether it comes out as it goes in."""
    return routing_path(client_path(path)) == path


def client_path(path: str) -> str:
    """What a client sends to be routed by a path: everything escaped but what rules compare in escaped form."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/%:@!$&'()*+,;=[]-._~")


def follows(given: Literal, wanted: Literal) -> bool:
    """Whether `wanted` holds wherever `given` does."""
    if given == wanted:
        return True
    if given.negated:
        return wanted.negated and _implied(wanted.name, wanted.values, given.name, given.values)
    if wanted.negated:
        return _excludes(given.name, given.values, wanted.name, wanted.values)
    return _implied(given.name, given.values, wanted.name, wanted.values)


def _implied(name: str, values: tuple[str, ...], other: str, others: tuple[str, ...]) -> bool:
    """Whether a matcher that holds makes another hold."""
    if (name, values) == (other, others):
        return True
    value, wanted = values[0], others[0]
    if name == "Host" and other in ("Host", "HostRegexp") and not value.startswith("*"):
        holds = host_matches if other == "Host" else _matched
        return all(holds(host, wanted) for host in _forms(value))
    if name == "HostSNI" and other in ("HostSNI", "HostSNIRegexp") and not value.startswith("*"):
        return domain_matches(value, wanted) if other == "HostSNI" else _matched(value, wanted)
    if name == "Path" and other in ("PathPrefix", "PathRegexp"):
        return value.startswith(wanted) if other == "PathPrefix" else _matched(value, wanted)
    if name == other == "PathPrefix":
        return value.startswith(wanted)
    if name.startswith("ClientIP/") and "v2" not in name and name == other:
        return covers(wanted, value)
    if (name, other) in (("Header", "HeaderRegexp"), ("Query", "QueryRegexp")):
        return value == wanted and _matched(values[1], others[1])
    return False


def _excludes(name: str, values: tuple[str, ...], other: str, others: tuple[str, ...]) -> bool:
    """Whether a matcher that holds keeps another from holding."""
    value, unwanted = values[0], others[0]
    if name == other == "Method":
        return value != unwanted
    if name == other and name.startswith("ClientIP/") and "v2" not in name:
        return not overlap(value, unwanted)
    if name == other == "HostSNI":
        return _apart(value, unwanted)
    if name == other == "Host" and value.startswith("*") and unwanted.startswith("*"):
        return _apart(value.rstrip("."), unwanted.rstrip("."))
    if name in _PREFIXED and other in _PREFIXED:
        one, another = _prefix(name, value), _prefix(other, unwanted)
        return not (one.startswith(another) or another.startswith(one))
    return any(_excludes_one_way(*pair) for pair in ((name, value, other, unwanted), (other, unwanted, name, value)))


def _excludes_one_way(name: str, value: str, other: str, unwanted: str) -> bool:
    if name == "Host" and not value.startswith("*"):
        if other == "Host":
            return not any(host_matches(host, unwanted) for host in _forms(value))
        return other == "HostRegexp" and all(_missed(host, unwanted) for host in (*_forms(value), ""))
    if name == "HostSNI" and other == "HostSNIRegexp":
        return not value.startswith("*") and _missed(value, unwanted)
    if name == "Path" and other == "Path":
        return value != unwanted
    if name == "Path" and other == "PathPrefix":
        return not value.startswith(unwanted)
    return name == "Path" and other == "PathRegexp" and _missed(value, unwanted)


def _prefix(name: str, value: str) -> str:
    """What every path begins with that a matcher takes."""
    if name == "PathPrefix":
        return value
    start = _LITERAL_START.match(value)
    return start[1].replace("\\", "") if start is not None and "|" not in value else ""


def _apart(one: str, other: str) -> bool:
    """Whether no host is both: two names, or wildcards for labels below different names."""
    if "*" in (one, other):
        return False
    if one.startswith("*") and other.startswith("*"):
        return one != other
    return not (domain_matches(one, other) or domain_matches(other, one))


def _forms(host: str) -> Iterator[str]:
    """The hosts that a request may have where `Host` matches it: a dot at the end of either may be missing."""
    if host.endswith("."):
        yield host[:-1]
    yield host
    yield f"{host}."


def _matched(text: str, pattern: str) -> bool:
    return go_regex(pattern).search(text)


def _missed(text: str, pattern: str) -> bool:
    """Whether an expression certainly does not match."""
    regex = go_regex(pattern)
    return regex.compiled is not None and not regex.search(text)
