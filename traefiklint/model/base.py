"""How the parts of a configuration are declared: a class per part, a line per option, the facts on the option itself.

The classes are plain and light, because linting must start at once; `model.pydantic` makes the pydantic models out of the
same declarations where validation or a JSON Schema is asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from traefiklint.findings import FILE_START, Span

if TYPE_CHECKING:
    from traefiklint.syntax.document import Document
    from traefiklint.syntax.nodes import Mapping, Node


class Field:
    """One option of a part.

    Attributes:
        key: the spelling of Traefik's documentation, as in `entryPoints`.
        kind: what Traefik decodes it to: `text`, `bool`, `int`, `duration`, `milliseconds`, `texts`, `ints`, `struct`,
            `structs`, `map` (of structs), `text_map`, `int_map`, `raw_map` (plugins: anything goes).
        default: the value when the option is absent from a part that is present.
        of: the class name of the struct, where the kind holds structs.
        since: the first Traefik minor that knows the option.
        may_be_empty: whether `{}` or a scalar switches it on (Traefik's `label:"allowEmpty"`).
        deprecated: whether Traefik's documentation calls it deprecated.
        ignored: whether the file provider drops its value in silence (Go tag `file:"-"`).
        type_name: Traefik's word for its type in the error about an empty element.
        go_kind: the Go kind in Traefik's `invalid node` error.
        attribute: the attribute it becomes, as in `entry_points`; set by the class.
    """

    __slots__ = (
        "attribute", "default", "deprecated", "go_kind", "ignored", "key", "kind", "may_be_empty", "of", "since", "type_name",
    )  # fmt: skip

    def __init__(
        self,
        key: str,
        kind: str,
        default: Any = None,
        *,
        of: str = "",
        since: str = "3.0",
        may_be_empty: bool = False,
        deprecated: bool = False,
        ignored: bool = False,
        type_name: str = "",
        go_kind: str = "",
    ) -> None:
        self.key = key
        self.kind = kind
        self.default = default
        self.of = of
        self.since = since
        self.may_be_empty = may_be_empty
        self.deprecated = deprecated
        self.ignored = ignored
        self.type_name = type_name
        self.go_kind = go_kind
        self.attribute = ""


class Place(NamedTuple):
    """Where in the configuration something stands: the words of a finding about it."""

    document: Document | None
    node: Node | None
    path: str
    object: str

    @property
    def file(self) -> str:
        return self.document.file if self.document else ""

    @property
    def span(self) -> Span:
        return self.node.span if self.node else FILE_START


class Struct:
    """Base of every part of a configuration: a router, a middleware's options, a certificate.

    Attributes hold plain decoded values; an absent option has its default, from the class. Where each stands in the text is
    kept beside them, so that `at("rule")` is the place of the value and `key_at("rule")` that of its key.
    """

    fields: ClassVar[dict[str, Field]] = {}
    """The options by attribute name."""
    keys: ClassVar[dict[str, Field]] = {}
    """The options by their key in lower case: Traefik ignores the case of keys."""

    _node: Node | None = None
    _key_node: Node | None = None
    _parent: Struct | None = None
    _step: str = ""
    """How the parent names this part: `.tls`, `[0]`, `.shop`."""
    _spots: dict[str, tuple[Node, Node]] = {}  # noqa: RUF012  replaced, never changed
    """Key and value node of each option that the text gives, by attribute name."""
    _document: Document | None = None

    def __init_subclass__(cls) -> None:
        cls.fields = dict(cls.fields)
        cls.keys = dict(cls.keys)
        for attribute, value in list(cls.__dict__.items()):
            if type(value) is Field:
                value.attribute = attribute
                cls.fields[attribute] = value
                cls.keys[value.key.lower()] = value
                setattr(cls, attribute, value.default)
