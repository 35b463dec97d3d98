"""From the nodes of a file to the parts of a configuration, as Traefik's file provider decodes them.

Source: github.com/traefik/paerser, `file_node.go` (values to texts), `nodes_metadata.go` (keys to fields) and
`element_fill.go` (texts to values). Traefik stops at its first error; here every one is reported, and what can be read
is read nevertheless.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any, TypeVar

from traefiklint.go.strconv import fold
from traefiklint.model.base import Option, Section
from traefiklint.model.configuration import Configuration
from traefiklint.model.diagnostics import (
    DateValue,
    HiddenOption,
    OptionDiagnostic,
    OptionOfPatch,
    OtherCaseKey,
    Pair,
    RepeatedOption,
    SwitchedOff,
    TooNewOption,
    UnknownKey,
    UnknownRootKey,
)
from traefiklint.model.shape import ABSENT, BLANK, TELLING, check_values, is_null
from traefiklint.text.breaks import is_toml_file
from traefiklint.text.document import Document
from traefiklint.text.nodes import Mapping, Node, Scalar
from traefiklint.versions import NEWEST, Version
from traefiklint.yaml.scalars import NULL, TIMESTAMP, resolve

Whole = TypeVar("Whole", bound=Section)


class Decoded:
    """What a file came to.

    Attributes:
        configuration: what Traefik takes from the file; None where it has no mapping at its root.
        diagnostics: everything that Traefik refuses, drops or takes otherwise than written, in the order of the text.
        parts: every part that was made, by its class, nested ones too.
    """

    __slots__ = ("configuration", "diagnostics", "parts")

    def __init__(
        self,
        configuration: Configuration | None,
        diagnostics: list[OptionDiagnostic],
        parts: dict[type[Section], list[Any]],
    ) -> None:
        self.configuration = configuration
        self.diagnostics = diagnostics
        self.parts = parts


def decode(document: Document, target: Version = NEWEST) -> Decoded:
    """Decode a document as the given Traefik version does. Never raises.

    Args:
        document: the file, as its reader left it.
        target: the version; options younger than it are refused, as that Traefik does not know them.
    """
    decoder = Decoder(document, target)
    root = document.root
    if type(root) is not Mapping:
        return Decoded(None, decoder.diagnostics, decoder.parts)
    configuration = decoder.whole(Configuration(), root)
    decoder.fill(configuration, decoder.root_pairs(configuration, root))
    return Decoded(configuration, decoder.in_order(), decoder.parts)


class Decoder:
    """The walk through one source. What each kind of option makes of its value is said by `traefiklint.model.kinds`."""

    __slots__ = ("diagnostics", "document", "dropping", "int_kind", "oldest", "parts", "target")

    def __init__(self, document: Document, target: Version) -> None:
        self.document = document
        self.target = target
        self.oldest = target.oldest
        """The oldest patch that may run: options younger than it are not sure to be known."""
        self.int_kind = 6 if is_toml_file(document.file) else 2
        """Go's `reflect` number of a whole number: TOML makes each an int64, YAML an int."""
        self.dropping = False
        """Whether the walk is below a hidden option: its keys must be right, its values do not matter."""
        self.diagnostics: list[OptionDiagnostic] = []
        self.parts: dict[type[Section], list[Any]] = defaultdict(list)

    def report(self, diagnostic: OptionDiagnostic) -> None:
        """Keep a diagnostic, unless nobody can say what the text comes to at its place."""
        if not self.document.is_uncertain(diagnostic.span):
            self.diagnostics.append(diagnostic)

    def in_order(self) -> list[OptionDiagnostic]:
        """The diagnostics in the order of the text."""
        return sorted(self.diagnostics, key=lambda one: one.span)

    def root_pairs(self, configuration: Configuration, root: Mapping) -> list[Pair]:
        """The pairs that Traefik looks at: those named http, tcp, udp and tls, in any case."""
        known = Configuration.by_key
        for pair in root.pairs:
            if pair[0].value not in known:
                break
        else:
            return root.pairs
        kept = []
        for pair in root.pairs:
            if fold(pair[0].value) in known:
                kept.append(pair)
            else:
                self.report(UnknownRootKey(configuration, pair, pair[0]))
        return kept

    def whole(self, part: Whole, root: Mapping) -> Whole:
        """The part that stands for the whole file, at its place."""
        part.stand(root, document=self.document)
        self.parts[type(part)].append(part)
        return part

    def section(self, of: type[Section], node: Node, key: Scalar | None, parent: Section, step: str) -> Any:
        """A new section at its place, with the defaults of its class."""
        part = of().stand(node, key, parent, step)
        self.parts[of].append(part)
        return part

    def fill(self, part: Section, pairs: list[Pair]) -> None:
        """Decode the pairs of a mapping into the options of a part."""
        known = part.by_key
        oldest = self.oldest
        spots = part._spots
        for pair in pairs:
            key, node = pair
            field = known.get(key.value)
            if field is None or field.first > oldest or field.ignored or field.attribute in spots:
                field = self.unusual(part, pair, field)
                if field is None:
                    continue
            if type(node) is Scalar and not node.tag and (node.style or (node.value and node.value[0] not in TELLING)):
                text = node.value
                result = text if field.is_text else field.kind.from_text(self, part, pair, field, text)
            else:
                result = self.value(part, pair, field)
                if result is BLANK:
                    continue
            spots[field.attribute] = pair
            if result is not ABSENT:
                setattr(part, field.attribute, result)

    def value(self, part: Section, pair: Pair, field: Option) -> Any:
        """The value of an option; ABSENT where Traefik takes none from the text, BLANK where null stands there."""
        node = pair[1]
        if type(node) is not Scalar:
            if type(node) is Mapping:
                return field.kind.from_mapping(self, part, pair, field, node)
            return field.kind.from_sequence(self, part, pair, field, node)  # type: ignore[arg-type]
        kind, text = resolve(node)
        if kind == NULL:
            if not part._blanks:
                part._blanks = {}
            part._blanks[field.attribute] = pair
            if field.may_be_empty and not self.dropping:
                self.report(SwitchedOff(part, pair, field, pair[0]))
            return BLANK
        if kind == TIMESTAMP:
            self.report(DateValue(part, pair))
            return ABSENT
        return field.kind.from_text(self, part, pair, field, text)

    def unusual(self, part: Section, pair: Pair, field: Option | None) -> Option | None:
        """The option of a key that is not plainly a documented one; None where all is done about it."""
        found = field or part.keys.get(fold(pair[0].value))
        if is_null(pair[1]):
            return found if found is not None and found.first <= self.target else None
        if found is None or found.first > self.target:
            check_values(self, part, pair)
            self.report(
                TooNewOption(part, pair, found, pair[0], str(self.target)) if found else UnknownKey(part, pair, pair[0])
            )
            return None
        if found.attribute in part._spots:
            decode_twice(self, part, pair, found)
            return None
        if found.first > self.oldest:
            self.report(OptionOfPatch(part, pair, found, pair[0], str(self.target)))
        if field is None:
            self.report(OtherCaseKey(part, pair, found, pair[0]))
        if found.is_dropped(self.target):
            self.drop(part, pair, found)
            return None
        return found

    def drop(self, part: Section, pair: Pair, field: Option) -> None:
        """Check an ignored option as far as Traefik checks it, and keep nothing of it but its place."""
        parts, dropping = self.parts, self.dropping
        self.parts, self.dropping = defaultdict(list), True
        result = self.value(part, pair, field)
        self.parts, self.dropping = parts, dropping
        if result is not BLANK:
            part._spots[field.attribute] = pair
            if not dropping:
                self.report(HiddenOption(part, pair, field, pair[0]))


def decode_twice(decoder: Decoder, part: Section, pair: Pair, field: Option) -> None:
    """Decode a pair whose option the part already has under another spelling, and join the two as Traefik does."""
    earlier = part._spots[field.attribute]
    decoder.report(RepeatedOption(part, pair, field, earlier[0]))
    scratch = type(part)().stand(part.node, part.key_node, part.parent, part.step, part.home)
    decoder.fill(scratch, [pair])
    _join(decoder, part, scratch, field, pair[0].value > earlier[0].value)


def _join(decoder: Decoder, part: Section, scratch: Section, field: Option, scratch_is_later: bool) -> None:
    attribute = field.attribute
    if attribute not in scratch.__dict__:
        return
    new = getattr(scratch, attribute)
    if isinstance(new, Section):
        new._parent = part
    for child in _parts_in(new):
        child._parent = part
    if attribute not in part.__dict__:
        joined = new
    elif scratch_is_later:
        joined = _joined(decoder, getattr(part, attribute), new)
    else:
        joined = _joined(decoder, new, getattr(part, attribute))
    setattr(part, attribute, joined)
    if scratch_is_later:
        part._spots[attribute] = scratch._spots[attribute]


def _joined(decoder: Decoder, first: Any, second: Any) -> Any:
    """The value once `second` has been filled in over `first`."""
    if isinstance(first, Section) and isinstance(second, Section):
        for attribute, spot in second._spots.items():
            field = second.fields[attribute]
            if attribute in second.__dict__:
                carrier = type(first)()
                carrier._spots = {attribute: spot}
                setattr(carrier, attribute, getattr(second, attribute))
                _join(decoder, first, carrier, field, True)
            first._spots.setdefault(attribute, spot)
        decoder.parts[type(second)].remove(second)
        return first
    if isinstance(first, dict) and isinstance(second, dict):
        for name in first.keys() & second.keys():
            if isinstance(first[name], Section):
                decoder.parts[type(first[name])].remove(first[name])
        return {**first, **second}
    for part in _parts_in(first):
        decoder.parts[type(part)].remove(part)
    return second


def _parts_in(value: Any) -> list[Section]:
    if isinstance(value, dict):
        value = tuple(value.values())
    return [one for one in value if isinstance(one, Section)] if isinstance(value, tuple) else []
