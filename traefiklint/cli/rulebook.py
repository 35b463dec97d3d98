"""The rules beside their pages: what `rules` lists and `explain` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from traefiklint.checks.registry import Rule
from traefiklint.errors import UsageError
from traefiklint.report.rulebook import Page, PageExample, page
from traefiklint.versions import NEWEST

if TYPE_CHECKING:
    from traefiklint.options import Options
    from traefiklint.policies.own import Own


class BookEntry(NamedTuple):
    """One rule, and whether its findings can be fixed."""

    rule: Rule
    fix: str
    """`safe`, `unsafe` or `none`: the best fix that the findings of its own examples have."""
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
            "fix": self.fix,
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
    from traefiklint.engine import load_rules

    rules = load_rules(own.book if own is not None else None).values()
    categories = sorted({rule.category for rule in rules})
    if category is not None and category not in categories:
        raise UsageError(f"there is no category `{category}`", "the categories are " + ", ".join(categories))
    chosen = [rule for rule in rules if category in (None, rule.category)]
    return [entry_of(rule, own) for rule in sorted(chosen, key=lambda rule: (rule.category, rule.id))]


def entry_of(rule: Rule, own: Own | None = None) -> BookEntry:
    """A rule with what its page shows."""
    if own is not None and rule.id in own.book.rules:
        return BookEntry(rule, "none", own.origins[rule.id])
    text = page(rule.id)
    return BookEntry(rule, _fix_of(text, rule), since=text.since if text else "", until=text.until if text else "")


def _fix_of(text: Page | None, rule: Rule) -> str:
    """What the examples of a rule's page say about fixes: an example is linted, and its findings are looked at."""
    from traefiklint.engine import lint_texts

    kinds = {
        finding.fix.safe
        for example in (text.examples if text else ())
        for finding in lint_texts(example.contents, _options(example)).findings
        if finding.rule == rule.id and finding.fix is not None
    }
    return "safe" if True in kinds else "unsafe" if False in kinds else "none"


def _options(example: PageExample) -> Options:
    from traefiklint.options import Options

    return Options(
        profile=example.word("profile", "dokploy"),
        target=example.word("target", NEWEST.name),
        static=example.static,
        upgrade_from=example.word("from", ""),
        strict=True,
    )
