"""TOML's strings, numbers, truth values and dates, as github.com/BurntSushi/toml 1.6 reads them."""

from __future__ import annotations

import re

from traefiklint.patterns import lazy
from traefiklint.toml.diagnostics import TomlError, TomlFault
from traefiklint.yaml.scalars import TOML_TIME, days_of_month

BARE = lazy(r"[A-Za-z0-9_-]+")
SPACE = lazy("(?>(?:[ \t\n]++|\r\n|#[^\n\r\0-\x08\x0b-\x1f\x7f]*+(?=\n|\r\n|\\Z))*)")
"""Blanks, line ends and comments."""

_ESCAPE = lazy(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([btnfre\"\\]))")
WITHOUT_SECONDS = lazy(r"(?:\A|[Tt ])\d\d:\d\d(?!:)")
"""The clock of a time that ends behind its minutes, as TOML 1.1 allows."""
_LETTERS = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", "e": "\x1b", '"': '"', "\\": "\\"}
_FOLD = lazy(r"\\[ \t]*(?:\r?\n)[ \t\r\n]*")
_ONE_LINE = lazy(r'(?>(?:[^"\\\n]++|\\[^\n])*)')
_MANY_LINES = lazy(r'(?>(?:[^"\\]++|\\.|"(?!""))*)', re.DOTALL)
_FORBIDDEN = lazy("[\0-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]|\r(?!\n)")
_TOKEN = lazy(r"[^\s,\]}#=\"'\[{]+(?: (?=[0-9]{2}:)[0-9:.+\-Zz]+)?")
_INT = lazy(
    r"[-+]?(?:0|[1-9](?:_?[0-9])*)\Z|0x[0-9a-fA-F](?:_?[0-9a-fA-F])*\Z|0o[0-7](?:_?[0-7])*\Z|0b[01](?:_?[01])*\Z"
)
_DIGITS = "[0-9](?:_?[0-9])*"
_FLOAT = lazy(rf"[-+]?(?:0|[1-9](?:_?[0-9])*)(?:\.{_DIGITS})?(?:[eE][-+]?{_DIGITS})?\Z")
_DATE = r"(\d{4})-(\d\d)-(\d\d)"
_CLOCK = r"(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?"
_TIME = lazy(rf"(?:{_DATE}(?:[Tt ]{_CLOCK}([Zz]|[-+]\d\d:\d\d)?)?|{_CLOCK})\Z", re.ASCII)


def literal_string(text: str, start: int) -> tuple[str, int]:
    """The value of a string in single quotes, and where it ends."""
    if text.startswith("'''", start):
        end = text.find("'''", start + 3)
        if end < 0:
            raise _open(start, 3)
        for _ in range(2):
            end += text.startswith("'", end + 3)
        return _checked(_without_first_line(text[start + 3 : end]), start, end, lines=True), end + 3
    end = text.find("'", start + 1)
    if end < 0 or "\n" in text[start:end]:
        raise _open(start, 1)
    return _checked(text[start + 1 : end], start, end, lines=False), end + 1


def basic_string(text: str, start: int) -> tuple[str, int]:
    """The value of a string in double quotes, and where it ends."""
    many = text.startswith('"""', start)
    quotes = '"""' if many else '"'
    begin = start + len(quotes)
    match = (_MANY_LINES if many else _ONE_LINE).match(text, begin)
    at = match.end() if match else begin
    if not text.startswith(quotes, at):
        raise _open(start, len(quotes))
    extra = 0
    while many and extra < 2 and text.startswith('"', at + 3):
        at += 1
        extra += 1
    body = text[begin:at]
    if many:
        body = _without_first_line(body)
    offset = at - len(body)
    _checked(body, start, at, lines=many)
    return (_unescaped(body, offset, many) if "\\" in body else body), at + len(quotes)


def _open(start: int, length: int) -> TomlError:
    return TomlError(TomlFault.OPEN_QUOTE, start, start + length)


def _without_first_line(body: str) -> str:
    return body[2:] if body.startswith("\r\n") else body[1:] if body.startswith("\n") else body


def _checked(body: str, start: int, end: int, lines: bool) -> str:
    bad = _FORBIDDEN.search(body)
    if bad or (not lines and "\r" in body):
        raise TomlError(TomlFault.CONTROL_CHARACTER, start, end)
    return body.replace("\r\n", "\n") if lines else body


def _unescaped(body: str, offset: int, many: bool) -> str:
    parts, at = [], 0
    while (found := body.find("\\", at)) >= 0:
        parts.append(body[at:found])
        fold = _FOLD.match(body, found) if many else None
        if fold:
            at = fold.end()
            continue
        match = _ESCAPE.match(body, found)
        code = int(match[1] or match[2] or match[3] or "0", 16) if match else 0
        if match is None or code > 0x10FFFF or 0xD800 <= code < 0xE000:
            raise TomlError(TomlFault.ESCAPE, offset + found, offset + found + 2)
        parts.append(_LETTERS[match[4]] if match[4] else chr(code))
        at = match.end()
    return "".join(parts) + body[at:]


def newer_escape(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where between two offsets of a string the first escape stands that TOML 1.0 does not know."""
    if "\\" not in text[start:end]:
        return None
    escapes = _ESCAPE.finditer(text, start, end)
    return next((one.span() for one in escapes if one[1] is not None or one[4] == "e"), None)


def plain_value(text: str, start: int) -> tuple[str, str, int]:
    """A value without quotes: its text as YAML would write it, its tag, and where it ends."""
    match = _TOKEN.match(text, start)
    if match is None:
        raise TomlError(TomlFault.NO_VALUE, start, start + 1)
    token, end = match.group(), match.end()
    if token in ("true", "false"):
        return token, "", end
    if token.lstrip("+-") in ("inf", "nan") and len(token) <= 4:
        return (".nan" if token.endswith("nan") else token.replace("inf", ".inf")), "", end
    if _INT.match(token):
        if len(token) < 200 and -(2**63) <= int(token, 0) < 2**63:
            return token, "", end
        raise TomlError(TomlFault.LARGE_INTEGER, start, end)
    if _FLOAT.match(token):
        if abs(float(token)) == float("inf"):
            raise TomlError(TomlFault.LARGE_FLOAT, start, end)
        return token, "", end
    if _is_time(token):
        return token, TOML_TIME, end
    raise TomlError(TomlFault.UNKNOWN_VALUE, start, end, token)


def _is_time(token: str) -> bool:
    match = _TIME.match(token)
    if match is None:
        return False
    year, month, day, hour, minute, second, _, other_hour, other_minute, other_second = match.groups()
    if int(hour or other_hour or 0) > 23 or int(minute or other_minute or 0) > 59:
        return False
    if int(second or other_second or 0) > 59:
        return False
    if year is None:
        return True
    return 1 <= int(month) <= 12 and 1 <= int(day) <= days_of_month(int(year), int(month))
