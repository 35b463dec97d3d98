"""The verdict on one rule: `check_rule`."""

from __future__ import annotations

from operator import itemgetter

from traefiklint.matching.gotext import printable, quoted
from traefiklint.matching.matchers import Issue, checks_for, empty_arguments
from traefiklint.matching.names import DOMAIN_NAMES, NAMES
from traefiklint.matching.parser import parse
from traefiklint.matching.problems import Problem, Replacement
from traefiklint.matching.tree import Matcher, Tree, leaves, matchers

_VALUE = itemgetter(0)
_MOST_PROBLEMS = 50
_SPLITTABLE = frozenset(
    ("Host", "HostRegexp", "Path", "PathPrefix", "PathRegexp", "Method", "ClientIP", "HostSNI", "HostSNIRegexp", "ALPN")
)
_CATCH_ALL_PRIORITY = -1
_WILDCARD_SINCE = (3, 7, 0)
_CATCH_ALL_HOST_SINCE = (3, 7, 7)


class RuleResult:
    """What Traefik makes of a rule.

    Attributes:
        text: the rule.
        protocol: `http` or `tcp`.
        syntax: `v3` or `v2`.
        tree: the rule's tree; None where Traefik refuses the rule.
        parsed: the tree of a rule that can be read, also where a matcher refuses its arguments; else None.
        problems: why Traefik disables the router, the reason that Traefik itself gives first; empty where it does not.
        warnings: what Traefik accepts without doing what it says.
        error: Traefik's own message, in full; empty where there is none.
    """

    __slots__ = ("error", "parsed", "problems", "protocol", "syntax", "text", "tree", "warnings")

    def __init__(
        self,
        text: str,
        protocol: str,
        syntax: str,
        parsed: Tree | None,
        problems: tuple[Problem, ...] = (),
        warnings: tuple[Problem, ...] = (),
        error: str = "",
    ) -> None:
        self.text = text
        self.protocol = protocol
        self.syntax = syntax
        self.parsed = parsed
        self.tree = None if problems else parsed
        self.problems = problems
        self.warnings = warnings
        self.error = printable(error)

    @property
    def hosts(self) -> tuple[str, ...]:
        """The names of every `Host` that is not negated, as written."""
        return self._values(frozenset(("Host", "HostHeader")))

    @property
    def sni_hosts(self) -> tuple[str, ...]:
        """The names of every `HostSNI` that is not negated, as written."""
        return self._values(frozenset(("HostSNI",)))

    @property
    def domains(self) -> tuple[str, ...]:
        """The names that Traefik takes from the rule for TLS, in lower case, negated ones too.

        `Host` for HTTP, `HostSNI` for TCP. Empty also where the rule cannot be read.
        """
        name = "Host" if self.protocol == "http" else "HostSNI"
        if self.parsed is None:
            return parse_domains(self.text, protocol=self.protocol) or ()
        return tuple(
            value.lower() for matcher in matchers(self.parsed) if matcher.name == name for value in matcher.values
        )

    @property
    def default_priority(self) -> int:
        """The priority of a router that gives none: the rule's length in bytes, or -1 for TCP's lone catch-all."""
        if self.protocol == "tcp" and self.is_catch_all:
            return _CATCH_ALL_PRIORITY
        return len(self.text.encode("utf-8", "surrogateescape"))

    @property
    def is_catch_all(self) -> bool:
        """Whether a TCP rule is nothing but ``HostSNI(`*`)`` (a `!` before it makes no difference to Traefik)."""
        if self.parsed is None:
            return False
        found = tuple(matchers(self.parsed))
        return len(found) == 1 and found[0].name == "HostSNI" and found[0].values == ("*",)

    def _values(self, names: frozenset[str]) -> tuple[str, ...]:
        if self.parsed is None:
            return ()
        if type(self.parsed) is Matcher:
            return self.parsed.values if self.parsed.name in names else ()
        return tuple(
            value
            for leaf in leaves(self.parsed)
            if not leaf.negated and leaf.matcher.name in names
            for value in leaf.matcher.values
        )


def check_rule(text: str, *, protocol: str, syntax: str = "v3", target: tuple[int, ...] = (3, 7)) -> RuleResult:
    """What Traefik makes of a rule.

    Args:
        text: the rule, as Traefik gets it.
        protocol: `http` or `tcp`.
        syntax: `v3` or `v2`; Traefik takes any other `ruleSyntax` for `v3`.
        target: the Traefik version; without a patch number the newest patch is meant.
    """
    names = NAMES[protocol, syntax]
    parsed = parse(text, names)
    tree = parsed.tree
    if tree is None:
        from traefiklint.matching.diagnosis import diagnose

        error = _refusal_error(text, protocol, parsed.refusals[0].error)
        return RuleResult(text, protocol, syntax, None, diagnose(text, protocol, syntax, parsed.refusals), (), error)
    checks = checks_for(protocol, syntax, target)
    wildcard = False
    clean = True
    for matcher in matchers(tree) if type(tree) is not Matcher else (tree,):
        counts, check = checks[matcher.name]
        args = matcher.args
        if (counts and len(args) not in counts) or not args or not all(map(_VALUE, args)) or check(matcher):
            clean = False
        elif args[0].value[0] == "*":
            wildcard = True
    if not clean:
        problems, error = _problems(text, tree, protocol, syntax, target)
        return RuleResult(text, protocol, syntax, tree, problems, (), error)
    warnings = _wildcard_warnings(tree, protocol, syntax, target) if wildcard else ()
    return RuleResult(text, protocol, syntax, tree, (), warnings)


def parse_domains(text: str, *, protocol: str = "http") -> tuple[str, ...] | None:
    """The names that Traefik takes from a rule for TLS, in lower case, or None where it cannot read the rule.

    For HTTP it reads the matchers of both syntaxes there, whatever the router's own.
    """
    tree = parse(text, DOMAIN_NAMES if protocol == "http" else NAMES["tcp", "v3"]).tree
    if tree is None:
        return None
    name = "Host" if protocol == "http" else "HostSNI"
    return tuple(value.lower() for matcher in matchers(tree) if matcher.name == name for value in matcher.values)


def _refusal_error(text: str, protocol: str, error: str) -> str:
    if protocol == "tcp":
        if not text:
            return "router has no rule"
        reason = f"error while parsing rule {text}" if error == "obtaining build tree" else error
        return f"invalid rule: {quoted(text)} , {reason}"
    inner = error if error == "obtaining build tree" else f"parsing rule {text}: {error}"
    return f"error while parsing rule {text}: {inner}"


def _problems(
    text: str, tree: Tree, protocol: str, syntax: str, target: tuple[int, ...]
) -> tuple[tuple[Problem, ...], str]:
    """Every matcher's first problem, and Traefik's message for the first of them."""
    found: list[Problem] = []
    error = ""
    checks = checks_for(protocol, syntax, target)
    for leaf in leaves(tree):
        matcher = leaf.matcher
        counts, check = checks[matcher.name]
        issue = empty_arguments(matcher)
        stage = "checking" if issue else "adding"
        if issue is None:
            issue = _arity(matcher, counts, protocol) if counts and len(matcher.args) not in counts else check(matcher)
        if issue is None:
            continue
        reason = issue.error
        if protocol == "http":
            branches = "".join(f"error while adding rule {name}: " * count for name, count in leaf.branches[:64])
            reason = f"{branches}error while {stage} rule {matcher.name}: {reason}"
        if not found:
            lead = f"error while parsing rule {text}: adding rule {text}: " if protocol == "http" else ""
            error = lead + reason if lead else f"error while adding rule {text}: {reason}"
        found.append(_problem(issue, matcher, reason, alone=matcher is tree))
        if len(found) == _MOST_PROBLEMS:
            break
    return tuple(found), error


def _arity(matcher: Matcher, counts: tuple[int, ...], protocol: str) -> Issue:
    got = len(matcher.args)
    if protocol == "tcp":
        error = f"unexpected number of parameters; got {got}, expected 1"
    else:
        expected = " ".join(map(str, counts))
        error = f"unexpected number of parameters; got {got}, expected one of [{expected}]"
    if got > 1 and counts == (1,) and matcher.name in _SPLITTABLE:
        shown = " || ".join(f"{matcher.name}(`{value}`)" for value in matcher.values[:3])
        message = f"`{matcher.name}` takes one value, got {got}; write ``{shown}``."
        return Issue("rule-too-many-arguments", error, message, "Several values in one matcher are the syntax of v2.")
    wanted = " or ".join(map(str, counts))
    plural = "argument" if counts == (1,) else "arguments"
    return Issue("rule-arity", error, f"`{matcher.name}` takes {wanted} {plural}, got {got}.", "")


def _problem(issue: Issue, matcher: Matcher, reason: str, *, alone: bool) -> Problem:
    start, end = (issue.argument.start, issue.argument.end) if issue.argument else (matcher.start, matcher.end)
    fix: Replacement | None = None
    if issue.argument and issue.value is not None and "`" not in issue.value:
        fix = Replacement(start, end, f"`{issue.value}`", True, f"Write `{issue.value}`")
    elif issue.kind == "rule-too-many-arguments" and not any("`" in value for value in matcher.values):
        split = " || ".join(f"{matcher.name}(`{value}`)" for value in matcher.values)
        fix = Replacement(start, end, split if alone else f"({split})", True, "Give each value a matcher of its own")
    return Problem(issue.kind, printable(issue.message), printable(issue.help), start, end, printable(reason), fix)


def _wildcard_warnings(tree: Tree, protocol: str, syntax: str, target: tuple[int, ...]) -> tuple[Problem, ...]:
    """Wildcards in `Host`, which older versions accept and compare letter by letter."""
    if protocol != "http" or syntax != "v3":
        return ()
    found: list[Problem] = []
    for matcher in matchers(tree):
        if matcher.name != "Host" or not matcher.values[0].startswith("*"):
            continue
        value = matcher.values[0]
        since = _CATCH_ALL_HOST_SINCE if value == "*" else _WILDCARD_SINCE
        if (*target, 999) < since:
            version = ".".join(map(str, since))
            message = f"Traefik knows the wildcard `{value}` in `Host` since {version}; before, no request matches it."
            suffix = value[1:].replace(".", r"\.")
            help_text = f"For older versions write ``HostRegexp(`^[^.]+{suffix}$`)``." if value != "*" else ""
            argument = matcher.args[0]
            found.append(Problem("host-wildcard-version", message, help_text, argument.start, argument.end, ""))
    return tuple(found)
