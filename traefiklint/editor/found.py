"""Which object stands at a place of a document: where it is named, or where it is defined."""

from __future__ import annotations

from traefiklint.editor.dotted_names import dotted_names
from traefiklint.editor.mentions import Found, definitions, mentions
from traefiklint.editor.place import Here
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
