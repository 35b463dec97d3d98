"""Where in the configuration a cursor in a compose file is: in a label, in a flag of Traefik, in a variable of its
environment. All three are names with dots (or underlines), and a value behind them; also where they are half written.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from traefiklint.decoding.label_tree import ROOT
from traefiklint.decoding.settings import PREFIX
from traefiklint.editor.cursor_text import Cursor

LABELS, FLAGS, VARIABLES = "labels", "flags", "variables"
DOTTED = frozenset((LABELS, FLAGS, VARIABLES))
"""Where the names of objects are parts of longer names, and stand there again for each option."""

_INDEX = re.compile(r"\[\d*\]")
_NUMBER = re.compile(r"\d+")
_DASHES = re.compile(r"--?")
_COMMANDS = ("command", "entrypoint")


class Dotted(NamedTuple):
    """A place in terms of the option that it means."""

    plane: str
    cursor: Cursor
    service: str
    """The service in whose description it stands."""


def dotted_at(cursor: Cursor, text: str, offset: int) -> Dotted | None:
    """What a place in a compose file means; None for what is none of these."""
    whole = cursor.path if cursor.key is None else (*cursor.path, cursor.key)
    if len(whole) < 3 or whole[0] != "services":
        return None
    service, section = whole[1], whole[2]
    if section in _COMMANDS:
        found = _flag(cursor, text, offset) if whole[3:] in ((), ("[]",)) else None
        return Dotted(FLAGS, found, service) if found is not None else None
    if section == "environment":
        found = _variable(cursor, text, offset) if len(whole) <= 4 else None
        return Dotted(VARIABLES, found, service) if found is not None else None
    if "labels" not in cursor.path[2:4]:
        return None
    rest = cursor.path[cursor.path.index("labels") + 1 :]
    found = _label(cursor, text, offset) if rest in ((), ("[]",)) else None
    return Dotted(LABELS, found, service) if found is not None else None


def is_at_root(cursor: Cursor) -> bool:
    """Whether a label begins here, and may become one of Traefik."""
    path = cursor.path
    if path[:1] != ("services",) or "labels" not in path[2:4] or cursor.key is not None:
        return False
    return path[path.index("labels") + 1 :] in ((), ("[]",)) and ROOT.startswith(cursor.before.lower())


def _label(cursor: Cursor, text: str, offset: int) -> Cursor | None:
    name, moved = _taken_apart(cursor, text, offset)
    root, *parts = name.split(".")
    if root.lower() != ROOT or (not parts and moved.key is None):
        return None
    return _named(parts, moved, text, offset, ".")


def _variable(cursor: Cursor, text: str, offset: int) -> Cursor | None:
    name, moved = _taken_apart(cursor, text, offset)
    if not name.upper().startswith(PREFIX):
        return None
    return _named(name[len(PREFIX) :].split("_"), moved, text, offset, "_")


def _flag(cursor: Cursor, text: str, offset: int) -> Cursor | None:
    start = cursor.value_start
    if not cursor.is_item:
        lowest = start if cursor.key is not None else text.rfind("\n", 0, offset) + 1
        start = offset
        while start > lowest and text[start - 1] not in " \t\r\n\"'":
            start -= 1
    dashes = _DASHES.match(text, start, offset)
    if dashes is None:
        return None
    end = cursor.end if cursor.is_item else _word_end(text, offset)
    item = cursor._replace(key=None, is_item=True, start=dashes.end(), value_start=dashes.end(), end=end)
    name, moved = _taken_apart(item, text, offset)
    return _named(name.split("."), moved, text, offset, ".")


def _word_end(text: str, offset: int) -> int:
    found = re.compile(r"[\s\"']").search(text, offset)
    return found.start() if found else len(text)


def _taken_apart(cursor: Cursor, text: str, offset: int) -> tuple[str, Cursor]:
    """The name that the cursor is in or behind, and the cursor: with a key where it is in the value."""
    if not cursor.is_item:
        if cursor.key is not None:
            return cursor.key, cursor
        return text[cursor.start : offset], cursor
    name, sign, _ = text[cursor.value_start : offset].partition("=")
    if not sign:
        return name, cursor
    start = cursor.value_start + len(name) + 1
    return name, cursor._replace(key=name, start=start, before=text[start:offset], value_start=start)


def _named(parts: list[str], cursor: Cursor, text: str, offset: int, dot: str) -> Cursor:
    """The place that a name with dots means."""
    if cursor.key is not None:
        *path, key = _steps(parts, dot) or [""]
        if key == "[]" and path:
            path, key = path[:-1], path[-1]
        return cursor._replace(path=tuple(path), key=key)
    last = parts[-1]
    steps = _steps(parts[:-1], dot)
    if _INDEX.search(last):
        steps += _steps([last], dot)
    rest = re.compile(rf"[^\s{re.escape(dot)}=:\"']*").match(text, offset)
    end = rest.end() if rest is not None else offset
    return cursor._replace(
        path=tuple(steps), key=None, start=offset - len(last), end=end, before=last, siblings=frozenset()
    )


def _steps(parts: list[str], dot: str) -> list[str]:
    """The keys down to a place; an item of a list is `[]`."""
    found = []
    for part in parts:
        if dot == "_" and _NUMBER.fullmatch(part):
            found.append("[]")
        else:
            found += [_INDEX.sub("", part), *(["[]"] if _INDEX.search(part) else [])]
    return found


def piece_of(cursor: Cursor, text: str, offset: int) -> Cursor:
    """The one of several texts with commas between them that an offset is in."""
    before = text[cursor.start : offset]
    start = cursor.start + before.rfind(",") + 1
    while start < offset and text[start] == " ":
        start += 1
    comma = text.find(",", offset, cursor.end)
    return cursor._replace(start=start, end=comma if comma >= 0 else cursor.end, before=text[start:offset])
