"""A place inside a scalar's value is found in the file, whatever the quotes and folds."""

from __future__ import annotations

import yaml

from tests.each import rows
from traefiklint import lint_texts
from traefiklint.decoding.file import read_document
from traefiklint.fixing import fix_texts
from traefiklint.options import Options
from traefiklint.text.nodes import Mapping, Scalar
from traefiklint.text.scalar_map import align

WRITTEN = [
    "rule: Host(`a`) && Foo(`b`)\n",
    "rule: 'Host(`a`) && Foo(`b`)'\n",
    "rule: 'it''s Foo'\n",
    'rule: "Host(\\"a\\") && Foo(`b`)"\n',
    'rule: "tab\\tand \\u00e9 Foo"\n',
    "rule: >-\n  Host(`a`)\n  && Foo(`b`)\n",
    "rule: >\n    Host(`a`)\n\n    && Foo(`b`)\n",
    "rule: |\n  Host(`a`) &&\n  Foo(`b`)\n",
    "rule: |2-\n   Host(`a`) &&\n   Foo(`b`)\n",
    "rule: Host(`a`)\n  && Foo(`b`)\n",
    "rule: 'Host(`a`)\n\n  && Foo(`b`)'\n",
    'rule: "Host(`a`) \\\n  && Foo(`b`)"\n',
    "x:\n  rule: >-\n      Host(`a`)   \n      && Foo(`b`)\n",
    "rule: &a Host(`a`) && Foo(`b`)\n",
    "rule: !!str Host(`a`) && Foo(`b`)\n",
    "rule: &a !!str 'Host(`a`) && Foo(`b`)'\n",
    'rule: !!str &a "Host(`a`) && Foo(`b`)"\n',
    "rule: &a >-\n  Host(`a`)\n  && Foo(`b`)\n",
    "rule: &a\n  Host(`a`) && Foo(`b`)\n",
    "rule: 'Host(`a`)  \n \n\n \n\n  && Foo(`b`)'\n",
    'rule: "Host(`a`)\n \n   \n\n  && \n Foo(`b`)"\n',
    "rule: Host(`a`)\n\n \n\n  &&\n\n Foo(`b`)\n",
    "rule: >-\n  Host(`a`)\n    \n    \n    \n  && Foo(`b`)\n",
    "rule: >-\n  Host(`a`)\n   &&\n\n\n   x\n  Foo(`b`)\n",
]


def scalar(text: str) -> Scalar:
    root = read_document("a.yml", text).root
    assert isinstance(root, Mapping)
    value = root.pairs[0][1]
    while isinstance(value, Mapping):
        value = value.pairs[0][1]
    assert isinstance(value, Scalar)
    return value


@rows("text", WRITTEN)
def test_every_word_of_a_value_is_where_it_is_written(text: str) -> None:
    node = scalar(text)
    assert node.value == _value(yaml.safe_load(text))
    offsets = align(text, node)
    assert len(offsets) == len(node.value) + 1
    at = node.value.index("Foo")
    assert text[offsets[at] : offsets[at] + 3] == "Foo"
    for index, sign in enumerate(node.value):
        if sign.isalnum() and sign.isascii():
            assert text[offsets[index]] == sign


def _value(tree: dict[str, object]) -> object:
    value: object = tree
    while isinstance(value, dict):
        value = next(iter(value.values()))
    return value


@rows(
    ("written", "line", "column"),
    [
        ("rule: Host(`a`) && Foo(`b`)", 4, 26),
        ("rule: 'Host(`a`) && Foo(`b`)'", 4, 27),
        ('rule: "Host(\\"a\\") && Foo(`b`)"', 4, 29),
        ("rule: >-\n        Host(`a`)\n        && Foo(`b`)", 6, 12),
        ("rule: Host(`a`)\n        && Foo(`b`)", 5, 12),
    ],
)
def test_a_finding_points_at_the_word_of_the_rule_that_is_wrong(written: str, line: int, column: int) -> None:
    text = f"http:\n  routers:\n    r:\n      {written}\n      service: noop@internal\n"
    (finding,) = (f for f in lint_texts({"a.yml": text}, profile="none").findings if f.rule == "rule-unknown-matcher")
    assert (finding.line, finding.column) == (line, column)
    assert finding.end_column == column + 3


@rows(
    ("written", "start", "length"),
    [
        ('rule: "Fo\\x6f(`b`)"', 14, 6),
        ('rule: "Fo\\u006f(`b`)"', 14, 8),
        ('rule: "Fo\\U0000006f(`b`)"', 14, 12),
        ('rule: "\\x46oo(`b`)"', 14, 6),
        ('rule: "Foo\\x28`b`)"', 14, 3),
        ("rule: 'Foo(`b`)'", 14, 3),
        ("rule: Host(`a`) || Foo(`]`)", 26, 3),
        ("rule: >-\n        Host(`a`) ||\n        Foo(`b`)", 9, 3),
    ],
)
def test_a_finding_ends_where_the_spelling_of_its_last_letter_ends(written: str, start: int, length: int) -> None:
    text = f"http:\n  routers:\n    r:\n      {written}\n      service: noop@internal\n"
    (finding,) = (f for f in lint_texts({"a.yml": text}, profile="none").findings if f.rule == "rule-unknown-matcher")
    assert (finding.column, finding.end_column - finding.column) == (start, length)


@rows(
    ("written", "fixed"),
    [
        ("rule: Host(`a`, `b`)", "rule: Host(`a`) || Host(`b`)"),
        ("rule: 'Host(`a`, `b`)'", "rule: 'Host(`a`) || Host(`b`)'"),
        ('rule: "Host(\\"a\\", \\"b\\")"', 'rule: "Host(`a`) || Host(`b`)"'),
        ('rule: "Host(`\\x61`, `\\x62`)"', 'rule: "Host(`a`) || Host(`b`)"'),
        ("rule: >-\n        Host(`a`,\n        `b`)", "rule: >-\n        Host(`a`) || Host(`b`)"),
        ("rule: |-\n        Host(`a`, `b`)", "rule: |-\n        Host(`a`) || Host(`b`)"),
    ],
)
def test_a_fix_inside_a_rule_keeps_its_quotes_and_block(written: str, fixed: str) -> None:
    text = f"http:\n  routers:\n    r:\n      {written}\n      service: noop@internal\n"
    assert fix_texts({"a.yml": text}, Options(profile="none")).texts == {"a.yml": text.replace(written, fixed)}


@rows(("written", "line", "start", "end"), [("shop: {service: s}", 3, 5, 9), ("a: {rule: ''}", 3, 15, 17)])
def test_a_missing_rule_is_found_at_the_name_of_its_router_or_at_the_empty_text(
    written: str, line: int, start: int, end: int
) -> None:
    report = lint_texts({"a.yml": f"http:\n  routers:\n    {written}\n"}, profile="none")
    (finding,) = (f for f in report.findings if f.rule == "rule-missing")
    assert (finding.line, finding.column, finding.end_column) == (line, start, end)
