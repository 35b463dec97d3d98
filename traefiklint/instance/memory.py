"""What checks have said of sections that are still the same, for those who judge the same files again and again.

A check is a function of a section and of what it asks the instance. One that asked nothing but what the static
configuration decides says the same of the same section for ever; the others are asked anew. Which is which shows when
they are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from traefiklint.instance.instance import Instance

_OF_CONTEXT = frozenset(
    ("context", "default_entry_points", "entry_point_models", "entry_point_names", "entry_points", "rule")
)
"""What an instance answers from a section and its context alone."""

Ask = Callable[[Sequence[Any], Any, Any], Iterable[Any]]
"""Gives what some checks say of an item, for an instance."""


class WatchedInstance:
    """An instance of which is noted whether it was asked about other sections."""

    __slots__ = ("_instance", "asked")

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self.asked = False

    def __getattr__(self, name: str) -> Any:
        if name not in _OF_CONTEXT:
            self.asked = True
        return getattr(self._instance, name)


class _Remembered(NamedTuple):
    item: Any
    """Kept, so that nothing else gets its number."""
    told: tuple[Any, ...]
    """What the checks say that look at nothing else."""
    others: tuple[Any, ...]
    """The checks that do."""


class RuleMemory:
    """What was said in the run before, of the sections that it was about."""

    def __init__(self) -> None:
        self._key: tuple[Any, ...] = ()
        self._before: dict[int, _Remembered] = {}
        self._now: dict[int, _Remembered] = {}

    def begin(self, *key: Any) -> None:
        """Begin a run.

        Args:
            key: what decides everything that is said, besides the sections; where it is not the same as before,
                everything is forgotten.
        """
        same = len(key) == len(self._key) and all(one is other for one, other in zip(key, self._key, strict=True))
        self._before, self._now = self._now if same else {}, {}
        self._key = key

    def ask(self, checks: Sequence[Any], item: Any, instance: Instance, ask: Ask) -> Iterable[Any]:
        """What checks say of an item."""
        number = id(item)
        known = self._before.get(number)
        if known is None:
            return self._ask_all(checks, item, instance, ask)
        self._now[number] = known
        return (*known.told, *ask(known.others, item, instance)) if known.others else known.told

    def _ask_all(self, checks: Sequence[Any], item: Any, instance: Instance, ask: Ask) -> list[Any]:
        found: list[Any] = []
        told: list[Any] = []
        others: list[Any] = []
        watched = WatchedInstance(instance)
        for check in checks:
            watched.asked = False
            said = list(ask((check,), item, watched))
            if watched.asked:
                others.append(check)
            else:
                told += said
            found += said
        self._now[id(item)] = _Remembered(item, tuple(told), tuple(others))
        return found
