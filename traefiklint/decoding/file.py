"""One file, read as Traefik reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traefiklint.findings import FILE_START
from traefiklint.reading import FileKind, Outside, Unread
from traefiklint.records import changed
from traefiklint.text.breaks import is_toml_file
from traefiklint.text.document import Document
from traefiklint.yaml.reader import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterable

    from traefiklint.text.diagnostics import TextDiagnostic
    from traefiklint.text.nodes import Node
    from traefiklint.text.source_map import Relocation

    _Read = tuple[Node | None, tuple[TextDiagnostic, ...], tuple[TextDiagnostic, ...]]
    """The tree of a text, what is wrong with it, and what only younger versions of Traefik can read."""


def read_document(file: str, text: str | bytes, *, templates: bool = True) -> Document:
    """Read one file as Traefik's file provider does. Never raises: whatever is wrong becomes a diagnostic.

    Args:
        file: the name, whose ending says how to read it: `.toml`, anything else is YAML.
        text: the content, as text or as the bytes on the disk; as `Outside` or `Unread` where it is no common file.
        templates: whether `{{` begins a template action; in Traefik's static configuration it does not.
    """
    if isinstance(text, Unread):
        from traefiklint.decoding.diagnostics import LargeFile, NotAFile

        is_read = text.kind in (FileKind.LARGE, FileKind.DISK)
        said = (LargeFile if is_read else NotAFile)(FILE_START, kind=text.kind)
        return Document(file, "", None, (said,))
    document = _read_text(file, text, templates)
    if isinstance(text, Outside):
        document.outside = text.target
    return document


def as_text(file: str, text: str | bytes) -> str:
    """The text of a file; bytes that are none stay in it as lone surrogates, so that a reader can complain of them."""
    if isinstance(text, str):
        return text
    from traefiklint.yaml.encoding import decoded

    return decoded(text, not is_toml_file(file))


def _read_text(file: str, text: str | bytes, templates: bool) -> Document:
    text = as_text(file, text)
    if templates and "{{" in text:
        return _read_template(file, text)
    root, diagnostics, newer = _read(file, text)
    document = Document(file, text, root, diagnostics)
    document.newer = newer
    return document


def _read(file: str, text: str) -> _Read:
    root, diagnostics, newer = _read_as_called(file, text)
    if diagnostics:
        from traefiklint.text.languages import begins_as_toml, begins_as_yaml

        if begins_as_yaml(text) if is_toml_file(file) else begins_as_toml(text):
            first = changed(diagnostics[0], language="YAML" if is_toml_file(file) else "TOML")
            diagnostics = (first, *diagnostics[1:])
    return root, diagnostics, newer


def _read_as_called(file: str, text: str) -> _Read:
    """Read a text in the language that the name of its file says."""
    if is_toml_file(file):
        from traefiklint.toml.reader import read_any_toml

        return read_any_toml(text)
    if text[:1] == "\ufeff":
        from traefiklint.yaml.encoding import read_behind_mark

        return *read_behind_mark(text), ()
    return *read_yaml(text), ()


def _read_template(file: str, text: str, sample: str = "") -> Document:
    """Read what the template comes to, and put every place back to where it is written."""
    from traefiklint.decoding.template import render, unknown_outcome, values_in_doubt
    from traefiklint.go.template.execute import PLACEHOLDER

    rendered = render(file, text, sample or PLACEHOLDER)
    document = Document(file, text, None, rendered.diagnostics)
    document.is_template = True
    made, relocation = rendered.text, rendered.relocation
    if made is None or relocation is None:
        document.names_open = bool(rendered.gaps)
        document.diagnostics += unknown_outcome(file, text, rendered.gaps, names_open=document.names_open)
        if rendered.gaps:
            document.uncertain_lines = frozenset(range(1, text.count("\n") + 3))
        return document
    root, found, newer = _read(file, made)
    values, others = values_in_doubt(root, made, rendered.doubtful)
    lines: set[int] = set()
    for stretch in others:
        span = relocation.original.span(relocation.start(stretch.start), relocation.end(stretch.end))
        lines.update(range(span.line, span.end_line + 1))
    document.uncertain_lines, document.names_open = frozenset(lines), bool(others)
    if root is not None:
        relocation.move(root)
    document.root = root
    document.unknown = tuple(value.span for value in values)
    document.diagnostics += unknown_outcome(file, text, rendered.gaps, names_open=document.names_open)
    document.diagnostics += _moved(found, relocation, document)
    document.newer = _moved(newer, relocation, document)
    return document


def _moved(said: Iterable[TextDiagnostic], relocation: Relocation, document: Document) -> tuple[TextDiagnostic, ...]:
    """What is certain of what was said of the text that a template comes to, where it is written."""
    moved = (relocation.diagnostic(one) for one in said)
    return tuple(one for one in moved if not document.is_uncertain(one.span))


def read_with_sample(document: Document, sample: str) -> Document:
    """A template read anew, with another text for what nobody can know."""
    return _read_template(document.file, document.text, sample)
