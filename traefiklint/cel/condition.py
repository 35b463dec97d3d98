"""The condition of `edit --where`: an expression about one kind of objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from traefiklint.cel.library import FailedError, Unreadable, about, read_expression
from traefiklint.cel.names import faults_of
from traefiklint.cel.shapes import TEXT, shape_of, with_fields
from traefiklint.cel.wanted import Demand, wanted_by
from traefiklint.errors import UsageError
from traefiklint.model.base import Section


class ConditionError(UsageError):
    """An expression cannot be read, or says nothing about an object."""


class Condition:
    """An expression that holds for an object, or does not."""

    def __init__(self, text: str, variables: Mapping[str, type[Section]], extra: frozenset[str] = frozenset()) -> None:
        """
        Args:
            text: the expression.
            variables: what it may be about, by the name of the variable.
            extra: the texts that each of them has besides its options.

        Raises:
            ConditionError: it cannot be read, or names an option that does not exist.
            UsageError: the library is not installed.
        """
        try:
            self._expression = read_expression(text, tuple(variables))
        except Unreadable as error:
            raise ConditionError(f"{_where(text, error.at)}: {error.message}", error.hint) from None
        root = self._expression.tree.root
        self.names = about(root) & variables.keys()
        """The variables that it is about."""
        more = dict.fromkeys(extra, TEXT)
        shapes = {name: with_fields(shape_of(variables[name]), name, more) for name in self.names}
        for fault in faults_of(text, root, shapes):
            raise ConditionError(f"{_where(text, fault.at)}: {fault.message}", fault.hint)
        self.wanted: dict[str, Demand] = wanted_by([root], self.names)
        """What it asks of each variable."""

    def holds(self, values: Mapping[str, Any], about: str) -> bool:
        """Whether it holds.

        Args:
            values: what the variables stand for.
            about: what they are, for messages.

        Raises:
            ConditionError: it is neither true nor false, or cannot be evaluated.
        """
        try:
            found = self._expression.value(values)
        except FailedError as error:
            raise ConditionError(f"the condition fails for {about}: {error}") from None
        if isinstance(found, bool):
            return found
        raise ConditionError(f"the condition is {found!r} for {about}, and must be true or false")


def _where(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return f"in the condition, line {line}, column {column}" if "\n" in text else f"in the condition, column {column}"
