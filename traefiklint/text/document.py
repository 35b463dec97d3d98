"""One file as its reader left it: its text, the tree in it, and what is wrong with the text itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from traefiklint.findings import Span
    from traefiklint.text.diagnostics import TextDiagnostic
    from traefiklint.text.nodes import Node


class Document:
    """A file's text, the tree in it, and what is wrong with the text itself.

    `root` is a Mapping, or None where the file is empty, is refused before there is a tree, or holds no mapping.
    """

    __slots__ = (
        "diagnostics",
        "file",
        "is_template",
        "names_open",
        "newer",
        "outside",
        "provider",
        "root",
        "text",
        "uncertain_lines",
        "unknown",
    )

    holds_labels = False
    """Whether it stands for labels, which may be written in several files and know their places themselves."""

    @property
    def repeats_key(self) -> bool:
        """Whether a key stands twice, so that one of two was not read."""
        return any(said.repeats for said in self.diagnostics)

    def __init__(self, file: str, text: str, root: Node | None, diagnostics: tuple[TextDiagnostic, ...]) -> None:
        self.file = file
        self.text = text
        self.root = root
        self.diagnostics = diagnostics
        self.newer: tuple[TextDiagnostic, ...] = ()
        """What only younger versions of Traefik can read."""
        self.provider = "file"
        """Who reads it: the provider of Traefik, or `static`."""
        self.is_template = False
        """Whether the file has template actions, so that Traefik reads another text than the one written."""
        self.outside = ""
        """Where the file really stands, if a link leads to it out of its directory; nothing of it is shown then."""
        self.uncertain_lines: frozenset[int] = frozenset()
        """The lines (from 1) of which nobody can say what they come to; no error may be claimed there."""
        self.unknown: tuple[Span, ...] = ()
        """The values of which nobody can say what they come to, as a template action stands in them."""
        self.names_open = False
        """Whether an action may write names of objects, as it stands in a key, on a line of its own or around lines."""

    @property
    def uncertain(self) -> bool:
        """Whether a part of the file depends on what only the running Traefik knows."""
        return bool(self.uncertain_lines or self.unknown)

    def file_of(self, _node: Node | None) -> str:
        """The file that a node stands in."""
        return self.file

    def item_of(self, node: Node, index: int) -> Node:
        """The node of an item of a list."""
        items = getattr(node, "items", None)
        return items[index] if items is not None and index < len(items) else node

    def hangs_on_required(self, _node: Node | None) -> bool:
        """Whether a part of the text hangs on a variable that has no value here, and has one where the file is used."""
        return False

    def unset(self, _node: Node | None) -> tuple[str, ...]:
        """The variables without a value that a node hangs on; only compose files have such."""
        return ()

    def is_uncertain(self, span: Span) -> bool:
        """Whether a stretch of the text touches an uncertain line or value."""
        lines = self.uncertain_lines
        if lines and any(line in lines for line in range(span.line, span.end_line + 1)):
            return True
        start, end = (span.line, span.column), (span.end_line, span.end_column)
        return any(
            (start < (one.end_line, one.end_column) and (one.line, one.column) < end) or start == (one.line, one.column)
            for one in self.unknown
        )
