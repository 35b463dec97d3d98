"""One file, read as Traefik reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traefiklint.reading import Outside, Unread
from traefiklint.text.document import Document
from traefiklint.yaml.reader import read_yaml

if TYPE_CHECKING:
    from traefiklint.text.nodes import Node
    from traefiklint.text.problem import Problem


def read_document(file: str, text: str | bytes, *, templates: bool = True) -> Document:
    """Read one file as Traefik's file provider does. Never raises: whatever is wrong becomes a problem.

    Args:
        file: the name, whose ending says how to read it: `.toml`, anything else is YAML.
        text: the content, as text or as the bytes on the disk; as `Outside` or `Unread` where it is no common file.
        templates: whether `{{` begins a template action; in Traefik's static configuration it does not.
    """
    if isinstance(text, Unread):
        from traefiklint.decoding.unread import problem_of

        return Document(file, "", None, (problem_of(text.kind),))
    document = _read_text(file, text, templates)
    if isinstance(text, Outside):
        document.outside = text.target
    return document


def as_text(file: str, text: str | bytes) -> str:
    """The text of a file; bytes that are none stay in it as lone surrogates, so that a reader can complain of them."""
    if isinstance(text, str):
        return text
    from traefiklint.yaml.encoding import decoded

    return decoded(text, not _is_toml(file))


def _read_text(file: str, text: str | bytes, templates: bool) -> Document:
    text = as_text(file, text)
    if templates and "{{" in text:
        return _read_template(file, text)
    root, problems = _read(file, text)
    return Document(file, text, root, problems)


def _is_toml(file: str) -> bool:
    return file[-5:].lower() == ".toml"


def _read(file: str, text: str) -> tuple[Node | None, tuple[Problem, ...]]:
    if _is_toml(file):
        from traefiklint.toml.reader import read_toml

        return read_toml(text)
    if text[:1] == "\ufeff":
        from traefiklint.yaml.encoding import read_behind_mark

        return read_behind_mark(text)
    return read_yaml(text)


def _read_template(file: str, text: str) -> Document:
    """Read what the template comes to, and put every place back to where it is written."""
    from traefiklint.decoding.template import render

    rendered = render(file, text)
    document = Document(file, text, None, rendered.problems)
    document.is_template = True
    document.uncertain_lines = rendered.uncertain_lines
    if rendered.text is None or rendered.relocation is None:
        return document
    root, problems = _read(file, rendered.text)
    if root is not None:
        rendered.relocation.move(root)
    document.root = root
    moved = [rendered.relocation.problem(problem) for problem in problems]
    document.problems += tuple(problem for problem in moved if not document.is_uncertain(problem.span))
    return document
