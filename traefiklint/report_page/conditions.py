"""Rules as the page evaluates them: the tree as lists, with regular expressions in the words of JavaScript."""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.go.regexp import go_regex
from traefiklint.matching.check import RuleResult
from traefiklint.matching.gorilla import compile_template
from traefiklint.matching.names import HOST_CATCH_ALL, HOST_WILDCARDS, SNI_WILDCARDS
from traefiklint.matching.tree import And, Matcher, Not, Or, Tree, is_shallow
from traefiklint.report_page.expressions import Expression, javascript
from traefiklint.report_page.overview import Condition
from traefiklint.text.judging import secret_stretches
from traefiklint.text.looks import is_compared_secret
from traefiklint.text.masks import Known
from traefiklint.versions import Version

UNKNOWN: Condition = ("unknown",)
"""What nobody can tell in the page."""

_TEMPLATES = {"HostRegexp": "host", "Path": "path", "PathPrefix": "prefix", "HostSNIRegexp": "sni"}
"""The matchers of the v2 syntax whose values are templates, and of what kind."""


def condition_of(rule: RuleResult, known: Known) -> Condition:
    """What the page evaluates of a rule.

    Args:
        known: the secrets of the files: what a rule compares with one of them, the page cannot tell.
    """
    tree = rule.tree
    if tree is None or not is_shallow(tree):
        return UNKNOWN
    return _shown(tree, rule, known)


def _shown(tree: Tree, rule: RuleResult, known: Known) -> Condition:
    if isinstance(tree, Matcher):
        return _matcher(tree, rule, known)
    if isinstance(tree, Not):
        return ("not", _shown(tree.operand, rule, known))
    word = "and" if isinstance(tree, And) else "or"
    assert isinstance(tree, And | Or), "there is nothing else"
    return (word, *(_shown(operand, rule, known) for operand in tree.operands))


def _matcher(matcher: Matcher, rule: RuleResult, known: Known) -> Condition:
    values = matcher.values
    if any(_is_secret(matcher.name, values, value, known) for value in values):
        return UNKNOWN
    expressions = list(_expressions(matcher, rule))
    if not expressions:
        return (matcher.name, values)
    return (matcher.name, values, *expressions)


def _is_secret(name: str, values: tuple[str, ...], value: str, known: Known) -> bool:
    if known.without(value) != value or any("\ud800" <= char <= "\udfff" for char in value):
        return True  # bytes that are no text cannot stand in JSON either
    if len(values) > 1 and value != values[0] and is_compared_secret(values[0], value):
        return True
    path = ("headers", values[0]) if name.startswith("Header") and value != values[0] else ()
    return bool(secret_stretches(path, value))


def _expressions(matcher: Matcher, rule: RuleResult) -> Iterator[Expression | bool | None]:
    """What JavaScript makes of the expressions of a matcher; True where one matches whatever stands there."""
    name, values = matcher.name, matcher.values
    if rule.syntax == "v2" and name in _TEMPLATES:
        yield from (javascript(compile_template(value, _TEMPLATES[name]).pattern) for value in values)
    elif rule.syntax == "v2" and name == "Query":
        pieces = [piece for value in values for piece in value.split("=", 1)]
        for key, value in zip(pieces[::2], pieces[1::2], strict=True):
            yield javascript(compile_template(f"{key}={value}", "query").pattern)
    elif name == "HeadersRegexp":
        yield from map(javascript, values[1::2])
    elif name == "HostRegexp" and go_regex(values[0]).search(""):
        yield True  # Traefik tries the flattened CNAME too, which is empty
    elif name.endswith("Regexp") and (len(values) == 2 or name in ("HostRegexp", "PathRegexp", "HostSNIRegexp")):
        yield javascript(values[-1])


def host_matching(target: Version) -> str:
    """How `Host` takes stars: as they stand (`exact`), for one label (`label`), or a lone one for any host (`any`)."""
    if target >= HOST_CATCH_ALL:
        return "any"
    return "label" if target >= HOST_WILDCARDS else "exact"


def sni_matching(target: Version) -> str:
    """The same for `HostSNI`, of which a lone star is always every name."""
    return "label" if target >= SNI_WILDCARDS else "exact"
