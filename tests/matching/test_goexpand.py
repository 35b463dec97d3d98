"""What stands for what in a replacement. `tests/routing/test_agreement.py` asks the real Traefik."""

from __future__ import annotations

import pytest

from tests.each import rows
from traefiklint.go.expand import MOST, substitute

PATTERN = "(?P<name>x)(y)(z)?"


@rows(
    ("replacement", "result"),
    [
        ("$1", "x"),
        ("${name}", "x"),
        ("$name-${2}", "x-y"),
        ("$3", ""),
        ("$9", ""),
        ("$01", ""),
        ("${nobody}", ""),
        ("$2b", ""),
        ("$$1", "$1"),
        ("$ ${", "$ ${"),
    ],
)
def test_a_reference_stands_for_a_group_and_an_unknown_one_for_nothing(replacement: str, result: str) -> None:
    assert substitute(PATTERN, replacement, b"axyb") == f"a{result}b".encode()


def test_every_match_is_replaced_but_no_empty_one_right_behind_another() -> None:
    assert substitute("a*", "-", b"baac") == b"-b-c-"


def test_a_text_that_grows_without_end_is_made_up_to_a_megabyte() -> None:
    grown = substitute("(.*)", "$1" * 1_000, b"x" * 100_000)
    assert grown == b"x" * MOST


@pytest.mark.slow
def test_so_is_one_that_has_very_many_empty_pieces() -> None:
    assert len(substitute("", "$1" * 100_000, b"x" * 100_000) or b"") <= MOST


def test_nothing_comes_of_a_text_without_a_match_or_an_expression_that_does_not_compile() -> None:
    assert substitute("q", "-", b"baac") is None
    assert substitute("(", "-", b"baac") is None
