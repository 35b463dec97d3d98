"""Every node and every problem knows its place in the text as it is written."""

from __future__ import annotations

from typing import Any

from tests.each import rows
from tests.said import said_of_text
from traefiklint.decoding.file import read_document
from traefiklint.findings import Effect, Span
from traefiklint.text.document import Document
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.yaml.scalars import NULL, resolve


def at(document: Document, *path: str | int) -> Any:
    node: Any = document.root
    for step in path:
        if isinstance(node, Mapping):
            node = {key.value: value for key, value in node.pairs}[str(step)]
        else:
            assert isinstance(node, Sequence)
            node = node.items[int(step)]
    return node


def written(document: Document, *path: str | int) -> str:
    node = at(document, *path)
    return document.text[node.start.index : node.end.index]


def plain(node: Node | None) -> Any:
    """The tree as Python values, all scalars as the text that Traefik's decoder sees."""
    if node is None:
        return None
    if isinstance(node, Mapping):
        return {key.value: plain(value) for key, value in node.pairs}
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    assert isinstance(node, Scalar)
    kind, text = resolve(node)
    return None if kind == NULL else text


YAML = """\
http:
  routers:
    shop: # the shop
      rule: Host(`shop.example.com`)
      middlewares: [auth, "rate limit"]

    blog: {rule: 'Host(`b`)', é: x}

# the end
tls:
"""


def test_a_node_spans_what_is_written_for_it() -> None:
    document = read_document("a.yml", YAML)
    assert written(document, "http", "routers", "shop", "rule") == "Host(`shop.example.com`)"
    assert written(document, "http", "routers", "shop", "middlewares") == '[auth, "rate limit"]'
    assert written(document, "http", "routers", "shop", "middlewares", 1) == '"rate limit"'
    assert written(document, "http", "routers", "blog", "é") == "x"
    assert at(document, "http", "routers", "blog", "é").span == Span(7, 34, 7, 35)


def test_a_block_ends_where_its_last_value_ends() -> None:
    document = read_document("a.yml", YAML)
    assert written(document, "http", "routers", "shop").endswith('"rate limit"]')
    assert at(document, "http").span == Span(2, 3, 7, 36)


@rows("mark", ["", "\ufeff"], ids=["plain", "with a byte order mark"])
@rows("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends_and_marks_do_not_shift_places(mark: str, end: str) -> None:
    document = read_document("a.yml", mark + YAML.replace("\n", end))
    assert written(document, "http", "routers", "shop", "rule") == "Host(`shop.example.com`)"
    assert at(document, "http", "routers", "shop", "rule").span == Span(4, 13, 4, 37)


def test_a_text_in_other_words_keeps_its_places_and_values() -> None:
    document = read_document("a.yml", "a: {p:, q: \"it\\'s \\'so\\'\", r: !t[,x y}\nb: c\n")
    assert plain(document.root) == {"a": {"p:": None, "q": "it's 'so'", "r": "y"}, "b": "c"}
    assert written(document, "a", "q") == "\"it\\'s \\'so\\'\""
    assert written(document, "b") == "c"


def test_anchors_are_read_where_they_stand() -> None:
    document = read_document("a.yml", "x: &base {rule: a, service: s}\ny:\n  <<: *base\n  service: t\nz: *base\n")
    assert plain(document.root) == {
        "x": {"rule": "a", "service": "s"},
        "y": {"service": "t", "rule": "a"},
        "z": {"rule": "a", "service": "s"},
    }
    assert at(document, "y", "rule").span.line == 1
    assert at(document, "y", "service").span.line == 4


def test_keys_are_what_the_decoder_sees() -> None:
    document = read_document("a.yml", "http:\n  1: a\n  ~: b\n  yes: c\n  0x1F: d\n  1.5: e\nx: {2: y}\n3: z\n")
    assert plain(document.root) == {
        "http": {"<int Value>": "a", "yes": "c", "<float64 Value>": "e"},
        "x": {"<int Value>": "y"},
        "3": "z",
    }
    odd = [problem for problem in said_of_text(document) if problem.kind == "non-string-key"]
    assert [problem.span.line for problem in odd] == [2, 5, 6]
    assert all(problem.effect is Effect.SILENT for problem in odd)


@rows(
    ("text", "span", "words"),
    [
        ('a: "foo\nb: "bar"\n', Span(1, 4, 1, 5), "opened on line 1 is closed only on line 2"),
        ('- "a\n- "b"\n- "c\n- "d"\n', Span(1, 3, 1, 4), "opened on line 1 is closed only on line 2"),
        ('a: b\nc: "foo\n', Span(2, 4, 2, 5), "opened on line 2 is never closed"),
        ("a:\n\tb: c\n", Span(2, 1, 2, 2), "A tab is used"),
        ("a: b: c\n", Span(1, 5, 1, 6), "A second `:`"),
        ("a\nb: c\n", Span(2, 2, 2, 3), "The line above is not a `key: value` pair"),
        ("a:\n  b: c\n d: e\n", Span(3, 2, 3, 3), "matches no line above"),
        ('a: "H("x")"\n', Span(1, 8, 1, 12), "The text in quotes ends before this"),
        ("a: 'self' b\n", Span(1, 11, 1, 12), "The text in quotes ends before this"),
        ("a:\n  - 'it's'\n  - b\n", Span(2, 9, 2, 11), "The text in quotes ends before this"),
        ("a: {b: 'it's'}\n", Span(1, 12, 1, 15), "The text in quotes ends before this"),
        ('a: ["b" "c"]\n', Span(1, 9, 1, 10), "a `,` is missing"),
        ("a: `x`\n", Span(1, 4, 1, 5), "cannot begin with a back-tick"),
        ("a: [x\nb: c\n", Span(2, 2, 2, 3), "not closed, or a `,` is missing"),
        ("a: !Host(`x`)\n", Span(1, 4, 1, 14), "is a tag to YAML"),
        ('a: "\\/"\n', Span(1, 5, 1, 7), "does not know the escape"),
        ('a: "x\n  y\n  z\\/"\n', Span(3, 4, 3, 6), "does not know the escape"),
        ("a: [http://x/?y]\n", Span(1, 5, 1, 16), "takes the `?`"),
        ("a: 1\nb: 2\na: 3\n", Span(3, 1, 3, 2), "stands twice"),
        ("a: *x\n", Span(1, 4, 1, 6), "refers to an anchor"),
        ("a: &a [*a]\n", Span(1, 8, 1, 10), "contains itself"),
        ("a: é\x07\n", Span(1, 5, 1, 6), "control character"),
        ("- a\n", Span(1, 1, 1, 4), "holds a list"),
    ],
)
def test_a_refusal_points_at_what_to_fix(text: str, span: Span, words: str) -> None:
    (problem,) = said_of_text(read_document("a.yml", text))
    assert problem.effect is Effect.REJECTED
    assert words in problem.message
    assert problem.span == span


def test_the_first_of_two_keys_is_named() -> None:
    (problem,) = said_of_text(read_document("a.yml", "x:\n  a: 1\n  b: 2\n  a: 3\n"))
    assert [place.span for place in problem.related] == [Span(2, 3, 2, 4)]


@rows(
    "text",
    [
        "a: `x`\n",
        "a: !Host(`x`) && y\n",
        "a:\n\tb: c\n",
        "a: [http://x/?y=1]\n",
        'a: "x\\/y"\n',
        "http: {1: a}\n",
        "# {{ x }}\na: b\n",
    ],
)
def test_what_is_called_a_safe_fixes_the_text(text: str) -> None:
    for _ in range(3):
        problems = [problem for problem in said_of_text(read_document("a.yml", text)) if problem.fix]
        if not problems:
            break
        for edit in sorted(problems[0].edits, reverse=True):
            text = text[: edit.start] + edit.text + text[edit.end :]
    document = read_document("a.yml", text)
    assert said_of_text(document) == []
    assert document.root is not None


def test_toml_gives_the_same_tree_with_places() -> None:
    text = """\
[http.routers.shop]
rule = "Host(`a`)"
priority = 1_0
tls = {}
[[http.services.s.loadBalancer.servers]]
url = 'x'
"""
    document = read_document("a.toml", text)
    assert plain(document.root) == {
        "http": {
            "routers": {"shop": {"rule": "Host(`a`)", "priority": "10", "tls": {}}},
            "services": {"s": {"loadBalancer": {"servers": [{"url": "x"}]}}},
        }
    }
    assert written(document, "http", "routers", "shop", "rule") == '"Host(`a`)"'
    assert at(document, "http", "services", "s", "loadBalancer", "servers", 0, "url").span == Span(6, 7, 6, 10)
