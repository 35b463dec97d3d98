"""Whether a rule matches a request, and if not, why not.

Sources: `matcher.go` and `matcher_v2.go` in `pkg/muxer/http` and `pkg/muxer/tcp`, `pkg/muxer/muxer.go`, and `route.go`
and `mux.go` of Traefik's fork of gorilla/mux for the v2 syntax.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import Any, TypeAlias

from traefiklint.go.ip import contains
from traefiklint.go.regexp import go_regex
from traefiklint.matching.gorilla import compile_template
from traefiklint.matching.names import HOST_CATCH_ALL, HOST_WILDCARDS, SNI_WILDCARDS
from traefiklint.matching.request import Request, canonical_header, host_without_port
from traefiklint.matching.tree import Matcher, Not, Or, Tree
from traefiklint.records import NamedTuple
from traefiklint.trampoline import run
from traefiklint.versions import NEWEST, Version

Values: TypeAlias = tuple[str, ...]
Test: TypeAlias = Callable[[Values, Request], bool]


class Failure(NamedTuple):
    """A condition of a rule that a request does not meet."""

    matcher: Matcher
    negated: bool
    """Whether the matcher should not have matched."""
    had: str
    """What the request has in its place, to be read: `host b.example.com`, `no header X-Foo`."""


def matches(
    tree: Tree, request: Request, *, protocol: str = "http", syntax: str = "v3", target: Version = NEWEST
) -> bool:
    """Whether a rule matches a request.

    Args:
        tree: a rule that Traefik accepts.
        request: the request; for TCP its connection.
        protocol: `http` or `tcp`.
        syntax: `v3` or `v2`.
        target: the Traefik version: older ones know no wildcards in `Host`.
    """
    tests = _tests(protocol, syntax, target)
    try:
        return _holds(tree, request, tests)
    except RecursionError:
        return bool(run(_holds_at_any_depth(tree, request, tests)))


def explain(
    tree: Tree, request: Request, *, protocol: str = "http", syntax: str = "v3", target: Version = NEWEST
) -> tuple[Failure, ...]:
    """Why a rule does not match a request; empty where it does.

    Of conditions that must all hold, the first that fails is named; of alternatives, each one's.
    """
    tests = _tests(protocol, syntax, target)
    failures: list[Failure] = []
    run(_explained(tree, request, tests, False, failures))
    return tuple(failures)


def _holds(tree: Tree, request: Request, tests: dict[str, Test]) -> bool:
    kind = type(tree)
    if kind is Matcher:
        return tests[tree.name](tree.values, request)  # type: ignore[union-attr]
    if kind is Not:
        return not _holds(tree.operand, request, tests)  # type: ignore[union-attr]
    wanted = kind is Or
    for operand in tree.operands:  # type: ignore[union-attr]
        if _holds(operand, request, tests) is wanted:
            return wanted
    return not wanted


def _holds_at_any_depth(tree: Tree, request: Request, tests: dict[str, Test]) -> Generator[Any, Any, bool]:
    """The same as `_holds`, for rules nested deeper than Python's stack."""
    if isinstance(tree, Matcher):
        return tests[tree.name](tree.values, request)
    if isinstance(tree, Not):
        inner: bool = yield _holds_at_any_depth(tree.operand, request, tests)
        return not inner
    wanted = isinstance(tree, Or)
    for operand in tree.operands:
        held: bool = yield _holds_at_any_depth(operand, request, tests)
        if held is wanted:
            return wanted
    return not wanted


def _explained(
    tree: Tree, request: Request, tests: dict[str, Test], negated: bool, failures: list[Failure]
) -> Generator[Any, Any, bool]:
    """Whether a tree holds (does not hold, where negated); if not so, its failures are added."""
    if isinstance(tree, Matcher):
        held = tests[tree.name](tree.values, request) is not negated
        if not held:
            failures.append(Failure(tree, negated, describe(tree, request)))
        return held
    if isinstance(tree, Not):
        inner: bool = yield _explained(tree.operand, request, tests, not negated, failures)
        return inner
    before = len(failures)
    any_will_do = isinstance(tree, Or) is not negated
    for operand in tree.operands:
        met: bool = yield _explained(operand, request, tests, negated, failures)
        if met is any_will_do:
            if any_will_do:
                del failures[before:]
            return any_will_do
    return not any_will_do


def describe(matcher: Matcher, request: Request) -> str:
    """What a request has where a matcher looks."""
    name = matcher.name
    if name.startswith("HostSNI"):
        return f"server name {request.server_name}" if request.server_name else "no server name"
    if name.startswith("Host"):
        return f"host {request.canonical_host}" if request.canonical_host else "no host"
    if name.startswith("Path"):
        return f"path {request.routing_path}"
    if name == "Method":
        return f"method {request.method}"
    if name == "ClientIP":
        return f"client {request.client_ip or 'unknown'}"
    if name == "ALPN":
        return f"protocols {', '.join(request.alpn)}" if request.alpn else "no protocols"
    if name.startswith("Header"):
        return _described("header", canonical_header(matcher.values[0]), request.headers)
    key = matcher.values[0].partition("=")[0] if "=" in matcher.values[0] else matcher.values[0]
    return _described("parameter", key, request.parameters)


def _described(kind: str, name: str, values: dict[str, Values]) -> str:
    return f"{kind} {name}: {', '.join(values[name])}" if name in values else f"no {kind} {name}"


def _host(values: Values, request: Request) -> bool:
    return host_matches(request.canonical_host, values[0].lower())


def host_matches(host: str, wanted: str) -> bool:
    """Whether a request's host is the one that `Host` wants, where either may end in a dot. Both in lower case."""
    if wanted == "*":
        return True
    return bool(host) and (
        domain_matches(host, wanted)
        or (wanted.endswith(".") and domain_matches(host, wanted[:-1]))
        or (host.endswith(".") and domain_matches(host[:-1], wanted))
    )


def domain_matches(domain: str, wanted: str) -> bool:
    """Whether a domain is the one wanted, or below a wanted `*.x` by exactly one label. Both in lower case."""
    if not wanted.startswith("*"):
        return domain == wanted
    _, dot, parent = domain.partition(".")
    return wanted == f"*{dot}{parent}"


def _host_with_wildcards_only(values: Values, request: Request) -> bool:
    """`Host` from 3.7.0 to 3.7.6: a lone star is a wildcard for one label."""
    return (
        _host(values, request)
        if values[0] != "*"
        else bool(request.canonical_host) and "." not in request.canonical_host
    )


def _hosts_v2(values: Values, request: Request) -> bool:
    host = request.canonical_host
    if not host:
        return False
    return any(
        host == one or (one.endswith(".") and host == one[:-1]) or (host.endswith(".") and host[:-1] == one)
        for one in map(str.lower, values)
    )


def _host_regexp(values: Values, request: Request) -> bool:
    """Traefik tries the flattened CNAME too, empty by default: what matches the empty text matches any host."""
    regex = go_regex(values[0])
    return regex.search(request.canonical_host) or regex.search("")


def _headers(name: str, request: Request) -> Values:
    return request.headers.get(canonical_header(name), ())


def _query(values: Values, request: Request) -> bool:
    return (values[1] if len(values) == 2 else "") in request.parameters.get(values[0], ())


def _query_regexp(values: Values, request: Request) -> bool:
    if len(values) == 1:
        return _query(values, request)
    return any(map(go_regex(values[1]).search, request.parameters.get(values[0], ())))


def _client_ip(values: Values, request: Request) -> bool:
    return any(contains(value, request.client_ip) for value in values)


def _sni(values: Values, request: Request) -> bool:
    if values[0] == "*":
        return True
    name = request.server_name
    return bool(name) and domain_matches(name, values[0].removesuffix(".").lower())


def _sni_letter_by_letter(values: Values, request: Request) -> bool:
    """`HostSNI` before 3.7: a star is a star, and capital letters match nothing."""
    name = request.server_name
    return values[0] == "*" or (bool(name) and name in (values[0], values[0].removesuffix(".")))


def _snis_v2(values: Values, request: Request) -> bool:
    name = request.server_name
    if values[0] == "*":
        return True
    return bool(name) and any(one == "*" or name in (one, one.removesuffix(".")) for one in map(str.lower, values))


def _templates(kind: str, values: Values, text: str) -> bool:
    return any(go_regex(compile_template(value, kind).pattern).search(text) for value in values)


def _headers_v2(values: Values, request: Request) -> bool:
    wanted = dict(zip(values[::2], values[1::2], strict=True))
    return all(value in _headers(name, request) for name, value in wanted.items())


def _headers_regexp_v2(values: Values, request: Request) -> bool:
    wanted = dict(zip(values[::2], values[1::2], strict=True))
    return all(any(map(go_regex(value).search, _headers(name, request))) for name, value in wanted.items())


def _query_v2(values: Values, request: Request) -> bool:
    pieces = [piece for value in values for piece in value.split("=", 1)]
    for name, value in zip(pieces[::2], pieces[1::2], strict=True):
        found = request.parameters.get(name)
        text = f"{name}={found[0]}" if found else ""
        if not _templates("query", (f"{name}={value}",), text):
            return False
    return True


_HTTP_V3: dict[str, Test] = {
    "Host": _host,
    "HostRegexp": _host_regexp,
    "Path": lambda values, request: request.routing_path == values[0],
    "PathPrefix": lambda values, request: (request.routing_path or "").startswith(values[0]),
    "PathRegexp": lambda values, request: (
        (path := request.routing_path) is not None and go_regex(values[0]).search(path)
    ),
    "Method": lambda values, request: values[0].upper() == request.method,
    "Header": lambda values, request: values[1] in _headers(values[0], request),
    "HeaderRegexp": lambda values, request: any(map(go_regex(values[1]).search, _headers(values[0], request))),
    "Query": _query,
    "QueryRegexp": _query_regexp,
    "ClientIP": _client_ip,
}
_HTTP_V2: dict[str, Test] = {
    "Host": _hosts_v2,
    "HostHeader": _hosts_v2,
    "HostRegexp": lambda values, request: _templates("host", values, host_without_port(request.host, brackets=False)),
    "Path": lambda values, request: _templates("path", values, request.routing_path or ""),
    "PathPrefix": lambda values, request: _templates("prefix", values, request.routing_path or ""),
    "Method": lambda values, request: request.method in map(str.upper, values),
    "Headers": _headers_v2,
    "HeadersRegexp": _headers_regexp_v2,
    "Query": _query_v2,
    "ClientIP": _client_ip,
}
_TCP_V3: dict[str, Test] = {
    "HostSNI": _sni,
    "HostSNIRegexp": lambda values, request: go_regex(values[0]).search(request.server_name),
    "ClientIP": _client_ip,
    "ALPN": lambda values, request: values[0] in request.alpn,
}
_TCP_V2: dict[str, Test] = {
    "HostSNI": _snis_v2,
    "HostSNIRegexp": lambda values, request: _templates("sni", values, request.server_name),
    "ClientIP": _client_ip,
    "ALPN": lambda values, request: not set(values).isdisjoint(request.alpn),
}
_TESTS = {("http", "v3"): _HTTP_V3, ("http", "v2"): _HTTP_V2, ("tcp", "v3"): _TCP_V3, ("tcp", "v2"): _TCP_V2}
_BEFORE_WILDCARDS = {**_HTTP_V3, "Host": _hosts_v2}  # a star is a star
_TCP_BEFORE_WILDCARDS = {**_TCP_V3, "HostSNI": _sni_letter_by_letter}
_BEFORE_CATCH_ALL = {**_HTTP_V3, "Host": _host_with_wildcards_only}


def _tests(protocol: str, syntax: str, target: Version) -> dict[str, Test]:
    if protocol == "http" and syntax == "v3" and target < HOST_CATCH_ALL:
        return _BEFORE_CATCH_ALL if target >= HOST_WILDCARDS else _BEFORE_WILDCARDS
    if protocol == "tcp" and syntax == "v3" and target < SNI_WILDCARDS:
        return _TCP_BEFORE_WILDCARDS
    return _TESTS[protocol, syntax]
