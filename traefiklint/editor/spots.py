"""What the declarations of the configuration say about a place: which options, names or values may stand there."""

from __future__ import annotations

import re
from typing import NamedTuple

from traefiklint.editor.cursor import cursor_at
from traefiklint.editor.cursor_text import Cursor
from traefiklint.editor.dotted import LABELS, Dotted, dotted_at, piece_of
from traefiklint.editor.mentions import STATIC_REFERENCES
from traefiklint.editor.positions import Here
from traefiklint.model.base import Option, Section
from traefiklint.model.configuration import Configuration
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Texts
from traefiklint.model.references import REFERENCE_KINDS, REFERENCES
from traefiklint.model.static import Static
from traefiklint.versions import is_image

DYNAMIC, STATIC = "dynamic", "static"


class Spot(NamedTuple):
    """A place in the configuration. One of `section`, `option` and `names` says what may stand there."""

    plane: str
    """`dynamic`, `static`, or one of those of `dotted`: `labels`, `flags`, `variables`."""
    cursor: Cursor
    """Where it is; of a label or a flag, in terms of the option that it means."""
    section: type[Section] | None = None
    """The section of which a key stands here."""
    option: Option | None = None
    """The option whose value stands here, or an item of it."""
    owner: type[Section] | None = None
    """The section that the option belongs to."""
    names: Option | None = None
    """The option whose sections have their names here."""

    @property
    def reference(self) -> str:
        """The kind of object whose name stands here, as in `http.services`, or `certResolver`; empty where none."""
        if self.option is None or self.owner is None:
            return ""
        name, attribute = self.owner.__name__, self.option.attribute
        kind = (REFERENCES.get(name) or STATIC_REFERENCES.get(name, {})).get(attribute, "")
        return REFERENCE_KINDS.get(kind, kind)

    @property
    def is_rule(self) -> bool:
        """Whether a rule of a router stands here."""
        if self.option is None or self.owner is None:
            return False
        return self.owner.__name__ in ("Router", "TcpRouter") and self.option.attribute == "rule"


def spot_at(here: Here, offset: int) -> Spot | None:
    """What stands at an offset of a document; None where nothing is known about it."""
    cursor = cursor_at(here.name, here.text, offset)
    if here.view.is_compose(here.name):
        found = dotted_at(cursor, here.text, offset)
        return _of_dotted(here, found, offset) if found is not None else None
    if here.view.is_static(here.name):
        return find(Static, cursor, STATIC)
    return find(Configuration, cursor, DYNAMIC)


def _of_dotted(here: Here, found: Dotted, offset: int) -> Spot | None:
    root: type[Section] = Configuration
    if found.plane != LABELS:
        root = Static
        if not _runs_traefik(here, found.service):
            return None
    spot = find(root, found.cursor, found.plane)
    if spot is not None and spot.option is not None and isinstance(spot.option.kind, Texts):
        return spot._replace(cursor=piece_of(spot.cursor, here.text, offset))
    return spot


_IMAGE = re.compile(r"^[ \t]+image:[ \t]*[\"']?(?P<name>[^\s\"'#]+)", re.MULTILINE)


def _runs_traefik(here: Here, service: str) -> bool:
    """Whether a service runs Traefik; of a text that cannot be read now its own lines tell."""
    from traefiklint.instance.traefiks import is_traefik

    known = [one for project in here.view.compose for one in project.services if one.name.text == service]
    if known:
        return any(map(is_traefik, known))
    images = (one for one in _IMAGE.finditer(here.text) if is_image(one["name"]))
    return any(cursor_at(here.name, here.text, one.start("name")).path == ("services", service) for one in images)


def find(root: type[Section], cursor: Cursor, plane: str) -> Spot | None:
    """What the declarations say about a place below a section."""
    section: type[Section] | None = root
    option: Option | None = None
    owner: type[Section] | None = None
    names: Option | None = None
    entries: Option | None = None
    for step in cursor.whole:
        if section is not None:
            owner, option = section, _option(section, step, plane)
            if option is None:
                return None
            section, names, entries = None, None, None
            if isinstance(option.kind, Nested) or (plane == LABELS and option.label_key and option.of):
                section = option.of
            elif isinstance(option.kind, ByName):
                names = option
            elif isinstance(option.kind, Sections):
                entries = option
        elif names is not None:
            section, names, option = names.of, None, None
        elif entries is not None:
            section, entries, option = entries.of, None, None
        elif option is None:
            return None
    if section is not None:
        is_value = cursor.key is not None and option is not None
        return Spot(plane, cursor, None if is_value else section, option if is_value else None, owner)
    if names is not None:
        return Spot(plane, cursor, names=names, owner=owner)
    return Spot(plane, cursor, option=option, owner=owner)


def _option(section: type[Section], step: str, plane: str) -> Option | None:
    key = step.lower()
    if plane != LABELS:
        return section.keys.get(key)
    return next((one for one in section.fields.values() if (one.label_key or one.key).lower() == key), None)
