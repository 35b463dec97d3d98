"""Labels taken away, and put beside others, in the form they are written in: list or mapping, with the quotes around.

Writing a stretch of a name or a value otherwise is `Value.edit`. Where a label stands in a label file, or is taken from
an anchor or from another service, nothing is taken away: others may have it from there, too.
"""

from __future__ import annotations

from collections.abc import Sequence as Several

from traefiklint.compose.project import Label, Origin
from traefiklint.compose.values import State
from traefiklint.findings import Edit
from traefiklint.patch.edits import Edits, append_item, delete_item, delete_key, insert_item, insert_pair, quoted
from traefiklint.patch.inside import replace_inside
from traefiklint.text.nodes import Mapping, Sequence


def without_label(label: Label) -> tuple[Edit, ...] | None:
    """The edits that take a label away, and its list or mapping where nothing else is in it; None where none do."""
    holder, document = label.holder, label.name.document
    if holder is None or label.origin is not Origin.OWN:
        return None
    if isinstance(holder, Sequence):
        return _of(label, delete_item(document, holder, label.number))
    return _of(label, delete_key(document, label.name.node))


def label_beside(label: Label, name: str, value: str) -> tuple[Edit, ...] | None:
    """The edits that write another label below one, in the same form and quotes; None where none do.

    Args:
        value: the text that Compose shall come to: each `$` is doubled.
    """
    holder, document = label.holder, label.name.document
    if holder is None or "\n" in name + value:
        return None
    value = value.replace("$", "$$")
    flow = holder.flow
    style = label.value.node.style if label.value.node.style in ("'", '"') else ""
    if isinstance(holder, Mapping):
        line = f"{quoted(name, label.name.node.style, flow=flow)}: {quoted(value, style, flow=flow)}"
        return _of(label, insert_pair(document, holder, line, below=label.name.node))
    line = quoted(f"{name.replace('$', '$$')}={value}", style, flow=flow)
    if label.number + 1 < len(holder.items):
        return _of(label, insert_item(document, holder, label.number + 1, line))
    return _of(label, append_item(document, holder, line))


def as_one(labels: Several[Label], name: str) -> tuple[Edit, ...] | None:
    """The edits that make of several labels one of another name, their values one behind the other with commas.

    None where they do not stand together, where a value is written over several lines, or a variable is in a name.
    """
    first, *others = labels
    if first.origin is not Origin.OWN or first.holder is None:
        return None
    if any(label.holder is not first.holder or _is_odd(label) for label in labels):
        return None
    away = [without_label(label) for label in others]
    value = ",".join(_written(label) for label in labels)
    document, node = first.value.document, first.value.node
    if first.is_item:
        changes = [replace_inside(document, node, 0, len(node.value), f"{name}={value}")]
    else:
        key = first.name.node
        changes = [
            replace_inside(document, key, 0, len(key.value), name),
            replace_inside(document, node, 0, len(node.value), value),
        ]
    if not all(changes) or not all(away):
        return None
    file = document.file
    made = [Edit(file, *change) for change in changes if change is not None]
    return (*made, *(edit for edits in away if edits is not None for edit in edits))


def _is_odd(label: Label) -> bool:
    is_plain = all(piece.state is State.WRITTEN and piece.is_copied for piece in label.name.pieces if piece.text)
    return not is_plain or label.value.node.style in ("|", ">") or "\n" in label.value.node.value


def _written(label: Label) -> str:
    """The value as it is written, with its variables."""
    text = label.value.node.value
    return text.partition("=")[2] if label.is_item else text


def _of(label: Label, edits: Edits | None) -> tuple[Edit, ...] | None:
    file = label.name.document.file
    return tuple(Edit(file, *edit) for edit in edits) if edits is not None else None
