"""How the parts of a configuration are declared: a class per part, a line per option, the facts on the option itself.

The classes are plain and light, because linting must start at once; `traefiklint.roundtrip` makes pydantic models out
of the same declarations where a file is opened for changing.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, ClassVar, Self

from traefiklint.findings import FILE_START, Span
from traefiklint.records import NamedTuple
from traefiklint.versions import TARGETS, Version
from traefiklint.versions import since as version_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from traefiklint.model.kinds.base import Kind
    from traefiklint.text.document import Document
    from traefiklint.text.nodes import Node, Scalar

FIRST = TARGETS[0]
"""Since when there is an option that says nothing else."""
_FIRST = version_of(FIRST)


class Option:
    """One option of a part.

    Attributes:
        key: the spelling of Traefik's documentation, as in `entryPoints`; that of the attribute unless it says so.
        kind: what Traefik decodes it to: one of `traefiklint.model.kinds`.
        default: the value when the option is absent from a part that is present.
        of: the class of the struct, where the kind holds structs.
        since: the first Traefik that knows the option, where it is younger than its parent: a minor version such as
            `3.6`, or the patch with which it came, as in `3.6.4`. Probed from binaries of every minor but 3.1, for
            which Traefik's changelog speaks.
        may_be_empty: whether `{}` or a scalar switches it on (Traefik's `label:"allowEmpty"`).
        deprecated: whether Traefik's documentation calls it deprecated.
        ignored: whether the file provider drops its value in silence (Go tag `file:"-"`).
        in_labels: whether labels can set it, where that is not so for files too (Go tag `label:"-"`).
        label_key: what it is called in labels, where that is not its key, and it then is one section and no list (Go
            tag `label-slice-as-struct`).
        ignored_from: the version since which it does, where earlier ones heeded it.
        opens: what the file must hold whose path is the value, and which Traefik opens: `a certificate`, `a private
            key`, `a list of users`, `a list of digest users`; empty where the value is no path.
        quiet_without: for an option because of which Traefik contacts someone as soon as it has read the file: the
            option of the same section without which it does not. Empty where it contacts nobody by itself.
        type_name: Traefik's word for its type in the error about an empty element.
        go_kind: the Go kind in Traefik's `invalid node` error.
        says: what it does, in a sentence, for editors; a section says it in the docstring of its class.
        vital: whether an object is disabled where this text is another one than was meant, as a router's rule.
        attribute: the attribute it becomes, as in `entry_points`. An option `path` becomes
            `http_path`, because a part's `path` is its place in the configuration.
        is_text: whether every text is its value as it stands.
        first: `since` as a version.
        step: how the option is named in a path, as in `.entryPoints`.
    """

    attribute: str
    step: str
    of: type[Section] | None = None
    since: str = FIRST
    may_be_empty: bool = False
    deprecated: bool = False
    ignored: bool = False
    ignored_from: Version = _FIRST
    in_labels: bool | None = None
    label_key: str = ""
    type_name: str = ""
    go_kind: str = ""
    opens: str = ""
    quiet_without: str = ""
    says: str = ""
    vital: bool = False
    first: Version = _FIRST

    def __init__(self, kind: Kind, default: Any = None, *, key: str = "", **facts: Any) -> None:
        for fact in facts:
            if fact not in Option.__annotations__:
                raise TypeError(f"an option has no such fact: {fact}")
        self.__dict__ = facts  # calls nothing, as it is done for every option when the program starts
        self.key, self.kind, self.default, self.is_text = key, kind, default, kind.takes_any_text
        if "since" in facts:
            self.first = version_of(facts["since"])
        if "ignored_from" in facts:
            self.ignored_from = version_of(facts["ignored_from"])

    @property
    def description(self) -> str:
        """The sentence about it; of one that only other providers set, that it is dropped."""
        if self.ignored:
            return "Silently dropped in files; only other providers set it."
        return self.says or ((self.of and self.of.__doc__) or "").strip()

    def is_dropped(self, target: Version) -> bool:
        """Whether a Traefik drops its value in silence where a file gives it."""
        return self.ignored and self.ignored_from <= target

    def is_dropped_from_labels(self, target: Version) -> bool:
        """Whether a Traefik drops its value in silence where a label gives it."""
        return self.is_dropped(target) if self.in_labels is None else not self.in_labels


class Place(NamedTuple):
    """Where in the configuration something stands: the words of a finding about it."""

    document: Document | None
    node: Node | None
    path: str
    object: str

    @property
    def file(self) -> str:
        return self.document.file_of(self.node) if self.document else ""

    @property
    def span(self) -> Span:
        return self.node.span if self.node else FILE_START


@lru_cache(maxsize=4)
def _keys(node: Node) -> dict[str, Scalar]:
    """The keys of a mapping by their text, of two alike the first; none of anything else."""
    return {key.value: key for key, _ in reversed(getattr(node, "pairs", ()))}


class Section:
    """Base of every part of a configuration: a router, a middleware's options, a certificate.

    Attributes hold plain decoded values; an absent option has its default, from the class. Where each stands in the
    text is kept beside them, so that `at("rule")` is the place of the value and `key_at("rule")` that of its key.
    """

    fields: ClassVar[dict[str, Option]] = {}
    """The options by attribute name."""
    by_key: ClassVar[dict[str, Option]] = {}
    """The options by their key as Traefik's documentation spells it."""
    keys: ClassVar[dict[str, Option]] = {}
    """The options by their key in lower case: Traefik ignores the case of keys."""

    _node: Node | None = None
    _key_node: Node | None = None
    _parent: Section | None = None
    _step: str = ""
    """How the parent names this part: `.tls`, `[0]`, `.shop`."""
    _spots: dict[str, tuple[Scalar, Node]] = {}  # noqa: RUF012  replaced, never changed
    """Key and value node of each option that the text gives, by attribute name."""
    _blanks: dict[str, tuple[Scalar, Node]] = {}  # noqa: RUF012  replaced, never changed
    """The same for the options that stand there with nothing (or null) behind them."""
    _document: Document | None = None

    def __init_subclass__(cls) -> None:
        cls.fields = dict(cls.fields)
        cls.by_key = dict(cls.by_key)
        cls.keys = dict(cls.keys)
        for attribute, value in list(cls.__dict__.items()):
            if type(value) is Option:
                value.attribute = attribute
                if not value.key:
                    value.key = attribute[0] + attribute.title().replace("_", "")[1:] if "_" in attribute else attribute
                value.step = f".{value.key}"
                cls.fields[attribute] = value
                cls.by_key[value.key] = value
                cls.keys[value.key.lower()] = value
                setattr(cls, attribute, value.default)

    def stand(
        self,
        node: Node | None,
        key: Node | None = None,
        parent: Section | None = None,
        step: str = "",
        document: Document | None = None,
    ) -> Self:
        """Put a new section at its place, with no option given yet.

        Args:
            step: how the parent names it: `.tls`, `[0]`, `.shop`.
            document: what it stands in, where that is not told by its parent.
        """
        self._node, self._key_node, self._parent, self._step = node, key, parent, step
        self._document = parent._document if document is None and parent is not None else document
        self._spots = {}
        return self

    def give(self, attribute: str, pair: tuple[Scalar, Node]) -> None:
        """Note where an option that the text gives stands."""
        self._spots[attribute] = pair

    @property
    def node(self) -> Node | None:
        """What holds its options; None where nothing does, as of a section that Traefik makes itself."""
        return self._node

    @property
    def key_node(self) -> Node | None:
        """The key, or the label, that opens it; None for an item of a list and for a whole file."""
        return self._key_node

    @property
    def parent(self) -> Section | None:
        """The section that it is a part of; None for a whole file."""
        return self._parent

    @property
    def step(self) -> str:
        """How the parent names it: `.tls`, `[0]`, `.shop`."""
        return self._step

    @property
    def written(self) -> Mapping[str, tuple[Scalar, Node]]:
        """Key and value of each option that the text gives, by attribute, in the order of the text."""
        return self._spots

    @property
    def blank(self) -> Mapping[str, tuple[Scalar, Node]]:
        """The same for the options that stand there with nothing (or null) behind them."""
        return self._blanks

    @property
    def home(self) -> Document | None:
        """The document that it stands in; None for one that was never in a text."""
        return self._document

    def at(self, attribute: str = "", index: int | None = None) -> Place:
        """Where the value of an option stands, or one item of it, or (without arguments) the part itself.

        An option that the text does not give is placed at the part's key; one that it leaves blank, at its own key.
        """
        spot = self._spots.get(attribute) if attribute else None
        if spot is None:
            return self.key_at(attribute)
        node, document = spot[1], self.home
        path = self.path + self.fields[attribute].step
        if index is not None:
            path += f"[{index}]"
            node = document.item_of(node, index) if document is not None else node
        return Place(document, node, path, self.object)

    def key_at(self, attribute: str = "") -> Place:
        """Where the key of an option stands, or (without arguments) the key of the part itself."""
        spot = (self._spots.get(attribute) or self._blanks.get(attribute)) if attribute else None
        if spot is None:
            return Place(self.home, self._key_node or self._node, self.path, self.object)
        return Place(self.home, spot[0], self.path + self.fields[attribute].step, self.object)

    def entry_at(self, attribute: str, name: str) -> Place:
        """Where the key of one entry of an option by name stands; at the option where it is not plain."""
        place = self.at(attribute)
        key = _keys(place.node).get(name)
        return place if key is None else place._replace(node=key, path=f"{place.path}.{name}")

    def gives(self, attribute: str) -> bool:
        """Whether the text itself gives the option a value; null is none."""
        return attribute in self._spots

    def is_made(self, attribute: str) -> bool:
        """Whether Traefik makes an option of what another one says, at which it stands then, as the URL of a server of
        the port and the scheme in labels."""
        spot = self._spots.get(attribute)
        return spot is not None and any(one is spot for name, one in self._spots.items() if name != attribute)

    def written_key(self, attribute: str) -> str:
        """The key of an option as the text writes it; the documented one where the text does not."""
        spot = self._spots.get(attribute) or self._blanks.get(attribute)
        return spot[0].value if spot else self.fields[attribute].key

    def given(self) -> Iterator[tuple[Option, Any, Node]]:
        """The options that the text gives, in its order, each with its decoded value and the node of it.

        Where Traefik takes no value from the node, the value is the default.
        """
        for attribute, (_, node) in self._spots.items():
            yield self.fields[attribute], getattr(self, attribute), node

    @property
    def path(self) -> str:
        """The place in the configuration, as in `http.routers.shop.tls`."""
        return (self._parent.path if self._parent else "") + self._step

    @property
    def object(self) -> str:
        """The named object that the part belongs to, as in `http.routers.shop`; empty where there is none."""
        return self._parent.object if self._parent else ""

    @property
    def file(self) -> str:
        """The file that the part stands in."""
        document = self.home
        return document.file if document else ""

    @property
    def document(self) -> Document:
        """The document that the part stands in."""
        document = self.home
        assert document is not None, "a part without a document was never in a text"
        return document


class Named(Section):
    """A part that others refer to by its name: a router, a service, a middleware, TLS options."""

    name: str = ""
    provider: str = "file"
    """The provider that it belongs to."""

    @property
    def full(self) -> str:
        """Its name with its provider, as in `shop@file`, by which others find it."""
        return f"{self.name}@{self.provider}"

    @property
    def object(self) -> str:
        """Kind and name, as in `http.routers.shop`; with the provider where that is not the files."""
        return self.path if self.provider == "file" else f"{self.path}@{self.provider}"
