"""Traefik's limit of depth is ours, whatever libyaml is installed, and what lies deep is read like everything else."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from yaml._yaml import CParser
from yaml.error import YAMLError
from yaml.events import DocumentEndEvent

from tests.reading.live import Live
from tests.reading.recorded import cases, is_about_the_text
from tests.said import said_of_text
from traefiklint.decoding.file import read_document
from traefiklint.findings import Effect
from traefiklint.text.document import Document
from traefiklint.yaml.comments import comments_of
from traefiklint.yaml.deep import DeepParser


def brackets(depth: int, inside: str = "") -> str:
    return f"a: {'[' * depth}{inside}{']' * depth}\n"


def braces(depth: int) -> str:
    return f"a: {'{a: ' * depth}1{'}' * depth}\n"


def list_of_lists(depth: int) -> str:
    return f"a:\n  {'- ' * (depth - 1)}1\n"


def keys_below_keys(depth: int) -> str:
    return "".join(f"{' ' * level}a:\n" for level in range(depth - 1)) + " " * (depth - 1) + "a: 1\n"


def both(depth: int) -> str:
    return f"a:\n  {'- ' * (depth - 1)}{'[' * depth}{']' * depth}\n"


SHAPES = (brackets, braces, list_of_lists, keys_below_keys, both)
TAKEN = [(shape, depth) for shape in SHAPES for depth in (999, 1000, 1001, 1500)]
TAKEN += [(shape, 10_000) for shape in (brackets, braces, list_of_lists, both)]
REFUSED = [(shape, 10_001) for shape in (brackets, braces, list_of_lists, both)]
DEEP = (
    brackets(1200, "'it''s', \"a\\tb\", c d"),
    brackets(1200, "\tx\t"),
    brackets(1200, "x:y, z:"),
    brackets(1200, "x?"),
    brackets(1200, "*x"),
    brackets(1200, '"\\/"'),
    brackets(1200, '"\\\'"'),
    brackets(1200, '"\\q"'),
    brackets(1200, '"\\ud800"'),
    brackets(1200, '"\\UFFFFFFFF"'),
    brackets(1200, "`x`"),
    brackets(1200, "!a,b x"),
    brackets(1200, "{b: 1, b: 2}"),
    "\ufeff" + brackets(1200),
    brackets(1200) + "---\n}",
    "a: 1\n---\n" + brackets(1200),
    "a: " + "[" * 1500 + "\n",
    "a: " + "{a: " * 1500 + "\n",
    "a:\n" + " [\n" * 1200 + " x\n" + " ]\n" * 1200,
    "%FOO\n---\n" + brackets(1200),
    "%YAML 1.1\n---\n" + brackets(1200),
    "%YAML 1.2\n---\n" + brackets(1200),
)


def refusals(text: str) -> list[Any]:
    return [problem for problem in said_of_text(read_document("a.yml", text)) if problem.effect is Effect.REJECTED]


def name(value: Any) -> str:
    return getattr(value, "__name__", str(value))


@pytest.mark.slow
@pytest.mark.parametrize(("shape", "depth"), TAKEN, ids=name)
def test_what_traefik_loads_is_loaded_however_deep(shape: Any, depth: int) -> None:
    assert refusals(shape(depth)) == []


@pytest.mark.slow
@pytest.mark.parametrize(("shape", "depth"), REFUSED, ids=name)
def test_what_is_deeper_than_traefik_takes_is_refused_with_its_words(shape: Any, depth: int) -> None:
    (problem,) = refusals(shape(depth))
    assert problem.traefik == "yaml: exceeded max depth of 10000"


def test_a_mistake_in_the_depth_has_its_own_place() -> None:
    text = "a:\n" + " [\n" * 1500 + " {b: 1, b: 2}\n" + " ]\n" * 1500
    (problem,) = refusals(text)
    assert (problem.kind, problem.span.line, problem.span.column) == ("duplicate-key", 1502, 9)


def test_a_comment_behind_the_depth_is_found() -> None:
    text = brackets(1500, "'#'") + "b: 1 # here\n"
    assert [text[remark.start : remark.end] for remark in comments_of(text)] == ["# here"]


@pytest.mark.traefik
def test_traefik_judges_the_depths_as_we_do() -> None:
    asked = [shape(depth) for shape, depth in (*TAKEN, *REFUSED)] + list(DEEP)
    with Live() as traefik:
        for text in asked:
            error = traefik.ask(text).error
            assert bool(refusals(text)) is is_about_the_text(error), (text[:40], text[-40:], error)


@pytest.mark.parametrize("text", ["a: [ ? ]\n", "a: [?]\n", "a: [x, ? ]\n", "a: [ ? # c\n ]\n"])
@pytest.mark.traefik
def test_a_question_mark_alone_in_brackets_is_refused_by_traefik_and_so_by_us(text: str) -> None:
    with Live() as traefik:
        assert is_about_the_text(traefik.ask(text).error)
    (problem,) = refusals(text)
    assert problem.traefik.endswith("did not find expected ',' or ']'")


TEXTS = [case.text for case in cases() if isinstance(case.text, str) and len(case.text) < 3000]
SIGNS = (
    "[",
    "]",
    "{",
    "}",
    ":",
    ": ",
    "? ",
    "- ",
    " #",
    "\t",
    "\n",
    "'",
    '"',
    "&a ",
    "*a",
    "|\n",
    ">",
    "%",
    "\\",
    "\r",
    ",",
)


def damaged(count: int, seed: int) -> list[str]:
    """Texts with a few signs put in or taken out."""
    chance = random.Random(seed)
    texts = []
    for _ in range(count):
        text = chance.choice(TEXTS)
        for _ in range(chance.randint(1, 3)):
            place = chance.randint(0, len(text))
            text = text[:place] + chance.choice(SIGNS) + text[place + chance.randint(0, 2) :]
        texts.append(text)
    return texts


def told(parser: Any) -> tuple[list[Any], bool]:
    """The events of the first document with their places, and whether the parser gave up."""
    events = []
    try:
        while (event := parser.get_event()) is not None:
            parts = [getattr(event, part, None) or None for part in ("anchor", "tag", "value", "style", "flow_style")]
            marks = [(mark.line, mark.column, mark.index) for mark in (event.start_mark, event.end_mark)]
            events.append((type(event).__name__, *parts, *marks))
            if type(event) is DocumentEndEvent:
                break
    except YAMLError:
        return events, True
    return events, False


def hidden_marks(text: str) -> str:
    return text.replace("\ufeff", "\U000f5a02")


_OPEN_KEY = re.compile(r"\?\s*[\]},]")


@pytest.mark.slow
def test_the_parser_without_a_limit_tells_what_libyaml_tells() -> None:
    differing = []
    for text in map(hidden_marks, [*TEXTS, *damaged(1500, seed=1)]):
        try:
            ours, libyaml = told(DeepParser(text)), told(CParser(text))
        except (YAMLError, UnicodeError):
            continue  # a character that YAML forbids, found by each at another moment
        if _OPEN_KEY.search(text):
            continue  # libyaml refuses an explicit key without more in a flow, and yaml.v3 takes it
        # Tags with commas and brackets are read as yaml.v3 reads them, and versions are judged behind the parser.
        if ours[1] != libyaml[1] and not ("!" in text or "%" in text):
            differing.append(text)
        if not ours[1] and not libyaml[1] and ours != libyaml and "!" not in text:
            differing.append(text)
    assert differing == []


def words(document: Document) -> list[tuple[str, str, Any]]:
    return [(problem.kind, problem.message, problem.span) for problem in said_of_text(document)]


def test_the_same_mistakes_are_told_of_in_the_same_words(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [text for text in damaged(600, seed=2) if "%" not in text and "!" not in text]
    usual = [words(read_document("a.yml", text)) for text in texts]
    monkeypatch.setattr("traefiklint.yaml.events.CParser", DeepParser)
    unusual = [words(read_document("a.yml", text)) for text in texts]
    alike = [before == after for before, after in zip(usual, unusual, strict=True)]
    assert alike.count(False) <= len(texts) // 100, [
        (text, before, after) for text, before, after in zip(texts, usual, unusual, strict=True) if before != after
    ]
