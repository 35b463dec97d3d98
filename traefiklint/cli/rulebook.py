"""The rules beside their pages: what `rules` lists and `explain` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from traefiklint.checks.registry import Rule
from traefiklint.engine import load_rules
from traefiklint.errors import UsageError
from traefiklint.report.rulebook import page

if TYPE_CHECKING:
    from traefiklint.policies.own import Own


class BookEntry(NamedTuple):
    """One rule, with where it comes from and what its page says of versions."""

    rule: Rule
    origin: str = ""
    """Where it comes from, if it is one of a team's own."""
    since: str = ""
    """The first version of Traefik that it is about, as its page says."""
    until: str = ""
    """The last one, where that is not the newest."""

    def as_dict(self) -> dict[str, Any]:
        """The rule as JSON shows it."""
        rule = self.rule
        return {
            "rule": rule.id,
            "category": rule.category,
            "severity": rule.severity.value,
            "effect": rule.effect.value,
            "strict": rule.strict,
            "fix": rule.fix,
            "summary": rule.summary,
            **({"since": self.since} if self.since else {}),
            **({"until": self.until} if self.until else {}),
            **({"origin": self.origin} if self.origin else {}),
        }


def shipped_of(name: str) -> Own | None:
    """The policy of a name that comes with the program, whoever takes it over; None where there is none."""
    from traefiklint.policies.sources import SHIPPED, AskedPolicies, shipped, sources_of

    if not any(path.endswith(f"/{name}.yml") for paths in shipped().values() for path in paths):
        return None
    from traefiklint.policies.own import load_own

    return load_own(sources_of(AskedPolicies(extends=(f"{SHIPPED}/{name}",))))


def entries(category: str | None = None, own: Own | None = None) -> list[BookEntry]:
    """All rules, or those of one category, by category and name; a team's own are among them.

    Raises:
        UsageError: there is no such category.
    """
    rules = load_rules(own.book if own is not None else None).values()
    categories = sorted({rule.category for rule in rules})
    if category is not None and category not in categories:
        raise UsageError(f"there is no category `{category}`", "the categories are " + ", ".join(categories))
    chosen = [rule for rule in rules if category in (None, rule.category)]
    return [entry_of(rule, own) for rule in sorted(chosen, key=lambda rule: (rule.category, rule.id))]


def entry_of(rule: Rule, own: Own | None = None) -> BookEntry:
    """A rule with what its page shows."""
    if own is not None and rule.id in own.book.rules:
        return BookEntry(rule, own.origins[rule.id])
    text = page(rule.id)
    return BookEntry(rule, since=text.since if text else "", until=text.until if text else "")
