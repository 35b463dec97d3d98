"""The expressions by which providers choose among containers and services (pkg/provider/constraints).

They are read by the package that reads rules, with other functions. A provider that cannot read its expression leaves
out every container, and logs an error for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from traefiklint.go.regexp import go_regex
from traefiklint.matching.reader import parse_exactly
from traefiklint.matching.tree import And, Matcher, Not, Or, ParseError, Tree, matchers

LABELS = {"Label": 2, "LabelRegex": 2}
"""The functions of Docker, Swarm and ECS, with how many texts each takes."""
TAGS = {"Tag": 1, "TagRegex": 1}
"""Those of Consul Catalog and Nomad."""


class Constraints(NamedTuple):
    """What a provider makes of an expression."""

    errors: tuple[ParseError, ...] = ()
    """Why it cannot be read; empty where it can."""
    dead: tuple[Matcher, ...] = ()
    """Its calls with a pattern that Go cannot read, which match nothing, silently."""
    tree: Tree | None = None
    """None where it is empty, or cannot be read."""

    @property
    def error(self) -> str:
        """What Traefik says about it for every container, all of which it then leaves out; empty where it is right."""
        return self.errors[0].error if self.errors else ""

    def match(self, labels: Mapping[str, str]) -> bool:
        """Whether a container with these labels counts."""
        return self.tree is None or _holds(self.tree, labels)


def _holds(tree: Tree, labels: Mapping[str, str]) -> bool:
    if isinstance(tree, Matcher):
        name, wanted = tree.values
        value = labels.get(name, "")
        return value == wanted if tree.name == "Label" else go_regex(wanted).search(value)
    if isinstance(tree, Not):
        return not _holds(tree.operand, labels)
    if isinstance(tree, And):
        return all(_holds(one, labels) for one in tree.operands)
    assert isinstance(tree, Or), "there are no other nodes"
    return any(_holds(one, labels) for one in tree.operands)


def read_constraints(expression: str, functions: Mapping[str, int]) -> Constraints:
    """What a provider makes of an expression; an empty one takes everything."""
    if not expression:
        return Constraints()
    parsed = parse_exactly(expression, {name: name for name in functions})
    if parsed.tree is None:
        return Constraints(tuple(map(_in_words, parsed.errors)))
    calls = list(matchers(parsed.tree))
    errors = [_wrong_count(call, functions[call.name]) for call in calls if len(call.args) != functions[call.name]]
    dead = [call for call in calls if call.name.endswith("Regex") and call.args and go_regex(call.args[-1].value).error]
    return Constraints(tuple(errors)) if errors else Constraints(dead=tuple(dead), tree=parsed.tree)


def _in_words(error: ParseError) -> ParseError:
    """The reason in the words of expressions, not of rules."""
    reason = error.reason.replace("matcher", "function").replace("rule", "expression")
    return error._replace(reason=reason)


def _wrong_count(call: Matcher, wanted: int) -> ParseError:
    few = "few" if len(call.args) < wanted else "many"
    reason = f"`{call.name}` takes {wanted} text{'s' if wanted > 1 else ''}, not {len(call.args)}"
    return ParseError(f"reflect: Call with too {few} input arguments", call.start, call.end, reason, call.name)
