"""One file, read as Traefik reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from traefiklint.syntax.yaml import read_yaml

if TYPE_CHECKING:
    from traefiklint.findings import Span
    from traefiklint.syntax.nodes import Node
    from traefiklint.syntax.problem import Problem


class Document:
    """A file's text, the tree in it, and what is wrong with the text itself.

    `root` is a Mapping, or None where the file is empty, is refused before there is a tree, or holds no mapping.
    """

    __slots__ = ("file", "is_template", "problems", "root", "text", "uncertain_lines")

    def __init__(self, file: str, text: str, root: Node | None, problems: tuple[Problem, ...]) -> None:
        self.file = file
        self.text = text
        self.root = root
        self.problems = problems
        self.is_template = False
        """Whether the file has template actions, so that Traefik reads another text than the one written."""
        self.uncertain_lines: frozenset[int] = frozenset()
        """The lines (from 1) of which nobody can say what they come to; no error may be claimed there."""

    @property
    def uncertain(self) -> bool:
        """Whether a part of the file depends on what only the running Traefik knows."""
        return bool(self.uncertain_lines)

    def is_uncertain(self, span: Span) -> bool:
        """Whether a stretch of the text touches an uncertain line."""
        lines = self.uncertain_lines
        return bool(lines) and any(line in lines for line in range(span.line, span.end_line + 1))


def read_document(file: str, text: str | bytes) -> Document:
    """Read one file as Traefik's file provider does. Never raises: whatever is wrong becomes a problem.

    Args:
        file: the name, whose ending says how to read it: `.toml`, anything else is YAML.
        text: the content, as text or as the bytes on the disk.
    """
    if not isinstance(text, str):
        text = text.decode("utf-8", "replace")
    root, problems = read_yaml(text)
    return Document(file, text, root, problems)
