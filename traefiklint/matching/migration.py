"""Rules of the v2 syntax (`ruleSyntax: v2`) in the words of v3.

Only matchers are rewritten, so blanks, parentheses and operators stay as the author has them. A translation matches
the same requests: v2 takes several values where v3 takes one, knows templates (`/files/{name:[a-z]+}`) where v3 has
regular expressions, and gives headers and queries other names (pkg/muxer/http/matcher_v2.go, matcher.go).
"""

from __future__ import annotations

import re
from collections.abc import Callable

from traefiklint.matching.check import RuleResult
from traefiklint.matching.gorilla import compile_template
from traefiklint.matching.tree import Matcher, Or, Tree, matchers
from traefiklint.text.diagnostics import Replacement


class UntranslatableError(ValueError):
    """A matcher has no counterpart in v3 that is certain to match the same."""


def to_v3(result: RuleResult) -> tuple[Replacement, ...] | None:
    """What makes a v3 rule of a v2 rule that Traefik accepts; None where there is no certain translation."""
    tree = result.tree
    if tree is None or result.syntax != "v2":
        return None
    loose = _loose(tree)
    found = []
    try:
        for matcher in matchers(tree):
            text = _translated(matcher, result.protocol, loose=matcher.start in loose, alone=matcher is tree)
            if text != result.text[matcher.start : matcher.end]:
                found.append(Replacement(matcher.start, matcher.end, text))
    except UntranslatableError:
        return None
    return tuple(found)


def _loose(tree: Tree) -> set[int]:
    """Where the matchers begin that need no parentheses when they become several joined by `||`."""
    if isinstance(tree, Or):
        return {operand.start for operand in tree.operands if isinstance(operand, Matcher)}
    return {tree.start} if isinstance(tree, Matcher) else set()


def _translated(matcher: Matcher, protocol: str, *, loose: bool, alone: bool) -> str:
    conditions, operator = _CONDITIONS[protocol][matcher.name](matcher.name, matcher.values)
    text = f" {operator} ".join(conditions)
    return text if len(conditions) == 1 or alone or (loose and operator == "||") else f"({text})"


Conditions = tuple[list[str], str]
"""Conditions of v3, and the operator that joins them."""


def _call(name: str, *values: str) -> str:
    if any("`" in value for value in values):
        raise UntranslatableError
    return f"{name}({', '.join(f'`{value}`' for value in values)})"


def _each(name: str, values: tuple[str, ...]) -> Conditions:
    """One matcher for each value."""
    return [_call(_NAMES.get(name, name), value) for value in values], "||"


def _hosts(name: str, values: tuple[str, ...]) -> Conditions:
    """Names; a star is a letter like any other to v2, and begins a wildcard in v3."""
    if any(value.startswith("*") for value in values):
        raise UntranslatableError
    return _each(name, values)


def _sni(name: str, values: tuple[str, ...]) -> Conditions:
    """Names of TLS; a star means any name where it is the first, and any name but none where it is not."""
    if values[0] == "*":
        return [_call(name, "*")], "||"
    if "*" in values:
        raise UntranslatableError
    return _each(name, values)


def _paths(name: str, values: tuple[str, ...]) -> Conditions:
    kind = "prefix" if name == "PathPrefix" else "path"
    return [
        _call("PathRegexp", _pattern(value, kind)) if "{" in value or "}" in value else _call(name, value)
        for value in values
    ], "||"


def _host_patterns(name: str, values: tuple[str, ...]) -> Conditions:
    kind = "sni" if name == "HostSNIRegexp" else "host"
    if kind == "host" and any(":" in _VARIABLE.sub("", value) for value in values):
        raise UntranslatableError  # v2 takes what is behind a colon for a port
    return [_call(name, _pattern(value, kind)) for value in values], "||"


def _pattern(template: str, kind: str) -> str:
    """The expression of a template, with groups that have no names."""
    compiled = compile_template(template, kind)
    if compiled.error:
        raise UntranslatableError
    pattern = compiled.pattern
    for index in range(len(compiled.names)):
        pattern = pattern.replace(f"(?P<v{index}>", "(", 1)
    return pattern if template != template.lower() else pattern.removeprefix("(?i)")


def _pairs(name: str, values: tuple[str, ...]) -> Conditions:
    if len(values) % 2:
        raise UntranslatableError
    return [_call(_NAMES[name], *values[index : index + 2]) for index in range(0, len(values), 2)], "&&"


def _queries(name: str, values: tuple[str, ...]) -> Conditions:
    found = []
    for value in values:
        key, _, wanted = value.partition("=")
        if not key or not wanted or any(sign in value for sign in "{}"):
            raise UntranslatableError
        found.append(_call(name, key, wanted))
    return found, "&&"


_VARIABLE = re.compile(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_NAMES = {"HostHeader": "Host", "Headers": "Header", "HeadersRegexp": "HeaderRegexp"}
_CONDITIONS: dict[str, dict[str, Callable[[str, tuple[str, ...]], Conditions]]] = {
    "http": {
        "Host": _hosts,
        "HostHeader": _hosts,
        "HostRegexp": _host_patterns,
        "Path": _paths,
        "PathPrefix": _paths,
        "Method": _each,
        "Headers": _pairs,
        "HeadersRegexp": _pairs,
        "Query": _queries,
        "ClientIP": _each,
    },
    "tcp": {"HostSNI": _sni, "HostSNIRegexp": _host_patterns, "ClientIP": _each, "ALPN": _each},
}
