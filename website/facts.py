"""What is known of a rule beyond its declaration: all of it is seen by linting the examples of its page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from tests.rules.linted import lint
from tests.rules.pages import Example, examples, pages
from traefiklint.checks.registry import Rule
from traefiklint.engine import load_rules
from traefiklint.findings import Finding
from traefiklint.versions import TARGETS, read_version
from website.sections import dynamic_sections, label_sections

SOURCES = {"file": "files", "docker": "labels", "swarm": "labels", "static": "static"}
"""The sources as the site calls them, by the provider that a finding names."""

_OF_OBJECTS = {"entrypoint", "middleware", "migration", "reference", "router", "rule", "security", "service"}
"""Categories about routers, services and middlewares, which files and labels define alike."""


@dataclass(frozen=True)
class Facts:
    """A rule as the index shows it."""

    rule: Rule
    summary: str
    targets: tuple[str, ...]
    """The Traefik versions for which it finds something in its examples."""
    sources: tuple[str, ...]
    """Where it looks: `files`, `labels`, `static`."""

    @property
    def page(self) -> str:
        """Where its page is on the site; `rule-url` in the settings leads there."""
        return f"rules/{self.rule.category}/{self.rule.id}.md"

    @property
    def versions(self) -> str:
        """The Traefik versions in words."""
        if len(self.targets) == len(TARGETS):
            return "3.0 and newer"
        first, last = self.targets[0], self.targets[-1]
        if last == TARGETS[-1]:
            return f"{first} and newer"
        return f"{first} to {last}"


@cache
def facts() -> tuple[Facts, ...]:
    """All rules that come with the program, by category and name."""
    shown = {page.stem: examples(page) for page in pages()}
    rules = sorted(load_rules().values(), key=lambda rule: (rule.category, rule.id))
    return tuple(_facts_of(rule, shown[rule.id]) for rule in rules)


def _facts_of(rule: Rule, shown: tuple[Example, ...]) -> Facts:
    wrong = [example for example in shown if any(promise.rule == rule.id for promise in example.expected)]
    findings = [finding for example in wrong for finding in found(example, rule)]
    targets = _targets(rule, wrong)
    return Facts(rule, rule.summary, targets, _sources(rule, wrong, findings))


def found(example: Example, rule: Rule) -> list[Finding]:
    """The findings of one rule in an example."""
    return [finding for finding in lint(example).findings if finding.rule == rule.id]


def _targets(rule: Rule, wrong: list[Example]) -> tuple[str, ...]:
    """For which versions it finds something in any example; between two that it does for, it does."""

    def fires(target: str) -> bool:
        return any(
            found(example if read_version(example.target).name == target else replace(example, target=target), rule)
            for example in wrong
        )

    upgrade = [example for example in wrong if example.former]
    if upgrade:  # what one version changes is asked for that version only
        return tuple(target for target in TARGETS if target >= min(example.target[:3] for example in upgrade))
    first = next(number for number, target in enumerate(TARGETS) if fires(target))
    last = next(number for number in reversed(range(len(TARGETS))) if fires(TARGETS[number]))
    return TARGETS[first : last + 1]


def _sources(rule: Rule, wrong: list[Example], findings: list[Finding]) -> tuple[str, ...]:
    """Where it looks: where its examples have it, and where else its subjects can come from."""
    seen = {SOURCES[finding.provider] for finding in findings}
    subjects = set(rule.subjects)
    if dynamic_sections().keys() & subjects:
        seen |= {"files"}
    if label_sections().keys() & subjects:
        seen |= {"labels"}
    elif rule.category in _OF_OBJECTS and not dynamic_sections().keys() & subjects and "files" in seen:
        # Facts about objects are the same wherever these come from; but no label can set `parentRefs`.
        seen |= set() if all(_has_parents(example) for example in wrong) else {"labels"}
    return tuple(source for source in ("files", "labels", "static") if source in seen)


def _has_parents(example: Example) -> bool:
    return any(isinstance(text, str) and "parentRefs" in text for text in example.files.values())
