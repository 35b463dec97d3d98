"""From the names of labels to a tree, each part of it with its place in the compose file.

Source: github.com/traefik/paerser, `parser/labels_decode.go`. Traefik stops at its first error; here every one is kept.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from traefiklint.go.strconv import SPACE, fold
from traefiklint.model.diagnostics import (
    KnownOptionDiagnostic,
)
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of
from traefiklint.text.nodes import Node, Scalar

if TYPE_CHECKING:
    from traefiklint.compose.project import Label
    from traefiklint.compose.values import Value

ROOT = "traefik"
HASHES = ("$apr1$", "$2y$", "$2a$", "$2b$", "$5$", "$6$", "$1$")
"""How the hashes of passwords begin."""
DYNAMIC = ("traefik.http", "traefik.tcp", "traefik.udp", "traefik.tls.stores.default")
"""How the names begin that hold dynamic configuration (pkg/config/label, `DecodeConfiguration`); no dot is needed."""


class LabelMark:
    """Where a part of a label begins or ends; worked out when somebody asks."""

    __slots__ = ("_at_end", "end", "start", "value")

    def __init__(self, value: Value, start: int, end: int, at_end: bool) -> None:
        self.value = value
        self.start = start
        self.end = end
        self._at_end = at_end

    @property
    def line(self) -> int:
        span = self.value.span(self.start, self.end)
        return (span.end_line if self._at_end else span.line) - 1

    @property
    def column(self) -> int:
        span = self.value.span(self.start, self.end)
        return (span.end_column if self._at_end else span.column) - 1

    @property
    def index(self) -> int:
        document = self.value.document
        return lines_of(document.text, document.file).index(self.line + 1, self.column + 1)


class LabelDocument(Document):
    """What stands for the text of sections that come from labels: these may be written in several files."""

    __slots__ = ("_alike", "labels")
    holds_labels = True

    def __init__(self, file: str, text: str, provider: str) -> None:
        super().__init__(file, text, None, ())
        self.provider = provider
        self.labels: dict[int, Label] = {}
        """The labels by what their names are, for those who ask what a name stands for; `label_of` gives them."""
        self._alike: tuple[int, dict[int, list[Value]]] | None = None

    def file_of(self, _node: Node | None) -> str:
        value = value_of(_node)
        return self.file if value is None else value.document.file

    def item_of(self, node: Node, index: int) -> Node:
        value = value_of(node)
        if value is None or type(node) is not Scalar:
            return node
        at = node.start.start
        for number, piece in enumerate(node.value.split(",")):
            if number == index:
                begin = at + len(piece) - len(piece.lstrip(SPACE))
                return part_of(value, begin, begin + len(piece.strip(SPACE)))
            at += len(piece) + 1
        return node

    def hangs_on_required(self, _node: Node | None) -> bool:
        value = value_of(_node)
        if value is None or _node is None:
            return False
        if (label := self.label_of(_node)) is not None and "{%" in label.value.text:
            return True  # Jinja writes it before anybody reads it
        if value.is_known:
            return "{%" in value.text
        return bool(value.part(_node.start.start, _node.start.end).required)

    def label_of(self, node: Node | None) -> Label | None:
        """The label whose name a node is a part of."""
        value = value_of(node)
        return None if value is None else self.labels.get(id(value))

    def alike(self, node: Node) -> list[Value]:
        """The values of the labels that say the same as the one that a node is a part of, itself among them: what two
        containers say of one object must be the same, so who changes one changes all."""
        if self._alike is None or self._alike[0] != len(self.labels):
            found: dict[tuple[str, str], list[Value]] = {}
            for label in self.labels.values():
                found.setdefault((label.name.text.lower(), label.value.text), []).append(label.value)
            by_value = {id(value): values for values in found.values() for value in values}
            self._alike = (len(self.labels), by_value)
        value = value_of(node)
        return [] if value is None else self._alike[1].get(id(value), [value])

    def unset(self, _node: Node | None) -> tuple[str, ...]:
        value = value_of(_node)
        if value is None or _node is None:
            return ()
        label = self.label_of(_node)
        behind = () if label is None else label.value.unknown
        if any(sign in value.node.value for sign in HASHES):
            return ()  # what looks like variables is a hash whose `$` are not doubled
        return tuple(dict.fromkeys((*unset_in(_node), *behind)))


def value_of(node: Node | None) -> Value | None:
    """The value of a compose file that a node is a part of; None for a node of anything else."""
    mark = None if node is None else node.start
    return mark.value if type(mark) is LabelMark else None


def unset_in(node: Node) -> tuple[str, ...]:
    """The variables without a value in the very part of a name or a value that a node is."""
    value = value_of(node)
    return () if value is None or value.is_known else value.part(node.start.start, node.start.end).unknown


def with_variables(value: Value) -> str:
    """The text of a value, with the variables in it that have none here by their names: `home.${DOMAIN}`."""
    return "".join(f"${{{piece.variable}}}" if piece.is_open else piece.text for piece in value.pieces)


def shown_in(node: Node | None, text: str) -> str:
    """The same of a text that is a part of what a node holds, as a host is of a rule."""
    value = value_of(node)
    if value is None or node is None or value.is_known or not text:
        return text
    start = value.text.find(text, node.start.start, node.start.end)
    return text if start < 0 else with_variables(value.part(start, start + len(text)))


def is_by_default(node: Node | None) -> bool:
    """Whether what a node is stands there only as long as a variable has no value, as in `${NAME:-this}`."""
    value = value_of(node)
    if value is None or node is None:
        return False
    return any(piece.state == "default" for piece in value.part(node.start.start, node.start.end).pieces)


def is_cut(value: Value) -> bool:
    """Whether Compose takes parts of the hash of a password for variables, and leaves them out."""
    return (
        bool(value.unknown)
        and LONE_DOLLAR.search(value.node.value) is not None
        and any(sign in value.node.value for sign in HASHES)
    )


LONE_DOLLAR = lazy(r"(?<!\$)(?:\$\$)*(?P<lone>\$)(?![${])")
"""A `$` of a text that Compose reads for which nobody meant a variable in braces."""


def part_of(value: Value, start: int, end: int, text: str | None = None) -> Scalar:
    """A node for a part of a value."""
    shown = value.text[start:end] if text is None else text
    return Scalar(shown, '"', "", LabelMark(value, start, end, False), LabelMark(value, start, end, True))


# What is wrong with names


class BadName(NamedTuple):
    """A name that Traefik cannot take apart: it drops the container (pkg/parser, `DecodeToNode`)."""

    label: Label
    node: Scalar
    kind: str
    """`root`, `empty` or `bracket`."""
    traefik: str


class Panic(NamedTuple):
    """A name that stops Traefik's provider for all containers: a part ends in `]`, and there is no `[` before it."""

    label: Label
    node: Scalar


class OtherSpelling(NamedTuple):
    """A part of a name that one label spells otherwise than another, which are one to Traefik."""

    node: Scalar
    first: Scalar
    """The spelling that counts."""
    is_of_object: bool
    """Whether it is the name of an object, which others may call by the spelling that does not count."""


class Repeated(NamedTuple):
    """Two labels for one value, told apart only by their case; the later one (in byte order) counts."""

    label: Label
    loser: Label


class InvalidSlice(KnownOptionDiagnostic):
    """A value where the options of the one server are wanted."""

    __slots__ = ()

    @property
    def traefik(self) -> str:
        return f"invalid slice: node {self.key.value}"


class Branch:
    """A node of the untyped tree: a part of a name, with the value of the label that ends in it.

    Attributes:
        key: the part, as the first label (in byte order) spells it, where the text has it first.
        label: the label that ends here; of two the last.
        children: by folded name, in the order of Traefik.
    """

    __slots__ = ("children", "key", "label")

    def __init__(self, key: Scalar) -> None:
        self.key = key
        self.label: Label | None = None
        self.children: dict[str, Branch] = {}


NameFault = BadName | Panic | OtherSpelling | Repeated


class Grown(NamedTuple):
    """The tree of some labels, and what is wrong with their names."""

    root: Branch | None
    faults: tuple[NameFault, ...]

    @property
    def is_refused(self) -> bool:
        """Whether Traefik decodes nothing at all of it."""
        return any(type(fault) in (BadName, Panic) for fault in self.faults)


def takes(name: str, prefixes: Sequence[str]) -> bool:
    """Whether a filter of Traefik takes a label."""
    return name.lower().startswith(tuple(prefixes))


def grow(labels: Iterable[Label], prefixes: Sequence[str]) -> Grown:
    """The tree of the labels that a filter takes, in Traefik's order. The root is None where it takes none."""
    taken = sorted(
        (label for label in labels if takes(label.name.text, prefixes)), key=lambda one: one.name.text.encode()
    )
    faults: list[NameFault] = []
    root: Branch | None = None
    for label in taken:
        parts = parts_of(label)
        if type(parts) is not list:
            faults.append(parts)  # type: ignore[arg-type]
            continue
        root = root or Branch(parts[0])
        plant(root, label, parts[1:], faults)
    return Grown(root, tuple(faults))


_OF_NAMES = 2
"""Which part below the root names an object: `http.routers.NAME`."""


def plant(root: Branch, label: Label, parts: list[Scalar], faults: list[NameFault]) -> None:
    branch = root
    other: OtherSpelling | None = None
    for number, part in enumerate(parts):
        if other is not None:
            faults.append(other)
        other = None
        folded = fold(part.value)
        below = branch.children.get(folded)
        if below is None:
            below = branch.children[folded] = Branch(part)
        elif below.key.value != part.value:
            other = OtherSpelling(part, below.key, number == _OF_NAMES)
        branch = below
    if branch.label is not None:
        faults.append(Repeated(label, branch.label))
    elif other is not None:
        faults.append(other)
    branch.label = label


def parts_of(label: Label, *, is_rooted: bool = True) -> list[Scalar] | BadName | Panic:
    """The parts of a name: split at dots, and a list's index from its name.

    Args:
        is_rooted: whether names begin with `traefik`.
    """
    name = label.name
    text = name.text
    if is_rooted and text.partition(".")[0] != ROOT:
        first = text.partition(".")[0]
        return BadName(label, part_of(name, 0, len(first)), "root", f"invalid label root {first}")
    parts: list[Scalar] = []
    at = 0
    for piece in text.split("."):
        end = at + len(piece)
        node = part_of(name, at, end)
        if not piece:
            return BadName(
                label, part_of(name, max(at - 1, 0), min(end + 1, len(text))), "empty", f"invalid element: {text}"
            )
        if piece[0] == "[":
            said = f"invalid leading character '[' in field name (bracket is a slice delimiter): {piece}"
            return BadName(label, node, "bracket", said)
        if piece[-1] == "]":
            bracket = piece.find("[")
            if bracket < 0:
                return Panic(label, node)
            parts += [part_of(name, at, at + bracket), part_of(name, at + bracket, end)]
        else:
            parts.append(node)
        at = end + 1
    return parts
