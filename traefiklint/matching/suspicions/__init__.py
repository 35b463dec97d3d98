"""What Traefik accepts in a rule and does not understand as its author meant it: hosts with a scheme, templates of v2,
paths with a query, conditions that exclude each other.

Measured on 3.7.15 with requests, each of them answered with 404. The v2 syntax is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from traefiklint.matching.check import RuleResult
from traefiklint.matching.problems import Replacement
from traefiklint.matching.suspicions.found import Found
from traefiklint.matching.suspicions.hosts import host, host_regexp
from traefiklint.matching.suspicions.paths import path, path_regexp
from traefiklint.matching.suspicions.whole import contradiction, may_hold, precedence
from traefiklint.matching.tree import Leaf, Matcher, leaves


class Suspicion(NamedTuple):
    """One thing that Traefik does not understand as it is meant."""

    kind: str
    message: str
    start: int
    """Where it stands in the rule: offsets in characters, the end is exclusive."""
    end: int
    fix: Replacement | None = None


_LOOKS: dict[str, Callable[[Matcher, bool], Iterator[Found]]] = {
    "Host": host,
    "HostRegexp": host_regexp,
    "HostSNIRegexp": host_regexp,
    "Path": path,
    "PathPrefix": path,
    "PathRegexp": path_regexp,
}


def suspicions(result: RuleResult) -> Iterator[Suspicion]:
    """What is suspicious about a rule that Traefik accepts: its matchers from left to right, then the whole of it."""
    tree = result.tree
    if tree is None or result.syntax != "v3":
        return
    found: list[tuple[Leaf, Found]] = []
    for leaf in leaves(tree):
        look = _LOOKS.get(leaf.matcher.name)
        if look is not None:
            found.extend((leaf, one) for one in look(leaf.matcher, leaf.negated))
    never = {leaf.matcher.start for leaf, one in found if one.never and not leaf.negated}
    dead = bool(never) and not may_hold(tree, never)
    for leaf, one in found:
        argument = leaf.matcher.args[0]
        yield Suspicion(one.kind, one.message, argument.start, argument.end, one.fix)
    if not dead and (message := contradiction(tree, result.protocol)):
        yield Suspicion("rule-contradiction", message, tree.start, tree.end)
    for start, end, fix in precedence(tree, result.text):
        message = f"`&&` binds tighter than `||`: Traefik reads ``{fix.text}``; add the parentheses that you mean."
        yield Suspicion("and-or-precedence", message, start, end, fix)
