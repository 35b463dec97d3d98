"""What the tests of this room share: read a text, decode it, look at what was said."""

from __future__ import annotations

from textwrap import dedent
from typing import Any

from traefiklint.findings import Effect
from traefiklint.model.decode import Decoded, decode
from traefiklint.syntax.document import read_document
from traefiklint.syntax.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.syntax.problem import Problem
from traefiklint.syntax.scalars import BOOL, FLOAT, INT, NULL, resolve
from traefiklint.versions import NEWEST, Version


def decoded(text: str, target: Version = NEWEST) -> Decoded:
    """What an indented text comes to."""
    return decode(read_document("apps/shop.yml", dedent(text)), target)


def refusals(text: str, target: Version = NEWEST, file: str = "a.yml") -> list[Problem]:
    """Everything for which Traefik refuses the file."""
    document = read_document(file, text)
    problems = (*document.problems, *decode(document, target).problems)
    return [problem for problem in problems if problem.effect is Effect.REJECTED]


def problem(text: str, kind: str, target: Version = NEWEST) -> Problem:
    """The only problem of this kind."""
    found = [one for one in decoded(text, target).problems if one.kind == kind]
    assert len(found) == 1, [(one.kind, one.message) for one in decoded(text, target).problems]
    return found[0]


def marked(text: str, one: Problem) -> str:
    """The stretch of the (indented) text that a problem points at."""
    lines = dedent(text).splitlines(keepends=True)
    line, column, end_line, end_column = one.span
    if line == end_line:
        return lines[line - 1][column - 1 : end_column - 1]
    return lines[line - 1][column - 1 :] + "".join(lines[line : end_line - 1]) + lines[end_line - 1][: end_column - 1]


def mended(text: str, one: Problem) -> str:
    """The text once the edits of a problem are made."""
    text = dedent(text)
    for edit in sorted(one.edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def plain(node: Node | None) -> Any:
    """A tree as the plain data that a YAML reader would hand over."""
    if type(node) is Mapping:
        return {key.value: plain(value) for key, value in node.pairs}
    if type(node) is Sequence:
        return [plain(item) for item in node.items]
    if type(node) is not Scalar:
        return None
    kind, text = resolve(node)
    if kind == NULL:
        return None
    if kind == BOOL:
        return text == "true"
    if kind == INT:
        return int(text)
    return float(text) if kind == FLOAT else text
