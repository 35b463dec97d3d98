"""What the declarations of the configuration say about a place: which options, names or values may stand there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from traefiklint.editor.cursor import cursor_at
from traefiklint.editor.cursor_text import Cursor
from traefiklint.model.base import Option, Section
from traefiklint.model.configuration import Configuration
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.references import REFERENCE_KINDS, REFERENCES

if TYPE_CHECKING:
    from traefiklint.editor.place import Here

DYNAMIC, STATIC, LABELS = "dynamic", "static", "labels"


class Spot(NamedTuple):
    """A place in the configuration. One of `section`, `option` and `names` says what may stand there."""

    plane: str
    """`dynamic`, `static` or `labels`."""
    cursor: Cursor
    """Where it is; of a label, in terms of the option that it means."""
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
        kind = REFERENCES.get(self.owner.__name__, {}).get(self.option.attribute, "")
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
        label = label_at(cursor, here.text, offset)
        return find(Configuration, label, LABELS) if label is not None else None
    if here.view.is_static(here.name):
        from traefiklint.model.static import Static

        return find(Static, cursor, STATIC)
    return find(Configuration, cursor, DYNAMIC)


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


_REST = re.compile(r"[^.=]*")
_INDEX = re.compile(r"\[\d*\]")


def label_at(cursor: Cursor, text: str, offset: int) -> Cursor | None:
    """The place that a label of Traefik means; None for what is none."""
    whole = cursor.path
    if whole[:1] != ("services",) or "labels" not in whole[2:4]:
        return None
    at = whole.index("labels")
    if whole[at + 1 :] not in ((), ("[]",)):
        return None
    if whole[at + 1 :] == () and cursor.key is not None:
        return _in_label(cursor.key, cursor, None)
    name = text[cursor.value_start : offset] if cursor.is_item else cursor.before
    if cursor.is_item and "=" in name:
        name, _, _ = name.partition("=")
        start = cursor.value_start + len(name) + 1
        moved = cursor._replace(start=start, before=text[start:offset], value_start=start)
        return _in_label(name, moved, None)
    rest = _REST.match(text, offset, cursor.end) if cursor.is_item else None
    return _in_label(name, cursor._replace(end=rest.end()) if rest is not None else cursor, offset)


def _in_label(name: str, cursor: Cursor, offset: int | None) -> Cursor | None:
    """The place of a label with this name.

    Args:
        offset: where in the name the cursor is; None where it is in the value.
    """
    root, *parts = name.split(".")
    if root.lower() != "traefik" or (not parts and offset is not None):
        return None
    steps = [step for part in parts for step in (_INDEX.sub("", part), *(["[]"] if _INDEX.search(part) else []))]
    if offset is None:
        *path, key = steps or [""]
        if key == "[]" and path:
            path, key = [*path[:-1]], path[-1]
        return cursor._replace(path=tuple(path), key=key)
    last = parts[-1]
    path = steps[:-1] if not _INDEX.search(last) else steps
    end = cursor.end
    start = offset - len(last)
    return cursor._replace(path=tuple(path), key=None, start=start, end=end, before=last, siblings=frozenset())
