"""How what is advised is written where it is to stand: in YAML, in TOML, as a label."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from traefiklint.model.base import Place, Section
from traefiklint.text.breaks import is_toml_file
from traefiklint.text.nodes import Scalar

if TYPE_CHECKING:
    from traefiklint.compose.project import Label
    from traefiklint.text.document import Document
    from traefiklint.text.nodes import Node


def option_in(part: Section, key: str, value: str = "") -> str:
    """An option as it is written into a section: `tls: {}`, in TOML `tls = {}`, and as a label with its whole name.

    Args:
        value: a word or number; without it an empty section, which a label switches on with `true`.
    """
    if part.document.holds_labels:
        return as_label(f"traefik.{part.path}.{key}", value or "true", label_at(part.document, part.key_node))
    return option_in_file(part.document.file, key, value)


def label_at(document: Document, node: Node | None) -> Label | None:
    """The label that a part of the configuration comes from; None where that is none, or was made of several."""
    from traefiklint.decoding.label_tree import LabelDocument

    return document.label_of(node) if isinstance(document, LabelDocument) else None


def as_label(name: str, value: str, beside: Label | None) -> str:
    """A label in the form of the one beside it: `NAME=VALUE` in a list, `NAME: VALUE` in a mapping."""
    if beside is None or beside.is_item:
        return f"{name}={value}"
    from traefiklint.patch.inside import quoted

    return f"{name}: {quoted(value)}"


def option_in_file(file: str, key: str, value: str = "") -> str:
    """The same in a file, by its name."""
    if not is_toml_file(file):
        return f"{key}: {value or '{}'}"
    is_plain = not value or value.isdigit()
    return f"{key} = {value or '{}'}" if is_plain else f'{key} = "{value}"'


def section_in_file(file: str, path: str) -> str:
    """An empty section of the static configuration, as it is written at the root of a file."""
    if is_toml_file(file):
        return f"[{path}]"
    *above, name = path.split(".")
    return f"{''.join(f'{one}: {{' for one in above)}{name}: {{}}{'}' * len(above)}"


def with_option(file: str, section: str, option: str, values: Sequence[str], *, is_list: bool) -> str:
    """A section with one option, on one line of a file: `log: {level: INFO}`, in TOML `log = {level = "INFO"}`."""
    from traefiklint.patch.inside import quoted
    from traefiklint.patch.toml_edits import string

    is_toml = is_toml_file(file)
    written = [one if one.isdigit() else string(one) if is_toml else quoted(one) for one in values]
    value = f"[{', '.join(written)}]" if is_list else written[0]
    return f"{section} = {{{option} = {value}}}" if is_toml else f"{section}: {{{option}: {value}}}"


def with_dollars(place: Place) -> str:
    """What is to be said of a hash that is to be written at a place: Compose takes a single `$` for a variable's."""
    if place.document is None or not place.document.holds_labels:
        return ""
    from traefiklint.decoding.label_tree import value_of

    value = value_of(place.node)
    is_written_out = value is not None and not any(piece.variable for piece in value.pieces)
    return ", with each `$` doubled" if is_written_out else ""


def as_typed(place: Place, text: str) -> str:
    """A piece of the text at a place as it is typed into the quotes there: double ones take `\\` for an escape, and an
    unknown one makes YAML and TOML unreadable."""
    from traefiklint.decoding.label_tree import value_of
    from traefiklint.patch.inside import written_as

    value = value_of(place.node)
    node = place.node if value is None else value.node
    return written_as(node.style, text) if type(node) is Scalar else text


def as_value(place: Place, text: str) -> str:
    """The same of a value in labels too, where Compose takes single dollar signs for those of its own variables."""
    typed = as_typed(place, text)
    return typed.replace("$", "$$") if place.document is not None and place.document.holds_labels else typed
