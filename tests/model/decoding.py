"""What the tests of this room share: read a text, decode it, look at what was said."""

from __future__ import annotations

from textwrap import dedent
from typing import Any, NamedTuple

from tests.said import Said, said
from traefiklint.decoding.file import read_document
from traefiklint.decoding.fill import decode
from traefiklint.findings import Effect
from traefiklint.model.base import Section
from traefiklint.model.configuration import Configuration
from traefiklint.model.diagnostics import OptionDiagnostic
from traefiklint.text.diagnostics import TextDiagnostic
from traefiklint.text.document import Document
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence
from traefiklint.versions import NEWEST, Version
from traefiklint.yaml.scalars import BOOL, FLOAT, INT, NULL, resolve


class Told(NamedTuple):
    """What a text comes to, and what the rules say about it."""

    configuration: Configuration | None
    parts: dict[type[Section], list[Any]]
    problems: list[Said]


def told(document: Document, target: Version = NEWEST) -> Told:
    """What a document comes to."""
    made = decode(document, target)
    return Told(made.configuration, made.parts, said(document, made.diagnostics, target))


def decoded(text: str, target: Version = NEWEST) -> Told:
    """What an indented text comes to."""
    return told(read_document("apps/shop.yml", dedent(text)), target)


def refusals(text: str, target: Version = NEWEST, file: str = "a.yml") -> list[TextDiagnostic | OptionDiagnostic]:
    """Everything for which Traefik refuses the file."""
    document = read_document(file, text)
    diagnostics = (*document.diagnostics, *decode(document, target).diagnostics)
    return [one for one in diagnostics if one.effect is Effect.REJECTED]


def problem(text: str, kind: str, target: Version = NEWEST) -> Said:
    """The only problem of this kind."""
    found = [one for one in decoded(text, target).problems if one.kind == kind]
    assert len(found) == 1, [(one.kind, one.message) for one in decoded(text, target).problems]
    return found[0]


def marked(text: str, one: Said) -> str:
    """The stretch of the (indented) text that a problem points at."""
    lines = dedent(text).splitlines(keepends=True)
    assert one.span is not None
    line, column, end_line, end_column = one.span
    if line == end_line:
        return lines[line - 1][column - 1 : end_column - 1]
    return lines[line - 1][column - 1 :] + "".join(lines[line : end_line - 1]) + lines[end_line - 1][: end_column - 1]


def fixed(text: str, one: Said) -> str:
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
