"""What can be said about rules without any request: one implies another, or one can never hold.

Both answers are sound and not complete: a yes is always right, a no may mean that it is not known. They hold for entry
points that clean paths, as they do by default.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from traefiklint.matching.conditions import Literal, certain, follows, impossible, literal_of, opposite
from traefiklint.matching.tree import And, Matcher, Not, Tree, is_shallow
from traefiklint.records import NamedTuple

_MOST_ALTERNATIVES = 64
_MOST_LITERALS = 64
_HOST_NAMES = frozenset(("Host", "HostSNI"))
_PAIRED = frozenset(("Headers", "HeadersRegexp", "Query"))


class AllOf(NamedTuple):
    """Conditions that must all hold."""

    parts: tuple[Condition, ...]


class AnyOf(NamedTuple):
    """Conditions of which one must hold."""

    parts: tuple[Condition, ...]


Condition: TypeAlias = Literal | AllOf | AnyOf
"""A rule with every negation pushed down to its matchers."""
Conjunction: TypeAlias = tuple[Literal, ...]


class Analysis:
    """A rule made ready for comparing it with others, for callers that compare many.

    Attributes:
        condition: the rule; None where it is nested too deep.
        alternatives: sets of conditions of which one must hold as a whole, those that cannot hold left out; None where
            there are too many.
    """

    __slots__ = ("alternatives", "condition")

    def __init__(self, tree: Tree, *, protocol: str = "http", syntax: str = "v3") -> None:
        self.condition: Condition | None = None
        self.alternatives: tuple[Conjunction, ...] | None = None
        if is_shallow(tree):
            self.condition = _condition(tree, False, protocol, syntax)
            found = _alternatives(self.condition)
            if found is not None:
                self.alternatives = tuple(one for one in found if not _contradictory(one))

    @property
    def is_contradiction(self) -> bool:
        """Whether the rule can never match."""
        return self.alternatives == ()

    def of_usual_hosts(self) -> Analysis:
        """The same for requests whose host does not end with a dot, as browsers hardly ever send one: to be implied by
        ``Host(`a.b`)``, an expression that ends with `$` need not match `a.b.`.
        """
        usual = Analysis.__new__(Analysis)
        usual.condition = None if self.condition is None else _changed(self.condition, _of_usual_hosts)
        usual.alternatives = self.alternatives
        return usual

    def as_v3(self) -> Analysis:
        """The same with conditions of v2 as those of v3 that mean exactly this, so that both can be compared."""
        shared = Analysis.__new__(Analysis)
        shared.condition = None if self.condition is None else _changed(self.condition, _as_v3)
        shared.alternatives = self.alternatives and tuple(tuple(map(_as_v3, one)) for one in self.alternatives)
        return shared

    @property
    def hosts(self) -> frozenset[str] | None:
        """The names, without a dot at the end, of which every request that the rule matches has one; None where it may
        have another, or where a name is a pattern.
        """
        found: set[str] = set()
        for alternative in self.alternatives if self.alternatives is not None else ((),):
            names = {one.values[0] for one in alternative if one.name in _HOST_NAMES and not one.negated}
            plain = next((name for name in names if not name.startswith("*")), None)
            if plain is None:
                return None
            found.add(plain.rstrip("."))
        return frozenset(found)

    @property
    def unwanted(self) -> frozenset[Literal]:
        """The conditions that must not hold."""
        return frozenset(literal for one in self.alternatives or () for literal in one if literal.negated)

    def implies(self, other: Analysis) -> bool:
        """Whether every request that this rule matches is matched by the other too."""
        wanted = other.condition
        if self.alternatives is None or wanted is None:
            return False
        return all(_entails(alternative, wanted) for alternative in self.alternatives)

    def excludes(self, other: Analysis) -> bool:
        """Whether no request can match both rules."""
        if self.alternatives is None or other.alternatives is None:
            return False
        return all(_clash(one, another) for one in self.alternatives for another in other.alternatives)


def implies(one: Tree, other: Tree, *, protocol: str = "http", syntax: str = "v3") -> bool:
    """Whether every request that `one` matches is matched by `other` too. A no may mean that it is not known.

    Args:
        one: the narrower rule.
        other: the broader rule; of the same protocol and syntax.
        protocol: `http` or `tcp`.
        syntax: `v3` or `v2`; for `v2` less is known.
    """
    return Analysis(one, protocol=protocol, syntax=syntax).implies(Analysis(other, protocol=protocol, syntax=syntax))


def exclusive(one: Tree, other: Tree, *, protocol: str = "http", syntax: str = "v3") -> bool:
    """Whether no request can match both rules. A no may mean that it is not known."""
    return Analysis(one, protocol=protocol, syntax=syntax).excludes(Analysis(other, protocol=protocol, syntax=syntax))


def _condition(tree: Tree, negated: bool, protocol: str, syntax: str) -> Condition:
    if isinstance(tree, Matcher):
        return _matcher(tree, negated, protocol, syntax)
    if isinstance(tree, Not):
        return _condition(tree.operand, not negated, protocol, syntax)
    parts = tuple(_condition(operand, negated, protocol, syntax) for operand in tree.operands)
    return AnyOf(parts) if isinstance(tree, And) is negated else AllOf(parts)


def _changed(condition: Condition, change: Callable[[Literal], Literal]) -> Condition:
    if isinstance(condition, Literal):
        return change(condition)
    return type(condition)(tuple(_changed(part, change) for part in condition.parts))


def _of_usual_hosts(condition: Literal) -> Literal:
    pattern = condition.values[0]
    if condition.name != "HostRegexp" or condition.negated or not pattern.endswith("$") or pattern.endswith("\\$"):
        return condition
    return Literal("HostRegexp", (f"{pattern[:-1]}\\.?$",), False)


def _as_v3(literal: Literal) -> Literal:
    name, _, syntax = literal.name.partition("/")
    if syntax != "v2":
        return literal
    value = literal.values[0]
    if name in ("Host", "HostHeader") and not value.startswith("*"):
        return Literal("Host", (value.lower(),), literal.negated)
    if name == "HostSNI" and (value == "*" or not (value.startswith("*") or value.endswith("."))):
        return Literal("HostSNI", (value.lower(),), literal.negated)
    if name in ("Path", "PathPrefix") and "{" not in value:
        return Literal(name, (value,), literal.negated)
    return Literal("Method", (value.upper(),), literal.negated) if name == "Method" else literal


def _alternatives(condition: Condition) -> tuple[Conjunction, ...] | None:
    if isinstance(condition, Literal):
        return ((condition,),)
    parts = [_alternatives(part) for part in condition.parts]
    if isinstance(condition, AnyOf):
        found = [conjunction for part in parts if part is not None for conjunction in part]
        return tuple(found) if None not in parts and len(found) <= _MOST_ALTERNATIVES else None
    product: tuple[Conjunction, ...] = ((),)
    for part in parts:
        if part is None or len(part) * len(product) > _MOST_ALTERNATIVES:
            return None
        product = tuple(left + right for left in product for right in part)
        if any(len(conjunction) > _MOST_LITERALS for conjunction in product):
            return None
    return product


def _entails(alternative: Conjunction, wanted: Condition) -> bool:
    if isinstance(wanted, Literal):
        return any(follows(literal, wanted) for literal in alternative) or certain(wanted)
    if isinstance(wanted, AllOf):
        return all(_entails(alternative, part) for part in wanted.parts)
    return any(_entails(alternative, part) for part in wanted.parts)


def _clash(one: Conjunction, other: Conjunction) -> bool:
    """Whether two sets of conditions cannot hold together, each of which may hold by itself."""
    return any(follows(mine, opposite(yours)) for mine in one for yours in other)


def _contradictory(conjunction: Conjunction) -> bool:
    if any(map(impossible, conjunction)):
        return True
    return any(
        follows(one, opposite(other)) for index, one in enumerate(conjunction) for other in conjunction[index + 1 :]
    )


def _matcher(matcher: Matcher, negated: bool, protocol: str, syntax: str) -> Condition:
    if syntax != "v2":
        return literal_of(matcher, negated, protocol)
    name = f"{matcher.name}/v2"
    if matcher.name in _PAIRED or len(matcher.args) == 1:
        return Literal(name, matcher.values, negated)
    each = tuple(Literal(name, (value,), negated) for value in matcher.values)
    return AllOf(each) if negated else AnyOf(each)
