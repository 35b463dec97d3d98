"""What Traefik has against a rule: one class for each thing, with its facts.

The words for users, and the fix, belong to the rule about it (`traefiklint.checks.rule`). All but `UnknownWildcard`
stop Traefik from using the rule.
"""

from __future__ import annotations

from typing import NamedTuple, Protocol

from traefiklint.matching.tree import Argument, Matcher, Tree
from traefiklint.records import record
from traefiklint.text.diagnostics import Replacement
from traefiklint.versions import Version


class Located(Protocol):
    """A part of a rule that knows where it stands: offsets in characters, the end is exclusive."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...


class RuleStretch(NamedTuple):
    """A part of a rule that is nothing else."""

    start: int
    end: int


@record
class RuleDiagnostic:
    """Base of them all.

    Attributes:
        where: the part of the rule that it is about.
    """

    where: Located


# Rules that cannot be parsed


class UnparsedRule(RuleDiagnostic):
    """Base of what keeps a rule from being parsed."""


class NoRule(UnparsedRule):
    """There is nothing but blanks."""


@record
class UnreadableRule(UnparsedRule):
    """None of the usual mistakes explains it.

    Attributes:
        reason: what Go's parser says, or what it means where Traefik refuses what Go can read.
        found: the word or sign that stands there.
    """

    reason: str
    found: str


@record
class RuleMistake(UnparsedRule):
    """Base of the usual mistakes.

    Attributes:
        change: what fixes it.
    """

    change: Replacement


@record
class TypographicQuotes(RuleMistake):
    """Quotes that word processors make stand around an argument, `value`."""

    value: str


@record
class SingleQuotes(RuleMistake):
    """Single quotes stand around an argument, `value`."""

    value: str


@record
class BareArgument(RuleMistake):
    """No quotes stand around an argument, `value`."""

    matcher: str
    value: str


@record
class WordOperator(RuleMistake):
    """A word or a single sign, `written`, stands for an operator, `right`."""

    written: str
    right: str


@record
class SeparatedMatchers(RuleMistake):
    """Something between two matchers, `written`, that does not join them as `right` does, which may be meant;
    `is_mixed` where that binds less tightly than what joins others."""

    written: str
    right: str
    is_mixed: bool


class BareHost(RuleMistake):
    """The whole rule is a host, perhaps with a scheme and a path."""


class LineBreak(RuleMistake):
    """A line ends where Go takes its end for that of the rule."""


@record
class FirstVersionRule(RuleMistake):
    """The whole rule is in the syntax of Traefik 1; `strips` where it also took the path away."""

    strips: bool


@record
class OpenParentheses(RuleMistake):
    """Parentheses are not closed; `is_sure` where it is clear that they end with the rule."""

    closing: str
    is_sure: bool


# Matchers that are not known


@record
class UnknownName(UnparsedRule):
    """Base of names that are not those of a matcher.

    Attributes:
        name: the name, as it is written.
        right: the name that is meant; empty where that is not known.
    """

    name: str
    right: str


class OddlyCasedMatcher(UnknownName):
    """A matcher whose name Traefik knows in other letters."""


class TcpMatcher(UnknownName):
    """A matcher of TCP in the rule of an HTTP router."""


class HttpMatcher(UnknownName):
    """A matcher of HTTP in the rule of a TCP router."""


class OldMatcher(UnknownName):
    """A matcher of Traefik 2."""


class NewMatcher(UnknownName):
    """A matcher of today's syntax in a rule of the old one."""


@record
class UnknownMatcher(UnknownName):
    """A matcher that there never was; `known` are those that there are."""

    known: tuple[str, ...]


# What matchers are given


@record
class BadMatcher(RuleDiagnostic):
    """Base of what Traefik has against a matcher.

    Attributes:
        error: Traefik's words, without those that say where.
        matcher: the matcher.
    """

    error: str
    matcher: Matcher


class NoArgument(BadMatcher):
    """A matcher is given nothing."""


@record
class WrongNumber(BadMatcher):
    """A matcher has too few or too many arguments; `counts` are the numbers that it takes."""

    counts: tuple[int, ...]


@record
class SeveralValues(BadMatcher):
    """A matcher that takes one value has several, as in Traefik 2; `parent` as in `Leaf`."""

    parent: type[Tree] | None


class OddHeaders(BadMatcher):
    """A name without its value among the arguments for headers."""


class OddQuery(BadMatcher):
    """A name without its value among the arguments for a query."""


class BadQueryTemplate(BadMatcher):
    """The template of a query cannot be read."""


class BadQueryExpression(BadQueryTemplate):
    """An expression in the template of a query does not compile."""


@record
class BadArgument(BadMatcher):
    """Base of what Traefik has against one argument."""

    where: Argument


class EmptyArgument(BadArgument):
    """An argument is empty."""


@record
class CorrectedArgument(BadArgument):
    """Base of those where it may be certain what the argument should be.

    Attributes:
        right: that; empty where it is not.
    """

    right: str


class NotAscii(CorrectedArgument):
    """An argument is not in ASCII; for a host, `right` is its ASCII form."""


class PathWithoutSlash(CorrectedArgument):
    """A path that does not begin with a slash; without `right` it looks like an expression."""


class NotAnAddress(CorrectedArgument):
    """Neither an address nor a network."""


@record
class BadExpression(BadArgument):
    """An expression does not compile, for the `reason` that Go gives."""

    reason: str


@record
class ForeignExpression(BadExpression):
    """An expression uses a `feature` that other languages have and Go has not."""

    feature: str


@record
class BadTemplate(BadArgument):
    """The template of a host or a path cannot be read, for a `reason`."""

    reason: str


class BadHostName(BadArgument):
    """No name of a host."""


class EarlyWildcard(BadArgument):
    """A wildcard in `HostSNI`, for a Traefik that knows none."""


class EarlyUnderscore(BadArgument):
    """A name with an underscore in `HostSNI`, for a Traefik that takes none."""


class OwnProtocol(BadArgument):
    """The protocol of Traefik's own challenge."""


# What is accepted, and does not do what it says


@record
class UnknownWildcard(RuleDiagnostic):
    """A wildcard in `Host` that Traefik knows from `first` on; the older target compares it letter by letter."""

    where: Argument
    matcher: Matcher
    first: Version
    is_sure: bool = True
    """Whether it is known which Traefik runs."""
    is_dokploys: bool = False
    """Whether it is probably the one that Dokploy installs, which is older."""
