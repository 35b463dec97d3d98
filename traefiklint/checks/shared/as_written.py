"""How what is advised is written where it is to stand: in YAML, in TOML, as a label."""

from __future__ import annotations

from traefiklint.model.base import Place, Section
from traefiklint.text.breaks import is_toml_file


def option_in(part: Section, key: str, value: str = "") -> str:
    """An option as it is written into a section: `tls: {}`, in TOML `tls = {}`, and as a label with its whole name.

    Args:
        value: a word or number; without it an empty section, which a label switches on with `true`.
    """
    if part.document.holds_labels:
        return f"traefik.{part.path}.{key}={value or 'true'}"
    if not is_toml_file(part.document.file):
        return f"{key}: {value or '{}'}"
    is_plain = not value or value.isdigit()
    return f"{key} = {value or '{}'}" if is_plain else f'{key} = "{value}"'


def with_dollars(place: Place) -> str:
    """What is to be said of a hash that is to be written at a place: Compose takes a single `$` for a variable's."""
    if place.document is None or not place.document.holds_labels:
        return ""
    from traefiklint.decoding.label_tree import value_of

    value = value_of(place.node)
    is_written_out = value is not None and not any(piece.variable for piece in value.pieces)
    return ", with each `$` doubled" if is_written_out else ""
