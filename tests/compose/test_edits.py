"""A value is edited where it is written, in the quotes it has."""

from __future__ import annotations

import pytest

from tests.compose.projects import label, web


def service(lines: str) -> str:
    return "services:\n  web:\n    image: x\n    labels:\n" + "".join(f"      {line}\n" for line in lines.split("\n"))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("- a=one two # it", "- a=one 2 # it"), ("- 'a=one two'", "- 'a=one 2'"), ('- "a=one two"', '- "a=one 2"'),
        ("a: one two", "a: one 2"), ("a: 'it''s one two'", "a: 'it''s one 2'"), ('a: "\\u0031 two"', 'a: "\\u0031 2"'),
        ("a: >-\n  one\n  two", "a: >-\n  one\n  2"), ("- a=${X:-two}", "- a=${X:-2}"),
        ("- a=${X}two$$", "- a=${X}2$$"),
    ],
)  # fmt: skip
def test_a_stretch_of_a_value_is_written_otherwise(before: str, after: str) -> None:
    text = service(before)
    value = label(web(text), "a").value
    at = value.text.index("two")
    edit = value.edit(at, at + 3, "2")
    assert edit is not None
    assert text[: edit.start] + edit.text + text[edit.end :] == service(after)


def test_what_a_variable_gives_is_not_edited() -> None:
    value = label(web(service("- a=x$TWO"), environment={"TWO": "two"}), "a").value
    assert value.edit(1, 4, "2") is None
    assert value.edit(0, 1, "y") is not None


def test_a_dollar_is_written_twice() -> None:
    text = service("- a=one")
    edit = label(web(text), "a").value.edit(0, 3, "$1")
    assert edit is not None and edit.text == "$$1"
