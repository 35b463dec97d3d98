"""Paths that are not matched as they are written: with a query, with a star, with patterns of Traefik 2."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.matching.suspicions.found import TEMPLATE, Found, expression, other_matcher
from traefiklint.matching.tree import Matcher

_QUERY = re.compile(r"(/[^?`%]*)\?([^?=&#`%]+)=([^?=&#`%]*)")
_STARS = re.compile(r"(/(?:[^*`]*/)?)\*+")


def path(matcher: Matcher, negated: bool) -> Iterator[Found]:
    """What is wrong with a `Path` or `PathPrefix`, which are compared letter by letter."""
    value, name = matcher.args[0].value, matcher.name
    if TEMPLATE.search(value):
        pattern = expression(value, "[^/]+")
        text = f"PathRegexp(`^{pattern}{'$' if name == 'Path' else ''}`)"
        advice = f"write ``{text}``." if pattern else "use `PathRegexp`."
        message = f"`{name}` takes no pattern since Traefik 3, so `{value}` is matched letter by letter; {advice}"
        fix = other_matcher(matcher, text, safe=False, title="Use `PathRegexp`") if pattern else None
        yield Found("path-v2-template", message, fix)
    elif "?" in value:
        yield _with_query(matcher, negated)
    elif "*" in value:
        stars = _STARS.fullmatch(value)
        text = f"PathPrefix(`{stars[1]}`)" if stars else ""
        advice = f"write ``{text}``." if text else "use `PathRegexp`."
        message = f"`*` is no wildcard in `{name}`, so `{value}` matches only a path that holds it; {advice}"
        fix = other_matcher(matcher, text, safe=True, title="Write `PathPrefix`") if text else None
        yield Found("path-glob", message, fix)


def _with_query(matcher: Matcher, negated: bool) -> Found:
    value, name = matcher.args[0].value, matcher.name
    parts = _QUERY.fullmatch(value)
    text = f"{name}(`{parts[1]}`) && Query(`{parts[2]}`, `{parts[3]}`)" if parts else ""
    advice = f"write ``{text}``." if text else "match the query with `Query`."
    message = f"`{name}` never sees the query, so `{value}` never matches; {advice}"
    text = f"({text})" if negated and text else text
    fix = other_matcher(matcher, text, safe=False, title="Match the query with `Query`") if text else None
    return Found("path-with-query", message, fix, True)


def path_regexp(matcher: Matcher, _negated: bool) -> Iterator[Found]:
    """What is wrong with a `PathRegexp`."""
    value = matcher.args[0].value
    if TEMPLATE.search(value):
        message = f"`{value}` has a pattern of Traefik 2, which version 3 matches letter by letter; write a group."
        yield Found("path-v2-template", message)
