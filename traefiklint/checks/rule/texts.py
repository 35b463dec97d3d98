"""Router rules that cannot be parsed."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import as_typed
from traefiklint.checks.shared.rule_texts import in_rule
from traefiklint.findings import Effect
from traefiklint.instance.scalar_offsets import ValueFix
from traefiklint.instance.startup import LAST
from traefiklint.matching.diagnostics import (
    BareArgument,
    BareHost,
    FirstVersionRule,
    HttpMatcher,
    LineBreak,
    NewMatcher,
    NoRule,
    OddlyCasedMatcher,
    OldMatcher,
    OpenParentheses,
    RuleMistake,
    SeparatedMatchers,
    SingleQuotes,
    TcpMatcher,
    TypographicQuotes,
    UnknownMatcher,
    UnknownName,
    UnparsedRule,
    UnreadableRule,
    WordOperator,
)
from traefiklint.model.base import Place
from traefiklint.patterns import lazy
from traefiklint.text.nodes import Scalar
from traefiklint.text.unseen import UNSEEN

_DISABLED = Effect.DISABLED
_BACK_TICKS = "Use back-ticks"


@rule("rule-missing", effect=_DISABLED)
def rule_missing(said: NoRule, place: Place) -> Iterator[Diagnostic]:
    """A router has no rule."""
    message = "The router has no rule; write one, as in ``Host(`app.example.com`)``."
    if said.where.end:
        yield _unparsed(place, said, message)
    else:
        yield Diagnostic(place, message, after=_after(place))


@rule("rule-syntax", effect=_DISABLED, fix="safe")
def rule_syntax(
    said: UnreadableRule | TypographicQuotes | OpenParentheses | BareHost, place: Place
) -> Iterator[Diagnostic]:
    """A rule cannot be parsed."""
    if isinstance(said, UnreadableRule):
        reason = _reason(said.reason, said.found)
        if reason == _MISSING and type(place.node) is Scalar and "``" in place.node.value:
            reason = "two back-ticks are an empty argument; write one before and one after each argument"
        yield _unparsed(place, said, f"The rule cannot be read: {reason}.")
    elif isinstance(said, BareHost):
        right = as_typed(place, said.change.text)
        message = f"The rule cannot be read: a host needs a matcher around it; write ``{right}``."
        yield _with_fix(place, said, message, "Match the host", safe=False)
    elif isinstance(said, TypographicQuotes):
        message = f"Typographic quotes do not work in rules; write `{said.value}` in back-ticks."
        yield _with_fix(place, said, message, _BACK_TICKS)
    else:
        missing, closing = len(said.closing), said.closing
        text = place.node.value if type(place.node) is Scalar else ""
        # whoever adds the parenthesis has the same rule, without its values
        if empty := _EMPTY_CALL.search(_QUOTED.sub("``", text)):
            yield _unparsed(
                place, said, f"The rule cannot be read: `{empty[1]}` has no value, and `)` is missing.", _EATEN
            )
            return
        noun = "A closing parenthesis is" if missing == 1 else f"{missing} closing parentheses are"
        yield _with_fix(place, said, f"{noun} missing; add `{closing}`.", f"Add `{closing}`", safe=said.is_sure)


_QUOTED = lazy(r'`[^`]+`|"[^"\\\n]+"')
_EMPTY_CALL = lazy(r"\b([A-Z][A-Za-z]+)\(\s*\)")
_EATEN = "A shell takes back-ticks and what they enclose away, unless the text stands in single quotes."
_MISSING = "a closing parenthesis or a comma is missing here"


def _reason(reason: str, found: str) -> str:
    """What Go's parser means, in the words of somebody who writes rules."""
    if reason == "raw string literal not terminated":
        return "a back-tick is opened here and never closed"
    if reason == "string literal not terminated":
        return "a double quote is opened here and not closed on the same line"
    if reason.startswith("expected operand, found 'EOF'"):
        return "it ends where a matcher should follow"
    if reason.startswith("expected operand"):
        return f"a matcher should stand here, not `{found}`"
    if reason.startswith("expected 'EOF'") and found == ")":
        return "`)` is an extra closing parenthesis"
    if reason.startswith("expected 'EOF'"):
        return "an operator is missing before this"
    if reason.startswith("illegal character U+") and (sign := UNSEEN.get(reason.rpartition(" ")[2])):
        return f"{sign} stands here; write an ordinary space"
    if reason.startswith(("missing ','", "expected ')'")):
        return _MISSING
    return reason


@rule("rule-unquoted-argument", effect=_DISABLED, fix="safe")
def rule_unquoted_argument(said: BareArgument, place: Place) -> Iterator[Diagnostic]:
    """An argument of a matcher stands without back-ticks."""
    if place.document is not None and (
        place.document.unset(place.node) or place.document.hangs_on_required(place.node)
    ):
        return  # a variable may bring its back-ticks along, as in ``SITES=`a.example`, `b.example` ``
    message = f"Put the argument of `{said.matcher}` in back-ticks: ``{said.matcher}(`{said.value}`)``."
    yield _with_fix(place, said, message, "Put the argument in back-ticks")


@rule("rule-single-quoted-argument", effect=_DISABLED, fix="safe")
def rule_single_quoted_argument(said: SingleQuotes, place: Place) -> Iterator[Diagnostic]:
    """An argument of a matcher stands in single quotes."""
    message = f"Single quotes do not work in rules; put `{said.value}` in back-ticks."
    yield _with_fix(place, said, message, _BACK_TICKS)


@rule("rule-word-operator", effect=_DISABLED, fix="safe")
def rule_word_operator(said: WordOperator | SeparatedMatchers, place: Place) -> Iterator[Diagnostic]:
    """A rule uses a word or sign that is not an operator."""
    if isinstance(said, WordOperator):
        message = f"Use `{said.right}` instead of `{said.written}`."
    else:
        message = f"Matchers are joined by `&&` or `||`, not by `{said.written}`; write `{said.right}`"
        if said.is_mixed:  # which parentheses are meant, nobody can say
            yield _unparsed(place, said, f"{message}, and parentheses around what it joins.")
            return
        message += "."
    yield _with_fix(place, said, message, f"Use `{said.right}`", safe=isinstance(said, WordOperator))


@rule("rule-line-break", effect=_DISABLED, fix="safe")
def rule_line_break(said: LineBreak, place: Place) -> Iterator[Diagnostic]:
    """A line break ends a rule before its time."""
    message = "A line break ends the rule here; end the line with the operator, or write the rule on one line."
    help = "In YAML, a folded block (`>-`) joins the lines; a literal block (`|`) keeps the break."
    yield _with_fix(place, said, message, "Join the lines", help=help)


@rule("rule-v1-syntax", category="migration", effect=_DISABLED, fix="safe")
def rule_v1_syntax(said: FirstVersionRule, place: Place) -> Iterator[Diagnostic]:
    """A rule is written as for Traefik 1."""
    message = f"This is the rule syntax of Traefik 1; write ``{said.change.text}``."
    help = "`PathStrip` and `PathPrefixStrip` are now a `stripPrefix` middleware." if said.strips else ""
    yield _with_fix(place, said, message, "Write the rule in today's syntax", help=help, safe=not said.strips)


@rule("rule-unknown-matcher", effect=_DISABLED, fix="safe")
def rule_unknown_matcher(said: OddlyCasedMatcher | NewMatcher | UnknownMatcher, place: Place) -> Iterator[Diagnostic]:
    """A rule uses a matcher that does not exist."""
    if isinstance(said, OddlyCasedMatcher):
        message = f"`{said.name}` is not how the matcher is written; write `{said.right}`."
        yield _renamed(place, said, message, safe=True)
    elif isinstance(said, NewMatcher):
        message = (
            f"`{said.name}` is a matcher of the v3 syntax, and this rule is read in that of v2; remove the router's "
            "`ruleSyntax: v2`, or give it `ruleSyntax: v3` where `core.defaultRuleSyntax` says v2."
        )
        yield _renamed(place, said, message, safe=False)
    else:
        strips = ", with a `stripPrefix` middleware" if said.name.lower().endswith("strip") else ""  # of Traefik 1
        advice = f"; did you mean `{said.right}`{strips}?" if said.right else "."
        message = f"`{said.name}` is not a matcher{advice}"
        yield _renamed(place, said, message, help=f"Matchers: {', '.join(said.known)}.", safe=False)


@rule("rule-v2-matcher", category="migration", effect=_DISABLED, fix="safe")
def rule_v2_matcher(said: OldMatcher, place: Place) -> Iterator[Diagnostic]:
    """A rule uses a matcher of Traefik 2."""
    yield _renamed(place, said, f"`{said.name}` is gone in v3; use `{said.right}`.", safe=True)


@rule("rule-tcp-matcher-in-http", effect=_DISABLED, fix="safe")
def rule_tcp_matcher_in_http(said: TcpMatcher, place: Place) -> Iterator[Diagnostic]:
    """An HTTP router uses a matcher of TCP."""
    right = f"``{said.right}``" if "`" in said.right else f"`{said.right}`"
    message = f"`{said.name}` is a matcher of TCP routers" + (f"; in HTTP use {right}." if said.right else ".")
    yield _renamed(place, said, message, safe=True)


@rule("rule-http-matcher-in-tcp", effect=_DISABLED, fix="unsafe")
def rule_http_matcher_in_tcp(said: HttpMatcher, place: Place) -> Iterator[Diagnostic]:
    """A TCP router uses a matcher of HTTP."""
    message = f"`{said.name}` is a matcher of HTTP routers" + (f"; in TCP use `{said.right}`." if said.right else ".")
    help = "TCP routers know HostSNI, HostSNIRegexp, ClientIP and ALPN."
    yield _renamed(place, said, message, help=help, safe=False)


def _renamed(place: Place, said: UnknownName, message: str, *, safe: bool, help: str = "") -> Diagnostic:
    """A finding at a name, which another one fixes where that is known."""
    start, end, right = said.where.start, said.where.end, said.right
    return _unparsed(
        place, said, message, help, ValueFix(start, end, right, safe, f"Write `{right}`") if right else None
    )


def _with_fix(
    place: Place, said: RuleMistake, message: str, title: str, *, help: str = "", safe: bool = True
) -> Diagnostic:
    """A finding at one of the usual mistakes, with what fixes it."""
    return _unparsed(place, said, message, help, ValueFix(*said.change, safe, title))


def _unparsed(
    place: Place, said: UnparsedRule, message: str, help: str = "", fix: ValueFix | None = None
) -> Diagnostic:
    return in_rule(place, said.where.start, said.where.end, message, help, fix, _after(place))


def _after(place: Place) -> int:
    """When Traefik meets a rule that it cannot parse: for HTTP when all else of the router is built, for TCP before."""
    return 0 if place.object.startswith("tcp.") else LAST
