"""Many cases in one test: `@each(CASES, name)` says that what is true of one is true of all; `@rows` takes a table.

A parameter a case costs pytest more than most of our cases do: an item made in every worker, five messages between
them, a report. What is not true of a case is raised at the end, under its name, together with all others.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, Protocol, TypeVar, cast, runtime_checkable

import pytest
from _pytest.mark.structures import ParameterSet

Case = TypeVar("Case")


@runtime_checkable
class Renewable(Protocol):
    """A fixture of which every case of a table gets one as it was at first, as a program in an empty directory."""

    def anew(self) -> None:
        """Be as at first."""


TOLD = 20
"""How many cases that fail are told of in full; the others by name."""


def each(
    cases: Collection[Case] | Callable[[], Collection[Case]], name: Callable[[Case], object]
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """A test of one case, which is its first argument, becomes one of all `cases`; the other arguments are fixtures.

    A function gives the cases when the test runs: what takes long is not done wherever tests are collected. A fixture
    that can begin anew (`Renewable`) does so for each case behind the first.
    """

    def of_all(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def over_all(**fixtures: Any) -> None:
            known = cases() if callable(cases) else cases
            assert known, "a test of no case at all would always pass"
            failed = []
            renewable = [one for one in fixtures.values() if isinstance(one, Renewable)]
            for number, case in enumerate(known):
                for one in renewable if number else ():
                    one.anew()
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


def rows(
    names: str | Sequence[str],
    cases: Iterable[Any],
    ids: Sequence[str] | Callable[[Any], object] = repr,
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """As `pytest.mark.parametrize`, but all rows are one test; not for those that need a fixture made for each, unless
    it begins anew.

    Args:
        names: the arguments that a row gives, also in one text with commas.
        cases: the rows; where there is one name, its values.
        ids: what the rows are called, or how a value is.
    """
    keys = [name.strip() for name in names.split(",")] if isinstance(names, str) else names
    is_single = isinstance(names, str) and len(keys) == 1
    table = list(enumerate(cases))

    def values(case: Any) -> Sequence[Any]:
        given = case.values if isinstance(case, ParameterSet) else (case,) if is_single else case
        return cast("Sequence[Any]", given)

    def name(row: tuple[int, Any]) -> str:
        number, case = row
        if isinstance(case, ParameterSet) and case.id:
            return str(case.id)
        if not callable(ids):
            return ids[number]
        return "-".join(called if len(called := str(ids(value))) < 60 else f"{number}" for value in values(case))

    def of_all(test: Callable[..., None]) -> Callable[..., None]:
        @functools.wraps(test)
        def of_one(row: tuple[int, Any], **others: Any) -> None:
            test(**dict(zip(keys, values(row[1]), strict=True)), **others)

        of_row = inspect.Parameter("row", inspect.Parameter.POSITIONAL_ONLY)
        others = [one for name, one in inspect.signature(test).parameters.items() if name not in keys]
        keywords = [one.replace(kind=one.KEYWORD_ONLY) for one in others]
        of_one.__signature__ = inspect.Signature([of_row, *keywords])  # type: ignore[attr-defined]
        return each(table, name)(of_one)

    return of_all


def _shown(errors: list[BaseException]) -> list[Exception]:
    return [error if isinstance(error, Exception) else AssertionError(str(error)) for error in errors[:TOLD]]
