"""The panel's own truth: the domains in a server's database, against the routers that stand in the files.

A file and the database part ways when a write of the one overtakes a write of the other, when the panel cannot parse a
file, or when somebody takes a router out by hand. Nothing but saving the domain again brings them together, and
nothing in the panel tells. Names and rules are those that Dokploy v0.30.2 writes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from traefiklint.patch.data import Leaf
from traefiklint.sync.decoded import decoded
from traefiklint.sync.judging import Judgement
from traefiklint.sync.remote import Domain, Remote
from traefiklint.sync.sides import Sides

REMEDY = "save the domain again in the panel, then run `pull`"

_PLAIN_RULE = re.compile(r"Host\(`([^`]+)`\)(?: && PathPrefix\(`([^`]+)`\))?")


class Disagreement(NamedTuple):
    """A domain of which the panel says one thing, and a file another."""

    router: str
    domain: str
    """As the panel has it; empty where it has none."""
    reason: str
    matters: bool = True
    """Whether a push must not bring it about unasked: a rule that is written anew is warned of all the same."""

    def __str__(self) -> str:
        return self.reason


def disagreements(app_name: str, domains: Iterable[Domain], text: str | None) -> tuple[Disagreement, ...]:
    """Where the routers of a file are not those of the domains. A text that cannot be read says nothing."""
    rules = _rules(app_name, text)
    if rules is None:
        return ()
    return tuple(_found(app_name, [domain for domain in domains if domain.number is not None], rules))


def _found(app_name: str, domains: list[Domain], rules: dict[str, str]) -> Iterator[Disagreement]:
    known = {name for domain in domains for name in _names(app_name, domain, every=True)}
    for domain in domains:
        for name in _names(app_name, domain):
            rule = rules.get(name)
            if not domain.enabled:
                if rule is not None:
                    yield Disagreement(
                        name,
                        domain.shown,
                        f"the panel has switched `{domain.shown}` off, and the file still has its router `{name}`",
                    )
            elif rule is None:
                reason = f"the panel says `{domain.shown}`, and the file has no router `{name}` for it"
                yield Disagreement(name, domain.shown, reason)
            elif not _serves(rule, domain):
                reason = f"the panel says `{domain.shown}`, the file says `{rule}` (router `{name}`)"
                yield Disagreement(name, domain.shown, reason, matters=False)
    for name, rule in rules.items():
        if name not in known:
            reason = (
                f"the file has the router `{name}` (`{rule}`), and the panel has no such domain: it was deleted there"
            )
            yield Disagreement(name, "", reason)


def _names(app_name: str, domain: Domain, *, every: bool = False) -> list[str]:
    """The routers that the panel makes for a domain; with `every`, also those that it may have made before."""
    plain, secure = f"{app_name}-router-{domain.number}", f"{app_name}-router-websecure-{domain.number}"
    return [plain, secure] if every or (domain.https and not domain.entry_point) else [plain]


def _serves(rule: str, domain: Domain) -> bool:
    """Whether a rule takes the requests of a domain, as far as its text tells: a rule that somebody wrote by hand only
    has to name the host."""
    written = _PLAIN_RULE.fullmatch(rule)
    if written is None:
        return domain.host.lower() in rule.lower()
    return (written[1].lower(), written[2] or "/") == (domain.host.lower(), domain.path)


def _rules(app_name: str, text: str | None) -> dict[str, str] | None:
    """The rules of the routers that have the panel's names; None where the text cannot be read."""
    data = decoded(text)
    if data is None:
        return None
    http = data.get("http")
    routers = http.get("routers") if isinstance(http, dict) else None
    own = re.compile(rf"{re.escape(app_name)}-router-(?:websecure-)?\d+")
    found = {}
    for name, router in routers.items() if isinstance(routers, dict) else ():
        rule = router.get("rule") if isinstance(router, dict) else None
        if own.fullmatch(name):
            found[name] = " ".join(rule.text.split()) if isinstance(rule, Leaf) else ""
    return found


def look_at_panel(
    remote: Remote, sides: Iterable[Sides], rows: tuple[Domain, ...] | None = None
) -> dict[str, tuple[Disagreement, ...]]:
    """Where the server's files and its panel disagree, by application.

    The list of all domains is one request, and tells which applications are worth a request each.

    Args:
        rows: that list, where it was read already.
    """
    seen = {side.app.id: side for side in sides if not side.problem}
    if rows is None and len(seen) > 1:
        rows = remote.overview()
    apps = [side.app for side in seen.values() if rows is None or _is_suspicious(side, rows)]
    found = {}
    for app, domains in remote.domains(apps):
        differing = disagreements(app.app_name, domains, seen[app.id].raw)
        if differing:
            found[app.app_name] = differing
    return dict(sorted(found.items()))


def _is_suspicious(side: Sides, rows: tuple[Domain, ...]) -> bool:
    """Whether the domains of an application and the rules of its file differ, as far as can be told without numbers."""
    mine = [row for row in rows if row.app_id == side.app.id and row.enabled]
    rules = _rules(side.app.app_name, side.raw)
    if rules is None:
        return False
    wanted = sum(2 if row.https and not row.entry_point else 1 for row in mine)
    each_has_a_domain = all(any(_serves(rule, row) for row in mine) for rule in rules.values())
    each_has_a_rule = all(any(_serves(rule, row) for rule in rules.values()) for row in mine)
    return wanted != len(rules) or not each_has_a_domain or not each_has_a_rule


def touches_panel(app_name: str, old: str | None, new: str) -> bool:
    """Whether a push takes routers that the panel has made, or gives some: only then its domains have to be read."""
    return (_rules(app_name, old) or {}).keys() != (_rules(app_name, new) or {}).keys()


def domains_against(app_name: str, domains: Iterable[Domain], old: str | None, new: str) -> tuple[Disagreement, ...]:
    """What a push would make wrong: domains that are switched on lose their router, or others are given one."""
    rows = tuple(domains)
    before = {one.router for one in disagreements(app_name, rows, old)}
    after = disagreements(app_name, rows, new)
    return tuple(one for one in after if one.matters and (old is None or one.router not in before))


def dark_against(domains: Iterable[Domain], judgement: Judgement) -> list[str]:
    """The compose applications whose domain a new router takes, as far as their rows tell.

    Args:
        domains: those of compose applications whose labels nobody can tell.
    """
    old = {_rule(router) for router in judgement.before.objects["http.routers"].values()}
    new = {_rule(router): router.name for router in judgement.after.objects["http.routers"].values()}
    return [
        f"the router `{name}` takes `{domain.shown}`, which is a domain of the compose application `{domain.compose}`"
        for rule, name in sorted(new.items())
        if rule not in old
        for domain in domains
        if domain.compose and domain.enabled and _takes(rule, domain)
    ]


def _rule(router: Any) -> str:
    return " ".join(router.rule.split())


def _takes(rule: str, domain: Domain) -> bool:
    """Whether a rule takes all that a domain serves."""
    if _PLAIN_RULE.fullmatch(rule):
        return _serves(rule, domain)
    return f"`{domain.host.lower()}`" in rule.lower() and "path" not in rule.lower() and domain.path == "/"
