"""Another name for an object, wherever it is defined and named: files, labels, the static configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol.types import PrepareRenamePlaceholder, WorkspaceEdit

from traefiklint.decoding.label_tree import value_of
from traefiklint.decoding.settings import PREFIX
from traefiklint.editor.cursor_text import bare
from traefiklint.editor.dotted_names import dotted_names
from traefiklint.editor.mentions import Found, Mention, Target, definition, mentions
from traefiklint.editor.navigation import found_at
from traefiklint.editor.positions import Here
from traefiklint.errors import UsageError
from traefiklint.findings import Edit
from traefiklint.fixing.edits import edited
from traefiklint.instance.scalar_offsets import ScalarText, ValueFix
from traefiklint.model.base import Place
from traefiklint.patch.changes import Change, Rename, carried_out
from traefiklint.patch.data import UnstructuredError
from traefiklint.patch.rewrite import CannotRewriteError
from traefiklint.patch.toml_changes import read_toml_data
from traefiklint.text.breaks import is_toml_file
from traefiklint.text.lines import lines_of
from traefiklint.toml.values import BARE

_PLAIN = re.compile(r"[\w.@ -]+")
"""Names that need no escapes in quotes."""
_DOTTED = re.compile(r"[^\s.,=\[\]\"'`$]+")
"""Names that a label or a flag can hold in its own name."""
_ITEM = re.compile(r"[^,]+")
"""Names that can stand in a list with commas."""
_VARIABLE = re.compile(r"[a-z0-9-]+")
"""Names that Traefik finds in the name of a variable, which it reads in small letters."""


def prepare(here: Here, offset: int) -> PrepareRenamePlaceholder | None:
    """What would be renamed at an offset; None where nothing can be."""
    found = found_at(here, offset)
    if found is None or definition(here.view.whole, found.target) is None:
        return None
    bare = _bare(found.target)
    start, end = here.positions.offsets(found.place.span)
    at = here.text.lower().find(bare.lower(), start, end)
    return PrepareRenamePlaceholder(here.positions.range(at, at + len(bare)), bare) if at >= 0 else None


def rename(here: Here, offset: int, name: str) -> WorkspaceEdit | None:
    """The edits that give the object at an offset another name; None where there is nothing to rename.

    Raises:
        UsageError: the name cannot be one, or is taken, or a place cannot be edited.
    """
    found = found_at(here, offset)
    if found is None or definition(here.view.whole, found.target) is None:
        return None
    bare = _bare(found.target)
    if name == bare:
        return WorkspaceEdit(document_changes=[])
    _check(here, found, name)
    return here.edit(edits(here, found.target, name))


def _check(here: Here, found: Found, name: str) -> None:
    if not name.strip() or "@" in name or name != name.strip() or not name.isprintable():
        raise UsageError(f"`{name}` cannot be the name of an object")
    bare, at, provider = found.target.full.partition("@")
    del bare
    if definition(here.view.whole, found.target._replace(full=name + at + provider)) is not None:
        raise UsageError(f"there is a `{name}` already")
    if here.view.whole is not here.view.instance:
        raise UsageError("a file cannot be read as it is now", "correct it first: its names would stay as they are")


def _bare(target: Target) -> str:
    return target.full.partition("@")[0] if "." in target.kind else target.full


def edits(here: Here, target: Target, name: str) -> list[Edit]:
    """The edits of all places where an object is named.

    Raises:
        UsageError: a place cannot be edited.
    """
    instance = here.view.whole
    bare = _bare(target)
    made = dict.fromkeys(_in_dotted(here, target, name))
    one = definition(instance, target)
    if one is not None and not one.thing.document.holds_labels:
        made.update(dict.fromkeys(_of_key(here, one.place, bare, name)))
    elif one is not None and not made:
        raise UsageError(f"`{bare}` cannot be renamed: no label and no flag names it")
    for mention in mentions(instance).by_target.get(target, ()):
        made.update(dict.fromkeys(_of_mention(here, mention, bare, name)))
    return [*made]


def _of_key(here: Here, place: Place, bare: str, name: str) -> list[Edit]:
    """The edits of a key: TOML may write it in many heads."""
    if not is_toml_file(place.file):
        return [_edit(place, bare, name)]
    above = place.path.removesuffix(f".{bare}").split(".")
    found = renamed_table(place.file, here.text_of(place.file), (*above, bare), name)
    if found is None:
        raise UsageError(f"`{bare}` cannot be renamed in `{place.file}`", "rename it there by hand")
    return found


def _of_mention(here: Here, mention: Mention, bare: str, name: str) -> list[Edit]:
    place = mention.place
    if not mention.entry:
        return [_edit(place, bare, name)]
    return [] if mention.section.document.holds_labels else _of_key(here, place, bare, name)


def _edit(place: Place, bare: str, name: str) -> Edit:
    """The edit of one place: of its first letters, so that a provider behind them stays.

    Raises:
        UsageError: the place does not say the name as it is, or cannot say the new one.
    """
    assert place.document is not None, "a place in a file has its document"
    found: Edit | None = None
    if is_toml_file(place.file):
        found = _edit_of_toml(place, bare, name)
    elif not place.document.holds_labels or _ITEM.fullmatch(name):
        words = ScalarText.of(place)
        fix = words.fix(ValueFix(0, len(bare), name, True, "")) if words is not None else None
        found = fix.edits[0] if fix is not None else None
    text = _text_of(place)
    if found is None or text[found.start : found.end].lower() != bare.lower():
        raise UsageError(f"`{bare}` cannot be renamed in `{place.file}:{place.span.line}`", "rename it there by hand")
    return found


def _text_of(place: Place) -> str:
    """The text of the file that a place is in: of several compose files, each label knows its own."""
    value = value_of(place.node)
    if value is not None:
        return value.document.text
    return place.document.text if place.document is not None else ""


def _edit_of_toml(place: Place, bare: str, name: str) -> Edit | None:
    """The edit of a text in quotes, or of a key; only the patch language knows how often TOML names a table."""
    assert place.document is not None, "a place in a file has its document"
    text, lines = place.document.text, lines_of(place.document.text, place.file)
    span = place.span
    start, end = lines.index(span.line, span.column), lines.index(span.end_line, span.end_column)
    at = text.find(bare, start, end)
    if at < 0 or at - start > 3 or not _PLAIN.fullmatch(name):
        return None
    return Edit(place.file, at, at + len(bare), name)


def _in_dotted(here: Here, target: Target, name: str) -> Iterator[Edit]:
    """The edits of the names of labels, flags and variables: each that belongs to an object names it."""
    bare = _bare(target)
    for found in dotted_names(here.view):
        if found.target != target:
            continue
        value = value_of(found.place.node)
        is_variable = value is not None and value.text.startswith(PREFIX)
        if not (_VARIABLE if is_variable else _DOTTED).fullmatch(name):
            what = "variable" if is_variable else "label or flag"
            raise UsageError(
                f"the name of a {what} cannot hold `{name}`, as in `{found.place.file}:{found.place.span.line}`"
            )
        yield _edit(found.place, bare, name.upper() if is_variable else name)


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
