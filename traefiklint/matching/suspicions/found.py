"""What is suspicious about a rule: one class for each thing, with its facts, and patterns of Traefik 2.

The words for users, and the fix, belong to the rule about it (`traefiklint.checks.rule`).
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from traefiklint.go.regexp import go_regex
from traefiklint.matching.gorilla import quote_meta
from traefiklint.matching.tree import Argument, Leaf, Matcher, Tree

TEMPLATE = re.compile(r"(?<![\\pPx$])\{([A-Za-z_][\w.-]*|\*)(?::((?:[^{}]|\{[^{}]*\})*))?\}")
"""A variable of Traefik 2: `{name}` or `{name:expression}`, not `${NAME}`. A repetition such as `{2,3}` begins with a
digit."""
_NAME = re.compile(r"[\w.-]+", re.ASCII)
"""A host without anything of an expression."""


class MatcherSuspicion:
    """Base of those about a single matcher.

    Attributes:
        router: the router that has the rule.
        matcher: the matcher.
        negated: whether an odd number of `!` stands before it.
        parent: as in `Leaf`.
        never: whether the matcher holds for no request at all.
    """

    def __init__(self, router: Any, leaf: Leaf, *, never: bool = False) -> None:
        self.router = router
        self.matcher: Matcher = leaf.matcher
        self.negated = leaf.negated
        self.parent = leaf.parent
        self.never = never

    @property
    def argument(self) -> Argument:
        """The argument that is suspicious."""
        return self.matcher.args[0]

    @property
    def value(self) -> str:
        """What the argument says."""
        return self.argument.value


class HostWithBlanks(MatcherSuspicion):
    """Blanks stand in a host."""


class HostWithScheme(MatcherSuspicion):
    """A scheme stands before a host: `scheme`, with its slashes."""

    def __init__(self, router: Any, leaf: Leaf, scheme: str) -> None:
        super().__init__(router, leaf, never=True)
        self.scheme = scheme


class HostWithPath(MatcherSuspicion):
    """A path stands behind a host."""


class HostTemplate(MatcherSuspicion):
    """A host is a pattern."""


class HostWithPort(MatcherSuspicion):
    """A port stands behind a host."""


class HostGlob(MatcherSuspicion):
    """A star stands in a host where it is no wildcard."""


class HostExpressionTemplate(MatcherSuspicion):
    """An expression for hosts is a pattern of Traefik 2."""


class OpenHostExpression(MatcherSuspicion):
    """An expression for hosts lacks anchors: `closed` has them, `example` is a host that it was hardly meant for."""

    def __init__(self, router: Any, leaf: Leaf, closed: str, example: str) -> None:
        super().__init__(router, leaf)
        self.closed = closed
        self.example = example


class ImpossibleHostExpression(MatcherSuspicion):
    """An expression for hosts asks for what no host has: `what`; `better` is it without that, or empty."""

    def __init__(self, router: Any, leaf: Leaf, what: str, better: str) -> None:
        super().__init__(router, leaf, never=True)
        self.what = what
        self.better = better


class DoubledBackslash(MatcherSuspicion):
    """An expression asks for a backslash where an escape is meant: `better` has one for two, and matches `example`."""

    def __init__(self, router: Any, leaf: Leaf, better: str, example: str) -> None:
        super().__init__(router, leaf)
        self.better = better
        self.example = example


class PathTemplate(MatcherSuspicion):
    """A path is a pattern of Traefik 2."""


class PathExpressionTemplate(MatcherSuspicion):
    """An expression for paths has a pattern of Traefik 2 in it."""


class ValueTemplate(MatcherSuspicion):
    """The value of a header or of a query parameter is a pattern of Traefik 2: `better` is the matcher for what it
    means, empty where that cannot be said."""

    __slots__ = ("better",)

    def __init__(self, router: Any, leaf: Leaf) -> None:
        super().__init__(router, leaf)
        name, value = leaf.matcher.values
        pattern = "" if "`" in name else expression(value, ".+")
        matcher = leaf.matcher.name.removesuffix("Regexp")
        self.better = f"{matcher}Regexp(`{name}`, `^{pattern}$`)" if pattern else ""

    @property
    def argument(self) -> Argument:
        """The argument that is suspicious."""
        return self.matcher.args[1]


class PathWithQuery(MatcherSuspicion):
    """A query stands behind a path."""


class PathGlob(MatcherSuspicion):
    """A star stands in a path."""


class ExpressionAsText(MatcherSuspicion):
    """A regular expression or a list stands where a matcher compares its value letter by letter: `several` are the
    values of the list, `better` the matcher for the expression, both empty where there is none."""

    def __init__(
        self, router: Any, leaf: Leaf, several: tuple[str, ...], better: str, *, index: int = 0, never: bool = False
    ) -> None:
        super().__init__(router, leaf, never=never)
        self.several = several
        self.better = better
        self.index = index

    @property
    def argument(self) -> Argument:
        """The argument that is suspicious."""
        return self.matcher.args[self.index]


class QueryPair(MatcherSuspicion):
    """A name and a value are one argument of `Query`, as in Traefik 2."""


class Contradiction(NamedTuple):
    """The conditions of a rule exclude each other: these, one or two of them; none where it cannot be said which."""

    router: Any
    tree: Tree
    matchers: tuple[Matcher, ...] = ()
    is_part: bool = False
    """Whether it is only one of several alternatives of a rule."""


class AlwaysTrue(NamedTuple):
    """Alternatives of which one holds for every request, as with `!A || !B` where nothing is both."""

    router: Any
    tree: Tree


class MixedOperators(NamedTuple):
    """Both operators stand side by side without parentheses: the stretch, and the text that has those of Traefik."""

    router: Any
    start: int
    end: int
    text: str


def of_traefik_3(name: str, value: str) -> str:
    """The matcher for what one of Traefik 2 with this value means; empty where that cannot be said.

    A host without a variable was a plain name, also among expressions (gorilla/mux).
    """
    if name == "PathRegexp" or not TEMPLATE.search(value):
        is_plain = name.startswith("Host") and _NAME.fullmatch(value)
        return f"{name.removesuffix('Regexp') if is_plain else name}(`{value}`)"
    is_path = name.startswith("Path")
    if not (is_path or name.startswith("Host")):
        return ""
    pattern = expression(value, "[^/]+" if is_path else "[^.]+")
    end = "" if name == "PathPrefix" else "$"
    today = "PathRegexp" if is_path else "HostSNIRegexp" if "SNI" in name else "HostRegexp"
    return f"{today}(`^{pattern}{end}`)" if pattern else ""


def expression(template: str, default: str) -> str:
    """What a template of Traefik 2 means, as a regular expression without anchors; empty where that cannot be said.

    Args:
        default: what a variable without an expression stands for.
    """
    pieces: list[str] = []
    end = 0
    for variable in TEMPLATE.finditer(template):
        inner = variable[2] or default
        if "|" not in inner:  # anchors of its own at the ends say what is so anyway
            inner = inner.removeprefix("^") if variable.start() == 0 else inner
            is_last = variable.end() == len(template) and not inner.endswith("\\$")
            inner = inner.removesuffix("$") if is_last else inner
        pieces += (quote_meta(template[end : variable.start()]), f"({inner})" if "|" in inner else inner)
        end = variable.end()
    pieces.append(quote_meta(template[end:]))
    pattern = "".join(pieces)
    return "" if "`" in pattern or "${" in template or go_regex(pattern).error else pattern
