"""Edits a text until it means something else, and leaves everything else in it as it is: comments, order, quoting.

The edits are made at the places of the nodes, so what is not changed is not even read again. The result is read back
and must mean exactly what was wanted; otherwise there is no result.
"""

from __future__ import annotations

from collections.abc import Sequence as Ordered
from typing import NamedTuple

from traefiklint.sync.data import Data, Leaf, UnstructuredError, data_of, key_of, read_data, read_tree
from traefiklint.sync.merge import MISSING, alignment
from traefiklint.sync.places import Places
from traefiklint.sync.printing import (
    print_document,
    print_flow,
    print_item,
    print_key,
    print_leaf,
    print_pair,
    print_value,
)
from traefiklint.text.nodes import Alias, Mapping, Node, Scalar, Sequence
from traefiklint.yaml.scalars import STRING


class CannotRewriteError(ValueError):
    """No edit of the text means what was wanted."""


def rewrite(text: str, wanted: dict[str, Data]) -> str:
    """The text, changed as little as it takes to mean `wanted`. CRLF stays CRLF, a byte order mark stays.

    Raises:
        UnstructuredError: the text has no structure.
        CannotRewriteError: the edits would not come to what was wanted (an anchor goes while its alias stays).
    """
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    crlf = "\r\n" in text
    body = text.removeprefix(mark).replace("\r\n", "\n") if crlf else text.removeprefix(mark)
    tree, data = read_tree(body)
    if data == wanted:
        return text
    if isinstance(tree.root, Mapping) and data:
        editor = _Editor(body)
        editor.mapping(tree.root, wanted, None)
        edited = editor.result()
    else:
        separator = "" if not body or body.endswith("\n") else "\n"
        edited = (body if tree.root is None else "") + separator + print_document(wanted)
    try:
        reached = read_data(edited)
    except UnstructuredError as error:
        raise CannotRewriteError(str(error)) from None
    if reached != wanted:
        raise CannotRewriteError("the edited text does not mean what it should")
    return mark + (edited.replace("\n", "\r\n") if crlf else edited)


class _Edit(NamedTuple):
    start: int
    end: int
    text: str


class _Place(NamedTuple):
    """Where a value hangs: the end of what announces it (a key, or the dash of an item), and that one's column."""

    after: int
    column: int


class _Editor:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = Places(text)
        self.edits: list[_Edit] = []
        self.planned: dict[int, Data] = {}
        """What each node that was met will mean: aliases further down mean the same."""

    def result(self) -> str:
        pieces: list[str] = []
        at = 0
        for edit in sorted(self.edits, key=lambda edit: (edit.start, edit.end)):
            if edit.start < at and edit.start < edit.end:
                raise CannotRewriteError("two edits touch the same place")
            # what is put into a stretch that goes stands where it was
            pieces += (self.text[at : edit.start], edit.text)
            at = max(at, edit.end)
        return "".join(pieces) + self.text[at:]

    def edit(self, start: int, end: int, text: str = "") -> None:
        self.edits.append(_Edit(start, end, text))

    # -- values --

    def value(self, node: Node, wanted: Data, place: _Place | None) -> None:
        """Edit a value so that it means `wanted`; `place` is None inside brackets."""
        if isinstance(node, Alias):
            # an anchor stands before its aliases: what it will mean is known, unless it goes
            if self.planned.get(id(node.target), MISSING) != wanted:
                self.replace(node, wanted, place)
            return
        self.planned[id(node)] = wanted
        if isinstance(node, Mapping) and isinstance(wanted, dict) and wanted and node.pairs:
            self.mapping(node, wanted, place)
        elif isinstance(node, Sequence) and isinstance(wanted, list) and wanted and node.items:
            self.sequence(node, wanted)
        elif data_of(node) != wanted:
            self.replace(node, wanted, place)

    def replace(self, node: Node, wanted: Data, place: _Place | None) -> None:
        """Write the value anew: on its line where it fits there, otherwise below what announces it."""
        start, end = self.at.after_properties(node), self.at.tail(node)
        one_line = isinstance(wanted, Leaf) or not wanted or place is None
        if one_line and start < end and not self.at.stands_first(start):
            self.edit(start, end, _on_one_line(node, wanted, place))
        elif place is None:
            raise CannotRewriteError("a value without a text cannot be replaced inside brackets")
        elif "\n" not in self.text[place.after : start]:
            at = place.after + len(self.text[place.after : start].rstrip()) if start < end else place.after
            self.edit(at, max(at, end), print_value(wanted, place.column))
        elif one_line:
            announced = max(place.after, self.at.properties_end(node)) if node.start.index < start else place.after
            self.edit(announced, announced, print_value(wanted, place.column))
            self.edit(self.at.line_start(start) - 1, end)
        else:
            self.edit(self.at.line_start(start) - 1, end, print_value(wanted, place.column))

    # -- mappings --

    def mapping(self, node: Mapping, wanted: dict[str, Data], place: _Place | None) -> None:
        if node.flow:
            self.flow_mapping(node, wanted)
            return
        column = node.pairs[0][0].start.column
        if not any(key_of(key) in wanted for key, _ in node.pairs):
            if place is None:
                raise CannotRewriteError("nothing of the text stays")
            self.edit(place.after, self.at.tail(node), print_value(wanted, place.column))
            return
        for index, (key, value) in enumerate(node.pairs):
            name = key_of(key)
            if name in wanted:
                self.value(value, wanted[name], _Place(self.at.colon(key), column))
            else:
                self.remove_pair(node, index, column)
        self.add_pairs(node, wanted, column)

    def remove_pair(self, node: Mapping, index: int, column: int) -> None:
        start = node.pairs[index][0].start.index
        if not self.at.stands_first(start):
            # the first key of an item, beside its dash: the next key takes its place
            self.edit(start, node.pairs[index + 1][0].start.index)
            return
        start = self.at.comments_above(self.at.line_start(start), column)
        self.edit(start, self.at.next_line(self.at.pair_end(node, index)))

    def add_pairs(self, node: Mapping, wanted: dict[str, Data], column: int) -> None:
        """Put the new pairs in, each after the key that precedes it in `wanted`."""
        known = {key_of(key): index for index, (key, _) in enumerate(node.pairs)}
        previous: int | None = None
        new: dict[int, list[str]] = {}
        for name, item in wanted.items():
            if name in known:
                previous = known[name]
                continue
            at = self.before_first(node) if previous is None else self.at.after_pair(node, previous, column)
            new.setdefault(at, []).append(print_pair(name, item, column))
        for at, lines in new.items():
            self.insert_lines(at, lines, column)

    def before_first(self, node: Mapping) -> int:
        """Where a pair can stand that comes before all others: at the line of the first key, or after that pair."""
        key = node.pairs[0][0]
        if self.at.stands_first(key.start.index):
            return self.at.line_start(key.start.index)
        return self.at.after_pair(node, 0, key.start.column)

    def insert_lines(self, at: int, lines: list[str], column: int) -> None:
        block = "".join(f"{' ' * column}{line}\n" for line in lines)
        if at == len(self.text) and not self.text.endswith("\n"):
            block = "\n" + block.removesuffix("\n")
        self.edit(at, at, block)

    # -- lists --

    def sequence(self, node: Sequence, wanted: list[Data]) -> None:
        new: dict[int, list[Data]] = {}
        gone: set[int] = set()
        for tag, i1, i2, j1, j2 in alignment([data_of(item) for item in node.items], wanted):
            paired = i2 - i1 if tag == "equal" else min(i2 - i1, j2 - j1)
            for offset in range(paired):
                place = None if node.flow else self.item_place(node, i1 + offset)
                self.value(node.items[i1 + offset], wanted[j1 + offset], place)
            if j2 - j1 > paired:
                new[i1 + paired] = wanted[j1 + paired : j2]
            gone.update(range(i1 + paired, i2))
        if node.flow:
            self.cut_from_brackets([(item.start.index, self.at.tail(item)) for item in node.items], gone)
        for index in () if node.flow else gone:
            self.remove_item(node, index)
        for index, items in new.items():
            self.insert_items(node, index, items)

    def dash(self, node: Sequence, index: int) -> int:
        found = self.at.dash(node, index)
        if found is None:
            raise CannotRewriteError("an item of a list has no dash")
        return found

    def item_place(self, node: Sequence, index: int) -> _Place:
        dash = self.dash(node, index)
        return _Place(dash + 1, self.at.column(dash))

    def remove_item(self, node: Sequence, index: int) -> None:
        dash = self.dash(node, index)
        if not self.at.stands_first(dash):
            raise CannotRewriteError("a list inside a list begins on the same line")
        start = self.at.comments_above(self.at.line_start(dash), self.at.column(dash))
        self.edit(start, self.at.next_line(max(self.at.tail(node.items[index]), dash + 1)))

    def insert_items(self, node: Sequence, index: int, items: list[Data]) -> None:
        if node.flow:
            self.insert_in_brackets(node.items, index, [print_flow(item) for item in items])
            return
        first = self.dash(node, 0)
        column = self.at.column(first)
        lines = [print_item(item, column) for item in items]
        if index:
            end = max(self.at.tail(node.items[index - 1]), self.dash(node, index - 1) + 1)
            self.insert_lines(self.at.next_line(end), lines, column)
        elif self.at.stands_first(first):
            self.insert_lines(self.at.line_start(first), lines, column)
        else:
            raise CannotRewriteError("a list inside a list begins on the same line")

    # -- brackets --

    def flow_mapping(self, node: Mapping, wanted: dict[str, Data]) -> None:
        names = [key_of(key) for key, _ in node.pairs]
        spans = [(key.start.index, max(self.at.tail(key), self.at.tail(value))) for key, value in node.pairs]
        kept = [index for index, name in enumerate(names) if name in wanted]
        if not kept:
            self.edit(spans[0][0], spans[-1][1], print_flow(wanted)[1:-1])
            return
        for index in kept:
            self.value(node.pairs[index][1], wanted[names[index]], None)
        self.cut_from_brackets(spans, {index for index in range(len(names)) if index not in kept})
        new = [f"{print_key(key, flow=True)}: {print_flow(item)}" for key, item in wanted.items() if key not in names]
        if new:
            end = spans[kept[-1]][1]
            self.edit(end, end, ", " + ", ".join(new))

    def cut_from_brackets(self, spans: Ordered[tuple[int, int]], gone: set[int]) -> None:
        """Take entries out together with one comma each: the one before, or the one after for the first ones."""
        first_kept = next(index for index in range(len(spans)) if index not in gone)
        for index in sorted(gone):
            if index < first_kept:
                self.edit(spans[index][0], spans[index + 1][0])
            else:
                self.edit(spans[index - 1][1], spans[index][1])

    def insert_in_brackets(self, items: list[Node], index: int, new: list[str]) -> None:
        if index:
            end = self.at.tail(items[index - 1])
            self.edit(end, end, ", " + ", ".join(new))
        else:
            start = items[0].start.index
            self.edit(start, start, ", ".join(new) + ", ")


def _on_one_line(node: Node, wanted: Data, place: _Place | None) -> str:
    if not isinstance(wanted, Leaf):
        return print_flow(wanted)
    if isinstance(node, Scalar) and node.style in ("'", '"') and wanted.kind == STRING:
        return _in_quotes(wanted.value, node.style)
    return print_leaf(wanted, flow=place is None)


def _in_quotes(text: str, style: str) -> str:
    """The text in the quotes that the old one had, where they can hold it."""
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if style == '"' and text.isprintable() and not set(text) & {'"', "\\"}:
        return f'"{text}"'
    return print_leaf(Leaf(STRING, text, text))
