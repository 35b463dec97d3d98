"""From labels to the sections of a configuration, as Traefik's Docker and Swarm providers decode them.

Source: github.com/traefik/paerser, `nodes_metadata.go` (names to fields) and `element_fill.go` (texts to values);
`label_tree.py` makes the tree of names. Traefik stops at its first error; here every one is reported, and what can be
read is read nevertheless.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from traefiklint.compose.project import Label
from traefiklint.decoding.fill import Decoder
from traefiklint.decoding.label_texts import texts_of
from traefiklint.decoding.label_tree import (
    DYNAMIC,
    BadName,
    Branch,
    InvalidSlice,
    LabelDocument,
    NameFault,
    Panic,
    grow,
    part_of,
    unset_in,
    value_of,
)
from traefiklint.findings import Effect
from traefiklint.go.strconv import fold
from traefiklint.model.base import Named, Option, Section
from traefiklint.model.diagnostics import (
    HiddenOption,
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
from traefiklint.text.nodes import Mapping, Node, Scalar
from traefiklint.versions import NEWEST, Version


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

    @property
    def unset(self) -> tuple[str, ...]:
        """The variables for which alone Traefik drops the container, as they have no value here."""
        nodes: list[Node] = [fault.node for fault in self.faults if isinstance(fault, BadName | Panic)]
        nodes += [one.node for one in self.diagnostics if one.effect is Effect.REJECTED]
        found = [unset_in(node) for node in nodes]
        return tuple(dict.fromkeys(name for names in found for name in names)) if all(found) else ()


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
