"""Routers that lose some of their requests to a rule that is only longer."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

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
    from traefiklint.instance.redirected import is_sent_on

    plain = [one for one in instance.once(claims) if one.works and not one.router.priority and one.rule.syntax == "v3"]
    paths = [one for one in plain if not one.rule.hosts and _names_only(_OF_PATHS, one) and "`/`" not in one.rule.text]
    hosts: dict[Listener, Claim] = {}
    for claim in sorted(plain, key=attrgetter("priority"), reverse=True) if paths else ():
        if claim.rule.hosts and _names_only(_OF_HOSTS, claim) and not leads_to_https(claim.router, instance):
            for listener in claim.listeners:
                hosts.setdefault(listener, claim)
    for claim in paths:
        for listener in claim.listeners:
            other = hosts.get(listener)
            if (
                other is None
                or is_sent_on(claim, listener.entry_point, instance)
                or other.priority <= claim.priority
                or other.router.service == claim.router.service
            ):
                continue
            if not other.router.gives("rule") or other.router.service.endswith("@internal"):
                continue  # a default rule of labels, for a name that nobody asks for; a host that is Traefik's own
            message = (
                f"On `{other.rule.hosts[0]}` router `{other.router.name}` answers these paths, as its rule is longer "
                f"({other.priority} over {claim.priority}); give `{claim.router.name}` a `priority` above "
                f"{other.priority}."
            )
            spot = other.router.at("rule")
            related = (Related(spot.file, spot.span, "the router that answers there"),)
            yield Diagnostic(claim.router.at("rule"), message, related=related)
            break


def _names_only(matchers: tuple[str, ...], claim: Claim) -> bool:
    """Whether a rule asks for something, and by these matchers only, none of them negated; a prefix that all paths have
    asks for nothing."""
    assert claim.rule.tree is not None, "claims are of rules that Traefik accepts"
    found = [leaf for leaf in leaves(claim.rule.tree) if (leaf.matcher.name, leaf.matcher.values) != _ANY_PATH]
    return bool(found) and all(leaf.matcher.name in matchers and not leaf.negated for leaf in found)
