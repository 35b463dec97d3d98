"""Many recorded cases in one test: `@each(CASES, name)` says that what is true of one is true of all.

A parameter a case costs pytest more than most of our cases do: an item made in every worker, five messages between
them, a report. What is not true of a case is raised at the end, under its name, together with all others.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection
from typing import Any, TypeVar

import pytest

Case = TypeVar("Case")

TOLD = 20
"""How many cases that fail are told of in full; the others by name."""


def each(
    cases: Collection[Case] | Callable[[], Collection[Case]], name: Callable[[Case], object]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A test of one case, which is its first argument, becomes one of all `cases`; the other arguments are fixtures.

    A function gives the cases when the test runs: what takes long is not done wherever tests are collected.
    """

    def of_all(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def over_all(**fixtures: Any) -> None:
            known = cases() if callable(cases) else cases
            assert known, "a test of no case at all would always pass"
            failed = []
            for case in known:
                try:
                    test(case, **fixtures)
                except (Exception, pytest.fail.Exception) as error:  # noqa: BLE001 - told at the end, whatever it is
                    error.add_note(f"of the case {name(case)}")
                    failed.append((name(case), error))
            if failed:
                names = ", ".join(str(one) for one, _ in failed)
                raise ExceptionGroup(f"{len(failed)} of {len(known)}: {names}", _shown([error for _, error in failed]))

        parameters = list(inspect.signature(test).parameters.values())[1:]
        keywords = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in parameters]
        over_all.__signature__ = inspect.Signature(keywords)  # type: ignore[attr-defined]
        return over_all

    return of_all


def _shown(errors: list[BaseException]) -> list[Exception]:
    return [error if isinstance(error, Exception) else AssertionError(str(error)) for error in errors[:TOLD]]
