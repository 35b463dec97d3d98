"""Where an object is defined, and where it is named, across files and providers."""

from __future__ import annotations

from lsprotocol.types import DocumentHighlight, DocumentHighlightKind, Location

from traefiklint.editor.dotted_names import dotted_names
from traefiklint.editor.mentions import Found, definition, definitions, mentions
from traefiklint.editor.positions import Here
from traefiklint.findings import Span
from traefiklint.text.lines import lines_of


def found_at(here: Here, offset: int) -> Found | None:
    """The object that is named or defined at an offset of a document."""
    instance = here.view.whole
    lines = lines_of(here.text, here.name)

    def holds(span: Span) -> bool:
        return lines.index(span.line, span.column) <= offset <= lines.index(span.end_line, span.end_column)

    for mention in mentions(instance).by_file.get(here.name, ()):
        place = mention.place
        if place.file == here.name and holds(place.span):
            return Found(mention.target, place)
    for one in definitions(instance):
        place = one.place
        if place.file == here.name and holds(place.span):
            return Found(one.target, place)
    if here.view.is_compose(here.name):
        named = (one for one in dotted_names(here.view) if one.place.file == here.name and holds(one.place.span))
        return next(named, None)
    return None


def define(here: Here, offset: int) -> list[Location]:
    """Where the object is defined that is named at an offset."""
    found = found_at(here, offset)
    one = definition(here.view.whole, found.target) if found is not None else None
    return [here.location(one.place)] if one is not None else []


def refer(here: Here, offset: int, *, declaration: bool = True) -> list[Location]:
    """Where the object at an offset is named; its definition first, where that is asked for."""
    found = found_at(here, offset)
    return _locations(here, found, declaration=declaration) if found is not None else []


def _locations(here: Here, found: Found, *, declaration: bool) -> list[Location]:
    instance = here.view.whole
    one = definition(instance, found.target) if declaration else None
    places = [one.place] if one is not None else []
    places += [mention.place for mention in mentions(instance).by_target.get(found.target, ())]
    return list({repr(location): location for location in map(here.location, places)}.values())


def highlight(here: Here, offset: int) -> list[DocumentHighlight]:
    """Where the object at an offset stands in the same document."""
    found = found_at(here, offset)
    if found is None:
        return []
    own = here.uri_of(here.path)
    return [
        DocumentHighlight(location.range, DocumentHighlightKind.Read)
        for location in _locations(here, found, declaration=True)
        if location.uri == own
    ]
