"""Fixes in the words of the model: an option of a part deleted, renamed, given another value, added.

Each function gives a `Fix`, or None where the text cannot be edited there (a template, TOML, an alias). A rule writes
`Diagnostic(…, fix=delete_option(router, "rule_syntax", "Delete `ruleSyntax`", safe=False))`. For fixes of more than one
change, join the edits of `traefiklint.patch.edits`, which do the same on nodes, and make one fix of them.
"""

from __future__ import annotations

from typing import Any

from traefiklint.findings import Fix
from traefiklint.model.base import Place, Section
from traefiklint.text.nodes import Mapping, Scalar, Sequence


def key_of(part: Section, attribute: str) -> Scalar | None:
    """The key of an option that the text gives or leaves blank; None where it does neither."""
    spot: Any = part.written.get(attribute) or part.blank.get(attribute)
    return spot[0] if spot else None


def value_of(part: Section, attribute: str) -> Any:
    """The node behind an option that the text gives; None where it gives none."""
    spot = part.written.get(attribute)
    return spot[1] if spot else None


def delete_option(part: Section, attribute: str, title: str, *, safe: bool, empty: str = "delete") -> Fix | None:
    """Delete an option with its value.

    Args:
        empty: what becomes of a section that nothing is left in: `delete` takes it away too, `braces` leaves `{}`.
    """
    from traefiklint.patch import edits as editing

    key = key_of(part, attribute)
    edits = editing.delete_key(part.document, key, empty=empty) if key is not None else None
    return editing.fix_of(part.document, title, edits, safe=safe)


def delete_part(part: Section, title: str, *, safe: bool) -> Fix | None:
    """Delete a whole part, such as an unused middleware, with what becomes empty above it."""
    from traefiklint.patch import edits as editing

    key: Any = part.key_node
    edits = editing.delete_key(part.document, key) if key is not None else None
    return editing.fix_of(part.document, title, edits, safe=safe)


def delete_item(part: Section, attribute: str, index: int, title: str, *, safe: bool) -> Fix | None:
    """Delete one item of a list, and the list with the last one."""
    from traefiklint.patch import edits as editing

    node = value_of(part, attribute)
    edits = None
    if type(node) is Sequence and index < len(node.items):
        edits = editing.delete_item(part.document, node, index)
    return editing.fix_of(part.document, title, edits, safe=safe)


def rename_option(part: Section, attribute: str, name: str, *, safe: bool) -> Fix | None:
    """Write the key of an option otherwise."""
    from traefiklint.patch import edits as editing

    key = key_of(part, attribute)
    edits = editing.rename_key(part.document, key, name) if key is not None else None
    return editing.fix_of(part.document, f"Write `{name}`", edits, safe=safe)


def set_option(
    part: Section,
    attribute: str,
    value: str,
    *,
    safe: bool,
    index: int | None = None,
    plain: bool = False,
    title: str = "",
) -> Fix | None:
    """Give an option, or one item of its list, another value of one line, in the quotes it has.

    Args:
        plain: whether the value is a number, a truth or the like, which needs no quotes where there are none.
        title: what the fix is called, where it is not "Write `value`".
    """
    from traefiklint.patch import edits as editing

    node = value_of(part, attribute)
    if any(spot[1] is node for other, spot in part.written.items() if other != attribute):
        return None  # it is made of what another option says, as the URL of a server is of the port in a label
    if part.document.holds_labels:
        from traefiklint.checks.shared.labels import rewritten_in_all

        node = node if index is None else part.document.item_of(node, index)
        title = title or f"Write `{value}`"
        return rewritten_in_all(part.document, node, value, title, safe=safe) if type(node) is Scalar else None
    if index is not None:
        node = node.items[index] if type(node) is Sequence and index < len(node.items) else None
    edits = editing.set_value(part.document, node, value, plain=plain) if node is not None else None
    return editing.fix_of(part.document, title or f"Write `{value}`", edits, safe=safe)


def rewrite(place: Place, old: str, new: str, *, safe: bool, title: str = "") -> Fix | None:
    """Write the text at a place otherwise; nothing where it holds anything but `old`, as a list in one text does.

    Args:
        title: what the fix is called, where it is not "Write `new`".
    """
    from traefiklint.patch import edits as editing

    node, document = place.node, place.document
    if document is None or type(node) is not Scalar or node.value != old:
        return None
    if document.holds_labels:
        from traefiklint.checks.shared.labels import rewritten_in_all

        return rewritten_in_all(document, node, new, title or f"Write `{new}`", safe=safe)
    return editing.fix_of(document, title or f"Write `{new}`", editing.set_value(document, node, new), safe=safe)


def add_option(part: Section, lines: str, title: str, *, safe: bool, below: str = "") -> Fix | None:
    """Add an option to a part that does not have it; one that is left blank counts as had.

    Args:
        lines: the text, as in `tls: {}`, or several lines, the others indented below the first as they shall be.
        below: the attribute of the option to write it below; at the end where absent.
    """
    from traefiklint.patch import edits as editing

    key: Any = part.key_node
    node = part.node
    edits = None
    name = lines.partition(":")[0].strip("\"' ").lower()
    if type(node) is Mapping and any(pair[0].value.lower() == name for pair in node.pairs):
        return None
    if type(node) is Mapping and node.pairs:
        edits = editing.insert_pair(part.document, node, lines, below=key_of(part, below) if below else None)
    elif key is not None and node is not None:
        edits = editing.fill_section(part.document, key, node, lines)
    return editing.fix_of(part.document, title, edits, safe=safe)


def add_item(part: Section, attribute: str, text: str, title: str, *, safe: bool) -> Fix | None:
    """Add an item at the end of a list that the text gives."""
    from traefiklint.patch import edits as editing

    node = value_of(part, attribute)
    edits = editing.append_item(part.document, node, text) if type(node) is Sequence else None
    return editing.fix_of(part.document, title, edits, safe=safe)
