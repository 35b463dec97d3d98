"""Paths that are not matched as they are written: with a query, with a star, with patterns of Traefik 2."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from traefiklint.matching.suspicions.expressions import path_as_text
from traefiklint.matching.suspicions.found import (
    TEMPLATE,
    MatcherSuspicion,
    PathExpressionTemplate,
    PathGlob,
    PathTemplate,
    PathWithQuery,
)
from traefiklint.matching.tree import Leaf
from traefiklint.text.variables import variable_in


def path(leaf: Leaf, router: Any) -> Iterator[MatcherSuspicion]:
    """What is wrong with a `Path` or `PathPrefix`, which are compared letter by letter."""
    value = leaf.matcher.args[0].value
    if variable_in(value):
        return
    if TEMPLATE.search(value):
        yield PathTemplate(router, leaf)
    elif "?" in value:
        yield PathWithQuery(router, leaf, never=True)
    elif found := tuple(path_as_text(leaf, router)):
        yield from found
    elif "*" in value:
        yield PathGlob(router, leaf)


def path_regexp(leaf: Leaf, router: Any) -> Iterator[MatcherSuspicion]:
    """What is wrong with a `PathRegexp`."""
    if TEMPLATE.search(leaf.matcher.args[0].value):
        yield PathExpressionTemplate(router, leaf)
