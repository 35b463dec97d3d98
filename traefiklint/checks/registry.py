"""What a rule is, and how a function becomes one."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple, TypeVar

from traefiklint.findings import Effect, Fix, Related, Severity
from traefiklint.model.base import Place

Check = TypeVar("Check", bound=Callable[..., Iterable["Draft"]])

ATTRIBUTE = "__traefiklint_rule__"


class Draft(NamedTuple):
    """A finding as a check yields it; the engine adds the rule, the severity and the blast radius."""

    place: Place
    message: str
    help: str = ""
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    effect: Effect | None = None
    """The effect of this case, where it is not the rule's."""
    severity: Severity | None = None
    """The severity of this case, where it is not the rule's."""


class Rule(NamedTuple):
    """One rule: its name as the user types it, what it says about Traefik, and the function that finds it."""

    id: str
    category: str
    effect: Effect
    severity: Severity
    strict: bool
    """Whether the rule is hygiene, found only with `--strict`."""
    check: Callable[..., Iterable[Draft]]
    subject: str
    """The name of the class that the check is called for: the annotation of its first argument."""

    @property
    def summary(self) -> str:
        """What the rule finds, in one sentence."""
        return (self.check.__doc__ or "").strip().split("\n")[0]


_SEVERITIES = {
    Effect.REJECTED: Severity.ERROR,
    Effect.DISABLED: Severity.ERROR,
    Effect.DEGRADED: Severity.WARNING,
    Effect.SILENT: Severity.WARNING,
    Effect.ADVICE: Severity.WARNING,
}


def rule(
    id: str,
    *,
    category: str,
    effect: Effect,
    severity: Severity | None = None,
    strict: bool = False,
) -> Callable[[Check], Check]:
    """Make a function a rule. It is called as `check(subject, project)` for every subject of the class that its first
    argument is annotated with: a part of the configuration, a `Document`, a `Problem` of the readers, the `Project`.

    Args:
        id: the name as the user types it, in kebab-case; its page is `rules/CATEGORY/ID.md`.
        category: the room of the rule book it belongs to.
        effect: what Traefik does about it, unless a draft says otherwise.
        severity: where it is not the usual one of the effect.
        strict: whether it is hygiene, found only with `--strict`.
    """

    def declare(check: Check) -> Check:
        subject = next(iter(check.__annotations__.values()))
        made = Rule(id, category, effect, severity or _SEVERITIES[effect], strict, check, subject)
        setattr(check, ATTRIBUTE, made)
        return check

    return declare


def rules_of(module: Any) -> list[Rule]:
    """The rules that a module of checks declares, in the order of its text."""
    return [getattr(value, ATTRIBUTE) for value in vars(module).values() if hasattr(value, ATTRIBUTE)]
