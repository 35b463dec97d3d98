"""Hosts that no request has, and expressions for hosts that match more or less than they should."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from traefiklint.go.regexp import go_regex
from traefiklint.matching.examples import sample
from traefiklint.matching.suspicions.expressions import host_as_text, undoubled
from traefiklint.matching.suspicions.found import (
    TEMPLATE,
    DoubledBackslash,
    ExpressionAsText,
    HostExpressionTemplate,
    HostGlob,
    HostTemplate,
    HostWithBlanks,
    HostWithPath,
    HostWithPort,
    HostWithScheme,
    ImpossibleHostExpression,
    MatcherSuspicion,
    OpenHostExpression,
)
from traefiklint.matching.tree import Leaf
from traefiklint.text.variables import variable_in

_NAME = re.compile(r"(?:\*\.)?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_OPTIONAL = re.compile(r"\}(?:[?*]|\{)")
_GROUP = re.compile(r"\\.|\[[^\]]*\]|\([^()]*\)")
_CODES = re.compile(r"\\x(?:[0-9A-Fa-f]{2}|\{[^}]*\})|\\[pP](?:\{[^}]*\}|[A-Z])|\\[0-7]{1,3}")
"""Characters and classes of them, whose own letters are none of the expression."""
_START = re.compile(r"(?:\(\?[a-zA-Z]+\))?\(*(?:\^|\\A|\.\*|\.\+|\(\.[*+]\))")
_END = re.compile(r"(?:(?<!\\)\$|\\z|\.\*|\.\+|\.[*+]\))\)*$")


def host(leaf: Leaf, router: Any) -> Iterator[MatcherSuspicion]:
    """What is wrong with a `Host`. Its value is a bare name, or a name whose first label is `*`."""
    value = leaf.matcher.args[0].value
    if value == "*" or is_name(value) or variable_in(value):
        return
    scheme = _SCHEME.match(value)
    if value.strip() != value or " " in value or "\t" in value:
        names = tuple(filter(None, re.split(r"[\s,;|]+", value)))
        if len(names) > 1 and all("." in one[:-1] and is_name(one) for one in names):
            yield ExpressionAsText(router, leaf, names, "", never=True)
        else:
            yield HostWithBlanks(router, leaf, never=True)
    elif scheme:
        yield HostWithScheme(router, leaf, scheme[0])
    elif "/" in value:
        yield HostWithPath(router, leaf, never=True)
    elif "{" in value:
        yield HostTemplate(router, leaf, never=True)
    elif value.count(":") == 1:
        yield HostWithPort(router, leaf, never=True)
    elif value.startswith(".") and is_name(value[1:]):
        yield HostGlob(router, leaf)
    elif "*" in value and not re.search(r"[,|^$()\\]", value):
        yield HostGlob(router, leaf, never=value.startswith("*"))
    else:
        yield from host_as_text(leaf, router, _NAME)


def is_name(value: str) -> bool:
    """Whether a text is a bare name, or one whose first label is `*`."""
    return _NAME.fullmatch(value) is not None


def host_regexp(leaf: Leaf, router: Any) -> Iterator[MatcherSuspicion]:
    """What is wrong with a `HostRegexp` or `HostSNIRegexp`."""
    value = leaf.matcher.args[0].value
    if TEMPLATE.search(value):
        never = "|" not in TEMPLATE.sub("", value) and not _OPTIONAL.search(value)
        yield HostExpressionTemplate(router, leaf, never=never)
    elif meant := undoubled(value):
        yield DoubledBackslash(router, leaf, *meant)
    elif impossible := _impossible(value, leaf.matcher.name):
        yield ImpossibleHostExpression(router, leaf, *impossible)
    elif not leaf.negated and (closed := _closed(value)):
        yield OpenHostExpression(router, leaf, *closed)


def _impossible(pattern: str, matcher: str) -> tuple[str, str] | None:
    """What an expression asks for though no host has it, and the expression without it."""
    bare = re.sub(r"\\/", "/", pattern)
    literal = _outside_groups(re.sub(_CODES, ".", bare))
    if "|" in literal or "\\Q" in pattern:
        return None
    what, better = "", bare
    if scheme := re.match(r"\^?\(?https?\??\)?:/?/?", bare):
        what, better = "scheme", f"^{bare[scheme.end() :]}"
    elif re.search(r"/(?![?*{])", literal):
        what, better = "slash", f"^{bare.strip('^$/')}$"
    elif re.search(r":(?![?*{])(?:\d+\$?$)", literal):
        what, better = "port", re.sub(r":\d+(?=\$?$)", "", bare)
    elif matcher == "HostRegexp" and not re.search(r"\(\?[a-zA-Z]*i", bare) and re.search(r"[A-Z](?![?*{])", literal):
        what, better = "capital letter", "" if "\\" in re.sub(r"\\\.", "", bare) else bare.lower()
    if not what:
        return None
    return what, better if better != pattern and "/" not in better and not go_regex(better).error else ""


def _closed(pattern: str) -> tuple[str, str] | None:
    """An expression with the anchors that it lacks, and a host that it now matches though it was hardly meant.

    One that speaks of first labels alone, as `^autoconfig\\.` does, is for every domain.
    """
    opens, closes = not _START.match(pattern), not _END.search(pattern)
    regex = go_regex(pattern)
    if not (opens or closes) or regex.search(""):
        return None
    for meant in (sample(pattern, exact=True), sample(pattern)):
        example = f"{'evil-' if opens else ''}{meant}{'.evil.example' if closes else ''}"
        if (
            "." in meant.rstrip(".")
            and ".." not in meant
            and not meant.endswith(".")
            and regex.search(meant)
            and regex.search(example)
        ):
            inner = f"({pattern})" if "|" in _outside_groups(pattern) else pattern
            return f"{'^' if opens else ''}{inner}{'$' if closes else ''}", example
    return None


def _outside_groups(pattern: str) -> str:
    """An expression without what stands in parentheses or brackets."""
    before = ""
    while before != pattern:
        before, pattern = pattern, _GROUP.sub("", pattern)
    return pattern
