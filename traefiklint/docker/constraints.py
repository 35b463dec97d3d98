"""The provider's option `constraints`: which containers count, by their labels (pkg/provider/constraints).

It is read as rules are, with the functions `Label` and `LabelRegex`; a mistake in it is found container by container.
"""

from __future__ import annotations

from collections.abc import Mapping

from traefiklint.go.regexp import go_regex
from traefiklint.matching.reader import parse_exactly
from traefiklint.matching.tree import And, Matcher, Not, Or, Tree, matchers

_FUNCTIONS = {"Label": "Label", "LabelRegex": "LabelRegex"}


class Constraints:
    """The expression.

    Attributes:
        error: what Traefik says about it for every container, all of which it then drops; empty where it is right.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.error = ""
        self._tree: Tree | None = None
        if not text:
            return
        parsed = parse_exactly(text, _FUNCTIONS)
        self._tree = parsed.tree
        if parsed.tree is None:
            self.error = parsed.refusals[0].error
            return
        for matcher in matchers(parsed.tree):
            if len(matcher.args) != 2:
                few = "few" if len(matcher.args) < 2 else "many"
                self.error = f"reflect: Call with too {few} input arguments"

    def match(self, tags: Mapping[str, str]) -> bool:
        """Whether a container with these labels counts."""
        return self._tree is None or _holds(self._tree, tags)


def _holds(tree: Tree, tags: Mapping[str, str]) -> bool:
    if isinstance(tree, Matcher):
        name, wanted = tree.values
        value = tags.get(name, "")
        return value == wanted if tree.name == "Label" else go_regex(wanted).search(value)
    if isinstance(tree, Not):
        return not _holds(tree.operand, tags)
    if isinstance(tree, And):
        return all(_holds(one, tags) for one in tree.operands)
    assert isinstance(tree, Or), "there are no other nodes"
    return any(_holds(one, tags) for one in tree.operands)
