"""Edits keep what they are not about: comments, order, quotes, anchors, line ends."""

from __future__ import annotations

from typing import Any

from tests.each import rows
from traefiklint.decoding.file import read_document
from traefiklint.patch import edits as editing
from traefiklint.patch.edits import Edits
from traefiklint.patch.nest import nest_key, put_below
from traefiklint.text.document import Document
from traefiklint.text.nodes import Mapping
from traefiklint.yaml.comments import comments_of


def document_of(text: str) -> Document:
    return read_document("a.yml", text)


def applied(text: str, edits: Edits | None) -> str | None:
    if edits is None:
        return None
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def at(document: Document, path: str) -> tuple[Any, Any]:
    """The key and the value (or the list and the number) that a path such as `http.routers.0` leads to."""
    node: Any = document.root
    key: Any = None
    for step in path.split("."):
        if type(node) is Mapping:
            key, node = next(pair for pair in node.pairs if pair[0].value == step)
        else:
            key, node = node, node.items[int(step)]
    return key, node


DELETIONS = {
    "a line": ("a: 1\nb: 2\nc: 3\n", "b", "a: 1\nc: 3\n"),
    "a line with a comment": ("a: 1\nb: 2  # why\nc: 3\n", "b", "a: 1\n# why\nc: 3\n"),
    "the last line, not ended": ("a: 1\nb: 2", "b", "a: 1\n"),
    "the last line with a comment, not ended": ("a: 1\nb: 2 # x", "b", "a: 1\n# x"),
    "a block with comments inside": (
        "a:\n  b:\n    # one\n    c: 1 # two\n\n    d: 2\n  e: 3\n",
        "a.b",
        "a:\n  # one\n  # two\n  e: 3\n",
    ),
    "a block scalar": ("a: |\n  x # no comment\n\n  y\n\nb: 2\n", "a", "\nb: 2\n"),
    "a block scalar with a comment": ("a: >- # why\n  x\nb: 2\n", "a", "# why\nb: 2\n"),
    "what becomes empty": ("a:\n  b:\n    c: 1\nd: 2\n", "a.b.c", "d: 2\n"),
    "all there is": ("a:\n  b: 1\n", "a.b", "# Nothing is configured here.\n"),
    "all but a comment": ("# top\na:\n  b: 1\n", "a.b", "# top\n"),
    "an alias": ("x: &x {q: 1}\nb: *x\nc: 3\n", "b", "x: &x {q: 1}\nc: 3\n"),
    "an alias in braces": ("x: &x {q: 1}\nb: {c: *x, d: 1}\n", "b.c", "x: &x {q: 1}\nb: {d: 1}\n"),
    "nothing behind the key": ("a:\nb: 2\n", "a", "b: 2\n"),
    "the first in braces": ("a: {b: 1, c: 2}\n", "a.b", "a: {c: 2}\n"),
    "the last in braces": ("a: {b: 1, c: 2}\n", "a.c", "a: {b: 1}\n"),
    "one in the middle of braces": ("a: {b: 1, c: {d: 2}, e: 3}\n", "a.c", "a: {b: 1, e: 3}\n"),
    "a line in braces": ("a: {\n  b: 1, # one\n  c: 2, # two\n}\n", "a.c", "a: {\n  b: 1, # one\n  # two\n}\n"),
    "the only one in braces": ("a: {b: {c: 1}}\nd: 1\n", "a.b.c", "d: 1\n"),
    "windows": ("a: 1\r\nb: 2  # why\r\nc: 3\r\n", "b", "a: 1\r\n# why\r\nc: 3\r\n"),
    "behind a byte order mark": ("\ufeffa: 1\nb: 2\n", "a", "\ufeffb: 2\n"),
    "the first key of a dash": (
        "s:\n  - url: 1 # why\n    # and\n    weight: 2\n",
        "s.0.url",
        "s:\n  # why\n  # and\n  - weight: 2\n",
    ),
    "the second key of a dash": ("s:\n  - url: 1\n    weight: 2\n", "s.0.weight", "s:\n  - url: 1\n"),
    "the only key of a dash": ("s:\n  - url: 1\n  - url: 2\n", "s.0.url", "s:\n  - url: 2\n"),
    "an item": ("s:\n  - a # x\n  - b\n", "s.0", "s:\n  # x\n  - b\n"),
    "an item not indented": ("s:\n- a\n- b\n", "s.1", "s:\n- a\n"),
    "an item in brackets": ("s: [a, b, c]\n", "s.1", "s: [a, c]\n"),
    "the only item": ("s: [a]\nt: 1\n", "s.0", "t: 1\n"),
}


@rows("name", DELETIONS)
def test_deleting(name: str) -> None:
    before, path, after = DELETIONS[name]
    document = document_of(before)
    key, _ = at(document, path)
    if path[-1].isdigit():
        edits = editing.delete_item(document, key, int(path.rpartition(".")[2]))
    else:
        edits = editing.delete_key(document, key)
    assert applied(before, edits) == after


@rows(
    ("before", "path", "after"),
    [
        ("a:\n  b: 1\nc: 2\n", "a.b", "a: {}\nc: 2\n"),
        ("a: # why\n  b: 1 # x\nc: 2\n", "a.b", "a: {} # why\n  # x\nc: 2\n"),
        ("a: &x\n  b: 1\nc: 2\n", "a.b", "a: &x {}\nc: 2\n"),
        ("a: {b: 1}\n", "a.b", "a: {}\n"),
        ("a:\n  b: 1\n  c: 1\n", "a.b", "a:\n  c: 1\n"),
    ],
)
def test_deleting_with_braces_left(before: str, path: str, after: str) -> None:
    document = document_of(before)
    assert applied(before, editing.delete_key(document, at(document, path)[0], empty="braces")) == after


def test_what_a_merge_key_brings_is_deleted_where_it_is_written() -> None:
    document = document_of("b: &b {x: 1, z: 2}\na:\n  <<: *b\n  y: 2\n")
    edits = editing.delete_key(document, at(document, "a.x")[0])
    assert applied(document.text, edits) == "b: &b {z: 2}\na:\n  <<: *b\n  y: 2\n"


def test_template_actions_are_not_edited() -> None:
    template = document_of('a: {{ "b" }}\nc: 1\n')
    assert template.is_template

    def fix_of(edits: editing.Edits | None) -> object:
        return editing.fix_of(template, "", edits, safe=True)

    assert fix_of(editing.set_value(template, at(template, "a")[1], "2")) is None
    assert fix_of(editing.delete_key(template, at(template, "a")[0])) is None
    assert fix_of(editing.set_value(template, at(template, "c")[1], '{{ "d" }}')) is None
    assert fix_of(editing.set_value(template, at(template, "c")[1], "2")) is not None


@rows(
    ("before", "value", "after"),
    [
        ("k: a # c\n", "b", "k: b # c\n"),
        ("k: 'a' # c\n", "it's", "k: 'it''s' # c\n"),
        ('k: "a"\n', 'q"\\', 'k: "q\\"\\\\"\n'),
        ("k: &x a\n", "b", "k: &x b\n"),
        ("k: a\n", "Host(`x`) && Path(`/`)", "k: Host(`x`) && Path(`/`)\n"),
        ("k: a\n", "x: y", 'k: "x: y"\n'),
        ("k: a\n", "true", 'k: "true"\n'),
        ("k: a\n", "`x`", 'k: "`x`"\n'),
        ("k: a\n", '`"x"`', "k: '`\"x\"`'\n"),
        ("k: |\n  a\n", "b", "k: |\n  b\n"),
        ("k: >- # why\n\n  a\n  b\n\nl: 1\n", "c", "k: >- # why\n  c\n\nl: 1\n"),
    ],
)
def test_giving_another_value(before: str, value: str, after: str) -> None:
    document = document_of(before)
    changed = applied(before, editing.set_value(document, at(document, "k")[1], value))
    assert changed == after
    assert at(document_of(changed), "k")[1].value.rstrip("\n") == value


def test_a_value_in_brackets_gets_quotes_where_it_needs_them() -> None:
    document = document_of("k: [a, b]\n")
    assert applied(document.text, editing.set_value(document, at(document, "k.0")[1], "x, y")) == 'k: ["x, y", b]\n'


@rows(
    ("before", "after"),
    [
        ("k: 1\n", "l: 1\n"),
        ("'k': 1\n", "'l': 1\n"),
        ("&a k: 1\n", "&a l: 1\n"),
        ("{k: 1}", "{l: 1}"),
    ],
)
def test_renaming(before: str, after: str) -> None:
    document = document_of(before)
    assert applied(before, editing.rename_key(document, at(document, "k")[0], "l")) == after


@rows(
    ("before", "after"),
    [
        ("k: a # c\n", "k: [a] # c\n"),
        ("k: '*'\n", "k: ['*']\n"),
        ("k: a, b\n", 'k: ["a, b"]\n'),
        ("k: {a: 1}\n", "k: [{a: 1}]\n"),
        ("k:\n  a: 1\n", "k:\n  - a: 1\n"),
        (
            "k:\n  a: 1 # x\n\n  # y\n  b:\n    c: |\n      t\nl: 1\n",
            "k:\n  - a: 1 # x\n\n    # y\n    b:\n      c: |\n        t\nl: 1\n",
        ),
    ],
)
def test_wrapping_in_a_list(before: str, after: str) -> None:
    document = document_of(before)
    assert applied(before, editing.wrap_in_list(document, at(document, "k")[1])) == after


@rows(
    ("before", "lines", "after"),
    [
        ("k:\n  a: 1 # x\nl: 1\n", "b: 2", "k:\n  a: 1 # x\n  b: 2\nl: 1\n"),
        ("k:\n  a: 1", "b: 2", "k:\n  a: 1\n  b: 2"),
        ("k:\n  a: |\n    x\n\nl: 1\n", "b: 2", "k:\n  a: |\n    x\n  b: 2\n\nl: 1\n"),
        ("k:\r\n  a: 1\r\n", "b:\n  c: 1", "k:\r\n  a: 1\r\n  b:\r\n    c: 1\r\n"),
        ("k: {a: 1}\n", "b: 2", "k: {a: 1, b: 2}\n"),
        ("k: {}\n", "b: 2", "k: {b: 2}\n"),
        ("k: # why\nl: 1\n", "b: 2", "k: # why\n  b: 2\nl: 1\n"),
        ("k:", "b: 2", "k:\n  b: 2"),
    ],
)
def test_filling_a_section(before: str, lines: str, after: str) -> None:
    document = document_of(before)
    assert applied(before, editing.fill_section(document, *at(document, "k"), lines)) == after


def test_a_pair_goes_below_the_one_that_is_named() -> None:
    document = document_of("k:\n  a: 1\n  b: 2\n")
    edits = editing.insert_pair(document, at(document, "k")[1], "x: 3", below=at(document, "k.a")[0])
    assert applied(document.text, edits) == "k:\n  a: 1\n  x: 3\n  b: 2\n"


@rows(
    ("before", "lines", "after"),
    [
        ("k: [a]\n", "b", "k: [a, b]\n"),
        ("k: []\n", "b", "k: [b]\n"),
        ("k:\n  - a # x\nl: 1\n", "b", "k:\n  - a # x\n  - b\nl: 1\n"),
        ("k:\n- a: 1\n  b: 2", "a: 2\nb: 3", "k:\n- a: 1\n  b: 2\n- a: 2\n  b: 3"),
        ("k: &x\n  - a\n", "b", "k: &x\n  - a\n  - b\n"),
    ],
)
def test_adding_an_item(before: str, lines: str, after: str) -> None:
    document = document_of(before)
    assert applied(before, editing.append_item(document, at(document, "k")[1], lines)) == after


def test_comments_stand_between_tokens_only() -> None:
    text = "# top\na: b#c # one\nd: '# no' # two\ne: | # three\n  # no\nf: [x, # four\n  \"# no\"]\n...\n# end"
    assert [text[start:end] for start, end in comments_of(text)] == [
        "# top", "# one", "# two", "# three", "# four", "# end",
    ]  # fmt: skip
    marked = "\ufeff# a\nb: 1 # c\n"
    assert [marked[start:end] for start, end in comments_of(marked)] == ["# a", "# c"]
    broken = "a: 1 # one\nb: [ # two\nc: ` # three\n"
    assert [broken[start:end] for start, end in comments_of(broken)] == ["# one", "# two", "# three"]


@rows(
    ("before", "after"),
    [
        ("k: [a, b]\n", "k: [a, x, b]\n"),
        ("k:\n  - a # x\n  - b\n", "k:\n  - a # x\n  - x\n  - b\n"),
        ("k:\r\n- a\r\n- b: 1\r\n  c: 2", "k:\r\n- a\r\n- x\r\n- b: 1\r\n  c: 2"),
    ],
)
def test_adding_an_item_before_another(before: str, after: str) -> None:
    document = document_of(before)
    assert applied(before, editing.insert_item(document, at(document, "k")[1], 1, "x")) == after


@rows(
    ("before", "path", "after"),
    [
        ("a:\n  b.c.d: 1 # x\n  e: 2\n", "a", "a:\n  b:\n    c:\n      d: 1 # x\n  e: 2\n"),
        ("a: {b.c: 1, e: 2}\n", "a", "a: {b: {c: 1}, e: 2}\n"),
        ("a:\r\n    b.c:\r\n        - 1\r\n", "a", "a:\r\n    b:\r\n        c:\r\n            - 1\r\n"),
    ],
)
def test_names_with_dots_become_sections(before: str, path: str, after: str) -> None:
    document = document_of(before)
    mapping = at(document, path)[1]
    key = mapping.pairs[0][0]
    assert applied(before, nest_key(document, mapping, key, key.value.split("."))) == after


@rows("text", ["a:\n  b.c: 1\n  b: 2\n", "a:\n  b.c: 1\n  B.d: 2\n", "a:\n  'b.c': 1\n"])
def test_names_with_dots_stay_where_another_key_begins_alike(text: str) -> None:
    document = document_of(text)
    mapping = at(document, "a")[1]
    assert nest_key(document, mapping, mapping.pairs[0][0], ["b", "c"]) is None


@rows(
    ("before", "after"),
    [
        ("# top\nb: 1\n\n# c\nc:\n  d: 1\ne: 2\n", "# top\ns:\n  b: 1\n\n  # c\n  c:\n    d: 1\ne: 2\n"),
        ("b: |\n  x\n", "s:\n  b: |\n    x\n"),
        ("b: 1\ne: 2\nc: 3\n", None),
        ("b: 1\ns: 2\n", None),
        ("{b: 1}\n", None),
    ],
)
def test_keys_of_the_top_go_below_a_section(before: str, after: str | None) -> None:
    assert applied(before, put_below(document_of(before), frozenset({"b", "c"}), "s")) == after
