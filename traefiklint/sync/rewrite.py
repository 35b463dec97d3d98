"""Edits a text until it means something else, and leaves everything else in it as it is: comments, order, quoting.

The edits are made at the places of the nodes, so what is not changed is not even read again. The result is read back
and must mean exactly what was wanted; otherwise there is no result.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from traefiklint.sync.data import Data, Leaf, UnstructuredError, data_of, key_of, read_data, read_tree
from traefiklint.sync.merge import MISSING, alignment
from traefiklint.sync.printing import (
    print_document,
    print_flow,
    print_item,
    print_key,
    print_leaf,
    print_pair,
    print_value,
)
from traefiklint.syntax.nodes import Alias, Mapping, Node, Scalar, Sequence
from traefiklint.syntax.scalars import STRING


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
        self.edits: list[_Edit] = []
        self.planned: dict[int, Data] = {}

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

    # -- places in the text --

    def tail(self, node: Node) -> int:
        """The end of a node without the white space and line ends that libyaml counts in."""
        end: int = node.end.index
        start: int = node.start.index
        while end > start and self.text[end - 1] in " \t\n":
            end -= 1
        return end

    def line_start(self, index: int) -> int:
        return self.text.rfind("\n", 0, index) + 1

    def line_end(self, index: int) -> int:
        end = self.text.find("\n", index)
        return len(self.text) if end < 0 else end

    def stands_first(self, index: int) -> bool:
        """Whether nothing but blanks stands before it on its line."""
        return not self.text[self.line_start(index) : index].strip()

    # -- values --

    def value(self, node: Node, wanted: Data, place: _Place | None) -> None:
        """Edit a value so that it means `wanted`."""
        if isinstance(node, Alias):
            # an anchor stands before its aliases: what it will mean is known, unless it goes
            if self.planned.get(id(node.target), MISSING) != wanted:
                self.replace(node, wanted, place)
            return
        self.planned[id(node)] = wanted
        if isinstance(node, Scalar) and data_of(node) == wanted:
            return
        if isinstance(node, Mapping) and isinstance(wanted, dict) and wanted and node.pairs:
            self.mapping(node, wanted, place)
        elif isinstance(node, Sequence) and isinstance(wanted, list) and wanted and node.items:
            self.sequence(node, wanted)
        else:
            self.replace(node, wanted, place)

    def replace(self, node: Node, wanted: Data, place: _Place | None) -> None:
        """Write the value anew: on its line where it fits there, otherwise below what announces it."""
        start, end = self.without_properties(node), self.tail(node)
        one_line = isinstance(wanted, Leaf) or not wanted or place is None
        if one_line and start < end and not self.stands_first(start):
            self.edits.append(_Edit(start, end, self.on_one_line(node, wanted, place)))
        elif place is None:
            raise CannotRewriteError("a value without a text cannot be replaced inside brackets")
        elif "\n" not in self.text[place.after : start]:
            at = place.after + len(self.text[place.after : start].rstrip()) if start < end else place.after
            self.edits.append(_Edit(at, max(at, end), print_value(wanted, place.column)))
        elif one_line:
            announced = max(place.after, self.properties_end(node)) if node.start.index < start else place.after
            self.edits.append(_Edit(announced, announced, print_value(wanted, place.column)))
            self.edits.append(_Edit(self.line_start(start) - 1, end, ""))
        else:
            self.edits.append(_Edit(self.line_start(start) - 1, end, print_value(wanted, place.column)))

    def properties_end(self, node: Node) -> int:
        """The end of an anchor and a tag, without the blanks after them."""
        start: int = node.start.index
        return start + len(self.text[start : self.without_properties(node)].rstrip())

    def without_properties(self, node: Node) -> int:
        """The start of a node after its anchor and tag, which stay when its value is replaced."""
        start: int = node.start.index
        if isinstance(node, Alias):
            return start
        properties = re.match(r"(?:[&!][^\s,\[\]{}]*\s*)*", self.text[start : self.tail(node)])
        return start + (properties.end() if properties else 0)

    def on_one_line(self, node: Node, wanted: Data, place: _Place | None) -> str:
        if not isinstance(wanted, Leaf):
            return print_flow(wanted)
        if isinstance(node, Scalar) and node.style in ("'", '"') and wanted.kind == STRING:
            return _in_quotes(wanted.value, node.style)
        return print_leaf(wanted, flow=place is None)

    # -- mappings --

    def mapping(self, node: Mapping, wanted: dict[str, Data], place: _Place | None) -> None:
        if node.flow:
            self.flow_mapping(node, wanted)
            return
        column = node.pairs[0][0].start.column
        kept = [(key, value) for key, value in node.pairs if key_of(key) in wanted]
        if not kept:
            if place is None:
                raise CannotRewriteError("nothing of the text stays")
            self.edits.append(_Edit(place.after, self.tail(node), print_value(wanted, place.column)))
            return
        for index, (key, value) in enumerate(node.pairs):
            name = key_of(key)
            if name in wanted:
                self.value(value, wanted[name], _Place(self.colon(key), column))
            else:
                self.remove_pair(node, index, column)
        self.add_pairs(node, wanted, column)

    def colon(self, key: Node) -> int:
        """The end of the colon after a key."""
        return self.text.index(":", key.end.index) + 1

    def remove_pair(self, node: Mapping, index: int, column: int) -> None:
        key, value = node.pairs[index]
        end = max(self.tail(value), self.colon(key))
        if not self.stands_first(key.start.index):
            # the first key of an item, beside its dash: the next key takes its place
            following = next(k for k, _ in node.pairs[index + 1 :])
            self.edits.append(_Edit(key.start.index, following.start.index, ""))
            return
        start = self.with_comments_above(self.line_start(key.start.index), column)
        self.edits.append(_Edit(start, min(self.line_end(end) + 1, len(self.text)), ""))

    def with_comments_above(self, start: int, column: int) -> int:
        """The start of the comment lines that stand directly above a line in the same column."""
        while start > 0:
            above = self.line_start(start - 1)
            line = self.text[above : start - 1]
            if not line.startswith(" " * column + "#"):
                break
            start = above
        return start

    def add_pairs(self, node: Mapping, wanted: dict[str, Data], column: int) -> None:
        """Put the new pairs in, each after the key that precedes it in `wanted`."""
        places = {key_of(key): (index, key, value) for index, (key, value) in enumerate(node.pairs)}
        previous: str | None = None
        pending: dict[int, list[str]] = {}
        for name, item in wanted.items():
            if name in places:
                previous = name
                continue
            at = self.after_pair(node, places[previous][0], column) if previous else self.before_first(node)
            pending.setdefault(at, []).append(print_pair(name, item, column))
        for at, lines in pending.items():
            self.insert_lines(at, lines, column)

    def before_first(self, node: Mapping) -> int:
        """Where a pair can stand that comes before all others: at the line of the first key, or after that pair."""
        key = node.pairs[0][0]
        if self.stands_first(key.start.index):
            return self.line_start(key.start.index)
        return self.after_pair(node, 0, key.start.column)

    def after_pair(self, node: Mapping, index: int, column: int) -> int:
        """The start of the line after a pair, and after the comments that end the mapping where it is the last."""
        key, value = node.pairs[index]
        at = min(self.line_end(max(self.tail(value), self.colon(key))) + 1, len(self.text))
        if index + 1 < len(node.pairs):
            return at
        while at < len(self.text):
            line = self.text[at : self.line_end(at)]
            indent = len(line) - len(line.lstrip(" "))
            if not line.lstrip(" ").startswith("#") or indent < column or column == 0:
                break
            at = min(self.line_end(at) + 1, len(self.text))
        return at

    def insert_lines(self, at: int, lines: list[str], column: int) -> None:
        block = "".join(f"{' ' * column}{line}\n" for line in lines)
        if at == len(self.text) and not self.text.endswith("\n"):
            block = "\n" + block.removesuffix("\n")
        self.edits.append(_Edit(at, at, block))

    # -- lists --

    def sequence(self, node: Sequence, wanted: list[Data]) -> None:
        have = [data_of(item) for item in node.items]
        insert: dict[int, list[Data]] = {}
        for tag, i1, i2, j1, j2 in alignment(have, wanted):
            if tag == "equal":
                continue
            paired = min(i2 - i1, j2 - j1)
            for offset in range(paired):
                self.value(node.items[i1 + offset], wanted[j1 + offset], self.item_place(node, i1 + offset))
            if j2 - j1 > paired:
                insert[i1 + paired] = wanted[j1 + paired : j2]
            for index in range(i1 + paired, i2):
                self.remove_item(node, index)
        for index, items in insert.items():
            self.insert_items(node, index, items)

    def item_place(self, node: Sequence, index: int) -> _Place | None:
        if node.flow:
            return None
        dash = self.dash(node, index)
        return _Place(dash + 1, dash - self.line_start(dash))

    def dash(self, node: Sequence, index: int) -> int:
        """Where the dash of an item stands: the last one before it that begins a word."""
        after = node.items[index - 1].end.index if index else node.start.index
        span = self.text[after : node.items[index].start.index]
        found = [
            match.start() for match in re.finditer(r"-(?=\s|\Z)", re.sub(r"#[^\n]*", lambda m: " " * len(m[0]), span))
        ]
        if not found:
            raise CannotRewriteError("an item of a list has no dash")
        return int(after) + found[-1]

    def remove_item(self, node: Sequence, index: int) -> None:
        if node.flow:
            self.remove_from_brackets(node.items, index)
            return
        dash = self.dash(node, index)
        end = max(self.tail(node.items[index]), dash + 1)
        if not self.stands_first(dash):
            raise CannotRewriteError("a list inside a list begins on the same line")
        start = self.with_comments_above(self.line_start(dash), dash - self.line_start(dash))
        self.edits.append(_Edit(start, min(self.line_end(end) + 1, len(self.text)), ""))

    def insert_items(self, node: Sequence, index: int, items: list[Data]) -> None:
        if node.flow:
            self.insert_in_brackets(node.items, index, [print_flow(item) for item in items])
            return
        first = self.dash(node, 0)
        column = first - self.line_start(first)
        lines = [print_item(item, column) for item in items]
        if index == 0:
            if not self.stands_first(first):
                raise CannotRewriteError("a list inside a list begins on the same line")
            self.insert_lines(self.line_start(first), lines, column)
            return
        end = max(self.tail(node.items[index - 1]), self.dash(node, index - 1) + 1)
        self.insert_lines(min(self.line_end(end) + 1, len(self.text)), lines, column)

    # -- brackets --

    def flow_mapping(self, node: Mapping, wanted: dict[str, Data]) -> None:
        names = [key_of(key) for key, _ in node.pairs]
        values = [value if self.tail(value) > key.start.index else key for key, value in node.pairs]
        if not any(name in wanted for name in names):
            self.edits.append(_Edit(node.pairs[0][0].start.index, self.tail(values[-1]), print_flow(wanted)[1:-1]))
            return
        gone = {index for index, name in enumerate(names) if name not in wanted}
        new = [
            f"{print_key(name, flow=True)}: {print_flow(item)}" for name, item in wanted.items() if name not in names
        ]
        for index, (name, (_, value)) in enumerate(zip(names, node.pairs, strict=True)):
            if index not in gone:
                self.value(value, wanted[name], None)
        self.cut_from_brackets([key.start.index for key, _ in node.pairs], [self.tail(value) for value in values], gone)
        if new:
            end = self.tail(values[max(index for index in range(len(names)) if index not in gone)])
            self.edits.append(_Edit(end, end, ", " + ", ".join(new)))

    def remove_from_brackets(self, items: list[Node], index: int) -> None:
        self.cut_from_brackets([item.start.index for item in items], [self.tail(item) for item in items], {index})

    def cut_from_brackets(self, starts: list[int], ends: list[int], gone: set[int]) -> None:
        """Take entries out together with one comma each: the one before, or the one after for the first ones."""
        first_kept = next(index for index in range(len(starts)) if index not in gone)
        for index in sorted(gone):
            if index < first_kept:
                self.edits.append(_Edit(starts[index], starts[index + 1], ""))
            else:
                self.edits.append(_Edit(ends[index - 1], ends[index], ""))

    def insert_in_brackets(self, items: list[Node], index: int, new: list[str]) -> None:
        if index:
            end = self.tail(items[index - 1])
            self.edits.append(_Edit(end, end, ", " + ", ".join(new)))
        else:
            start = items[0].start.index
            self.edits.append(_Edit(start, start, ", ".join(new) + ", "))


def _in_quotes(text: str, style: str) -> str:
    """The text in the quotes that the old one had, where they can hold it."""
    if style == "'" and text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    if style == '"' and text.isprintable() and not set(text) & {'"', "\\"}:
        return f'"{text}"'
    return print_leaf(Leaf(STRING, text, text))
