"""Requests that a rule matches, made from the rule: for saying what a change of rules means to visitors."""

from __future__ import annotations

import re
from collections.abc import Iterator
from re import _parser  # type: ignore[attr-defined]
from typing import Any
from urllib.parse import quote

from traefiklint.go.ip import parse_cidr
from traefiklint.matching.conditions import Literal, client_path
from traefiklint.matching.evaluate import matches
from traefiklint.matching.implication import Analysis, Conjunction
from traefiklint.matching.request import Request
from traefiklint.matching.tree import Tree

_HOSTS = ("example.com", "other.example.org", "a.example.com")
_PATHS = ("/", "/other", "/other/path")
_METHODS = ("GET", "POST", "PUT")
_ADDRESSES = ("203.0.113.7", "198.51.100.7", "10.0.0.7", "2001:db8::7")
_MOST = 16
_MOST_TRIES = 48
_MOST_REPEATS = 1
_BELOW_PREFIX = ("", "/below")


def example_requests(
    tree: Tree, *, protocol: str = "http", syntax: str = "v3", scheme: str = "http", host: str = ""
) -> tuple[Request, ...]:
    """Requests that a rule matches, at least one for each of its alternatives where one can be found.

    Every request is checked against the rule, so none is wrong; for a rule of regular expressions that are hard to
    satisfy there may be none.

    Args:
        tree: a rule that Traefik accepts.
        protocol: `http` or `tcp`.
        syntax: `v3` or `v2`.
        scheme: `http` or `https`.
        host: the host of requests for rules that ask for none.
    """
    found: dict[str, Request] = {}
    for conjunction in Analysis(tree, protocol=protocol, syntax=syntax).alternatives or ():
        for request in _candidates(conjunction, scheme, host):
            if matches(tree, request, protocol=protocol, syntax=syntax) and (key := _key(request)) not in found:
                found[key] = request
                break
        if len(found) >= _MOST:
            break
    return tuple(found.values())


def _key(request: Request) -> str:
    return f"{request.method} {request.url} {request.client_ip} {request.alpn} {request.server_name} {request.headers}"


def _candidates(conjunction: Conjunction, scheme: str, host: str) -> Iterator[Request]:
    """Requests that may satisfy a set of conditions: the values of each matcher in turn, defaults for the rest."""
    wanted = [literal for literal in conjunction if not literal.negated]
    hosts = [one for literal in wanted for one in _hosts(literal)] or [*([host] if host else []), *_HOSTS]
    paths = [one for literal in wanted for one in _paths(literal) if one.startswith("/")] or list(_PATHS)
    methods = [one.upper() for literal in wanted if _name(literal) == "Method" for one in literal.values] or list(
        _METHODS
    )
    addresses = [one for literal in wanted if _name(literal) == "ClientIP" for one in _addresses(literal)] or [
        *_ADDRESSES
    ]
    headers: dict[str, tuple[str, ...]] = {}
    for name, value in dict.fromkeys(pair for literal in wanted for pair in _headers(literal)):
        headers[name] = (*headers.get(name, ()), value)
    query = "&".join(part for literal in wanted for part in _parameters(literal))
    protocols = tuple(one for literal in wanted if _name(literal) == "ALPN" for one in literal.values)
    tries = 0
    for address in addresses:
        for method in methods:
            for name in hosts:
                for path in paths:
                    yield Request(
                        method, scheme, name, client_path(path), query, headers, address, alpn=protocols, trusted=True
                    )
                    tries += 1
                    if tries == _MOST_TRIES:
                        return


def _name(literal: Literal) -> str:
    return literal.name.partition("/")[0]


def _hosts(literal: Literal) -> Iterator[str]:
    name = _name(literal)
    if name in ("Host", "HostHeader", "HostSNI"):
        yield from (f"x{value[1:]}" for value in literal.values if value.startswith("*."))
        yield from (value for value in literal.values if value != "*")
    elif name in ("HostRegexp", "HostSNIRegexp"):
        for value in literal.values:
            is_template = "v2" in literal.name
            text = sample(_plain(value, "[^.]+"), exact=True) if is_template else sample(value)
            yield from (text, f"www.{text}") if text.strip() else ()


def _paths(literal: Literal) -> Iterator[str]:
    name = _name(literal)
    if name == "Path":
        for value in literal.values:
            is_template = "v2" in literal.name
            yield sample(_plain(value, "[^/]+"), exact=True) if is_template else value
    elif name == "PathPrefix":
        for value in literal.values:
            prefix = sample(_plain(value, "[^/]+"), exact=True) if "v2" in literal.name else value
            yield from (prefix + rest for rest in _BELOW_PREFIX)
    elif name == "PathRegexp":
        text = sample(literal.values[0])
        yield from (text, f"/{text}", f"/x/{text}")


def _headers(literal: Literal) -> Iterator[tuple[str, str]]:
    name = _name(literal)
    if name.startswith("Header"):
        for key, value in zip(literal.values[::2], literal.values[1::2], strict=True):
            yield key, sample(value) if name.endswith("Regexp") else value


def _parameters(literal: Literal) -> Iterator[str]:
    name = _name(literal)
    if literal.name == "Query/v2":
        for value in literal.values:
            key, _, wanted = value.partition("=")
            yield f"{quote(key)}={quote(sample(_plain(wanted, '.*'), exact=True))}"
    elif name in ("Query", "QueryRegexp"):
        value = literal.values[1] if len(literal.values) == 2 else ""
        yield f"{quote(literal.values[0])}={quote(sample(value) if name == 'QueryRegexp' else value)}"


def _addresses(literal: Literal) -> Iterator[str]:
    for value in literal.values:
        address = value.partition("/")[0]
        if parse_cidr(value) is not None and ":" not in address:
            head, _, last = address.rpartition(".")
            yield f"{head}.{min(int(last) + 1, 254)}"
        yield address


_BRACES = re.compile(r"\{[^{}:]+(?::((?:[^{}]|\{[^{}]*\})+))?\}")


def _plain(template: str, default: str) -> str:
    """A v2 template as a regular expression; an expression without such braces stays as it is."""
    return _BRACES.sub(lambda variable: f"({variable[1] or default})", template)


def sample(pattern: str, *, exact: bool = False) -> str:
    """A text that a regular expression is likely to match; empty where none comes to mind.

    Args:
        pattern: the expression.
        exact: whether dots outside groups are plain dots, as in templates.
    """
    try:
        text = re.sub(r"\.(?![^(]*\))", r"\\.", pattern) if exact else pattern
        return _sampled(_parser.parse(text.replace(r"\z", r"\Z")))
    except (re.error, RecursionError, OverflowError, ValueError):
        return ""


def _sampled(parsed: Any) -> str:
    pieces: list[str] = []
    for code, argument in parsed:
        name = str(code)
        if name == "LITERAL":
            pieces.append(chr(argument))
        elif name == "NOT_LITERAL":
            pieces.append("b" if argument == ord("a") else "a")
        elif name == "ANY":
            pieces.append("a")
        elif name == "IN":
            pieces.append(_member(argument))
        elif name == "BRANCH":
            pieces.append(_sampled(argument[1][0]))
        elif name == "SUBPATTERN":
            pieces.append(_sampled(argument[-1]))
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            low, high, inner = argument
            pieces.append(_sampled(inner) * min(max(low, _MOST_REPEATS), high))
    return "".join(pieces)


def _member(choices: Any) -> str:
    """A character of a class."""
    negated = str(choices[0][0]) == "NEGATE"
    inside = re.compile(
        "[" + "".join(_class_part(code, argument) for code, argument in choices if str(code) != "NEGATE") + "]"
    )
    for char in "abz019AZ-_.~ éß/":
        if (inside.match(char) is not None) is not negated:
            return char
    return ""


def _class_part(code: Any, argument: Any) -> str:
    name = str(code)
    if name == "LITERAL":
        return re.escape(chr(argument))
    if name == "RANGE":
        return f"{re.escape(chr(argument[0]))}-{re.escape(chr(argument[1]))}"
    return {"CATEGORY_DIGIT": r"\d", "CATEGORY_WORD": r"\w", "CATEGORY_SPACE": r"\s"}.get(str(argument), r"\w")
