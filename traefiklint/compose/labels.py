"""Labels and environment: lists of `name=value`, or mappings; what comes of the same name more than once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from traefiklint.compose.project import Label, Origin, Variable
from traefiklint.compose.report import Report
from traefiklint.compose.tree import Entries, Item, Items, Leaf, literal
from traefiklint.compose.values import Given, Piece, Place, Value, Written
from traefiklint.text.nodes import Mapping as MappingNode
from traefiklint.text.nodes import Sequence as SequenceNode
from traefiklint.yaml.scalars import FLOAT, NULL, STRING


def labels_of(item: Item | None, report: Report) -> tuple[Label, ...]:
    """The labels that a list or a mapping comes to: of several with one name the last counts."""
    found: dict[str, Label] = {}
    for part in _parts(item):
        label = _label(part, item, report)
        if label is None:
            continue
        earlier = found.get(label.name.text)
        if earlier is not None:
            label = _beating(label, earlier)
        found[label.name.text] = label
    return tuple(found.values())


def over(labels: tuple[Label, ...], below: tuple[Label, ...]) -> tuple[Label, ...]:
    """Labels, and those below them (a label file's) whose names are not among them."""
    found = {label.name.text: label for label in below}
    for label in labels:
        earlier = found.get(label.name.text)
        found[label.name.text] = label if earlier is None else _beating(label, earlier)
    return tuple(found.values())


def environment_over(variables: tuple[Variable, ...], below: tuple[Variable, ...]) -> tuple[Variable, ...]:
    """Variables, and those below them (of files) whose names are not among them."""
    return tuple({variable.name.text: variable for variable in (*below, *variables)}.values())


def environment_of(item: Item | None, variables: Mapping[str, Given], report: Report) -> tuple[Variable, ...]:
    """The variables of a service; of several with one name the last counts."""
    found: dict[str, Variable] = {}
    is_list = item is not None and isinstance(item.value, Items)
    for part in _parts(item):
        pair = _pair(part, report)
        if pair is not None:
            name, value, is_empty = pair
            # A mapping hands on what the whole project has; a list also what the included one has that it stands in.
            around = part.value.source.variables if is_list else variables
            given = around.get(name.text) if is_empty else None
            found[name.text] = Variable(name, None if is_empty else value, given, *_way(part, item))
    return tuple(found.values())


def _beating(label: Label, earlier: Label) -> Label:
    beaten = (earlier, *earlier.beats, *label.beats)
    return Label(label.name, label.value, label.holder, label.number, label.origin, label.via, beaten)


def _parts(item: Item | None) -> Iterator[Item]:
    if item is None:
        return
    tree = item.value
    if isinstance(tree, Entries):
        yield from tree.entries.values()
    elif isinstance(tree, Items):
        yield from tree.items


def _label(part: Item, item: Item | None, report: Report) -> Label | None:
    pair = _pair(part, report)
    if pair is None:
        return None
    name, value, _ = pair
    holder = part.holder if isinstance(part.holder, MappingNode | SequenceNode) else None
    return Label(name, value, holder, part.number, *_way(part, item))


def _way(part: Item, item: Item | None) -> tuple[Origin, Place | None]:
    nearest = item if item is not None and part.origin is Origin.OWN else part
    return nearest.origin, nearest.via


def _pair(part: Item, report: Report) -> tuple[Value, Value, bool] | None:
    """The name and the value of an entry, and whether it has no value at all."""
    leaf = part.value
    if part.key is not None:
        if not isinstance(leaf, Leaf):
            return None
        value = report.value(leaf)
        if value.kind != STRING:
            value = _printed(leaf, value)
            if value.kind == FLOAT and value.text[-1] in "fN":
                report.wrong_type(leaf, "a number that is one")
        return literal(part.key), value, value.kind == NULL
    if not isinstance(leaf, Leaf):
        return None
    value = report.value(leaf)
    if value.kind != STRING:
        return None
    at = value.text.find("=")
    if at < 0:
        return value, value.part(len(value.text)), True
    return value.part(0, at), value.part(at + 1), False


def _printed(leaf: Leaf, value: Value) -> Value:
    from traefiklint.compose.go_text import printed

    text = printed(leaf.node)
    written = Written(leaf.source.document, leaf.node, leaf.path)
    return Value(text, value.kind, written, (Piece(text, 0, len(leaf.node.value)),))
