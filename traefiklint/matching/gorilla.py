"""The templates of the v2 rule syntax (`/files/{name:[a-z]+}`), as the library that Traefik uses for them reads them.

Source: `newRouteRegexp` of github.com/containous/mux, Traefik's fork of gorilla/mux, and `preparePattern` in
`pkg/muxer/tcp/matcher_v2.go`.
"""

from __future__ import annotations

from traefiklint.go.quote import quoted
from traefiklint.go.regexp import go_regex
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple

_SPECIAL = lazy(r"[\\.+*?()|\[\]{}^$]")
_DEFAULTS = {"path": "[^/]+", "prefix": "[^/]+", "host": "[^.]+", "sni": "[^.]+", "query": ".*"}


class GorillaTemplate(NamedTuple):
    """A template turned into a regular expression, or what is wrong with it."""

    pattern: str
    names: tuple[str, ...]
    error: str = ""
    foreign: str = ""
    """The construct of another regular expression language that is the reason, where it is one."""


def compile_template(template: str, kind: str) -> GorillaTemplate:
    """The regular expression of a template.

    Args:
        template: what the rule says.
        kind: `path`, `prefix`, `host`, `query` (HTTP) or `sni` (TCP).
    """
    spans = _brace_spans(template)
    if spans is None:
        return GorillaTemplate("", (), f"mux: unbalanced braces in {quoted(template)}")
    pattern = "(?i)^" if kind in ("host", "sni") else "^"
    names: list[str] = []
    end = 0
    for index, (start, stop) in enumerate(spans):
        name, colon, expression = template[start + 1 : stop - 1].partition(":")
        expression = expression if colon else _DEFAULTS[kind]
        if not name or not expression:
            return GorillaTemplate("", (), f"mux: missing name or pattern in {quoted(template[start:stop])}")
        pattern += f"{quote_meta(template[end:start])}(?P<v{index}>{expression})"
        end = stop
        names.append(name)
        if kind != "sni" and (regex := go_regex(f"^{expression}$")).error:
            return GorillaTemplate("", (), regex.error, regex.foreign)
    pattern += quote_meta(template[end:])
    if kind == "query" and template.partition("=")[2] == "":
        pattern += _DEFAULTS["query"]
    if kind != "prefix":
        pattern += "$"
    regex = go_regex(pattern)
    return GorillaTemplate(pattern, tuple(names), regex.error, regex.foreign)


def quote_meta(text: str) -> str:
    """A text as a regular expression that matches it and nothing else."""
    return _SPECIAL.sub(r"\\\g<0>", text)


def _brace_spans(text: str) -> list[tuple[int, int]] | None:
    """The outermost pairs of braces, or None where they do not pair up."""
    level = start = 0
    spans: list[tuple[int, int]] = []
    for index, char in enumerate(text):
        if char == "{":
            level += 1
            if level == 1:
                start = index
        elif char == "}":
            level -= 1
            if level < 0:
                return None
            if level == 0:
                spans.append((start, index + 1))
    return spans if level == 0 else None
