"""What a file means, without how it is written: mappings, lists and leaves that compare as Traefik compares them."""

from __future__ import annotations

from collections.abc import Hashable
from collections.abc import Mapping as Dictionary
from collections.abc import Sequence as Ordered
from typing import Any, TypeAlias

from yaml.error import YAMLError

from traefiklint.text.alignment import Operation
from traefiklint.text.alignment import alignment as align
from traefiklint.text.nodes import Alias, Mapping, Node, Scalar, Sequence
from traefiklint.yaml.limits import TooDeep, UnknownAnchor
from traefiklint.yaml.reader import Tree, build
from traefiklint.yaml.scalars import BOOL, FLOAT, INT, NULL, STRING, TIMESTAMP, TagError, resolve


class Leaf:
    """One value. Two leaves are equal where Traefik makes the same of them: `31`, `0x1F` and `"31"` are one.

    `text` is what Traefik's decoder sees (it turns every value back into text), `value` is the text as it stands in the
    file without quotes, `kind` is one of the kinds of `yaml.scalars`.
    """

    __slots__ = ("kind", "text", "value")

    def __init__(self, kind: str, text: str, value: str) -> None:
        self.kind = kind
        self.text = text
        self.value = value

    def _identity(self) -> tuple[str, str]:
        return (self.kind if self.kind in (NULL, TIMESTAMP) else "", self.text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Leaf) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __repr__(self) -> str:
        return f"Leaf({self.kind}, {self.value!r})"


Data: TypeAlias = dict[str, "Data"] | list["Data"] | Leaf
"""Mappings keep the order of the text, and compare without it."""


class UnstructuredError(ValueError):
    """The text has no structure to compare or merge: broken YAML, a Go template, a list or a plain text at the top."""


def read_data(text: str) -> dict[str, Data]:
    """What the text means; an empty one means nothing, `{}`.

    Raises:
        UnstructuredError: it is no mapping that YAML can read; the message says why.
    """
    return read_tree(text)[1]


def read_tree(text: str) -> tuple[Tree, dict[str, Data]]:
    """The tree of the text, aliases still standing, and what it means.

    Raises:
        UnstructuredError: as `read_data`.
    """
    try:
        tree = build(text)
    except (YAMLError, UnicodeError) as error:
        raise UnstructuredError(_first_line(error)) from None
    except TooDeep:
        raise UnstructuredError("it is nested too deep") from None
    except UnknownAnchor as error:
        raise UnstructuredError(f"the alias `*{error.name}` has no anchor") from None
    data = data_of(tree.root)
    if isinstance(data, Leaf) and data.kind == NULL:
        return tree, {}
    if not isinstance(data, dict):
        raise UnstructuredError("the top level is no mapping")
    return tree, data


def _first_line(error: Exception) -> str:
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    mark = getattr(error, "problem_mark", None)
    return f"{problem} in line {mark.line + 1}" if mark is not None else str(problem)


MOST_LEVELS = 100
"""No option of Traefik's lies a tenth as deep; what is deeper is compared and merged as text."""

MOST_VALUES = 200_000
"""A text of 1 MiB has fewer; aliases of aliases can mean far more than there is memory for."""


def data_of(node: Node | None) -> Data:
    """What a node means. An alias means what its anchor means; merge keys stay keys named `<<`.

    Raises:
        UnstructuredError: a key is no plain name, or stands twice; a tag does not fit; or aliases mean too much.
    """
    return _Reader().read(node)


class _Reader:
    def __init__(self) -> None:
        self.left = MOST_VALUES

    def read(self, node: Node | None, depth: int = 0) -> Data:
        if depth > MOST_LEVELS:
            raise UnstructuredError("it is nested too deep")
        self.left -= 1
        if self.left < 0:
            raise UnstructuredError("its aliases mean more than anybody can read")
        if node is None:
            return Leaf(NULL, "", "")
        if isinstance(node, Alias):
            return self.read(node.target, depth + 1)
        if isinstance(node, Mapping):
            return self.mapping(node, depth + 1)
        if isinstance(node, Sequence):
            return [self.read(item, depth + 1) for item in node.items]
        assert isinstance(node, Scalar)
        try:
            kind, text = resolve(node)
        except TagError as error:
            raise UnstructuredError(str(error)) from None
        return Leaf(kind, text, node.value)

    def mapping(self, node: Mapping, depth: int) -> Data:
        data: dict[str, Data] = {}
        for key, value in node.pairs:
            name = key_of(key)
            if name in data:
                raise UnstructuredError(f"the key `{name}` occurs twice in one mapping")
            data[name] = self.read(value, depth)
        return data


def key_of(key: Any) -> str:
    """The name that a key stands for.

    Raises:
        UnstructuredError: it is a mapping or a list, as the braces of a Go template look to YAML.
    """
    if not isinstance(key, Scalar):
        raise UnstructuredError("a key is no plain name (a Go template looks like that to YAML)")
    return key.value


def string(text: str) -> Leaf:
    """A leaf that is a string."""
    return Leaf(STRING, text, text)


def number(value: int) -> Leaf:
    """A leaf that is a whole number."""
    return Leaf(INT, str(value), str(value))


def plain(data: Data) -> Any:
    """The same in Python's own types, for JSON: numbers and booleans as such, everything else as text."""
    if isinstance(data, dict):
        return {key: plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [plain(item) for item in data]
    if data.kind == NULL:
        return None
    if data.kind == INT:
        return int(data.text)
    if data.kind == BOOL:
        return data.text == "true"
    return data.value


def data_from(value: Any) -> Data:
    """What a plain value of Python means in a file.

    Raises:
        TypeError: it is nothing that a file can hold.
    """
    if value is None:
        return Leaf(NULL, "", "")
    if isinstance(value, bool):
        return Leaf(BOOL, str(value).lower(), str(value).lower())
    if isinstance(value, int):
        return number(value)
    if isinstance(value, float):
        return Leaf(FLOAT, f"{value:.6f}", repr(value))
    if isinstance(value, str):
        return string(value)
    if isinstance(value, Dictionary):
        return {str(key): data_from(below) for key, below in value.items()}
    if isinstance(value, list | tuple):
        return [data_from(item) for item in value]
    raise TypeError(f"a file cannot hold a {type(value).__name__}")


def copied(data: Data) -> Data:
    """The same data, to be changed."""
    if isinstance(data, dict):
        return {key: copied(value) for key, value in data.items()}
    if isinstance(data, list):
        return [copied(item) for item in data]
    return data


def alignment(before: Ordered[Data], after: Ordered[Data]) -> Ordered[Operation]:
    """How two lists correspond."""
    return align([*map(frozen, before)], [*map(frozen, after)])


def frozen(data: Data) -> Hashable:
    """The same in a form that can be looked up: two are equal where the data are."""
    if isinstance(data, dict):
        return frozenset((key, frozen(value)) for key, value in data.items())
    if isinstance(data, list):
        return tuple(frozen(item) for item in data)
    return data
