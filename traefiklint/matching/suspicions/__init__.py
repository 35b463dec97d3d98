"""What Traefik accepts in a rule and does not understand as its author meant it: hosts with a scheme, templates of v2,
paths with a query, conditions that exclude each other.

Measured on 3.7.15 with requests, each of them answered with 404. The v2 syntax is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from traefiklint.matching.check import RuleResult
from traefiklint.matching.suspicions.expressions import header, method, path, path_regexp, value_regexp
from traefiklint.matching.suspicions.found import AlwaysTrue, Contradiction, MatcherSuspicion, MixedOperators
from traefiklint.matching.suspicions.hosts import host, host_regexp
from traefiklint.matching.suspicions.whole import contradiction, decided, may_hold, precedence
from traefiklint.matching.tree import Leaf, leaves
from traefiklint.text.variables import variable_in

_LOOKS: dict[str, Callable[[Leaf, Any], Iterator[MatcherSuspicion]]] = {
    "Header": header,
    "HeaderRegexp": value_regexp,
    "Host": host,
    "HostRegexp": host_regexp,
    "HostSNIRegexp": host_regexp,
    "Method": method,
    "Path": path,
    "PathPrefix": path,
    "PathRegexp": path_regexp,
    "Query": header,
    "QueryRegexp": value_regexp,
}

Suspicion = MatcherSuspicion | Contradiction | AlwaysTrue | MixedOperators


def suspicions(result: RuleResult, router: Any = None) -> Iterator[Suspicion]:
    """What is suspicious about a rule that Traefik accepts: its matchers from left to right, then the whole of it.

    Args:
        router: the router that has the rule, which every suspicion names.
    """
    tree = result.tree
    if tree is None or result.syntax != "v3":
        return
    found: list[MatcherSuspicion] = []
    for leaf in leaves(tree):
        look = _LOOKS.get(leaf.matcher.name)
        if look is not None:
            found += look(leaf, router)
    yield from found
    never = {one.matcher.start for one in found if one.never and not one.negated}
    dead = (bool(never) and not may_hold(tree, never)) or variable_in(result.text) is not None
    told = {one.matcher.start for one in found if not one.negated}
    matchers = None if dead else contradiction(tree, result.protocol)
    if matchers is not None:
        if len(matchers) != 1 or matchers[0].start not in told:  # else why it never holds is said
            yield Contradiction(router, tree, matchers)
    elif not dead and "||" in result.text:
        for part, holds in decided(tree, result.protocol):
            yield AlwaysTrue(router, part) if holds else Contradiction(router, part, is_part=True)
    for start, end, text in precedence(tree, result.text):
        yield MixedOperators(router, start, end, text)
