"""The tree of a rule: what Traefik matches a request against, with the place of every part in the rule's text.

Offsets count characters of the rule from 0, the end is exclusive. Parentheses leave no node of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from traefiklint.records import NamedTuple


class Argument(NamedTuple):
    """One string given to a matcher."""

    value: str
    """What Traefik gets: escapes resolved. Bytes that are no UTF-8 stand as lone surrogates."""
    start: int
    """Where the opening quote stands."""
    end: int
    quote: str
    """A back-tick or a double quote."""


class Matcher(NamedTuple):
    """One condition, as in ``Host(`a.example.com`)``."""

    name: str
    """The name as the documentation spells it, whatever the case in the rule."""
    args: tuple[Argument, ...]
    start: int
    end: int

    @property
    def values(self) -> tuple[str, ...]:
        """The arguments without their places."""
        return tuple(argument.value for argument in self.args)


class Not(NamedTuple):
    """Holds where its operand does not."""

    operand: Tree
    start: int
    end: int


class And(NamedTuple):
    """Holds where all of its operands do; a chain of `&&` is one node."""

    operands: tuple[Tree, ...]
    start: int
    end: int


class Or(NamedTuple):
    """Holds where any of its operands does; a chain of `||` is one node."""

    operands: tuple[Tree, ...]
    start: int
    end: int


Tree: TypeAlias = Matcher | Not | And | Or


class ParseError(NamedTuple):
    """Why Traefik cannot read a rule at all, in the words of Go's parser, before anything is known about its cause."""

    error: str
    """Traefik's text, from `parsing rule R:` on."""
    start: int
    end: int
    reason: str
    """What it means to somebody who writes rules."""
    name: str = ""
    """The name of the matcher that is not known, where this is the reason."""


def wanting(name: str, value: str) -> Matcher:
    """A matcher of one argument that stands in no text."""
    return Matcher(name, (Argument(value, 0, 0, "`"),), 0, 0)


def together(trees: tuple[Tree, ...]) -> Tree:
    """What holds where all of these rules do; it stands in no text."""
    return And(trees, 0, 0) if len(trees) > 1 else trees[0]


def joined(conditions: Iterable[str], operator: type[And | Or], parent: type[Tree] | None) -> str:
    """Several conditions in the place of a matcher, in parentheses where a part of another kind holds it.

    Args:
        parent: the kind of that part, as a `Leaf` has it.
    """
    text = (" && " if operator is And else " || ").join(conditions)
    return text if parent in (None, operator) else f"({text})"


class Parsed(NamedTuple):
    """What came of reading a rule: a tree, or at least one reason why there is none (Traefik's own first)."""

    tree: Tree | None
    errors: tuple[ParseError, ...]


class Leaf(NamedTuple):
    """A matcher and how it stands in its rule."""

    matcher: Matcher
    negated: bool
    """Whether an odd number of `!` stands before it."""
    branches: tuple[tuple[str, int], ...]
    """The left branches on the way to it in the binary tree that Traefik builds, outermost first: `and` or `or`, and
    how many of them in a row."""
    parent: type[Tree] | None
    """The kind of the part that it is an operand of; None where it is all of the rule."""


def leaves(tree: Tree) -> Iterator[Leaf]:
    """Every matcher of a tree, in the order in which Traefik builds them.

    Traefik pushes every `!` down to the matchers first, so below an odd number of them `and` and `or` change places.
    """
    pending: list[tuple[Tree, bool, tuple[tuple[str, int], ...], type[Tree] | None]] = [(tree, False, (), None)]
    while pending:
        node, negated, branches, parent = pending.pop()
        if isinstance(node, Matcher):
            yield Leaf(node, negated, branches, parent)
        elif isinstance(node, Not):
            pending.append((node.operand, not negated, branches, Not))
        else:
            operator = "and" if isinstance(node, And) is not negated else "or"
            last = len(node.operands) - 1
            for index in range(last, -1, -1):
                lefts = last - index
                further = (*branches, (operator, lefts)) if lefts else branches
                pending.append((node.operands[index], negated, further, type(node)))


def matchers(tree: Tree) -> Iterator[Matcher]:
    """Every matcher of a tree, from left to right."""
    pending: list[Tree] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, Matcher):
            yield node
        elif isinstance(node, Not):
            pending.append(node.operand)
        else:
            pending.extend(reversed(node.operands))


MOST_LEVELS = 100
"""How deep a rule may nest for its structure to be studied; what it matches is worked out at any depth."""


def is_shallow(tree: Tree) -> bool:
    """Whether a tree nests no deeper than `MOST_LEVELS`, so that it can be walked by recursion."""
    level: list[Tree] = [tree]
    for _ in range(MOST_LEVELS):
        below: list[Tree] = []
        for node in level:
            if isinstance(node, Not):
                below.append(node.operand)
            elif not isinstance(node, Matcher):
                below.extend(node.operands)
        if not below:
            return True
        level = below
    return False
