"""What a request of an editor is about: a document, the Traefik that it belongs to, and the way back to positions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from lsprotocol.types import (
    Location,
    OptionalVersionedTextDocumentIdentifier,
    Range,
    TextDocumentEdit,
    TextEdit,
    WorkspaceEdit,
)

from traefiklint.editor.positions import Positions, positions
from traefiklint.editor.view import TraefikView
from traefiklint.editor.workspace import Workspace
from traefiklint.findings import Edit, Span
from traefiklint.model.base import Place


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
