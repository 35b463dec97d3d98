"""What a template is made of. `start` and `end` are character offsets into the file."""

from __future__ import annotations

from typing import Any, NamedTuple


class TemplateError(Exception):
    """Go refuses the template, or fails while it carries it out.

    `text` is the error as Go writes it, to the letter where it is `exact`.
    """

    def __init__(self, text: str, start: int, end: int, exact: bool = True) -> None:
        super().__init__(text)
        self.text = text
        self.exact = exact
        self.start = start
        self.end = end


class Constant(NamedTuple):
    """A string, a number, a truth value or nil, written out. `text` is how it is written."""

    value: Any
    text: str
    start: int


class Dot(NamedTuple):
    start: int


class Field(NamedTuple):
    """`.A.B`. Go says of an error in it that it stands `at` the second name."""

    names: tuple[str, ...]
    start: int
    at: int


class VariableNode(NamedTuple):
    """`$x.A.B`; `name` has the dollar sign. Go says of an error in it that it stands `at` the first field."""

    name: str
    names: tuple[str, ...]
    start: int
    at: int


class Function(NamedTuple):
    name: str
    start: int


class ChainNode(NamedTuple):
    """`(…).A.B`"""

    node: Any
    names: tuple[str, ...]
    start: int
    at: int


class CommandNode(NamedTuple):
    arguments: tuple[Any, ...]
    start: int
    end: int


class Pipeline(NamedTuple):
    """Commands, each fed with the outcome of the one before it; `declared` are the variables it sets."""

    declared: tuple[str, ...]
    assigns: bool
    commands: tuple[CommandNode, ...]
    start: int
    end: int


class TextNode(NamedTuple):
    start: int
    end: int


class ActionNode(NamedTuple):
    """`{{ pipeline }}`"""

    pipeline: Pipeline
    start: int
    end: int


class Control(NamedTuple):
    """`if`, `with` or `range`."""

    kind: str
    pipeline: Pipeline
    body: tuple[Any, ...]
    otherwise: tuple[Any, ...]
    start: int
    end: int


class TemplateNode(NamedTuple):
    """`{{ template "name" pipeline }}`. Go says of an error in it that it stands `at` the name."""

    name: str
    pipeline: Pipeline | None
    at: int
    start: int
    end: int


class Jump(NamedTuple):
    """`break` or `continue`."""

    kind: str
    start: int
    end: int
