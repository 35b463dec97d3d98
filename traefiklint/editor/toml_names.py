"""Another name for a table of TOML, which may write it in many heads and dotted keys; proved by our own reader."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.editor.cursor_text import bare
from traefiklint.findings import Edit
from traefiklint.fixing.edits import edited
from traefiklint.patch.changes import Change, Rename, carried_out
from traefiklint.patch.data import UnstructuredError
from traefiklint.patch.rewrite import CannotRewriteError
from traefiklint.patch.toml_changes import read_toml_data
from traefiklint.toml.values import BARE

_NAME = r"[\w-]+|\"[^\"\r\n]*\"|'[^'\r\n]*'"
_NAMES = rf"(?:{_NAME})(?:[ \t]*\.[ \t]*(?:{_NAME}))*"
_LINE = re.compile(
    rf"^[ \t]*(?:\[\[?[ \t]*(?P<head>{_NAMES})[ \t]*\]\]?[ \t]*(?:#.*)?$|(?P<key>{_NAMES})[ \t]*=)", re.MULTILINE
)
_PART = re.compile(_NAME)


def renamed_table(file: str, text: str, path: tuple[str, ...], name: str) -> list[Edit] | None:
    """The edits that give a table another name; None where they would not do that and nothing else.

    Args:
        path: the keys down to the table, as in `("http", "routers", "web")`.
    """
    written = name if BARE.fullmatch(name) else f'"{name}"' if '"' not in name and "\\" not in name else ""
    found: dict[tuple[int, int], tuple[str, ...]] = dict(_places(text, path))
    if not written or not found:
        return None
    edits = [Edit(file, start, end, written) for start, end in found]
    after = edited(text, set(edits))
    try:
        (exact,) = set(found.values())
        wanted = carried_out(read_toml_data(text), [Change(exact, Rename(name))])
        return edits if read_toml_data(after) == wanted else None
    except (UnstructuredError, CannotRewriteError, ValueError):
        return None


def _places(text: str, path: tuple[str, ...]) -> Iterator[tuple[tuple[int, int], tuple[str, ...]]]:
    """Where the last key of a path is written, and how the keys above it are spelt there."""
    table: list[str] = []
    length = len(path)
    for line in _LINE.finditer(text):
        group = "head" if line["head"] is not None else "key"
        parts = list(_PART.finditer(text, *line.span(group)))
        names = [bare(part[0]) for part in parts]
        above = [] if group == "head" else table
        whole = [*above, *names]
        if len(above) < length <= len(whole) and _is_same(whole[:length], path):
            yield parts[length - len(above) - 1].span(), tuple(whole[:length])
        if group == "head":
            table = names


def _is_same(names: list[str], path: tuple[str, ...]) -> bool:
    """Whether keys lead to a path: the names of sections are the same in any case, those of objects are not."""
    return names[-1] == path[-1] and [one.lower() for one in names[:-1]] == [one.lower() for one in path[:-1]]
