"""Paths, expressions and lists that do not match as they are written: a matcher compares its value letter by letter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from traefiklint.go.regexp import go_regex
from traefiklint.matching.examples import sample
from traefiklint.matching.suspicions.found import (
    TEMPLATE,
    DoubledBackslash,
    ExpressionAsText,
    MatcherSuspicion,
    PathExpressionTemplate,
    PathGlob,
    PathTemplate,
    PathWithQuery,
    QueryPair,
    ValueTemplate,
)
from traefiklint.matching.tree import Leaf
from traefiklint.patterns import lazy
from traefiklint.text.variables import variable_in

_SIGNS = re.compile(
    r"\.[*+]|\A\^|(?<!\\)\$\Z|\\[dwsDSW](?![A-Za-z])|\\[./-]|\([^()]*\|[^()]*\)|\[[^\]]*-[^\]]*\]|\[[^\]]*\][*+]|\(\?|\)\?"
)
"""What regular expressions have, and hardly any path or value that is meant as it is."""
_PAIR = re.compile(r"[^=&`]+=[^&`]*(?:&[^=&`]+=[^&`]*)*")
_METHOD = re.compile(r"[A-Za-z]+")
_PATH = re.compile(r"/[^,|()\[\]*+?^$\\`]*")


def host_as_text(leaf: Leaf, router: Any, name: re.Pattern[str]) -> Iterator[MatcherSuspicion]:
    """An expression or a list in a `Host`, which is no name.

    Args:
        name: what a name looks like.
    """
    value = leaf.matcher.args[0].value
    if re.search(r"[,|^$()\\?+]", value):
        yield ExpressionAsText(router, leaf, _several(value, name), _anchored("HostRegexp", value), never=True)


def path_as_text(leaf: Leaf, router: Any) -> Iterator[MatcherSuspicion]:
    """An expression or a list in a `Path` or `PathPrefix`."""
    value = leaf.matcher.args[0].value
    several = _several(value, _PATH)
    if several or _SIGNS.search(value):
        end = "$" if leaf.matcher.name == "Path" else ""
        yield ExpressionAsText(router, leaf, several, _anchored("PathRegexp", value, end))


def method(leaf: Leaf, router: Any) -> Iterator[MatcherSuspicion]:
    """Several methods in one matcher."""
    value = leaf.matcher.args[0].value.strip("^$()")
    several = _several(value, _METHOD)
    if several:
        yield ExpressionAsText(router, leaf, several, "", never=True)


def header(leaf: Leaf, router: Any) -> Iterator[MatcherSuspicion]:
    """An expression as the value of a `Header` or `Query`, and a pair in a `Query`."""
    matcher = leaf.matcher
    name, value = matcher.values[0], matcher.values[-1]
    if len(matcher.values) == 1:
        if _PAIR.fullmatch(name):
            yield QueryPair(router, leaf)
    elif _is_template(value):
        yield ValueTemplate(router, leaf)
    elif _SIGNS.search(value) and variable_in(value) is None:
        text = f"{matcher.name}Regexp(`{name}`, `{value}`)"
        yield ExpressionAsText(router, leaf, (), "" if _is_broken(value) or "`" in name else text, index=1)


def value_regexp(leaf: Leaf, router: Any) -> Iterator[MatcherSuspicion]:
    """What is wrong with a `HeaderRegexp` or `QueryRegexp`."""
    if _is_template(leaf.matcher.values[-1]):
        yield ValueTemplate(router, leaf)


def _is_template(value: str) -> bool:
    """Whether the value of a header or parameter is a pattern of Traefik 2; a name alone in braces may be meant so."""
    return any(variable[2] is not None for variable in TEMPLATE.finditer(value))


def _several(value: str, one: re.Pattern[str]) -> tuple[str, ...]:
    """The values of a list that is written as one; empty where it is none."""
    parts = tuple(part.strip() for part in re.split(r"[,|]", value))
    return parts if len(parts) > 1 and all(map(one.fullmatch, parts)) else ()


def _anchored(name: str, pattern: str, end: str = "$") -> str:
    """A matcher for an expression that is to match the whole of something; empty where it does not compile."""
    inner = pattern.removeprefix("^").removesuffix("$")
    inner = f"({inner})" if "|" in re.sub(r"\([^()]*\)", "", inner) else inner
    end = "$" if pattern.endswith("$") else end
    return "" if _is_broken(inner) else f"{name}(`^{inner}{end}`)"


def _is_broken(pattern: str) -> bool:
    return "`" in pattern or bool(go_regex(pattern).error)


_QUERY_BEHIND = lazy(r"[^?{(*+)\]]*\?")
"""A path with a question mark that is none of an expression's."""


def path(leaf: Leaf, router: Any) -> Iterator[MatcherSuspicion]:
    """What is wrong with a `Path` or `PathPrefix`, which are compared letter by letter."""
    value = leaf.matcher.args[0].value
    if variable_in(value):
        return
    if TEMPLATE.search(value):
        yield PathTemplate(router, leaf)
    elif _QUERY_BEHIND.match(value):
        yield PathWithQuery(router, leaf, never=True)
    elif found := tuple(path_as_text(leaf, router)):
        yield from found
    elif "*" in value:
        yield PathGlob(router, leaf)


def path_regexp(leaf: Leaf, router: Any) -> Iterator[MatcherSuspicion]:
    """What is wrong with a `PathRegexp`."""
    value = leaf.matcher.args[0].value
    if TEMPLATE.search(value):
        yield PathExpressionTemplate(router, leaf)
    elif meant := undoubled(value):
        yield DoubledBackslash(router, leaf, *meant)


_DOUBLED = lazy(r"(?<!\\)\\\\(?=[.dDwWsSbB/?-])")
"""What asks for a backslash, and is an escape with one of the two."""


def undoubled(pattern: str) -> tuple[str, str] | None:
    """An expression for URLs or parts of them, which have no backslash, with one for two, as strings of programs have
    them; and what it is for then, and does not match as it is (asked of 3.7.15)."""
    better = _DOUBLED.sub(r"\\", pattern)
    if better == pattern or go_regex(better).error:
        return None
    example = sample(better)
    is_meant = bool(example) and go_regex(better).search(example) and not go_regex(pattern).search(example)
    return (better, example) if is_meant else None
