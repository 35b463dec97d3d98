"""At which option a policy's condition went wrong: the pieces of the expression are evaluated, from the outside in."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Map
from typing import Any, NamedTuple

from traefiklint.cel.library import GIVEN, Expression, FailedError, environment, evaluated
from traefiklint.cel.tree import RESULT, Call, CelTree, Ident, Loop, Node, Select, path_of, walk
from traefiklint.instance.instance import Instance
from traefiklint.model.base import Option, Place, Section
from traefiklint.model.kinds.sections import ByName, Nested, Sections
from traefiklint.policies.subjects import Subject, listed
from traefiklint.text.nodes import Mapping, Sequence

Path = tuple[str | int, ...]


class Questioned(NamedTuple):
    """What an expression was asked about."""

    thing: Any
    values: Map[str, Any]
    """What its variables stand for."""
    subject: Subject
    instance: Instance


def place_of(pieces: Pieces, value: bool, asked: Questioned) -> Place:
    """Where to say that an expression has this value.

    Args:
        pieces: of the expression.
        value: what it came to: false for what is required, true for what is forbidden.
    """
    blame = _Blame(pieces, dict(asked.values))
    for path in blame.paths(pieces.tree.root, value, {}):
        found = _place(path[1:], asked) if path[0] == asked.subject.name else None
        if found is not None:
            return found
    return _whole_place(asked.thing, asked.instance)


class Pieces:
    """An expression that is evaluated piece by piece; each piece is compiled once."""

    def __init__(self, expression: Expression) -> None:
        self.tree: CelTree = expression.asked_tree()
        self._environment = environment(expression.names)
        self._programs: dict[bytes, Any] = {}
        self._paths: dict[bytes, tuple[tuple[str, ...], ...]] = {}

    def program(self, node: Node) -> Any:
        """The program of a piece.

        Raises:
            RuntimeError: the library does not take it alone.
        """
        found = self._programs.get(node.raw)
        if found is None:
            found = self._programs[node.raw] = self._environment.deserialize(self.tree.packed(node))
        return found

    def paths(self, node: Node) -> tuple[tuple[str, ...], ...]:
        """The paths that stand in a piece, the longest first."""
        found = self._paths.get(node.raw)
        if found is None:
            names = dict.fromkeys(path for one in walk(node) if (path := _path_of(one)) is not None)
            found = self._paths[node.raw] = tuple(sorted(names, key=len, reverse=True))
        return found


class _Blame(NamedTuple):
    pieces: Pieces
    values: dict[str, Any]

    def paths(self, node: Node, value: bool, bound: Map[str, tuple[Path, Any]]) -> Iterator[Path]:
        """The paths because of which a node has a value, the likeliest first.

        Args:
            bound: the variables of loops: the path of the item that each stands for, and the item.
        """
        if isinstance(node, Call) and node.function == "!_":
            yield from self.paths(node.args[0], not value, bound)
        elif isinstance(node, Call) and node.function in ("_&&_", "_||_"):
            decides = [one for one in node.args if self.value(one, bound) is value]
            for one in decides or node.args:
                yield from self.paths(one, value, bound)
        elif isinstance(node, Call) and node.function == "_?_:_":
            chosen = 1 if self.value(node.args[0], bound) is True else 2
            yield from self.paths(node.args[chosen], value, bound)
            yield from self.paths(node.args[0], chosen == 1, bound)
        elif isinstance(node, Loop):
            yield from self._loop(node, value, bound)
        else:
            yield from self._leaves(node, bound)

    def _loop(self, node: Loop, value: bool, bound: Map[str, tuple[Path, Any]]) -> Iterator[Path]:
        """The items that decide a loop: those that break `all`, or that `exists` finds; else the list."""
        names = _path_of(node.range)
        path = _bound(names, bound) if names is not None else None
        asked = _asked_of_items(node, value)
        items = self.value(node.range, bound)
        if path is not None and asked is not None and isinstance(items, list):
            for number, item in enumerate(items):
                inner = {**bound, node.variable: ((*path, number), item)}
                if self.value(asked, inner) is value:
                    yield from self.paths(asked, value, inner)
                    yield (*path, number)
        yield from self._leaves(node, bound)

    def _leaves(self, node: Node, bound: Map[str, tuple[Path, Any]]) -> Iterator[Path]:
        """The paths that stand in a node."""
        for names in self.pieces.paths(node):
            yield _bound(names, bound)

    def value(self, node: Node, bound: Map[str, tuple[Path, Any]]) -> Any:
        """What a node comes to; None where it cannot be evaluated."""
        try:
            return evaluated(
                self.pieces.program(node), {**self.values, **{name: item for name, (_, item) in bound.items()}}
            )
        except (FailedError, RuntimeError):
            return None


def _asked_of_items(node: Loop, value: bool) -> Node | None:
    """What `all` or `exists` asks of each item, where a single item makes it what it is; else None."""
    step = node.step
    if isinstance(step, Call) and step.function == ("_||_" if value else "_&&_"):
        first, second = step.args
        if isinstance(first, Ident) and first.name == RESULT:
            return second
    return None


def _path_of(node: Node) -> tuple[str, ...] | None:
    """The names that a node asks for one after the other, those too of which it asks whether they are given."""
    names = path_of(node._replace(test=False) if isinstance(node, Select) else node)
    return None if names is None or names[0] == RESULT else tuple(name.removeprefix(GIVEN) for name in names)


def _bound(names: tuple[str, ...], bound: Map[str, tuple[Path, Any]]) -> Path:
    """A path from a variable of the policy on, where it begins with that of a loop."""
    first, *rest = names
    return (*bound[first][0], *rest) if first in bound else names


# From paths to places


def _whole_place(thing: Any, instance: Instance) -> Place:
    """Where a thing stands; the instance as a whole is its static configuration, or its first file."""
    if isinstance(thing, Section):
        return thing.key_at()
    if thing is instance:
        documents = [*(part.document for part in instance.context.static.get("Static", ())), *instance.documents]
        return Place(documents[0] if documents else None, None, "", "")
    from traefiklint.instance.labels import container_place

    return container_place(thing)


def _place_in_instance(path: Path, instance: Instance) -> Place | None:
    """Where an option of the static configuration stands, or one of the objects of an instance."""
    first, *rest = path or ("",)
    static = instance.context.static.get("Static", ())
    if first == "static" and static:
        return _at(static[0], tuple(rest))
    known = listed(str(first))
    if known is None or not rest or not isinstance(rest[0], int):
        return None
    thing = list(known.all(instance))[rest[0]]
    below = Questioned(thing, {}, known, instance)
    return _place(tuple(rest[1:]), below) or _whole_place(thing, instance)


def _place(path: Path, asked: Questioned) -> Place | None:
    """Where the option at a path below a thing stands; None where the text gives none."""
    if asked.thing is asked.instance:
        return _place_in_instance(path, asked.instance)
    if not isinstance(asked.thing, Section):
        return None
    section = asked.thing
    names = ".".join(str(step) for step in path if isinstance(step, str))
    for name, fact in asked.subject.facts.items():
        if fact.option and (names == name or names.startswith(name + ".")):
            number = next((step for step in path if isinstance(step, int)), None)
            if name == "chain" and number is not None:
                return _place_in_chain(number, asked)
            outer, *inner = fact.option.split(".")
            if inner:
                return _at(section, (outer, *inner, *path[len(name.split(".")) :]))
            option = section.by_key[outer]
            if isinstance(option.kind, Nested):
                return _at(section, (outer, *path[len(name.split(".")) :]))
            return _option_place(section, option) if section.gives(option.attribute) else None
    return _at(section, path)


def _place_in_chain(number: int, asked: Questioned) -> Place | None:
    """Where the router says that a request meets this middleware."""
    from traefiklint.instance.passage import running

    met = [reference for reference, _ in running(asked.thing, asked.instance)]
    return met[number].place if number < len(met) else None


def _at(section: Section, path: Path) -> Place | None:
    """Where the option at a path stands, or the innermost one on the way to it that the text gives."""
    if not path or path[0] not in section.by_key:
        return None
    option = section.by_key[str(path[0])]
    attribute = option.attribute
    if not section.gives(attribute) and attribute not in section.blank:
        return None
    value = getattr(section, attribute)
    if isinstance(option.kind, Nested):
        inner = _at(value, path[1:]) if value is not None else None
        return inner or section.key_at(attribute)
    if len(path) == 1:
        return _option_place(section, option)
    step = path[1]
    if isinstance(step, int) and step >= len(value):
        return _option_place(section, option)
    place = section.at(attribute, step) if isinstance(step, int) else section.entry_at(attribute, step)
    if isinstance(option.kind, Sections | ByName):
        below = value[step] if isinstance(step, int) else value.get(step)
        return (_at(below, path[2:]) if below is not None else None) or place
    return place


def _option_place(section: Section, option: Option) -> Place:
    """Where an option stands: its value, or its key where the value takes lines of its own."""
    place = section.at(option.attribute)
    is_block = isinstance(place.node, Mapping | Sequence) and not place.node.flow
    return section.key_at(option.attribute) if is_block or isinstance(option.kind, Nested) else place
