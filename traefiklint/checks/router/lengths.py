"""Routers that lose some of their requests to a rule that is only longer."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.findings import Effect, Related, Severity
from traefiklint.instance.instance import Instance
from traefiklint.instance.listeners import Claim, Listener
from traefiklint.instance.passage import leads_to_https
from traefiklint.matching.tree import leaves

_OF_PATHS = ("Path", "PathPrefix", "PathRegexp")
_OF_HOSTS = ("Host", "HostRegexp")
_ANY_PATH = ("PathPrefix", ("/",))


@rule("longer-rule-wins", effect=Effect.SILENT, severity=Severity.INFO)
def longer_rule_wins(instance: Instance, _: Instance) -> Iterator[Diagnostic]:
    """A path for all hosts is answered by another router on some of them, whose rule is longer."""
    if len(instance.objects["http.routers"]) < 2:
        return
    from traefiklint.instance.reachability import claims

    paths: list[Claim] = []
    hosts: dict[Listener, Claim] = {}
    for claim in instance.once(claims):
        if not claim.works or claim.router.priority or claim.rule.syntax != "v3":
            continue
        names = _matchers(claim)
        if names and names <= set(_OF_PATHS) and "`/`" not in claim.rule.text:
            paths.append(claim)
        elif names and names <= set(_OF_HOSTS) and claim.rule.hosts and not leads_to_https(claim.router, instance):
            for listener in claim.listeners:
                longest = hosts.setdefault(listener, claim)
                if claim.priority > longest.priority:
                    hosts[listener] = claim
    for claim in paths:
        for listener in claim.listeners:
            other = hosts.get(listener)
            if other is None or other.priority <= claim.priority or other.router.service == claim.router.service:
                continue
            if not other.router.gives("rule"):
                continue  # a default rule of labels, for a name that nobody asks for
            message = (
                f"On `{other.rule.hosts[0]}` router `{other.router.name}` answers these paths, as its rule is longer "
                f"({other.priority} over {claim.priority}); give `{claim.router.name}` a `priority`."
            )
            spot = other.router.at("rule")
            related = (Related(spot.file, spot.span, "the router that answers there"),)
            yield Diagnostic(claim.router.at("rule"), message, related=related)
            break


def _matchers(claim: Claim) -> set[str]:
    """The matchers of a rule but for a prefix that all paths have; empty where one of them is negated, so that it says
    more than it names."""
    assert claim.rule.tree is not None, "claims are of rules that Traefik accepts"
    found = [leaf for leaf in leaves(claim.rule.tree) if (leaf.matcher.name, leaf.matcher.values) != _ANY_PATH]
    return set() if any(leaf.negated for leaf in found) else {leaf.matcher.name for leaf in found}
