"""One test of many cases asks about every one of them, and names those that fail."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import cli
from tests.cli.running import Runner
from tests.each import each, rows

__all__ = ["cli"]


def test_every_case_is_asked_about_and_those_that_fail_are_named() -> None:
    asked = []

    @each([1, 2, 3, 4], lambda number: f"case {number}")
    def over_all(number: int) -> None:
        asked.append(number)
        assert number % 2, "it is even"

    with pytest.raises(ExceptionGroup, match="2 of 4: case 2, case 4") as raised:
        over_all()
    assert asked == [1, 2, 3, 4]
    assert [str(error).splitlines()[0] for error in raised.value.exceptions] == ["it is even", "it is even"]


def test_what_pytest_itself_raises_is_a_failure_of_the_case() -> None:
    @each(["a"], str)
    def over_all(_: str) -> None:
        with pytest.raises(KeyError):
            pass

    with pytest.raises(ExceptionGroup, match="1 of 1: a"):
        over_all()


def test_no_case_at_all_is_a_failure() -> None:
    @each(list, str)
    def over_all(_: object) -> None:
        """Nothing is ever asked."""

    with pytest.raises(AssertionError, match="would always pass"):
        over_all()


@each(["one", "two"], str)
def test_the_other_arguments_are_fixtures(name: str, tmp_path: Path) -> None:
    assert not (tmp_path / name).exists()
    (tmp_path / name).touch()


@each(["one", "two"], str)
def test_a_program_has_an_empty_directory_for_each_case(name: str, cli: Runner) -> None:
    assert Path.cwd() == cli.folder
    assert not list(Path().rglob("*"))
    cli.write({"one/two.yml": name})


def test_every_row_of_a_table_is_asked_about_and_those_that_fail_are_named() -> None:
    asked = []

    @rows("first", [1, pytest.param(2, id="two")])
    @rows(("second", "third"), [("a", "b"), ("c", "d")])
    def over_all(first: int, second: str, third: str) -> None:
        asked.append((first, second, third))
        assert (first, second) != (2, "c"), "not both"

    with pytest.raises(ExceptionGroup, match="1 of 2: two") as raised:
        over_all()
    assert asked == [(1, "a", "b"), (1, "c", "d"), (2, "a", "b"), (2, "c", "d")]
    (inner,) = raised.value.exceptions
    assert isinstance(inner, ExceptionGroup)
    assert "1 of 2: 'c'-'d'" in str(inner)


@pytest.mark.parametrize(("ids", "said"), [(["x", "y"], "1 of 2: y"), (ascii, "1 of 2: '\\xe9'")])
def test_a_row_is_called_as_the_table_says(ids: object, said: str) -> None:
    @rows("text", ["e", "é"], ids=ids)  # type: ignore[arg-type]
    def over_all(text: str) -> None:
        assert text.isascii()

    with pytest.raises(ExceptionGroup) as raised:
        over_all()
    assert said in str(raised.value)


@rows(("name", "length"), [("a", 1), ("bc", 2)])
def test_the_other_arguments_of_a_table_are_fixtures(name: str, length: int, tmp_path: Path) -> None:
    assert tmp_path.is_dir()
    assert len(name) == length
