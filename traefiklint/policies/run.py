"""Holding an instance against policies.

All policies about one kind of objects are one expression, a list of what each of them comes to: asking the library
costs more than evaluating. Where one of them fails on an object, it is found by asking one by one, and from then on it
is asked alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from traefiklint.cel.library import Expression, FailedError, Unreadable, compiled, evaluated
from traefiklint.cel.wanted import Wanted, wanted_by
from traefiklint.checks.registry import Diagnostic
from traefiklint.findings import Effect, Severity
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Place
from traefiklint.policies.blame import Asked, place_of
from traefiklint.policies.read import Mistake, PolicyError
from traefiklint.policies.ready import Piece, Ready, variables
from traefiklint.policies.subjects import ANY_OBJECT, INSTANCE, OBJECT, SUBJECTS, WHOLE, Subject

FAILED = "policy-failed"
"""The rule that says that an expression cannot be evaluated."""
_TOGETHER = 25
"""How many policies are asked at once."""


class Judge:
    """Policies, compiled once and held against any number of instances."""

    def __init__(self, ready: Iterable[Ready]) -> None:
        self._groups: list[_Group] = []
        by_subject: dict[str, list[Ready]] = {}
        for one in ready:
            by_subject.setdefault(one.policy.about, []).append(one)
        for name, those in by_subject.items():
            parts = [those[start : start + _TOGETHER] for start in range(0, len(those), _TOGETHER)]
            self._groups += [_Group(SUBJECTS[name], part) for part in parts]

    def __call__(self, _: Any, instance: Instance) -> Iterator[tuple[str, Diagnostic]]:
        """What the policies find in an instance, with their ids."""
        for group in self._groups:
            yield from _Run(group, instance).found()


class _Group:
    """Policies about one kind of objects."""

    def __init__(self, subject: Subject, ready: list[Ready]) -> None:
        self.subject = subject
        self.ready = ready
        self.names = variables(subject.name)
        roots = [one.tree.root for policy in ready for one in policy.expressions]
        self.wanted = wanted_by(roots, self.names)
        self.violations = [_violation(one) for one in ready]
        """For each policy the expression that is true where an object violates it."""
        self.program = self._compiled()
        self._alone: dict[int, Any] = {}

    def _compiled(self) -> Any:
        """All of them as one program. One that is nearly too deep alone may be too deep among others."""
        try:
            return compiled(_listed(self.violations), self.names)
        except Unreadable:
            raise PolicyError(
                Mistake(one.policy.source.file, one.policy.condition.span(0), error.message, error.hint)
                for one, violation in zip(self.ready, self.violations, strict=True)
                if (error := _fault_of(violation, self.names)) is not None
            ) from None

    def alone(self, number: int) -> Any:
        """The program of one policy."""
        if number not in self._alone:
            self._alone[number] = compiled(self.violations[number], self.names)
        return self._alone[number]


def _violation(one: Ready) -> str:
    """The expression that is true where an object violates a policy. A comment ends with its line."""
    asked = f"(\n{one.condition.asked}\n)"
    violated = f"!{asked}" if one.policy.is_required else asked
    return f"(\n{one.where.asked}\n) && {violated}" if one.where is not None else violated


def _fault_of(violation: str, names: tuple[str, ...]) -> Unreadable | None:
    try:
        compiled(_listed([violation]), names)
    except Unreadable as error:
        return error
    return None


def _listed(texts: Iterable[str]) -> str:
    return "[" + ",\n".join(texts) + "]"


class Subjected(NamedTuple):
    """One thing that policies are held against."""

    thing: Any
    values: dict[str, Any]
    """What the variables of expressions stand for."""


class _Run:
    """The policies of a group on one instance."""

    def __init__(self, group: _Group, instance: Instance) -> None:
        self.group = group
        self.instance = instance
        self.failed: dict[int, tuple[Any, str]] = {}
        """The policies that could not be evaluated, with the first object and the reason."""
        self.program = group.program
        self.together = list(range(len(group.ready)))

    def found(self) -> Iterator[tuple[str, Diagnostic]]:
        """What the policies find, and which of them cannot be evaluated."""
        group, instance = self.group, self.instance
        is_whole = group.subject.name == INSTANCE
        whole = {} if is_whole else _whole(group.wanted, instance)
        for thing in group.subject.all(instance):
            one = Subjected(thing, {**self._values(thing), **whole})
            for number in self._violated(one):
                yield self._said(group.ready[number], one)
        for number, (thing, reason) in self.failed.items():
            yield FAILED, _failure(group.ready[number], thing, reason)

    def _values(self, thing: Any) -> dict[str, Any]:
        return values_of(self.group.subject, thing, self.instance, self.group.wanted)

    def _violated(self, one: Subjected) -> Iterator[int]:
        """The numbers of the policies that a thing violates."""
        others = [number for number in range(len(self.group.ready)) if number not in self.together]
        try:
            answers = evaluated(self.program, one.values) if self.together else []
        except FailedError:
            answers, others = [], list(range(len(self.group.ready)))
        yield from (number for number, answer in zip(self.together, answers, strict=False) if answer is True)
        for number in others:
            if self._asked_alone(number, one):
                yield number

    def _asked_alone(self, number: int, one: Subjected) -> bool:
        try:
            return evaluated(self.group.alone(number), one.values) is True
        except FailedError as error:
            if number not in self.failed:
                self.failed[number] = one.thing, str(error)
                self.together = [other for other in self.together if other != number]
                self.program = compiled(
                    _listed(self.group.violations[other] for other in self.together), self.group.names
                )
            return False

    def _said(self, ready: Ready, one: Subjected) -> tuple[str, Diagnostic]:
        """What is said of a thing that violates a policy."""
        policy = ready.policy
        asked = Asked(one.thing, one.values, self.group.subject, self.instance)
        place = place_of(ready.condition, not policy.is_required, asked)
        message = "".join(part if isinstance(part, str) else self._piece(part, one, ready) for part in ready.message)
        return policy.id, Diagnostic(place, message.strip(), policy.help)

    def _piece(self, piece: Piece, one: Subjected, ready: Ready) -> str:
        """What an expression in a message comes to."""
        expression = piece.expression
        wanted = wanted_by([expression.tree.root], self.group.names)
        values = values_of(self.group.subject, one.thing, self.instance, wanted)
        if self.group.subject.name != INSTANCE:
            values |= _whole(wanted, self.instance)
        try:
            return shown(expression.value(values))
        except FailedError as error:
            number = self.group.ready.index(ready)
            self.failed.setdefault(number, (one.thing, f"in its message, {error}"))
            return "?"


def values_of(subject: Subject, thing: Any, instance: Instance, wanted: Mapping[str, Wanted]) -> dict[str, Any]:
    """What the variables of expressions stand for, as far as they are asked for; the instance is left out."""
    values = {subject.name: subject.view(thing, instance, wanted[subject.name])}
    if wanted[OBJECT].below or wanted[OBJECT].given:
        values[OBJECT] = ANY_OBJECT.view(thing, instance, wanted[OBJECT])
    return values


def _whole(wanted: Mapping[str, Wanted], instance: Instance) -> dict[str, Any]:
    asked = wanted[INSTANCE]
    return {INSTANCE: WHOLE.view(instance, instance, asked)} if asked.below or asked.given else {}


def shown(value: Any) -> str:
    """A value as messages show it."""
    if isinstance(value, list):
        return ", ".join(map(shown, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _failure(ready: Ready, thing: Any, reason: str) -> Diagnostic:
    """That a policy cannot be evaluated: it is the policy's own fault, and said at its place."""
    from traefiklint.text.document import Document

    policy = ready.policy
    source = policy.source
    name = getattr(thing, "object", "") or getattr(thing, "name", "") or "this Traefik"
    message = f"The policy `{policy.id}` cannot be evaluated on `{name}`: {reason}."
    place = Place(Document(source.file, source.text, None, ()), None, "", "")
    help = "Ask with `has(…)` or `.?` for what may not be there."
    span = place_in(policy.condition, ready.condition, reason)
    return Diagnostic(place, message, help, effect=Effect.ADVICE, severity=Severity.ERROR, span=span)


def place_in(words: Any, expression: Expression, reason: str) -> Any:
    """Where an expression stands, at the name of which the reason speaks, if it speaks of one."""
    import re

    named = re.search(r"there is no `([^`]+)`", reason)
    found = re.search(rf"\b{re.escape(named[1])}\b", expression.text) if named else None
    return words.span(found.start(), len(found[0])) if found else words.span(0, max(len(expression.text.rstrip()), 1))
