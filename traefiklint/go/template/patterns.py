"""Sprig's functions on regular expressions.

Those whose names begin with `must` return an error where an expression does not compile; of the others all but
`regexMatch`, which says false, panic there, which a template takes for an error, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from traefiklint.go.expand import substitute
from traefiklint.go.regexp import Regex, go_regex
from traefiklint.go.template.functions import Failed, bounded, integer, text
from traefiklint.go.template.values import LONGEST_TEXT, Unsure

_META = re.compile(r"[\\.+*?()|\[\]{}^$]")


def _find(pattern: Any, value: Any) -> str:
    found = _compiled(pattern).first(_bytes(value))
    return "" if found is None else _text(found.group() or b"")


def _find_all(pattern: Any, value: Any, most: Any) -> list[str]:
    count = integer(most)
    found = [_text(match.group() or b"") for match in _compiled(pattern).each(_bytes(value))]
    return bounded(found if count < 0 else found[:count])  # type: ignore[no-any-return]


def _replace_all(pattern: Any, value: Any, replacement: Any) -> str:
    _compiled(pattern)
    return _replaced(substitute(text(pattern), text(replacement), _bytes(value)), value)


def _replace_all_literally(pattern: Any, value: Any, replacement: Any) -> str:
    _compiled(pattern)
    doubled = text(replacement).replace("$", "$$")
    return _replaced(substitute(text(pattern), doubled, _bytes(value)), value)


def _split(pattern: Any, value: Any, most: Any) -> list[str]:
    """Go's `Regexp.Split`."""
    compiled, data, count = _compiled(pattern), _bytes(value), integer(most)
    if count == 0:
        return []
    if text(pattern) and not data:
        return [""]
    found, begin, end = list[str](), 0, 0
    for match in compiled.each(data):
        if len(found) == count - 1:
            break
        end, after = match.span()
        if after:
            found.append(_text(data[begin:end]))
        begin = after
    if end != len(data):
        found.append(_text(data[begin:]))
    return bounded(found)  # type: ignore[no-any-return]


def _compiled(pattern: Any) -> Regex:
    regex = go_regex(text(pattern))
    if regex.error:
        raise Failed(regex.error)
    if regex.compiled is None:
        raise Unsure
    return regex


def _replaced(made: bytes | None, value: str) -> str:
    if made is None:
        return value
    if len(made) > LONGEST_TEXT:
        raise Unsure
    return _text(made)


def _bytes(value: Any) -> bytes:
    return text(value).encode("utf-8", "surrogateescape")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


PATTERNS: dict[str, Callable[..., Any]] = {
    "regexMatch": lambda pattern, value: go_regex(text(pattern)).search(text(value)),
    "mustRegexMatch": lambda pattern, value: _compiled(pattern).search(text(value)),
    "regexFind mustRegexFind": _find,
    "regexFindAll mustRegexFindAll": _find_all,
    "regexReplaceAll mustRegexReplaceAll": _replace_all,
    "regexReplaceAllLiteral mustRegexReplaceAllLiteral": _replace_all_literally,
    "regexSplit mustRegexSplit": _split,
    "regexQuoteMeta": lambda value: _META.sub(r"\\\g<0>", text(value)),
}
