"""Another name for an object, wherever it is defined and named: files, labels, the static configuration."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lsprotocol.types import PrepareRenamePlaceholder, WorkspaceEdit

from traefiklint.editor.mentions import Definition, Found, Target, definition, found_at, label_names, mentions
from traefiklint.editor.place import Here
from traefiklint.editor.toml_names import renamed_table
from traefiklint.errors import UsageError
from traefiklint.findings import Edit
from traefiklint.instance.scalar_offsets import ScalarText, ValueFix
from traefiklint.model.base import Place
from traefiklint.text.lines import lines_of

_PLAIN = re.compile(r"[\w.@ -]+")
"""Names that need no escapes in quotes."""
_STATIC_KEYS = {"entryPoint": "entryPoints", "certResolver": "certificatesResolvers"}


def prepare(here: Here, offset: int) -> PrepareRenamePlaceholder | None:
    """What would be renamed at an offset; None where nothing can be."""
    found = found_at(here, offset)
    if found is None or definition(here.view.whole, found.target) is None:
        return None
    bare = _bare(found.target)
    start, end = here.positions.offsets(found.place.span)
    at = here.text.find(bare, start, end)
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
    made: dict[Edit, None] = {}
    one = definition(instance, target)
    places = [mention.place for mention in mentions(instance).by_target.get(target, ())]
    if one is not None and one.thing.document.holds_labels and one.target.kind.count("."):
        made.update(dict.fromkeys(_in_labels(here, target, name)))
    elif one is not None and one.place.file[-5:].lower() == ".toml":
        made.update(dict.fromkeys(_in_toml(here, one, name)))
    elif one is not None:
        places.append(one.place)
    for place in places:
        edit = _edit(place, bare, name)
        if edit is None:
            raise UsageError(f"`{bare}` cannot be renamed in `{place.file}:{place.span.line}`")
        made[edit] = None
    return [*made]


def _edit(place: Place, bare: str, name: str) -> Edit | None:
    """The edit of one place: of its first letters, so that a provider behind them stays."""
    if place.file[-5:].lower() == ".toml":
        return _edit_of_toml(place, bare, name)
    words = ScalarText.of(place)
    fix = words.fix(ValueFix(0, len(bare), name, True, "")) if words is not None else None
    return fix.edits[0] if fix is not None else None


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


def _in_toml(here: Here, one: Definition, name: str) -> list[Edit]:
    """The edits of the heads and keys of a table."""
    file = one.place.file
    keys = _STATIC_KEYS.get(one.target.kind, one.target.kind).split(".")
    found = renamed_table(file, here.text_of(file), (*keys, one.thing.name), name)
    if found is None:
        raise UsageError(f"`{one.thing.name}` cannot be renamed in `{file}`", "rename it there by hand")
    return found


def _in_labels(here: Here, target: Target, name: str) -> Iterator[Edit]:
    """The edits of the names of labels: every label of an object names it."""
    for found in label_names(here.view):
        if found.target != target:
            continue
        words = ScalarText.of(found.place)
        fix = words.fix(ValueFix(0, len(_bare(target)), name, True, "")) if words is not None else None
        if fix is None:
            raise UsageError(f"`{_bare(target)}` cannot be renamed in `{found.place.file}:{found.place.span.line}`")
        yield from fix.edits
