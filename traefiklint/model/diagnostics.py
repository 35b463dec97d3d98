"""What the decoder says about an option: one class for each thing that Traefik refuses, drops or takes otherwise.

A diagnostic holds the facts, and knows what Traefik does and logs. The words for users, and the fix, belong to the
rule about it (`traefiklint.checks`). Source of the texts: github.com/traefik/paerser, `parser/` and `file/`.
"""

from __future__ import annotations

from traefiklint.findings import FILE_START, Effect, Span
from traefiklint.go.strconv import fold
from traefiklint.model.base import Option, Section
from traefiklint.text.nodes import Mapping, Node, Scalar, Sequence

Pair = tuple["Scalar", "Node"]
"""A key and its value, as they stand in the text."""


class OptionDiagnostic:
    """Base of all of them.

    Attributes:
        section: the section that the key stands in.
        key: the key.
        value: what stands behind it.
        node: what the diagnostic is about: the key, the value, or an item of the value.
        text: the value as paerser's text, or a name, where that matters.
        error: Traefik's words, where they come from Go.
    """

    effect = Effect.REJECTED
    words = "{0.error}"
    """What Traefik's log says of it, with what it says it of."""

    def __init__(self, section: Section, pair: Pair, node: Node | None = None, text: str = "", error: str = "") -> None:
        self.section = section
        self.key, self.value = pair
        self.node = node if node is not None else pair[1]
        self.text = text
        self.error = error

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.node.span

    @property
    def traefik(self) -> str:
        """What Traefik's log says of it, without the file's path; empty where it says nothing, or nothing certain."""
        return self.words.format(self)

    @property
    def path(self) -> str:
        """The place in the configuration, as in `http.routers.shop.tls`."""
        return f"{self.section.path}.{self.key.value}" if self.section.path else self.key.value

    @property
    def object(self) -> str:
        """The named object that it belongs to, as in `http.routers.shop`; empty where there is none."""
        return self.section.object


class KnownOptionDiagnostic(OptionDiagnostic):
    """Base of those about an option that the section has: `option` is its declaration."""

    def __init__(
        self, section: Section, pair: Pair, option: Option, node: Node | None = None, text: str = "", error: str = ""
    ) -> None:
        super().__init__(section, pair, node, text, error)
        self.option = option

    @property
    def path(self) -> str:
        return self.section.path + self.option.step


# Keys


class UnknownRootKey(OptionDiagnostic):
    """A key at the top that is none of Traefik's: dropped with all that is below it."""

    effect = Effect.SILENT


class DynamicInStatic(OptionDiagnostic):
    """A section of the dynamic configuration in the static one, which drops it."""

    effect = Effect.SILENT


class UnknownStaticRoot(OptionDiagnostic):
    """A key at the top of a static source that is none of Traefik's: dropped with all that is below it."""

    effect = Effect.SILENT


class NoConfiguration(OptionDiagnostic):
    """A static file without a single root key that counts; `text` is empty where it holds nothing at all.

    Traefik's words end in the path of the file, which is not known here.
    """

    @property
    def span(self) -> Span:
        return FILE_START

    @property
    def path(self) -> str:
        return ""

    @property
    def traefik(self) -> str:
        return f"no {self.text} configuration found in file: ".replace("  ", " ")


class UnknownKey(OptionDiagnostic):
    """A key that the section has no option for."""

    words = "field not found, node: {0.key.value}"


class TooNewOption(KnownOptionDiagnostic):
    """An option that only a later Traefik than the target (`text`) knows."""

    words = "field not found, node: {0.key.value}"


class TooNewRoot(KnownOptionDiagnostic):
    """A root key of a static source that only a later Traefik than the target (`text`) knows: dropped."""

    effect = Effect.SILENT


class RemovedOption(KnownOptionDiagnostic):
    """An option that an earlier Traefik knew, and that this one refuses by its name."""

    words = "incompatible deprecated install configuration option found"


class OptionOfPatch(KnownOptionDiagnostic):
    """An option that came with a patch of the target (`text`), which does not say which patch runs."""

    effect = Effect.ADVICE


class OtherCaseKey(KnownOptionDiagnostic):
    """A key in another case than the documented one, which works."""

    effect = Effect.ADVICE


class RepeatedOption(KnownOptionDiagnostic):
    """One option under two spellings; `node` is the later key, `earlier` the other one."""

    effect = Effect.SILENT

    def __init__(self, section: Section, pair: Pair, option: Option, earlier: Scalar) -> None:
        super().__init__(section, pair, option, pair[0])
        self.earlier = earlier


class HiddenOption(KnownOptionDiagnostic):
    """An option that this kind of source cannot set: its value is dropped."""

    effect = Effect.SILENT


# Single values


class UnreadableValue(KnownOptionDiagnostic):
    """A value that is no bool, number or duration, where the option is one; `error` is Go's."""

    @property
    def path(self) -> str:
        return f"{super().path}.{self.key.value}" if self.option.kind.is_named else super().path


class QuotedValue(KnownOptionDiagnostic):
    """A number or bool in quotes, which works."""

    effect = Effect.ADVICE


class DateValue(OptionDiagnostic):
    """A date behind a key, which paerser cannot turn into text."""

    words = "field {0.key.value} uses unsupported type: struct"


class UnsupportedItem(OptionDiagnostic):
    """Base of list items that paerser cannot turn into text."""

    go_kind = ""

    words = "unsupported simple value type: {0.go_kind}"


class DateInList(UnsupportedItem):
    """An item of a list is a date."""

    go_kind = "struct"


class NullInList(UnsupportedItem):
    """An item of a list is null."""

    go_kind = "invalid"


class ListInList(UnsupportedItem):
    """An item of a list is a list."""

    go_kind = "slice"


class MappingForValue(KnownOptionDiagnostic):
    """A mapping, or a list of mappings, where one value is wanted."""

    words = "invalid node {0.key.value}: {0.option.go_kind}"


class ListForValue(KnownOptionDiagnostic):
    """A list where one value is wanted: Traefik makes `text` (`║24║a║b`) of it; `error` where it refuses that."""

    @property
    def effect(self) -> Effect:  # type: ignore[override]
        if self.option.kind.is_parsed:
            return Effect.REJECTED
        return Effect.DISABLED if self.option.vital else Effect.SILENT

    @property
    def path(self) -> str:
        return f"{super().path}.{self.key.value}" if self.option.kind.is_named else super().path


# Lists of texts


class TextForList(KnownOptionDiagnostic):
    """A list written as one text with commas, which works."""

    effect = Effect.ADVICE


class MappingInTexts(KnownOptionDiagnostic):
    """A mapping among the items of a list of texts; `text` is the child that Traefik looks at first."""

    words = "field not found, node: {0.text}"


class MappingForTexts(KnownOptionDiagnostic):
    """A mapping where a list of texts is wanted: nothing of it is used; `text` is a child that Traefik refuses."""

    @property
    def effect(self) -> Effect:  # type: ignore[override]
        return Effect.REJECTED if self.text else Effect.SILENT

    @property
    def traefik(self) -> str:
        return f"field not found, node: {self.text}" if self.text else ""


class NestedText(KnownOptionDiagnostic):
    """Options below a name that has one text: paerser joins the names with dots; `text` is the name so far."""

    effect = Effect.SILENT

    @property
    def path(self) -> str:
        return f"{super().path}.{self.text}"


# Sections


def says_off(text: str) -> bool:
    """Whether a value says that an option is to be off."""
    return fold(text) in ("false", "no", "off", "0", "f", "n", "none")


class SwitchedOff(KnownOptionDiagnostic):
    """A section that `true` or `{}` switches on, with a value (`text`) that switches it off; of one with no value the
    node is its key."""

    effect = Effect.SILENT


class EmptySection(KnownOptionDiagnostic):
    """A section with nothing in it, or with something that is no section."""

    words = "{0.key.value} cannot be a standalone element (type {0.option.type_name})"


class ListForSection(KnownOptionDiagnostic):
    """A list where options are wanted; `text` is the index of the first mapping in it."""

    words = "field not found, node: [{0.text}]"


class ListForNames(KnownOptionDiagnostic):
    """A list where names are wanted; paerser names the items `[0]`, `[1]`, and looks for options in them.

    `unknown` are the keys that it does not find there, for which it refuses the file.
    """

    def __init__(self, section: Section, pair: Pair, option: Option, unknown: list[UnknownKey]) -> None:
        super().__init__(section, pair, option)
        self.unknown = unknown

    @property
    def effect(self) -> Effect:  # type: ignore[override]
        return Effect.REJECTED if self.unknown else Effect.SILENT

    @property
    def traefik(self) -> str:
        return self.unknown[0].traefik if self.unknown else ""

    @property
    def items(self) -> list[Node]:
        """The items of the list."""
        return self.value.items if type(self.value) is Sequence else []


class EntryWithoutOptions(KnownOptionDiagnostic):
    """A named object that is one value or a list of values: it becomes an empty one. `section` is that object."""

    effect = Effect.SILENT

    @property
    def path(self) -> str:
        return self.section.path


class EntryIsList(KnownOptionDiagnostic):
    """A named object that is a list of mappings; `section` is that object, `text` the index of the first of them."""

    @property
    def path(self) -> str:
        return self.section.path

    words = "field not found, node: [{0.text}]"


# Lists of sections


class ValueForSections(KnownOptionDiagnostic):
    """One value where a list of sections is wanted: the list stays empty."""

    effect = Effect.SILENT


class ValueInSections(KnownOptionDiagnostic):
    """A value (`node`) among sections: it is dropped."""

    effect = Effect.SILENT


class MappingForSections(KnownOptionDiagnostic):
    """A mapping where a list of sections is wanted: every pair of it becomes an item."""

    @property
    def is_one_item(self) -> bool:
        """Whether the keys are options of one item, so that a dash is missing, and not names of items."""
        of = self.option.of
        assert of is not None, "a list of sections says of which"
        return any(fold(key.value) in of.keys for key, node in self.pairs if type(node) is not Mapping)

    @property
    def pairs(self) -> list[Pair]:
        """The pairs of the mapping."""
        return self.value.pairs if type(self.value) is Mapping else []

    @property
    def effect(self) -> Effect:  # type: ignore[override]
        return Effect.SILENT if self.is_one_item else Effect.ADVICE


# Plugins


class MixedPluginList(OptionDiagnostic):
    """A list in a plugin's options whose items are not of one kind."""

    @property
    def path(self) -> str:
        return self.section.path + ".plugin"


class EmptyPluginKey(OptionDiagnostic):
    """An empty key in a plugin's options: Traefik's file provider dies of it."""

    @property
    def path(self) -> str:
        return self.section.path + ".plugin"

    words = "runtime error: index out of range [0] with length 0"
