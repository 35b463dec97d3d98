"""What is wrong with what the matchers of a rule are given, as problems and in Traefik's words."""

from __future__ import annotations

import re

from traefiklint.go.quote import printable, quoted
from traefiklint.matching.matchers import Issue, empty_arguments
from traefiklint.matching.matchers_v2 import checks_for
from traefiklint.matching.names import HOST_CATCH_ALL, HOST_WILDCARDS
from traefiklint.matching.problems import Problem, Refusal, Replacement
from traefiklint.matching.tree import Matcher, Tree, leaves, matchers
from traefiklint.versions import Version

_MOST_PROBLEMS = 50
_SPLITTABLE = frozenset(
    ("Host", "HostRegexp", "Path", "PathPrefix", "PathRegexp", "Method", "ClientIP", "HostSNI", "HostSNIRegexp", "ALPN")
)


def refusal_error(text: str, protocol: str, refusal: Refusal) -> str:
    """Traefik's message about a rule that cannot be read."""
    error = refusal.error
    if protocol == "tcp":
        if not text:
            return "router has no rule"
        reason = f"error while parsing rule {text}" if error == "obtaining build tree" else error
        return printable(f"invalid rule: {quoted(text)} , {reason}")
    inner = error if error == "obtaining build tree" else f"parsing rule {text}: {error}"
    return printable(f"error while parsing rule {text}: {inner}")


def find_faults(text: str, tree: Tree, protocol: str, syntax: str, target: Version) -> tuple[tuple[Problem, ...], str]:
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
    return tuple(found), printable(error)


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


def wildcard_warnings(tree: Tree, protocol: str, syntax: str, target: Version) -> tuple[Problem, ...]:
    """Wildcards in `Host`, which older versions accept and compare letter by letter."""
    if protocol != "http" or syntax != "v3":
        return ()
    found: list[Problem] = []
    for matcher in matchers(tree):
        if matcher.name != "Host" or not re.match(r"\*(?:\.|\Z)", matcher.values[0]):
            continue
        value = matcher.values[0]
        first = HOST_CATCH_ALL if value == "*" else HOST_WILDCARDS
        if target < first:
            message = f"Traefik knows the wildcard `{value}` in `Host` since {first}; before, no request matches it."
            suffix = value[1:].replace(".", r"\.")
            help_text = f"For older versions write ``HostRegexp(`^[^.]+{suffix}$`)``." if value != "*" else ""
            argument = matcher.args[0]
            fix = None
            if value != "*" and "`" not in value:
                older = f"HostRegexp(`^[^.]+{suffix}$`)"
                fix = Replacement(matcher.start, matcher.end, older, False, "Write a regular expression")
            found.append(Problem("host-wildcard-version", message, help_text, argument.start, argument.end, "", fix))
    return tuple(found)
