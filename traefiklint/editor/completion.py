"""Completion by place: options with their sentences, names of this Traefik, matchers, values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lsprotocol.types import (
    CompletionItem,
    CompletionItemKind,
    CompletionItemTag,
    MarkupContent,
    MarkupKind,
    TextEdit,
)

from traefiklint.decoding.label_tree import ROOT
from traefiklint.editor.choices import choices
from traefiklint.editor.cursor import cursor_at
from traefiklint.editor.dotted import DOTTED, LABELS, VARIABLES, is_at_root
from traefiklint.editor.naming import Name, names_of, new_names
from traefiklint.editor.positions import Here
from traefiklint.editor.rule_completion import complete_rule
from traefiklint.editor.spots import Spot, spot_at
from traefiklint.editor.words import default_of, kind_of
from traefiklint.model.base import Option, Section
from traefiklint.model.configuration import Configuration
from traefiklint.model.kinds.maps import IntMap, Plugins, TextMap
from traefiklint.model.kinds.removed import Removed
from traefiklint.model.kinds.scalars import Bool, Duration
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.model.kinds.texts import Texts

TRIGGERS = [".", "`", "(", "=", ":", "@", " ", "-", '"', "[", ","]
_DURATIONS = ("1s", "5s", "10s", "30s", "1m", "5m", "1h")
_LABELS = (
    ("enable", "true", "Whether Traefik looks at this container."),
    ("docker.network", "", "The network by which Traefik reaches this container."),
    ("swarm.network", "", "The network by which Traefik reaches this service of Swarm."),
)


def complete(here: Here, offset: int, *, snippets: bool = False) -> list[CompletionItem]:
    """What may stand at an offset.

    Args:
        snippets: whether the client knows places to fill in.
    """
    spot = spot_at(here, offset)
    if spot is None:
        return list(_root_of_labels(here, offset))
    if spot.is_rule:
        return list(complete_rule(here, spot, offset, snippets=snippets))
    if spot.option is not None:
        return list(_values(here, spot))
    if spot.names is not None:
        return list(_new_names(here, spot))
    return list(_options(here, spot)) if spot.section is not None else []


# Options


def _options(here: Here, spot: Spot) -> Iterator[CompletionItem]:
    section, cursor = spot.section, spot.cursor
    assert section is not None, "a spot of options has a section"
    target = here.view.static.context.target
    taken = {key.lower() for key in cursor.siblings}
    current = here.text[cursor.start : cursor.end].strip().lower()
    if spot.plane == LABELS and section is Configuration:
        yield from _of_provider(here, spot)
    for option in known_options(section):
        if option.first > target or (option.key.lower() in taken and option.key.lower() != current):
            continue
        if option.is_dropped_from_labels(target) if spot.plane == LABELS else option.is_dropped(target):
            continue
        if cursor.is_header and not isinstance(option.kind, (Nested, Sections, ByName)):
            continue
        key = _key(spot, option)
        yield CompletionItem(
            key,
            kind=CompletionItemKind.Module if option.of else CompletionItemKind.Property,
            detail=kind_of(option) + (f" · since {option.since}" if option.since != "3.0" else ""),
            documentation=_markdown(option.description, default_of(option)),
            tags=[CompletionItemTag.Deprecated] if option.deprecated else None,
            sort_text=f"{int(option.deprecated)}{len(section.fields):03}{key}",
            filter_text=key,
            text_edit=_edit(here, spot, key + _behind(here, spot, option)),
        )


def _of_provider(here: Here, spot: Spot) -> Iterator[CompletionItem]:
    """What labels say to the provider itself."""
    equals = "=" if spot.cursor.is_item else ": "
    for name, value, says in _LABELS:
        yield CompletionItem(
            name,
            kind=CompletionItemKind.Property,
            documentation=says,
            filter_text=name,
            text_edit=_edit(here, spot, f"{name}{equals}{value}"),
        )


def _key(spot: Spot, option: Option) -> str:
    """What an option is called where the cursor is."""
    if spot.plane == VARIABLES:
        return option.key.upper()
    return (option.label_key or option.key) if spot.plane == LABELS else option.key


def _root_of_labels(here: Here, offset: int) -> Iterator[CompletionItem]:
    """What every label of Traefik begins with."""
    cursor = cursor_at(here.name, here.text, offset) if here.view.is_compose(here.name) else None
    if cursor is not None and is_at_root(cursor):
        yield CompletionItem(
            ROOT,
            kind=CompletionItemKind.Module,
            documentation="What Traefik is told about this container.",
            filter_text=ROOT,
            text_edit=TextEdit(here.positions.range(cursor.start, offset), f"{ROOT}."),
        )


def known_options(section: type[Section]) -> Iterator[Option]:
    """The options of a section that one may write."""
    for option in section.fields.values():
        if not isinstance(option.kind, Removed):
            yield option


def _behind(here: Here, spot: Spot, option: Option) -> str:
    """What is written behind a key."""
    cursor = spot.cursor
    after = here.text[cursor.end : cursor.end + 3].lstrip(" \"'")[:1]
    is_section = isinstance(option.kind, (Nested, Sections, ByName, TextMap, IntMap, Plugins))
    if spot.plane in DOTTED:
        return _behind_dotted(spot, option, after, is_section=is_section)
    if cursor.is_header:
        return ""
    if cursor.is_toml:
        return "" if after in ("=", ".") else ("." if is_section else " = ")
    if after == ":":
        return ""
    if cursor.is_flow:
        return ": "
    inner = cursor.indent + (" " * (cursor.start - _line_start(here.text, cursor.start) - len(cursor.indent))) + "  "
    if isinstance(option.kind, (Sections, Texts)):
        return f":\n{inner}- "
    return f":\n{inner}" if is_section else ": "


def _behind_dotted(spot: Spot, option: Option, after: str, *, is_section: bool) -> str:
    """What is written behind a part of the name of a label, a flag or a variable."""
    dot = "_" if spot.plane == VARIABLES else "."
    if after in ("=", ":", dot, "["):
        return ""
    if spot.plane == LABELS and option.label_key:
        return dot if option.of else ("=" if spot.cursor.is_item else ": ")
    if isinstance(option.kind, Sections):
        return "_0_" if spot.plane == VARIABLES else "[0]."
    return dot if is_section else ("=" if spot.cursor.is_item else ": ")


def _line_start(text: str, at: int) -> int:
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


# Names and values


def _new_names(here: Here, spot: Spot) -> Iterator[CompletionItem]:
    """Names that something refers to and that nobody defines; in names with dots also those that are there, for each
    option says them again."""
    assert spot.names is not None and spot.names.of is not None, "a spot of names has its option"
    for name, detail in new_names(here, spot).items():
        if name in spot.cursor.siblings:
            continue
        written = name.upper() if spot.plane == VARIABLES else name
        yield CompletionItem(
            written,
            kind=CompletionItemKind.Reference,
            detail=detail,
            filter_text=written,
            text_edit=_edit(here, spot, written + _behind_name(here, spot)),
        )


def _behind_name(here: Here, spot: Spot) -> str:
    """What is written behind the name of an object."""
    cursor = spot.cursor
    after = here.text[cursor.end : cursor.end + 2].lstrip()[:1]
    dot = "_" if spot.plane == VARIABLES else "."
    if cursor.is_header or after in ("=", ":", dot):
        return ""
    return dot if cursor.is_toml or spot.plane in DOTTED else (": " if cursor.is_flow else ":")


def _values(here: Here, spot: Spot) -> Iterator[CompletionItem]:
    option, owner = spot.option, spot.owner
    assert option is not None and owner is not None, "a spot of a value has its option"
    reference = spot.reference
    if reference:
        yield from (_named(here, spot, name) for name in names_of(here, reference, spot.plane))
        return
    target = here.view.static.context.target
    values: Iterable[str] = choices(owner.__name__, option.attribute, target)
    if isinstance(option.kind, Bool):
        values = ("true", "false")
    elif isinstance(option.kind, Duration):
        values = _DURATIONS
    for number, value in enumerate(values):
        yield CompletionItem(
            value,
            kind=CompletionItemKind.EnumMember,
            detail="the default" if value == default_of(option) else None,
            sort_text=f"{number:03}",
            filter_text=value,
            text_edit=_edit(here, spot, _written(spot, here, value)),
        )


def _written(spot: Spot, here: Here, value: str) -> str:
    """A value as the language wants it where it stands."""
    is_quoted = here.text[spot.cursor.value_start - 1 : spot.cursor.value_start] in ('"', "'")
    if not spot.cursor.is_toml or is_quoted or value in ("true", "false"):
        return value
    return f'"{value}"'


def _named(here: Here, spot: Spot, name: Name) -> CompletionItem:
    return CompletionItem(
        name.written,
        kind=CompletionItemKind.Reference,
        detail=name.detail,
        documentation=_markdown(name.says) if name.says else None,
        sort_text=f"{name.rank}{name.written}",
        filter_text=name.written,
        text_edit=_edit(here, spot, _written(spot, here, name.written)),
    )


# Form


def _edit(here: Here, spot: Spot, text: str) -> TextEdit:
    start = spot.cursor.start
    if spot.cursor.is_item and not spot.cursor.is_flow and spot.plane not in DOTTED and here.text[start - 1] == "-":
        text = f" {text}"  # a dash alone begins no item yet
    return TextEdit(here.positions.range(spot.cursor.start, spot.cursor.end), text)


def _markdown(*parts: str) -> MarkupContent:
    return MarkupContent(MarkupKind.Markdown, "\n\n".join(part for part in parts if part))
