"""From labels to the sections of a configuration, as Traefik's Docker and Swarm providers decode them.

Source: github.com/traefik/paerser, `parser/labels_decode.go` (names to a tree), `nodes_metadata.go` (names to fields)
and `element_fill.go` (texts to values). Traefik stops at its first error; here every one is reported, and what can be
read is read nevertheless.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from traefiklint.decoding.fill import Decoder
from traefiklint.decoding.label_texts import texts_of
from traefiklint.findings import Effect
from traefiklint.go.strconv import SPACE, fold
from traefiklint.model.base import Named, Option, Section
from traefiklint.model.diagnostics import (
    HiddenOption,
    KnownOptionDiagnostic,
    MappingForSections,
    MappingForTexts,
    NestedText,
    OptionDiagnostic,
    Pair,
    SwitchedOff,
    TooNewOption,
    UnknownKey,
)
from traefiklint.model.kinds.sections import Nested, Sections, section_of
from traefiklint.model.kinds.texts import Texts
from traefiklint.model.shape import ABSENT
from traefiklint.records import NamedTuple
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of
from traefiklint.text.nodes import Mapping, Node, Scalar
from traefiklint.versions import NEWEST, Version

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
        if value is None or value.is_known or _node is None:
            return False
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
        own = () if value.is_known else value.part(_node.start.start, _node.start.end).unknown
        return tuple(dict.fromkeys((*own, *behind)))


def value_of(node: Node | None) -> Value | None:
    """The value of a compose file that a node is a part of; None for a node of anything else."""
    mark = None if node is None else node.start
    return mark.value if type(mark) is LabelMark else None


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


def plant(root: Branch, label: Label, parts: list[Scalar], faults: list[NameFault]) -> None:
    branch = root
    for part in parts:
        folded = fold(part.value)
        below = branch.children.get(folded)
        if below is None:
            below = branch.children[folded] = Branch(part)
        elif below.key.value != part.value:
            faults.append(OtherSpelling(part, below.key))
        branch = below
    if branch.label is not None:
        faults.append(Repeated(label, branch.label))
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


# From the tree to sections


class DecodedLabels(NamedTuple):
    """What some labels came to."""

    whole: Section
    """What Traefik takes from them."""
    faults: tuple[NameFault, ...]
    """What is wrong with their names."""
    diagnostics: tuple[OptionDiagnostic, ...]
    """What is wrong with options and values."""

    @property
    def is_panic(self) -> bool:
        """Whether Traefik's provider stops for all containers."""
        return any(type(fault) is Panic for fault in self.faults)

    @property
    def is_refused(self) -> bool:
        """Whether Traefik drops the container."""
        refused = any(type(fault) is BadName for fault in self.faults)
        return refused or any(one.effect is Effect.REJECTED for one in self.diagnostics)


def decode_labels(
    labels: Iterable[Label],
    whole: Section,
    document: LabelDocument,
    prefixes: Sequence[str] = DYNAMIC,
    target: Version = NEWEST,
) -> DecodedLabels:
    """Decode the labels that a filter takes, as the given Traefik version does. Never raises.

    Args:
        whole: an empty section of the kind that the labels are decoded to; it is filled.
        document: what the sections stand in.
    """
    labels = tuple(labels)
    document.labels |= {id(label.name): label for label in labels}
    grown = grow(labels, prefixes)
    decoder = LabelDecoder(document, target)
    whole.stand(None, document=document)
    if grown.root is not None:
        node, _ = decoder.node_of(grown.root)
        if type(node) is Mapping:
            decoder.whole(whole, node)
            decoder.fill(whole, node.pairs)
    return DecodedLabels(whole, grown.faults, tuple(decoder.in_order()))


_KEYS: dict[type[Section], dict[str, Option]] = {}


def _label_keys(of: type[Section]) -> dict[str, Option]:
    """The options of a class by what labels call them, in small letters."""
    known = _KEYS.get(of)
    if known is None:
        known = _KEYS[of] = {(option.label_key or option.key).lower(): option for option in of.fields.values()}
    return known


_OF_FILES = (NestedText,)
"""What is worth a word in files only."""


class LabelDecoder(Decoder):
    """The walk through the tree of labels: every value is a text; a name may have a value and names below it."""

    __slots__ = ("_own",)

    document: LabelDocument

    def __init__(self, document: LabelDocument, target: Version) -> None:
        super().__init__(document, target)
        self._own: dict[int, Scalar] = {}
        """The values of those that have names below them, by the mapping of these."""

    def node_of(self, root: Branch) -> tuple[Node, Scalar]:
        """The nodes that stand for a branch and all below it, and the node of its name."""
        done: dict[int, Node] = {}
        order = [root]
        for branch in order:
            order.extend(branch.children.values())
        for branch in reversed(order):
            own = None
            if branch.label is not None:
                value = branch.label.value
                own = part_of(value, 0, len(value.text))
            if branch.children:
                pairs = [(child.key, done[id(child)]) for child in branch.children.values()]
                node: Node = Mapping(pairs, False, branch.key.start, branch.key.end)
                if own is not None:
                    self._own[id(node)] = own
            else:
                assert own is not None, "a branch without children ends a label"
                node = own
            done[id(branch)] = node
        return done[id(root)], root.key

    def report(self, diagnostic: OptionDiagnostic) -> None:
        """Keep a diagnostic, unless it is one of manners that only files have."""
        if diagnostic.effect is not Effect.ADVICE and not isinstance(diagnostic, _OF_FILES):
            self.diagnostics.append(diagnostic)

    def section(self, of: type[Section], node: Node, key: Scalar | None, parent: Section, step: str) -> Any:
        """A new section at its place, with the defaults of its class."""
        made = super().section(of, node, key, parent, step)
        if isinstance(made, Named):
            made.provider = self.document.provider
        return made

    def fill(self, part: Section, pairs: list[Pair]) -> None:
        """Decode the names below a name into the options of a section."""
        known = _label_keys(type(part))
        for pair in pairs:
            key, node = pair
            option = known.get(fold(key.value))
            if option is None:
                self.report(UnknownKey(part, pair, key))
            elif option.first > self.target:
                self.report(TooNewOption(part, pair, option, key, str(self.target)))
            elif option.is_dropped_from_labels(self.target):
                self._hide(part, pair, option)
            else:
                result = self.value(part, pair, option)
                part._spots[option.attribute] = (key, self._own.get(id(node), node))
                if result is not ABSENT:
                    setattr(part, option.attribute, result)

    def _hide(self, part: Section, pair: Pair, option: Option) -> None:
        """Check what labels cannot set as far as Traefik does, and keep nothing of it."""
        if type(pair[1]) is Mapping:
            dropping, self.dropping = self.dropping, True
            self.value(part, pair, option)
            self.dropping = dropping
        if not self.dropping:
            self.report(HiddenOption(part, pair, option, pair[0]))

    def value(self, part: Section, pair: Pair, option: Option) -> Any:
        """The value of an option; ABSENT where Traefik takes none."""
        node, kind = pair[1], option.kind
        if option.label_key:
            return self._one(part, pair, option)
        if type(node) is Scalar:
            self._look_at(part, pair, option)
            return kind.from_text(self, part, pair, option, node.value)
        assert type(node) is Mapping, "labels hold no lists"
        for named in node.pairs if kind.is_named else ():
            self._look_at(part, named, option)
        own = self._own.get(id(node))
        if type(kind) is Nested and own is not None and option.may_be_empty and fold(own.value) not in ("", "true"):
            dropping, self.dropping = self.dropping, True
            kind.from_mapping(self, part, pair, option, node)
            self.dropping = dropping
            if not self.dropping:
                self.report(SwitchedOff(part, (pair[0], own), option, text=own.value))
            return ABSENT
        if type(kind) is Texts:
            refused = next((child.pairs[0][0].value for _, child in node.pairs if type(child) is Mapping), "")
            if own is None or refused:
                self.report(MappingForTexts(part, pair, option, node=node.pairs[0][0], text=refused))
            return ABSENT if own is None else kind.from_text(self, part, pair, option, own.value)
        if type(kind) is Sections:
            return self._sections(part, pair, option, node)
        return kind.from_mapping(self, part, pair, option, node)

    def _look_at(self, part: Section, pair: Pair, option: Option) -> None:
        """Keep what is odd about a text."""
        if not self.dropping:
            self.diagnostics += texts_of(part, pair, option, value_of(pair[1]))

    def _one(self, part: Section, pair: Pair, option: Option) -> Any:
        """A list that is one section in labels."""
        node = pair[1]
        if type(node) is not Mapping:
            self.report(InvalidSlice(part, pair, option))
            return ABSENT
        made = self.section(section_of(option), node, pair[0], part, f".{option.label_key}")
        self.fill(made, node.pairs)
        return (made,)

    def _sections(self, part: Section, pair: Pair, option: Option, node: Mapping) -> Any:
        before = len(self.diagnostics)
        made = option.kind.from_mapping(self, part, pair, option, node)
        strangers = [key for key, _ in node.pairs if key.value[:1] != "["]
        self.diagnostics[before:] = [one for one in self.diagnostics[before:] if type(one) is not MappingForSections]
        if strangers and not self.dropping:
            self.diagnostics.append(MappingForSections(part, pair, option, strangers[0]))
        return made
