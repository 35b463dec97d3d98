"""Holding an instance against policies.

All policies about one kind of objects are one expression, a list of what each of them comes to: asking the library
costs more than evaluating. Where one of them fails on an object, it is found by asking one by one, and from then on it
is asked alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from traefiklint.cel.library import FailedError, Unreadable, compiled, evaluated
from traefiklint.cel.tree import Node
from traefiklint.cel.wanted import wanted_by
from traefiklint.checks.registry import Diagnostic
from traefiklint.findings import Effect, Severity, Span
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Place
from traefiklint.policies.blame import Pieces, Questioned, place_of
from traefiklint.policies.policy import Words
from traefiklint.policies.read import PolicyError, PolicyMistake
from traefiklint.policies.ready import MessagePiece, Ready, variables
from traefiklint.policies.shown import shown
from traefiklint.policies.subjects import ANY_OBJECT, INSTANCE, OBJECT, Subject, subject, whole
from traefiklint.text.document import Document
from traefiklint.text.masks import secrets_below, without_any

FAILED = "policy-failed"
"""The rule that says that an expression cannot be evaluated."""
_TOGETHER = 64
"""How many policies are asked at once."""


class Judge:
    """Policies, compiled once and held against any number of instances."""

    def __init__(self, ready: Iterable[Ready]) -> None:
        by_subject: dict[str, list[Ready]] = {}
        for one in ready:
            by_subject.setdefault(one.policy.about, []).append(one)
        self._groups = [_Group(subject(name), those) for name, those in by_subject.items()]

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
        self.values = Values(subject, [one.tree.root for policy in ready for one in policy.expressions])
        self.violations = [_violation(one) for one in ready]
        """For each policy the expression that is true where an object violates it."""
        self.all = range(len(ready))
        self.programs = self.compiled(self.all)
        self._alone: dict[int, Any] = {}
        self._pieces: dict[int, Pieces] = {}
        self._said: dict[int, Values] = {}

    def compiled(self, numbers: Sequence[int]) -> list[Batch]:
        """These policies as few programs. One that is nearly too deep alone may be too deep among others."""
        parts = [numbers[start : start + _TOGETHER] for start in range(0, len(numbers), _TOGETHER)]
        try:
            return [Batch(part, compiled(_listed(self.violations[one] for one in part), self.names)) for part in parts]
        except Unreadable:
            raise PolicyError(
                PolicyMistake(one.policy.source.file, one.policy.condition.span(0), error.message, error.hint)
                for one, violation in zip(self.ready, self.violations, strict=True)
                if (error := _fault_of(violation, self.names)) is not None
            ) from None

    def alone(self, number: int) -> Any:
        """The program of one policy."""
        if number not in self._alone:
            self._alone[number] = compiled(self.violations[number], self.names)
        return self._alone[number]

    def pieces(self, number: int) -> Pieces:
        """The condition of one policy, to find the option that it went wrong at."""
        if number not in self._pieces:
            self._pieces[number] = Pieces(self.ready[number].condition)
        return self._pieces[number]

    def said(self, number: int) -> Values:
        """What the message of one policy asks for."""
        if number not in self._said:
            roots = [part.expression.tree.root for part in self.ready[number].message if isinstance(part, MessagePiece)]
            self._said[number] = Values(self.subject, roots)
        return self._said[number]


class Batch(NamedTuple):
    """Policies that are asked at once."""

    numbers: Sequence[int]
    program: Any


class Values:
    """What the variables of expressions stand for, as far as some expressions ask."""

    def __init__(self, subject: Subject, roots: Iterable[Node]) -> None:
        wanted = wanted_by(roots, variables(subject.name))
        self._views = {
            name: known.viewer(wanted[name])
            for name, known in ((subject.name, subject), (OBJECT, ANY_OBJECT))
            if wanted[name].below or wanted[name].given or wanted[name].whole
        }
        asked = wanted[INSTANCE]
        is_asked = subject.name != INSTANCE and (asked.below or asked.given or asked.whole)
        self._whole = whole().viewer(asked) if is_asked else None

    def common(self, instance: Instance) -> dict[str, Any]:
        """What is the same for all things."""
        return {INSTANCE: self._whole(instance, instance)} if self._whole is not None else {}

    def of(self, thing: Any, instance: Instance, common: Mapping[str, Any]) -> dict[str, Any]:
        """The variables for one thing."""
        return {**common, **{name: view(thing, instance) for name, view in self._views.items()}}


def _violation(one: Ready) -> str:
    """The expression that is true where an object violates a policy. A comment ends with its line."""
    asked = f"(\n{one.condition.asked}\n)"
    violated = f"!{asked}" if one.policy.is_required else f"!(!{asked})"  # which fails unless it is true or false
    return f"(\n{one.where.asked}\n) && {violated}" if one.where is not None else violated


def _fault_of(violation: str, names: tuple[str, ...]) -> Unreadable | None:
    try:
        compiled(_listed([violation]), names)
    except Unreadable as error:
        return error
    return None


def _listed(texts: Iterable[str]) -> str:
    return "[" + ",\n".join(texts) + "]"


class PolicyFailure(NamedTuple):
    """That a policy could not be evaluated."""

    thing: Any
    """The first thing on which it could not."""
    reason: str
    words: Words
    """What of the policy."""


class _Run:
    """The policies of a group on one instance."""

    def __init__(self, group: _Group, instance: Instance) -> None:
        self.group = group
        self.instance = instance
        self.failed: dict[int, PolicyFailure] = {}
        """The policies that could not be evaluated, with the first object and the reason."""
        self.batches = group.programs

    def found(self) -> Iterator[tuple[str, Diagnostic]]:
        """What the policies find, and which of them cannot be evaluated."""
        group, instance = self.group, self.instance
        common = group.values.common(instance)
        for thing in group.subject.all(instance):
            values = group.values.of(thing, instance, common)
            for number in self._violated(thing, values):
                yield self._said(number, thing, values)
        for number, failure in self.failed.items():
            yield FAILED, _told(group.ready[number], failure)

    def _violated(self, thing: Any, values: dict[str, Any]) -> Iterator[int]:
        """The numbers of the policies that a thing violates."""
        known = set(self.failed)
        for batch in self.batches:
            try:
                answers = evaluated(batch.program, values)
            except FailedError:
                yield from (number for number in batch.numbers if self._is_violated(number, thing, values))
            else:
                if True in answers:
                    yield from (number for number, answer in zip(batch.numbers, answers, strict=True) if answer is True)
        yield from (number for number in known if self._is_violated(number, thing, values))
        if len(self.failed) > len(known):
            self.batches = self.group.compiled([one for one in self.group.all if one not in self.failed])

    def _is_violated(self, number: int, thing: Any, values: dict[str, Any]) -> bool:
        """Whether a thing violates a policy, which is asked alone."""
        try:
            return evaluated(self.group.alone(number), values) is True
        except FailedError as error:
            if number not in self.failed:
                reason = without_any(secrets_below(values), str(error))
                self.failed[number] = PolicyFailure(thing, reason, self._broken(number, values))
            return False

    def _broken(self, number: int, values: dict[str, Any]) -> Words:
        """Which of the two expressions of a policy cannot be evaluated."""
        ready = self.group.ready[number]
        if ready.where is not None and ready.policy.where is not None:
            try:
                ready.where.value(values)
            except FailedError:
                return ready.policy.where
        return ready.policy.condition

    def _said(self, number: int, thing: Any, values: dict[str, Any]) -> tuple[str, Diagnostic]:
        """What is said of a thing that violates a policy."""
        group = self.group
        policy = group.ready[number].policy
        asked = Questioned(thing, values, group.subject, self.instance)
        place = place_of(group.pieces(number), not policy.is_required, asked)
        return policy.id, Diagnostic(place, self._message(number, thing).strip(), policy.help)

    def _message(self, number: int, thing: Any) -> str:
        ready, asked = self.group.ready[number], self.group.said(number)
        values = asked.of(thing, self.instance, asked.common(self.instance))
        secrets = secrets_below(values)
        try:
            return "".join(
                part if isinstance(part, str) else shown(part.expression.value(values), secrets)
                for part in ready.message
            )
        except FailedError as error:
            assert ready.policy.message is not None, "something in it failed"
            reason = without_any(secrets, str(error))
            self.failed.setdefault(number, PolicyFailure(thing, reason, ready.policy.message))
            return ready.policy.summary


def _told(ready: Ready, failure: PolicyFailure) -> Diagnostic:
    """That a policy cannot be evaluated: it is the policy's own fault, and said at its place."""
    policy, source = ready.policy, ready.policy.source
    name = getattr(failure.thing, "object", "") or getattr(failure.thing, "name", "") or "this Traefik"
    message = f"The policy `{policy.id}` cannot be evaluated on `{name}`: {failure.reason}."
    place = Place(Document(source.file, source.text, None, ()), None, "", "")
    help = "Ask with `has(…)` or `.?` for what may not be there, and with `size(…)` how long a list is."
    span = _span_of(failure.words, failure.reason)
    return Diagnostic(place, message, help, effect=Effect.ADVICE, severity=Severity.ERROR, span=span)


def _span_of(words: Words, reason: str) -> Span:
    """Where an expression stands, or the name in it of which the reason speaks."""
    named = re.search(r"there is no `([^`]+)`", reason)
    found = re.search(rf"\b{re.escape(named[1])}\b", words.value) if named else None
    return words.span(found.start(), len(found[0])) if found else words.span(0, max(len(words.value.rstrip()), 1))
