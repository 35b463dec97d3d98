"""Hosts that no request has, and expressions for hosts that match more or less than they should."""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.go.regexp import go_regex
from traefiklint.matching.examples import sample
from traefiklint.matching.problems import Replacement
from traefiklint.matching.suspicions.found import TEMPLATE, Found, expression, other_matcher, other_value
from traefiklint.matching.tree import Matcher

_NAME = re.compile(r"(?:\*\.)?[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*\.?")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")
_PORT = re.compile(r":[0-9*]*$")
_OPTIONAL = re.compile(r"\}(?:[?*]|\{)")
_GROUP = re.compile(r"\\.|\[[^\]]*\]|\([^()]*\)")
_START = re.compile(r"(?:\(\?[a-zA-Z]+\))?\(*(?:\^|\\A|\.\*|\.\+|\(\.[*+]\))")
_END = re.compile(r"(?:(?<!\\)\$|\\z|\.\*|\.\+|\.[*+]\))\)*$")


def host(matcher: Matcher, negated: bool) -> Iterator[Found]:
    """What is wrong with a `Host`. Its value is a bare name, or a name whose first label is `*`."""
    value = matcher.args[0].value
    if value == "*" or _NAME.fullmatch(value):
        return
    bare = value.strip()
    scheme = _SCHEME.match(value)
    if bare != value or " " in value or "\t" in value:
        fix = (
            other_value(matcher.args[0], bare, safe=True, title="Remove the blanks") if _NAME.fullmatch(bare) else None
        )
        yield Found("host-with-space", f"Host `{value}` has blanks, so it never matches; remove them.", fix, True)
    elif scheme:
        message = f"`Host` takes a bare name, so `{value}` never matches; remove `{scheme[0]}`."
        yield Found("host-with-scheme", message, _bare(matcher, value[scheme.end() :], negated), True)
    elif "/" in value:
        name, _, path = value.partition("/")
        advice = f"write ``Host(`{name}`) && PathPrefix(`/{path}`)``." if path else "remove the `/`."
        message = f"`Host` never sees the path, so `{value}` never matches; {advice}"
        yield Found("host-with-path", message, _bare(matcher, value, negated), True)
    elif "{" in value:
        message = f"`Host` takes no pattern, so `{value}` never matches; use `HostRegexp` with a regular expression."
        yield Found("regexp-v2-template", message, _regexp(matcher, value), True)
    elif value.count(":") == 1:
        message = f"`Host` never sees the port, so `{value}` never matches; remove `:{value.partition(':')[2]}`."
        yield Found("host-with-port", message, _bare(matcher, value, negated), True)
    elif "*" in value:
        message = f"In `Host` only the first label can be `*`, so `{value}` matches no name; use `HostRegexp`."
        yield Found("host-glob", message, None, value.startswith("*"))


def _bare(matcher: Matcher, rest: str, negated: bool) -> Replacement | None:
    """A host without scheme and port; its path in a matcher of its own."""
    name, _, path = rest.partition("/")
    name = _PORT.sub("", name)
    if not _NAME.fullmatch(name):
        return None
    if not path:
        return other_value(matcher.args[0], name, safe=True, title=f"Write `{name}`")
    if any(sign in path for sign in "`?#*{}^$()"):
        return None
    text = f"Host(`{name}`) && PathPrefix(`/{path}`)"
    text = f"({text})" if negated else text
    return other_matcher(matcher, text, safe=False, title="Match the path by itself")


def host_regexp(matcher: Matcher, negated: bool) -> Iterator[Found]:
    """What is wrong with a `HostRegexp` or `HostSNIRegexp`."""
    argument = matcher.args[0]
    value = argument.value
    if TEMPLATE.search(value):
        never = "|" not in TEMPLATE.sub("", value) and not _OPTIONAL.search(value)
        fix = _regexp(matcher, value)
        advice = f"write ``{fix.text}``." if fix else "write a regular expression."
        message = f"`{value}` is a pattern of Traefik 2, which matches no host in version 3; {advice}"
        yield Found("regexp-v2-template", message, fix, never)
    elif not negated and (closed := _closed(value)):
        better, example = closed
        message = f"`{value}` is not anchored, so it also matches `{example}`; write `{better}`."
        fix = other_value(argument, better, safe=False, title="Anchor the expression")
        yield Found("regexp-not-anchored", message, fix)


def _regexp(matcher: Matcher, template: str) -> Replacement | None:
    """A template of Traefik 2 as an expression of version 3."""
    pattern = expression(template, "[^.]+")
    if not pattern:
        return None
    name = "HostSNIRegexp" if "SNI" in matcher.name else "HostRegexp"
    alone = TEMPLATE.fullmatch(template) is not None
    return other_matcher(matcher, f"{name}(`^{pattern}$`)", safe=alone, title="Write a regular expression")


def _closed(pattern: str) -> tuple[str, str] | None:
    """An expression with the anchors that it lacks, and a host that it now matches though it was hardly meant."""
    opens, closes = not _START.match(pattern), not _END.search(pattern)
    regex = go_regex(pattern)
    if not (opens or closes) or regex.search(""):
        return None
    for meant in (sample(pattern, exact=True), sample(pattern)):
        example = f"{'evil-' if opens else ''}{meant}{'.evil.example' if closes else ''}"
        if meant and ".." not in meant and regex.search(meant) and regex.search(example):
            inner = f"({pattern})" if "|" in _outside_groups(pattern) else pattern
            return f"{'^' if opens else ''}{inner}{'$' if closes else ''}", example
    return None


def _outside_groups(pattern: str) -> str:
    """An expression without what stands in parentheses or brackets."""
    before = ""
    while before != pattern:
        before, pattern = pattern, _GROUP.sub("", pattern)
    return pattern
