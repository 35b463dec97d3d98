"""Semantic tokens inside rules: matchers, their arguments, operators."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from lsprotocol.types import SemanticTokens, SemanticTokensLegend

from traefiklint.editor.mentions import ruled
from traefiklint.editor.positions import Here
from traefiklint.instance.scalar_offsets import ScalarText
from traefiklint.matching.tree import matchers

FUNCTION, STRING, REGEXP, OPERATOR = range(4)
LEGEND = SemanticTokensLegend(["function", "string", "regexp", "operator"], [])
_OPERATORS = re.compile(r"&&|\|\||!")


class Token(NamedTuple):
    """A stretch of a rule, in characters of the rule."""

    start: int
    end: int
    kind: int


def tokens(here: Here) -> SemanticTokens:
    """The tokens of all rules of a document."""
    instance = here.view.instance
    found: list[tuple[int, int, int, int]] = []
    for router, place in ruled(instance, here.name):
        tree = instance.rule(router).parsed
        words = ScalarText.of(place) if tree is not None else None
        if tree is None or words is None:
            continue
        for token in _in_rule(router.rule, tree):
            where = here.range(here.name, words.span(token.start, token.end))
            if where.start.line == where.end.line and where.end.character > where.start.character:
                length = where.end.character - where.start.character
                found.append((where.start.line, where.start.character, length, token.kind))
    return SemanticTokens(_relative(sorted(set(found))))


def _in_rule(rule: str, tree: object) -> Iterator[Token]:
    """The tokens of a rule, from left to right."""
    taken: list[tuple[int, int]] = [(0, 0)]
    for matcher in sorted(matchers(tree), key=lambda one: one.start):  # type: ignore[arg-type]
        yield Token(matcher.start, matcher.start + len(matcher.name), FUNCTION)
        for number, argument in enumerate(matcher.args):
            is_pattern = matcher.name.endswith("Regexp") and number == len(matcher.args) - 1
            yield Token(argument.start, argument.end, REGEXP if is_pattern else STRING)
        taken.append((matcher.start, matcher.end))
    taken.append((len(rule), len(rule)))
    for (_, end), (start, _) in pairwise(taken):
        for sign in _OPERATORS.finditer(rule, end, max(end, start)):
            yield Token(sign.start(), sign.end(), OPERATOR)


def _relative(found: list[tuple[int, int, int, int]]) -> list[int]:
    """The tokens as the protocol wants them: each from the one before."""
    data: list[int] = []
    last_line = last_start = 0
    for line, start, length, kind in found:
        data += (line - last_line, start - last_start if line == last_line else start, length, kind, 0)
        last_line, last_start = line, start
    return data
