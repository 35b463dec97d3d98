"""Headers of security that browsers ignore, or read as something else, because of how their values are written."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from traefiklint.checks.registry import Diagnostic, rule
from traefiklint.checks.shared.as_written import as_typed
from traefiklint.checks.shared.fixes import set_option
from traefiklint.checks.shared.header_names import OPTION_OF
from traefiklint.findings import Effect
from traefiklint.instance.instance import Instance
from traefiklint.instance.passage import leading_to, schemes_of
from traefiklint.model.base import Place
from traefiklint.model.http import Router
from traefiklint.model.middleware_headers import Headers
from traefiklint.patterns import lazy
from traefiklint.text.breaks import is_toml_file
from traefiklint.text.spelling import nearest
from traefiklint.text.variables import variable_in

_KEY = r"[a-z*][a-z0-9_.*-]*"
_BARE = r"(?:\"(?:[^\"\\]|\\.)*\"|[A-Za-z*][\w!#$%&'*+.^`|~:/-]*|-?\d+(?:\.\d+)?|\?[01]|:[\w+/=]*:)"
_PARAMETERS = rf"(?:; *{_KEY}(?:={_BARE})?)*"
_LIST = rf"\( *(?:{_BARE}{_PARAMETERS}(?: +|(?=\))))*\)"
_MEMBER = rf"{_KEY}(?:=(?:{_LIST}|{_BARE}))?{_PARAMETERS}"
_DICTIONARY = lazy(rf"{_MEMBER}(?:[ \t]*,[ \t]*{_MEMBER})*", re.ASCII)
"""A dictionary of RFC 8941: of a text that is none browsers take nothing at all (its section 4.2)."""
_KEYWORDS = frozenset(("self", "none", "unsafe-inline", "unsafe-eval", "unsafe-hashes", "strict-dynamic"))
_MAX_AGE = lazy(r"(?i)(?:^|;)\s*max-age\s*=\s*\"?\d+\"?\s*(?:;|$)")
_POLICIES = ("no-referrer", "no-referrer-when-downgrade", "same-origin", "origin", "strict-origin",
             "origin-when-cross-origin", "strict-origin-when-cross-origin", "unsafe-url")  # fmt: skip


_CONTROL = lazy(r"[\x00-\x08\x0a-\x1f\x7f]")
"""What no value may have in HTTP/2 (golang.org/x/net/http/httpguts, `ValidHeaderFieldValue`)."""


@rule("header-line-break", effect=Effect.SILENT)
def header_line_break(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """The value of a header has a line break, and over HTTP/2 nobody gets it."""
    for _, value, place, attribute in _given(headers):
        if _CONTROL.search(value) is None:
            continue
        what = "a line break" if {"\n", "\r"} & set(value) else "a control character"
        how = ""
        if what == "a line break":
            how = "; write it on one line" + ("" if is_toml_file(place.file) else ", or behind `>-`")
        name = headers.fields[attribute].key if attribute else place.path.rpartition("Headers.")[2]
        message = f"The value of `{name}` has {what}, so browsers never get this header over HTTP/2{how}."
        yield Diagnostic(place, message, strict=not _is_served_over_tls(headers, instance))


def _is_served_over_tls(headers: Headers, instance: Instance) -> bool:
    """Whether browsers may come over HTTP/2: all do where there is TLS."""
    middleware = instance.owner(headers)
    routers = [one.owner for one in leading_to(middleware, instance)] if middleware is not None else []
    found = [router for router in routers if type(router) is Router]
    return not found or any("https" in schemes_of(router, instance) for router in found)


@rule("header-value-ignored", effect=Effect.ADVICE, fix="unsafe")
def header_value_ignored(headers: Headers, instance: Instance) -> Iterator[Diagnostic]:
    """Browsers ignore a header of security, or read it as something else, because of how its value is written."""
    for name, value, place, attribute in _given(headers):
        ask = _FAULTS.get(name)
        if ask is None or not value.strip() or _CONTROL.search(value) or "{{" in value or variable_in(value):
            continue
        message, better = ask(value.strip())
        if message:
            said, write, better_said = message.rpartition("write ")
            message = f"{said}{write}{as_typed(place, better_said)}"
            fix = set_option(headers, attribute, better, safe=False) if attribute and better else None
            yield Diagnostic(place, message, fix=fix)


def _given(headers: Headers) -> Iterator[tuple[str, str, Place, str]]:
    """The headers of answers: name in small letters, value, where it stands, and the attribute of its own option."""
    for name, attribute in OPTION_OF.items():
        if headers.gives(attribute):
            yield name.lower(), getattr(headers, attribute) or "", headers.at(attribute), attribute
    for name, value in headers.custom_response_headers.items():
        yield name.lower(), value, headers.entry_at("custom_response_headers", name), ""


def _permissions(value: str) -> tuple[str, str]:
    if _DICTIONARY.fullmatch(value):
        return "", ""
    commas = ", ".join(part.strip() for part in value.rstrip(" ;,").split(";"))
    if _DICTIONARY.fullmatch(commas):
        better = commas
    else:
        from traefiklint.checks.shared.migration_fixes import as_permissions

        better = as_permissions(value)
    advice = f"write `{better}`" if better else "write it as in `camera=(), fullscreen=(self)`"
    return f"Browsers cannot read `{value}` and ignore the whole header; {advice}.", better


def _content(value: str) -> tuple[str, str]:
    for directive in value.split(";"):
        name, *sources = directive.split() or [""]
        for source in sources:
            bare = source.strip('"').lower()
            if bare in _KEYWORDS and source[:1] != "'" and name.endswith(("-src", "-ancestors", "-action", "-uri")):
                how = "in double quotes browsers ignore it" if source[:1] == '"' else "without quotes it is a host"
                return f"`{name}` has `{source}`, and {how}; write `'{bare}'`.", ""
    return "", ""


def _framing(value: str) -> tuple[str, str]:
    upper = value.upper()
    if upper in ("DENY", "SAMEORIGIN") or upper.startswith("ALLOW") or "," in value:
        return "", ""
    best = nearest(upper, ("DENY", "SAMEORIGIN")) or ("SAMEORIGIN" if "SAME" in upper or "SELF" in upper else "")
    advice = f"write `{best}`" if best else "write one of the two"
    message = (
        f"Browsers know `DENY` and `SAMEORIGIN` alone and ignore `{value}`, so every site may frame the page; {advice}."
    )
    return message, best


def _referrer(value: str) -> tuple[str, str]:
    words = [word.strip().lower() for word in value.split(",")]
    if any(word in _POLICIES for word in words):
        return "", ""
    best = nearest(words[0], _POLICIES)
    advice = f"did you mean `{best}`?" if best else "one that they know is `strict-origin-when-cross-origin`."
    return f"Browsers know no policy `{value}` and keep to their own; {advice}", best


def _transport(value: str) -> tuple[str, str]:
    if _MAX_AGE.search(value):
        return "", ""
    return "Browsers ignore this header, because it has no `max-age`; write it as in `max-age=31536000`.", ""


_FAULTS: dict[str, Callable[[str], tuple[str, str]]] = {
    "content-security-policy": _content,
    "permissions-policy": _permissions,
    "referrer-policy": _referrer,
    "strict-transport-security": _transport,
    "x-frame-options": _framing,
}
"""What is wrong with a value, and what it is to be, by header; both empty where nothing is, and the second where that
cannot be told."""
