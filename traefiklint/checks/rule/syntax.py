"""Router rules: what the rule language finds wrong, put at the exact place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from traefiklint.checks.registry import Diagnostic, reported, source
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.startup import LAST
from traefiklint.model.http import Router
from traefiklint.model.tcp import TcpRouter
from traefiklint.versions import TARGETS, since

if TYPE_CHECKING:
    from traefiklint.matching.check import RuleResult
    from traefiklint.matching.problems import Problem

_DISABLED = Effect.DISABLED


def _rule(id: str, summary: str, category: str = "rule") -> Any:
    return reported(id, summary, category=category, effect=_DISABLED)


rule_missing = _rule("rule-missing", "A router has no rule.")
rule_syntax = _rule("rule-syntax", "A rule cannot be parsed.")
rule_unquoted_argument = _rule("rule-unquoted-argument", "An argument of a matcher stands without back-ticks.")
rule_single_quoted_argument = _rule("rule-single-quoted-argument", "An argument of a matcher stands in single quotes.")
rule_word_operator = _rule("rule-word-operator", "A rule uses a word or sign that is not an operator.")
rule_line_break = _rule("rule-line-break", "A line break ends a rule before its time.")
rule_v1_syntax = _rule("rule-v1-syntax", "A rule is written as for Traefik 1.", "migration")
rule_too_many_arguments = _rule(
    "rule-too-many-arguments", "A matcher has several values, as in Traefik 2.", "migration"
)
rule_v2_matcher = _rule("rule-v2-matcher", "A rule uses a matcher of Traefik 2.", "migration")
rule_unknown_matcher = _rule("rule-unknown-matcher", "A rule uses a matcher that does not exist.")
rule_tcp_matcher_in_http = _rule("rule-tcp-matcher-in-http", "An HTTP router uses a matcher of TCP.")
rule_http_matcher_in_tcp = _rule("rule-http-matcher-in-tcp", "A TCP router uses a matcher of HTTP.")
rule_arity = _rule("rule-arity", "A matcher has too few or too many arguments.")
rule_empty_argument = _rule("rule-empty-argument", "An argument of a matcher is empty.")
rule_path_without_slash = _rule("rule-path-without-slash", "A path does not begin with a slash.")
rule_bad_regex = _rule("rule-bad-regex", "A regular expression does not compile.")
rule_regex_not_go = _rule("rule-regex-not-go", "A regular expression uses what Go does not know.")
rule_bad_cidr = _rule("rule-bad-cidr", "An argument is not an IP address or network.")
rule_non_ascii_host = _rule("rule-non-ascii-host", "A host is not written in ASCII.")
rule_bad_host = _rule("rule-bad-host", "A TCP router matches what can be no host name.")
rule_bad_template = _rule("rule-bad-template", "A path or host template cannot be parsed.")
rule_bad_alpn = _rule("rule-bad-alpn", "A rule matches a protocol that Traefik keeps for itself.")
host_wildcard_version = reported(
    "host-wildcard-version",
    "A wildcard host needs a later Traefik than the target.",
    category="migration",
    effect=Effect.SILENT,
)


@source
def rule_problems(router: Router | TcpRouter, instance: Instance) -> Iterator[tuple[str, Diagnostic]]:
    """What the rule language finds wrong with a router's rule."""
    result = instance.rule(router)
    older = _of_older(router, result, instance)
    if not result.problems and not result.warnings and not older:
        return
    from traefiklint.instance.scalar_offsets import ScalarText

    place = router.at("rule")
    text = ScalarText.of(place) if router.rule else None  # where there is none, the place says it all
    after = 0 if result.parsed is None and type(router) is TcpRouter else LAST
    for problem in (*result.problems, *result.warnings):
        fix = text.fix(problem.fix) if text and problem.fix else None
        span = text.span(problem.start, problem.end) if text else None
        yield problem.kind, Diagnostic(place, problem.message, problem.help, fix=fix, span=span, after=after)
    for problem in older:
        span = text.span(problem.start, problem.end) if text else None
        help = f"{problem.help} Set `--target` to the version that runs.".lstrip()
        yield (
            problem.kind,
            Diagnostic(place, problem.message, help, span=span, severity=Severity.INFO, effect=Effect.ADVICE),
        )


def _of_older(router: Any, result: RuleResult, instance: Instance) -> tuple[Problem, ...]:
    """What an older Traefik makes of a rule, where nobody said which one runs."""
    if instance.context.target_known or result.tree is None or result.warnings or "`*" not in router.rule:
        return ()
    from traefiklint.matching.faults import wildcard_warnings

    return wildcard_warnings(result.tree, result.protocol, result.syntax, since(TARGETS[0]))
