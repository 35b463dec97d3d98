"""Router rules that Traefik accepts, and that do not mean what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from traefiklint.checks.registry import Draft, reported, source
from traefiklint.findings import Effect
from traefiklint.instance.instance import Project
from traefiklint.model.http import Router
from traefiklint.model.tcp import TcpRouter

_PLAIN = re.compile(r"Host\(`[\w.-]+`\)(?: && PathPrefix\(`/[\w./-]*`\))?", re.ASCII)


def _is_usual(rule: str) -> bool:
    """Whether a rule is one of the usual ones, about which nothing below has anything to say."""
    if "||" not in rule:
        plain = _PLAIN.fullmatch(rule) is not None and "//" not in rule and "/." not in rule
        return plain or rule == "HostSNI(`*`)"
    return "&" not in rule and all(map(_PLAIN.fullmatch, rule.split(" || ")))


def _rule(id: str, summary: str, category: str = "rule", effect: Effect = Effect.SILENT) -> Any:
    return reported(id, summary, category=category, effect=effect)


host_with_scheme = _rule("host-with-scheme", "A host has a scheme before it, so that it never matches.")
host_with_port = _rule("host-with-port", "A host has a port behind it, so that it never matches.")
host_with_path = _rule("host-with-path", "A host has a path behind it, so that it never matches.")
host_with_space = _rule("host-with-space", "A host has blanks in it, so that it never matches.")
host_glob = _rule("host-glob", "A star stands in a host where it is no wildcard.")
path_with_query = _rule("path-with-query", "A path has a query behind it, so that it never matches.")
path_glob = _rule("path-glob", "A star stands in a path, where it is no wildcard.")
rule_contradiction = _rule("rule-contradiction", "A rule can never match, as its conditions exclude each other.")
and_or_precedence = _rule("and-or-precedence", "A rule mixes `&&` and `||` without parentheses.")
regexp_v2_template = _rule(
    "regexp-v2-template", "A host is a pattern of Traefik 2, which matches nothing.", "migration"
)
path_v2_template = _rule("path-v2-template", "A path is a pattern of Traefik 2.", "migration")
regexp_not_anchored = _rule(
    "regexp-not-anchored", "An expression for hosts also matches hosts of others.", "security", Effect.ADVICE
)


@source
def rule_suspicions(router: Router | TcpRouter, project: Project) -> Iterator[tuple[str, Draft]]:
    """What is suspicious about a router's rule."""
    if _is_usual(router.rule):
        return
    from traefiklint.matching.suspicions import suspicions

    text = None
    place = router.at("rule")
    for suspicion in suspicions(project.rule(router)):
        from traefiklint.instance.scalar_offsets import ScalarText

        text = text or ScalarText.of(place)
        fix = text.fix(suspicion.fix) if text and suspicion.fix else None
        span = text.span(suspicion.start, suspicion.end) if text else None
        yield suspicion.kind, Draft(place, suspicion.message, fix=fix, span=span)
