"""Offsets in a text, as editors count: lines from 0, ended by LF, CR LF or CR; columns in units of an encoding.

YAML ends lines elsewhere, too (`text.breaks`), so a place in a finding becomes an offset first. A byte order mark at
the start of a file is no character to an editor.

What a request of an editor is about: a document, the Traefik that it belongs to, and the way back to positions.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import NamedTuple

from lsprotocol.types import (
    Location,
    OptionalVersionedTextDocumentIdentifier,
    Position,
    PositionEncodingKind,
    Range,
    TextDocumentContentChangeEvent,
    TextDocumentContentChangePartial,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from traefiklint.editor.view import TraefikView
from traefiklint.editor.workspace import Workspace
from traefiklint.findings import Edit, Span
from traefiklint.model.base import Place
from traefiklint.text.lines import lines_of


class Here(NamedTuple):
    """A document, and what it is a part of."""

    workspace: Workspace
    view: TraefikView
    name: str
    """What findings call it."""
    text: str
    encoding: str
    """In which units the client counts characters."""
    uri_of: Callable[[str], str]
    """Gives the URI of a path, as the client writes it."""

    @property
    def path(self) -> str:
        """Where it is, absolute."""
        return self.view.path_of(self.name)

    @property
    def positions(self) -> Positions:
        """Its positions."""
        return positions(self.name, self.text, self.encoding)

    def text_of(self, name: str) -> str:
        """The text of a file of the same Traefik."""
        return self.text if name == self.name else (self.view.text_of(name) or "")

    def locate(self, name: str) -> tuple[str, str]:
        """The URI and the text of a file of the same Traefik."""
        return self.uri_of(self.view.path_of(name)), self.text_of(name)

    def range(self, name: str, span: Span) -> Range:
        """The range of a stretch in a file of the same Traefik."""
        return positions(name, self.text_of(name), self.encoding).of(span)

    def location(self, place: Place) -> Location:
        """A place as the client finds it."""
        uri, _ = self.locate(place.file)
        return Location(uri, self.range(place.file, place.span))

    def edit(self, edits: Iterable[Edit]) -> WorkspaceEdit:
        """Edits of files of the same Traefik, for the versions that the client has now."""
        by_file: dict[str, set[Edit]] = {}
        for edit in edits:
            by_file.setdefault(edit.file, set()).add(edit)
        changes = []
        for name, found in by_file.items():
            uri, text = self.locate(name)
            document = self.workspace.open.get(self.view.path_of(name))
            place = positions(name, text, self.encoding)
            changes.append(
                TextDocumentEdit(
                    OptionalVersionedTextDocumentIdentifier(uri, document.version if document else None),
                    [
                        TextEdit(place.range(edit.start, edit.end), edit.text)
                        for edit in sorted(found, key=lambda edit: (edit.start, edit.end))
                    ],
                )
            )
        return WorkspaceEdit(document_changes=list(changes))


_BREAK = re.compile("\r\n|\n|\r")
UTF16 = PositionEncodingKind.Utf16


class Positions:
    """One text of one file."""

    __slots__ = ("_encoding", "_file", "_is_ascii", "_starts", "text")

    def __init__(self, file: str, text: str, encoding: str = UTF16) -> None:
        self.text = text
        self._file = file
        self._encoding = encoding
        self._starts = [int(text[:1] == "\ufeff"), *(found.end() for found in _BREAK.finditer(text))]
        self._is_ascii = text.isascii()

    def at(self, offset: int) -> Position:
        """The position of an offset."""
        line = max(bisect_right(self._starts, offset) - 1, 0)
        start = self._starts[line]
        return Position(line, self._units(self.text[start:offset]) if offset > start else 0)

    def offset(self, position: Position) -> int:
        """The offset of a position; the end of its line where that is shorter."""
        if position.line >= len(self._starts):
            return len(self.text)
        start = self._starts[position.line]
        found = _BREAK.search(self.text, start)
        end = found.start() if found else len(self.text)
        if self._is_ascii or self._encoding == PositionEncodingKind.Utf32:
            return min(start + position.character, end)
        units = 0
        for offset in range(start, end):
            if units >= position.character:
                return offset
            units += self._units(self.text[offset])
        return end

    def range(self, start: int, end: int) -> Range:
        """The range between two offsets."""
        return Range(self.at(start), self.at(end))

    def offsets(self, span: Span) -> tuple[int, int]:
        """The offsets of a stretch, as findings count it."""
        lines = lines_of(self.text, self._file)
        span = lines.inside(span)
        return lines.index(span.line, span.column), lines.index(span.end_line, span.end_column)

    def of(self, span: Span) -> Range:
        """The range of a stretch, as findings count it."""
        return self.range(*self.offsets(span))

    def _units(self, text: str) -> int:
        if self._is_ascii or self._encoding == PositionEncodingKind.Utf32:
            return len(text)
        if self._encoding == PositionEncodingKind.Utf8:
            return len(text.encode("utf-8", "surrogatepass"))
        return len(text) + sum(1 for character in text if character > "\uffff")


def changed(file: str, text: str, changes: Iterable[TextDocumentContentChangeEvent], encoding: str = UTF16) -> str:
    """A text with the changes of an editor, each made in what the one before left."""
    for change in changes:
        if isinstance(change, TextDocumentContentChangePartial):
            place = Positions(file, text, encoding)
            start, end = place.offset(change.range.start), place.offset(change.range.end)
            text = text[:start] + change.text + text[max(start, end) :]
        else:
            text = change.text
    return text


@lru_cache(maxsize=16)
def positions(file: str, text: str, encoding: str = UTF16) -> Positions:
    """The positions of a text, made once."""
    return Positions(file, text, encoding)
