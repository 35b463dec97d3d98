"""Which statements a test reaches is noted by the statements themselves."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from benchmarks.mutants.noting import note

PROGRAM = '''\
"""What it is."""

from __future__ import annotations

CONSTANT = (
    1,
    2,
)


def chosen(number):
    """What is done."""
    if number > 1:
        return "many"
    elif number:
        return "one"
    try:
        return CONSTANT[
            number + 7
        ]
    except IndexError:
        for _ in range(2):
            number += 1
    match number:
        case 2:
            return "two"
    raise AssertionError
'''


@pytest.fixture
def reached(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[int, str], list[int]]:
    """The lines of the program that are reached by a call."""
    (tmp_path / "notedprogram.py").write_text(PROGRAM)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    (noted,) = [note(tmp_path, "notedprogram")]
    program = import_module("notedprogram")
    monkeypatch.delitem(sys.modules, "notedprogram")
    file = noted["notedprogram.py"]
    assert program.__doc__ == "What it is." and program.chosen.__doc__ == "What is done."

    def lines(number: int, answer: str) -> list[int]:
        file.taken()
        assert program.chosen(number) == answer
        taken = zip(file.lines, file.taken(), strict=True)
        found = [line for (first, last), sign in taken if sign == "1" for line in range(first, last + 1)]
        assert file.taken() == "", "what was taken is gone"
        return sorted(found)

    return lines


def test_each_statement_stands_for_its_lines_without_those_of_the_statements_in_it(
    reached: Callable[[int, str], list[int]],
) -> None:
    assert reached(2, "many") == [13, 14]
    assert reached(1, "one") == [13, 15, 16]
    assert reached(0, "two") == [13, 15, 17, 18, 19, 20, 22, 23, 24, 25, 26]
