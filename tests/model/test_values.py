"""Texts to values as Go reads them."""

from __future__ import annotations

import pytest

from tests.each import rows
from traefiklint.go.strconv import go_duration, items, nanoseconds, truth, unsigned_number, whole_number


@rows("text", ["1", "t", "T", "TRUE", "true", "True"])
def test_go_knows_six_words_for_true(text: str) -> None:
    assert truth(text) is True


@rows("text", ["0", "f", "F", "FALSE", "false", "False"])
def test_go_knows_six_words_for_false(text: str) -> None:
    assert truth(text) is False


@rows("text", ["yes", "", "tRUE", " true", "on"])
def test_everything_else_is_no_truth(text: str) -> None:
    with pytest.raises(ValueError, match=r"strconv\.ParseBool: parsing"):
        truth(text)


def test_whole_numbers_have_a_sign_and_64_bits() -> None:
    assert [whole_number(text) for text in ("+1", "-0", "007")] == [1, 0, 7]
    assert whole_number("9223372036854775807") == 2**63 - 1
    for text in ("9223372036854775808", "-9223372036854775809", "1" * 5000):
        with pytest.raises(ValueError, match="value out of range"):
            whole_number(text)
    for text in ("", " 1", "1_000", "0x10", "1.0", "٣"):
        with pytest.raises(ValueError, match="invalid syntax"):
            whole_number(text)


def test_unsigned_numbers_have_32_bits_and_no_sign() -> None:
    assert unsigned_number("4294967295") == 2**32 - 1
    for text in ("4294967296", "-1", "+1", "x"):
        with pytest.raises(ValueError, match=r"strconv\.ParseUint"):
            unsigned_number(text)


@rows(
    ("text", "value"),
    [
        ("0", 0),
        ("-0", 0),
        ("1ns", 1),
        ("1us", 1_000),
        ("1µs", 1_000),
        ("1μs", 1_000),
        ("1h2m3s4ms", 3_723_004_000_000),
        ("1.5h", 5_400_000_000_000),
        (".5s", 500_000_000),
        ("1.s", 1_000_000_000),
        ("-1m", -60_000_000_000),
        ("+5s", 5_000_000_000),
        ("-9223372036854775808ns", -(2**63)),
    ],
)
def test_durations_are_added_up_from_numbers_with_units(text: str, value: int) -> None:
    assert go_duration(text) == value


@rows(
    ("text", "words"),
    [
        ("", 'time: invalid duration ""'),
        ("x", 'time: invalid duration "x"'),
        ("3", 'time: missing unit in duration "3"'),
        ("1.2.3", 'time: missing unit in duration "1.2.3"'),
        ("1d", 'time: unknown unit "d" in duration "1d"'),
        ("10 s", 'time: unknown unit " s" in duration "10 s"'),
        (".s", 'time: invalid duration ".s"'),
        ("3000000h", 'time: invalid duration "3000000h"'),
        ("9223372036854775808ns", 'time: invalid duration "9223372036854775808ns"'),
        ("1é", 'time: unknown unit "\\xc3\\xa9" in duration "1\\xc3\\xa9"'),
    ],
)
def test_what_is_no_duration_is_refused_in_the_words_of_go(text: str, words: str) -> None:
    with pytest.raises(ValueError) as raised:
        go_duration(text)
    assert str(raised.value) == words


def test_a_bare_number_is_seconds_and_wraps_around_at_64_bits() -> None:
    assert nanoseconds("10") == 10_000_000_000
    assert nanoseconds("-1") == -1_000_000_000
    assert nanoseconds("9223372036854775807") == -1_000_000_000


def test_one_text_is_a_list_split_at_commas_or_at_the_separator() -> None:
    assert items("") == ()
    assert items(" a , b,") == ("a", "b", "")
    assert items("║24║a║b,c") == ("a", "b,c")
    assert items("a║b") == ()
