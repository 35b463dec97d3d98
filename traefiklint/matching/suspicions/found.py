"""What is said about a single matcher, and patterns of Traefik 2, which hosts and paths had alike."""

from __future__ import annotations

import re
from typing import NamedTuple

from traefiklint.go.regexp import go_regex
from traefiklint.matching.gorilla import quote_meta
from traefiklint.matching.problems import Replacement
from traefiklint.matching.tree import Argument, Matcher

TEMPLATE = re.compile(r"(?<![\\pPx])\{([A-Za-z_][\w.-]*)(?::((?:[^{}]|\{[^{}]*\})*))?\}")
"""A variable of Traefik 2: `{name}` or `{name:expression}`. A repetition such as `{2,3}` begins with a digit."""


class Found(NamedTuple):
    """What is wrong with one matcher."""

    kind: str
    message: str
    fix: Replacement | None = None
    never: bool = False
    """Whether the matcher holds for no request at all."""


def other_value(argument: Argument, value: str, *, safe: bool, title: str) -> Replacement | None:
    """Another value in the quotes that an argument has; None where it cannot stand in them as it is."""
    if argument.quote in value or (argument.quote == '"' and "\\" in value):
        return None
    return Replacement(argument.start, argument.end, f"{argument.quote}{value}{argument.quote}", safe, title)


def other_matcher(matcher: Matcher, text: str, *, safe: bool, title: str) -> Replacement:
    """Another condition in the place of a matcher."""
    return Replacement(matcher.start, matcher.end, text, safe, title)


def expression(template: str, default: str) -> str:
    """What a template of Traefik 2 means, as a regular expression without anchors; empty where that cannot be said.

    Args:
        default: what a variable without an expression stands for.
    """
    pieces: list[str] = []
    end = 0
    for variable in TEMPLATE.finditer(template):
        inner = variable[2] or default
        pieces += (quote_meta(template[end : variable.start()]), f"({inner})" if "|" in inner else inner)
        end = variable.end()
    pieces.append(quote_meta(template[end:]))
    pattern = "".join(pieces)
    return "" if "`" in pattern or go_regex(pattern).error else pattern
