"""No text whatsoever makes the reader raise, hang, or use up the memory."""

from __future__ import annotations

import random
import tracemalloc
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.effort import Effort, often
from tests.said import said_of_text
from traefiklint.decoding.file import read_document
from traefiklint.findings import Effect
from traefiklint.text.diagnostics import MOST_DIAGNOSTICS
from traefiklint.text.document import Document
from traefiklint.text.nodes import walk
from traefiklint.text.suppression_comments import suppressions
from traefiklint.yaml.scalars import resolve

PIECES = st.sampled_from(
    [
        "a", "b: ", ": ", "- ", "\n", "\n  ", "  ", "\t", "[", "]", "{", "}", ",", "?", "? ", "&a ", "*a",
        "<<: ", "!!int ", "!", "'", "\"", "\\", "|\n", ">\n", "#", " # c\n", "%", "---\n", "...\n", "{{ ",
        " }}", "{{- ", "if true", "range 3", "end", "$x", ":=", "env \"X\"", ".Foo", "\u00e9", "\ufeff",
        "\r\n", "\u0000", "\u0085", "\udc80", "1", "true", "~", "[[a]]\n", "a = 1\n", "a.b = ", "\"\"\"",
        "'''", "# traefiklint: ignore[x]\n",
    ]
)  # fmt: skip
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))
NAMES = st.sampled_from(["a.yml", "a.toml"])


def check(document: Document) -> None:
    """What holds for every document."""
    for problem in said_of_text(document):
        assert problem.kind
        assert problem.message.endswith(".")
        assert problem.span.line >= 1
        assert problem.span.column >= 1
        assert problem.span[:2] <= problem.span[2:]
        for edit in problem.edits:
            assert 0 <= edit.start <= edit.end <= len(document.text)
    if document.root is not None:
        for node, _ in walk(document.root):
            assert 0 <= node.start.index <= node.end.index <= len(document.text)
            if hasattr(node, "value"):
                resolve(node)
    suppressions(document.text, document)


@pytest.mark.slow
@settings(max_examples=often(100), deadline=None)
@given(NAMES, TEXTS)
def test_any_text_is_read(name: str, text: str) -> None:
    check(read_document(name, text))


@pytest.mark.slow
@settings(max_examples=often(100), deadline=None)
@given(NAMES, st.binary())
def test_any_bytes_are_read(name: str, data: bytes) -> None:
    check(read_document(name, data))


@pytest.mark.slow
@settings(max_examples=often(66), deadline=None)
@given(TEXTS)
def test_the_same_text_gives_the_same_answer(text: str) -> None:
    assert said_of_text(read_document("a.yml", text)) == said_of_text(read_document("a.yml", text))


def _noise(lines: int) -> str:
    chance = random.Random(1)
    signs = "ab:-[]}\"'#&*!|>%@`, \t"
    return "\n".join("".join(chance.choice(signs) for _ in range(20)) for _ in range(lines))


def _bomb() -> str:
    inner = "".join(f"b{n}: &a{n} [{','.join(f'*a{n - 1}' for _ in range(9))}]\n" for n in range(1, 40))
    return "a: &a0 [x,x,x,x,x,x,x,x,x]\n" + inner


HUGE: dict[str, Callable[[], str]] = {
    "one line of 10 MB": lambda: "a: " + "x" * 10_000_000,
    "a quote of 10 MB": lambda: 'a: "' + "x y " * 2_500_000 + '"',
    "an open quote of 10 MB": lambda: 'a: "' + "x y " * 2_500_000,
    "10 MB of continued lines": lambda: "a: b\n" + "  c\n" * 2_500_000,
    "100,000 lines of nonsense": lambda: _noise(100_000),
    "100,000 keys": lambda: "".join(f"k{n}: v\n" for n in range(100_000)),
    "100,000 times the same key": lambda: "k: v\n" * 100_000,
    "brackets nested as deep as allowed": lambda: "a: " + "[" * 9_999 + "]" * 9_999,
    "a million open brackets": lambda: "[" * 1_000_000,
    "a million open braces": lambda: "{a: " * 300_000,
    "200,000 dashes": lambda: "- " * 200_000,
    "an alias bomb": _bomb,
    "100,000 aliases": lambda: "a: &a {b: c}\n" + "".join(f"k{n}: *a\n" for n in range(100_000)),
    "a chain of aliases": lambda: "a0: &a0 x\n" + "".join(f"a{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 50_000)),
    "20,000 colons that are text": lambda: "a: {" + ",".join(f"p{n}:" for n in range(20_000)) + "}",
    "100,000 escaped quotes": lambda: 'a: ["' + "\\'" * 100_000 + '"]',
    "50,000 question marks": lambda: "a: [" + ",".join("x?y" for _ in range(50_000)) + "]",
    "100,000 documents": lambda: "---\na: b\n" * 100_000,
    "100,000 tabs": lambda: "\t\n" * 100_000,
    "500,000 comments": lambda: "# c\n" * 500_000,
    "a million zeros": lambda: "\0" * 1_000_000,
    "a million lone surrogates": lambda: "\udc80" * 1_000_000,
    "20,000 actions": lambda: 'a: {{ env "X" }}\n' * 20_000,
    "a loop of a loop": lambda: "{{ range until 100000 }}{{ range until 100000 }}x{{ end }}{{ end }}",
}
HUGE_TOML: dict[str, Callable[[], str]] = {
    "100,000 open brackets": lambda: "a = " + "[" * 100_000,
    "100,000 keys": lambda: "".join(f"k{n} = 1\n" for n in range(100_000)),
    "a dotted key of 100,000 parts": lambda: "a" + ".a" * 100_000 + " = 1",
    "an open quote of 10 MB": lambda: 'a = "' + "x" * 10_000_000,
    "a number of a million digits": lambda: "a = " + "1" * 1_000_000,
    "10 MB of blanks": lambda: " " * 10_000_000,
}
MOST = 600
"""The effort that one huge text may be, in millions of turns of a loop."""
MEGABYTES = 600


@pytest.mark.parametrize(
    ("name", "make"),
    [("a.yml", make) for make in HUGE.values()] + [("a.toml", make) for make in HUGE_TOML.values()],
    ids=[*HUGE, *(f"TOML: {name}" for name in HUGE_TOML)],
)
@pytest.mark.slow
def test_a_huge_text_costs_a_bounded_effort(name: str, make: Callable[[], str]) -> None:
    text = make()
    with Effort() as effort:
        document = read_document(name, text)
    effort.assert_below(MOST)
    assert len(said_of_text(document)) <= 2 * MOST_DIAGNOSTICS
    check(document)


def test_values_in_quotes_are_not_compared_with_the_whole_text() -> None:
    text = "? a\n: " + "[" + '"b/c", ' * 20_000 + "]\n"
    with Effort() as effort:
        read_document("a.yml", text)
    effort.assert_below(60)


def test_an_alias_bomb_takes_no_memory() -> None:
    read_document("a.yml", "a: &a {b: c}\nd: *a\ne: {*a : b}\n")  # what is imported for it is not what it takes
    tracemalloc.start()
    try:
        document = read_document("a.yml", _bomb())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MEGABYTES * 1_000
    assert [problem.effect for problem in said_of_text(document)] == [Effect.REJECTED]
