"""Policies made ready: their expressions read, checked against what there is to name, and bounded in what they cost."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from traefiklint.cel.library import Expression, Unreadable, about, read_expression
from traefiklint.cel.names import faults_of
from traefiklint.cel.possible import is_too_much
from traefiklint.policies.policy import Policy, Words
from traefiklint.policies.read import PolicyMistake
from traefiklint.policies.subjects import INSTANCE, OBJECT, shapes_for


class MessagePiece(NamedTuple):
    """An expression in a message."""

    expression: Expression
    words: Words
    at: int
    """Where it begins in the message."""


class Ready(NamedTuple):
    """A policy whose expressions can be evaluated."""

    policy: Policy
    where: Expression | None
    condition: Expression
    message: tuple[str | MessagePiece, ...]
    """Texts, and what stands between them in braces."""

    @property
    def expressions(self) -> Iterator[Expression]:
        """What decides, without the message."""
        if self.where is not None:
            yield self.where
        yield self.condition


class ReadyPolicies(NamedTuple):
    """Policies that are ready, and what is wrong with the others."""

    ready: tuple[Ready, ...]
    mistakes: tuple[PolicyMistake, ...]


def variables(subject: str) -> tuple[str, ...]:
    """What expressions about a subject can name."""
    return tuple(dict.fromkeys((subject, OBJECT, INSTANCE)))


def make_ready(policies: Iterable[Policy]) -> ReadyPolicies:
    """Read the expressions of policies.

    Raises:
        UsageError: the library for CEL is not installed.
    """
    mistakes: list[PolicyMistake] = []
    ready: list[Ready] = []
    seen: dict[str, Policy] = {}
    for policy in policies:
        other = seen.setdefault(policy.id, policy)
        if other is not policy:
            where = f"{other.source.file}:{other.span.line}"
            said = f"there is a policy `{policy.id}` already, at {where}"
            mistakes.append(PolicyMistake(policy.source.file, policy.span, said))
            continue
        maker = _Maker(policy)
        made = maker.made()
        mistakes += maker.mistakes
        if made is not None:
            ready.append(made)
    return ReadyPolicies(tuple(ready), tuple(mistakes))


class _Maker:
    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.mistakes: list[PolicyMistake] = []

    def made(self) -> Ready | None:
        policy = self.policy
        where = self._read(policy.where) if policy.where is not None else None
        condition = self._read(policy.condition)
        message = tuple(self._message(policy.message)) if policy.message is not None else ()
        if self.mistakes or condition is None:
            return None
        return Ready(policy, where, condition, message)

    def _read(
        self, words: Words, start: int = 0, end: int | None = None, *, is_condition: bool = True
    ) -> Expression | None:
        """The expression in a stretch of a text; None where it is broken."""
        text = words.value[start:end]
        try:
            expression = read_expression(text, variables(self.policy.about))
        except Unreadable as error:
            self._wrong(words, start + error.at, error.message, error.hint)
            return None
        root = expression.tree.root
        shapes = shapes_for(about(root) & set(expression.names))
        for fault in faults_of(text, root, shapes, is_condition=is_condition):
            self._wrong(words, start + fault.at, fault.message, fault.hint)
        if is_too_much(root):
            hint = "ask with fewer loops inside one another"
            self._wrong(words, start, "this may take too long for one object, or too much memory", hint)
        return expression

    def _message(self, words: Words) -> Iterator[str | MessagePiece]:
        text, plain, at = words.value, "", 0
        while at < len(text):
            sign = text[at]
            if text[at : at + 2] in ("{{", "}}"):
                plain, at = plain + sign, at + 2
            elif sign == "{":
                end = _closing(text, at)
                if end is None:
                    self._wrong(words, at, "this brace is never closed", "write `{{` for a brace itself")
                    return
                yield plain
                plain, start = "", at + 1
                expression = self._read(words, start, end, is_condition=False)
                if expression is not None:
                    yield MessagePiece(expression, words, start)
                at = end + 1
            else:
                plain, at = plain + sign, at + 1
        yield plain.strip("\n")

    def _wrong(self, words: Words, at: int, message: str, hint: str = "") -> None:
        self.mistakes.append(PolicyMistake(words.source.file, words.span(at), message, hint))


def _closing(text: str, at: int) -> int | None:
    """Where the brace ends that begins at a place; braces in texts of the expression do not count."""
    depth, quote = 0, ""
    while at < len(text):
        sign = text[at]
        if quote:
            if sign == "\\":
                at += 1
            elif sign == quote:
                quote = ""
        elif sign in "\"'":
            quote = sign
        elif sign in "{}":
            depth += 1 if sign == "{" else -1
            if depth == 0:
                return at
        at += 1
    return None
