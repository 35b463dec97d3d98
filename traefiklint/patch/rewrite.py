"""Edits a text until it means something else, and leaves everything else in it as it is: comments, order, quoting.

The edits are made at the places of the nodes, so what is not changed is not even read again. The result is read back
and must mean exactly what was wanted; otherwise there is no result.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence as Ordered
from typing import NamedTuple, TypeAlias

from traefiklint.errors import TraefiklintError
from traefiklint.patch.data import Data, Leaf, UnstructuredError, alignment, data_of, key_of, read_tree
from traefiklint.patch.delete import NOTHING
from traefiklint.patch.inside import in_quotes
from traefiklint.patch.places import Places
from traefiklint.patch.printing import Layout, layout_of, print_flow, print_key, print_leaf
from traefiklint.patch.ranges import Edits
from traefiklint.text.alignment import Operation
from traefiklint.text.breaks import line_break
from traefiklint.text.diagnostics import Replacement
from traefiklint.text.nodes import Alias, Mapping, Node, Scalar, Sequence
from traefiklint.yaml.reader import Tree
from traefiklint.yaml.scalars import STRING

Reader: TypeAlias = "Callable[[str], tuple[Tree, dict[str, Data]]]"
"""Reads a text (without a byte order mark) to its tree, the places of which are those of the text, and its meaning."""


class CannotRewriteError(TraefiklintError, ValueError):
    """No edit of the text means what was wanted and leaves the rest as it is; nothing was changed."""


def rewrite(text: str, wanted: dict[str, Data], read: Reader = read_tree, dropped: tuple[str | int, ...] = ()) -> str:
    """The text, changed as little as it takes to mean `wanted`. Line ends stay, and a byte order mark.

    Args:
        dropped: the item of a list that goes, where that is all; of two that mean the same it tells which.

    Raises:
        UnstructuredError: the text has no structure.
        CannotRewriteError: the edits would not come to what was wanted (an anchor goes while its alias stays).
    """
    return applied(text, _rewriting(text, wanted, read, dropped))


def _rewriting(text: str, wanted: dict[str, Data], read: Reader, dropped: tuple[str | int, ...]) -> Edits:
    """The edits that `rewrite` makes.

    Raises:
        UnstructuredError, CannotRewriteError: as `rewrite`.
    """
    mark = text[:1] if text[:1] == "\ufeff" else ""
    body = text[len(mark) :]
    tree, data = read(body)
    if data == wanted:
        return ()
    if isinstance(tree.root, Mapping) and data:
        editor = _Editor(body, layout_of(tree.root))
        if dropped:
            editor.dropped = (node_at(tree.root, dropped[:-1]), dropped[-1])
        editor.root(tree.root, wanted)
        edits = editor.result()
    else:
        start = 0 if tree.root is not None else len(body)
        separator = "" if not body[:start] or body[:start].endswith("\n") else "\n"
        edits = (Replacement(start, len(body), separator + Layout().document(wanted)),)
    eol = line_break(body)
    edits = tuple(edit._replace(text=edit.text.replace("\n", eol)) for edit in edits)
    prove(applied(body, edits), wanted, read)
    return tuple(Replacement(start + len(mark), end + len(mark), new) for start, end, new in edits)


def prove(text: str, wanted: dict[str, Data], read: Callable[[str], tuple[object, dict[str, Data]]]) -> None:
    """Read an edited text back, which must mean what was wanted.

    Raises:
        CannotRewriteError: it does not.
    """
    try:
        reached = read(text)[1]
    except UnstructuredError as error:
        raise CannotRewriteError(str(error)) from None
    if reached != wanted:
        raise CannotRewriteError("the edited text does not mean what it should")


def applied(text: str, edits: Edits) -> str:
    """A text with edits made. What is put into a stretch that goes stands where it was.

    Raises:
        CannotRewriteError: two edits touch the same characters.
    """
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < at and edit.start < edit.end:
            raise CannotRewriteError("two edits touch the same place")
        pieces += (text[at : edit.start], edit.text)
        at = max(at, edit.end)
    return "".join(pieces) + text[at:]


def node_at(root: Node | None, path: tuple[str | int, ...]) -> Node | None:
    """The node at a path, as it is written; None where an alias brings it, or where it is not there."""
    node = root
    for step in path:
        if isinstance(node, Sequence) and isinstance(step, int) and step < len(node.items):
            node = node.items[step]
        elif isinstance(node, Mapping):
            node = next((value for key, value in node.pairs if key_of(key) == step), None)
        else:
            return None
    return node


class _Place(NamedTuple):
    """Where a value hangs: the end of what announces it (a key, or the dash of an item), and that one's column."""

    after: int
    column: int
    layout: Layout


class _Editor:
    def __init__(self, text: str, layout: Layout) -> None:
        self.text = text
        self.layout = layout
        self.at = Places(text)
        self.edits: list[Replacement] = []
        self.planned: dict[int, Data] = {}
        """What each node that was met will mean: aliases further down mean the same."""
        self.dropped: tuple[Node | None, str | int] = (None, 0)

    def result(self) -> Edits:
        return tuple(self.edits)

    def edit(self, start: int, end: int, text: str = "") -> None:
        self.edits.append(Replacement(start, end, text))

    # -- values --

    def root(self, node: Mapping, wanted: dict[str, Data]) -> None:
        if wanted or node.flow:
            self.mapping(node, wanted, None)
            return
        column = node.pairs[0][0].start.column
        for index in range(len(node.pairs)):
            self.remove_pair(node, index, column)
        left = applied(self.text, self.result())
        if not left.strip(" \t\r\n-"):
            self.edit(len(self.text), len(self.text), NOTHING + "\n")

    def value(self, node: Node, wanted: Data, place: _Place | None) -> None:
        """Edit a value so that it means `wanted`; `place` is None inside brackets."""
        if isinstance(node, Alias):
            # an anchor stands before its aliases: what it will mean is known, unless it goes
            if id(node.target) not in self.planned or self.planned[id(node.target)] != wanted:
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
        if isinstance(node, Mapping | Sequence) and not node.flow:
            end = self.at.line_end(end)  # the comment there is about what goes
        one_line = isinstance(wanted, Leaf) or not wanted or place is None
        if one_line and start < end and not self.at.stands_first(start):
            self.edit(start, end, _on_one_line(node, wanted, place))
        elif place is None:
            raise CannotRewriteError("a value without a text cannot be replaced inside brackets")
        elif self.at.line_start(start) <= place.after:
            at = place.after + len(self.text[place.after : start].rstrip()) if start < end else place.after
            self.edit(at, max(at, end), place.layout.value(wanted, place.column))
        elif one_line:
            announced = max(place.after, self.at.properties_end(node)) if node.start.index < start else place.after
            self.edit(announced, announced, place.layout.value(wanted, place.column))
            self.edit(self.at.line_above(self.at.line_start(start)), end)
        else:
            self.edit(self.at.line_above(self.at.line_start(start)), end, place.layout.value(wanted, place.column))

    # -- mappings --

    def mapping(self, node: Mapping, wanted: dict[str, Data], place: _Place | None) -> None:
        if node.flow:
            self.flow_mapping(node, wanted)
            return
        column = node.pairs[0][0].start.column
        if not any(key_of(key) in wanted for key, _ in node.pairs):
            if place is None:
                raise CannotRewriteError("nothing of the text stays")
            self.edit(place.after, self.at.tail(node), place.layout.value(wanted, place.column))
            return
        for index, (key, value) in enumerate(node.pairs):
            name = key_of(key)
            if name in wanted:
                self.value(value, wanted[name], _Place(self.at.colon(key), column, self.layout))
            else:
                self.remove_pair(node, index, column)
        self.add_pairs(node, wanted, column)

    def remove_pair(self, node: Mapping, index: int, column: int) -> None:
        start = node.pairs[index][0].start.index
        if not self.at.stands_first(start):
            # the first key of an item, beside its dash: the next key takes its place
            if index + 1 == len(node.pairs):
                raise CannotRewriteError("a mapping in a list begins on the line of its dash")
            self.edit(start, node.pairs[index + 1][0].start.index)
            return
        start = self.at.comments_above(self.at.line_start(start), column)
        self.edit(start, self.at.after_comments(self.at.next_line(self.at.pair_end(node, index)), column + 1))

    def add_pairs(self, node: Mapping, wanted: dict[str, Data], column: int) -> None:
        """Put the new pairs in, each after the key that precedes it in `wanted`."""
        known = {key_of(key): index for index, (key, _) in enumerate(node.pairs)}
        previous: int | None = None
        new: dict[int, list[str]] = {}
        apart = "\n" if self._stand_apart(node, column) else ""
        for name, item in wanted.items():
            if name in known:
                previous = known[name]
                continue
            at = self.before_first(node) if previous is None else self.at.after_pair(node, previous, column)
            between = apart if isinstance(item, dict) and previous is not None else ""
            new.setdefault(at, []).append(between + " " * column + self.layout.pair(name, item, column))
        for at, lines in new.items():
            self.insert_lines(at, lines)

    def _stand_apart(self, node: Mapping, column: int) -> bool:
        """Whether the pairs of a mapping are separated by empty lines."""
        starts = (self.at.line_start(key.start.index) for key, _ in node.pairs[1:])
        return len(node.pairs) > 1 and all(
            self.at.is_blank_above(self.at.comments_above(start, column)) for start in starts
        )

    def before_first(self, node: Mapping) -> int:
        """Where a pair can stand that comes before all others: at the line of the first key, or after that pair."""
        key = node.pairs[0][0]
        if self.at.stands_first(key.start.index):
            return self.at.line_start(key.start.index)
        return self.at.after_pair(node, 0, key.start.column)

    def insert_lines(self, at: int, lines: list[str]) -> None:
        block = "".join(f"{line}\n" for line in lines)
        if at == len(self.text) and not self.text.endswith(("\n", "\r")):
            block = "\n" + block.removesuffix("\n")
        self.edit(at, at, block)

    # -- lists --

    def sequence(self, node: Sequence, wanted: list[Data]) -> None:
        new: dict[int, list[Data]] = {}
        gone: set[int] = set()
        for tag, i1, i2, j1, j2 in self.correspondence(node, wanted):
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

    def correspondence(self, node: Sequence, wanted: list[Data]) -> Ordered[Operation]:
        """How the items of a list correspond to those that are wanted."""
        items = [data_of(item) for item in node.items]
        holder, index = self.dropped
        if node is holder and isinstance(index, int) and items[:index] + items[index + 1 :] == wanted:
            rest = (("equal", index + 1, len(items), index, len(wanted)),) if index + 1 < len(items) else ()
            return (("equal", 0, index, 0, index), ("delete", index, index + 1, index, index), *rest)
        found = alignment(items, wanted)
        if len(items) == len(wanted) and any(tag in ("insert", "delete") for tag, *_ in found):
            changed = [at for at, pair in enumerate(zip(items, wanted, strict=True)) if pair[0] != pair[1]]
            if len(changed) <= sum(max(i2 - i1, j2 - j1) for tag, i1, i2, j1, j2 in found if tag != "equal"):
                return [("replace", at, at + 1, at, at + 1) for at in range(len(items))]
        return found

    def dash(self, node: Sequence, index: int) -> int:
        found = self.at.dash(node, index)
        if found is None:
            raise CannotRewriteError("an item of a list has no dash")
        return found

    def item_place(self, node: Sequence, index: int) -> _Place:
        dash = self.dash(node, index)
        return _Place(dash + 1, self.at.column(dash), self.layout._replace(dash=2))

    def remove_item(self, node: Sequence, index: int) -> None:
        dash = self.dash(node, index)
        if not self.at.stands_first(dash):
            raise CannotRewriteError("a list inside a list begins on the same line")
        column = self.at.column(dash)
        start = self.at.comments_above(self.at.line_start(dash), column)
        end = self.at.next_line(max(self.at.tail(node.items[index]), dash + 1))
        self.edit(start, self.at.after_comments(end, column + 1))

    def insert_items(self, node: Sequence, index: int, items: list[Data]) -> None:
        if node.flow:
            self.insert_in_brackets(node.items, index, [print_flow(item) for item in items])
            return
        first = self.dash(node, 0)
        column = self.at.column(first)
        lines = [" " * column + self.layout.item(item, column) for item in items]
        if index:
            end = max(self.at.tail(node.items[index - 1]), self.dash(node, index - 1) + 1)
            self.insert_lines(self.at.after_comments(self.at.next_line(end), column + 1), lines)
        elif self.at.stands_first(first):
            self.insert_lines(self.at.line_start(first), lines)
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
        new = [f"{print_key(key)}: {print_flow(item)}" for key, item in wanted.items() if key not in names]
        if new:
            end = spans[kept[-1]][1]
            self.edit(end, end, ", " + ", ".join(new))

    def cut_from_brackets(self, spans: Ordered[tuple[int, int]], gone: set[int]) -> None:
        """Take entries out together with one comma each: the one before, or the one after for the first ones."""
        first_kept = next(index for index in range(len(spans)) if index not in gone)
        for index in sorted(gone):
            start, end = (spans[index][0], spans[index + 1][0]) if index < first_kept else (
                spans[index - 1][1], spans[index][1]
            )  # fmt: skip
            if "#" in self.text[start:end] and "#" not in self.text[spans[index][0] : spans[index][1]]:
                raise CannotRewriteError("a comment stands between the entries of the brackets")
            self.edit(start, end)

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
    quotes = node.style if isinstance(node, Scalar) and wanted.kind == STRING else ""
    if quotes == "'" or (quotes == '"' and not set(wanted.value) & {'"', "\\"}):
        return in_quotes(wanted.value, quotes)
    return print_leaf(wanted, flow=place is None)
