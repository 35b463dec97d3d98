"""A value is edited where it is written, in the quotes it has."""

from __future__ import annotations

from tests.compose.projects import label, web
from tests.each import rows
from traefiklint.compose.edits import label_beside, without_label
from traefiklint.findings import Edit


def service(lines: str) -> str:
    return "services:\n  web:\n    image: x\n    labels:\n" + "".join(f"      {line}\n" for line in lines.split("\n"))


@rows(
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


def test_a_key_of_a_mapping_holds_no_variables() -> None:
    edit = label(web(service("a: x")), "a").name.edit(0, 1, "$b")
    assert edit is not None and edit.text == "$b"


def applied(text: str, edits: tuple[Edit, ...] | None) -> str:
    assert edits is not None
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


@rows(
    ("before", "after"),
    [
        ("- b=1 # one\n- 'a=2' # two\n- c=3", "- b=1 # one\n# two\n- c=3"),
        ("b: 1 # one\n'a': 2 # two\nc: 3", "b: 1 # one\n# two\nc: 3"),
    ],
)
def test_a_label_is_taken_away_and_comments_stay(before: str, after: str) -> None:
    text = service(before)
    assert applied(text, without_label(label(web(text), "a"))) == service(after)


def test_the_last_label_takes_the_list_along() -> None:
    text = "services:\n  web:\n    image: x\n    labels: [a=1]\n"
    assert applied(text, without_label(label(web(text), "a"))) == "services:\n  web:\n    image: x\n"


@rows(
    ("before", "after"),
    [
        ('- "a=2" # two\n- c=3', '- "a=2" # two\n- "b.c=Host(`x`) $$1"\n- c=3'),
        ("- c=3\n- a=2", "- c=3\n- a=2\n- b.c=Host(`x`) $$1"),
        ("a: '2' # two\nc: 3", "a: '2' # two\nb.c: 'Host(`x`) $$1'\nc: 3"),
    ],
)  # fmt: skip
def test_a_label_is_put_beside_another_in_its_form(before: str, after: str) -> None:
    text = service(before)
    made = applied(text, label_beside(label(web(text), "a"), "b.c", "Host(`x`) $1"))
    assert made == service(after)
    assert label(web(made), "b.c").value.text == "Host(`x`) $1"


def test_a_label_of_an_anchor_is_not_taken_away() -> None:
    text = "x-l: &l {a: 1}\nservices:\n  web:\n    image: x\n    labels:\n      <<: *l\n      b: 1\n"
    assert without_label(label(web(text), "a")) is None
