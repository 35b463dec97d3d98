"""What Traefik makes of an object, in a form that can be compared: how it is written plays no part."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from traefiklint.matching.check import RuleResult
from traefiklint.matching.implication import implies
from traefiklint.matching.tree import Matcher, Not, Tree, is_shallow
from traefiklint.model.base import Section
from traefiklint.model.kinds.maps import Plugins

_NAMES = frozenset(("Host", "HostHeader", "HostSNI"))
"""Matchers of names, whose case does not matter."""
_IDLE: dict[tuple[str, str], Callable[[Any], bool]] = {
    ("StripPrefix", "force_slash"): lambda value: value is False,
    ("ContentType", "auto_detect"): lambda value: value is True,
    ("ClientTls", "ca_optional"): lambda _: True,
    ("TlsOptions", "prefer_server_cipher_suites"): lambda _: True,
}
"""Deprecated options, and the values with which they do nothing (pkg/middlewares/stripprefix and contenttype, pkg/types
`ClientTLS`, pkg/tls/tlsmanager.go)."""
_RENAMED = {"ip_white_list": "ip_allow_list"}
"""Options under an old name, and the one that does the same."""


class RuleMeaning:
    """A rule. Two are equal where they are the same conditions, or each of them provably implies the other."""

    __slots__ = ("_shape", "result")

    def __init__(self, result: RuleResult) -> None:
        self.result = result
        self._shape = shape(result.tree) if result.tree is not None and is_shallow(result.tree) else None

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, RuleMeaning), "the rule of another router"
        mine, theirs = self.result, other.result
        if mine.text == theirs.text:
            return mine.syntax == theirs.syntax
        if mine.tree is None or theirs.tree is None or mine.syntax != theirs.syntax:
            return False
        if self._shape is not None and self._shape == other._shape:
            return True
        facts = {"protocol": mine.protocol, "syntax": mine.syntax}
        return implies(mine.tree, theirs.tree, **facts) and implies(theirs.tree, mine.tree, **facts)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"RuleMeaning({self.result.text!r})"


def shape(tree: Tree) -> tuple[Any, ...]:
    """The conditions of a rule without their places; parentheses that change nothing are left out."""
    if isinstance(tree, Matcher):
        values = tree.values
        return (tree.name, *(value.lower() for value in values)) if tree.name in _NAMES else (tree.name, *values)
    if isinstance(tree, Not):
        return (Not, shape(tree.operand))
    parts: list[Any] = []
    for operand in tree.operands:
        inner = shape(operand)
        parts += inner[1:] if type(operand) is type(tree) else [inner]
    return (type(tree), *parts)


def meaning(thing: Section, rule_of: Callable[[Any], RuleResult]) -> Any:
    """What a part of the configuration means: its options that differ from what they are by themselves.

    Args:
        rule_of: reads the rule of a router.
    """
    kind = type(thing).__name__
    found: dict[str, Any] = {}
    for attribute, field in type(thing).fields.items():
        value = getattr(thing, attribute)
        idle = _IDLE.get((kind, attribute))
        if value == field.default or (idle is not None and idle(value)):
            continue
        if attribute == "rule" and kind in ("Router", "TcpRouter"):
            found["rule"] = RuleMeaning(rule_of(thing))
        elif attribute == "rule_syntax":
            continue  # stands in the meaning of the rule
        else:
            free = isinstance(field.kind, Plugins)  # of any depth, and made of plain values already
            found[_RENAMED.get(attribute, attribute)] = value if free else plain(value, rule_of)
    return found


def plain(value: Any, rule_of: Callable[[Any], RuleResult]) -> Any:
    """The same for any value of an option."""
    if isinstance(value, Section):
        return meaning(value, rule_of)
    if isinstance(value, Mapping):
        return {key: plain(inner, rule_of) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner, rule_of) for inner in value]
    return value


def same(one: Any, other: Any) -> bool:
    """Whether two meanings are equal; what a plugin is configured with may nest deeper than Python compares."""
    waiting = [(one, other)]
    while waiting:
        first, second = waiting.pop()
        if isinstance(first, dict) and isinstance(second, dict):
            if first.keys() != second.keys():
                return False
            waiting += [(value, second[key]) for key, value in first.items()]
        elif isinstance(first, list) and isinstance(second, list):
            if len(first) != len(second):
                return False
            waiting += zip(first, second, strict=True)
        elif first != second:
            return False
    return True
