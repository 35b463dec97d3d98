"""The syntax of `.env` files, which `env_file` and `label_file` share: names and values with their places.

Source: compose-go `dotenv/parser.go`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple
from traefiklint.text.document import Document
from traefiklint.text.lines import Lines
from traefiklint.text.nodes import Scalar

_BLANK = "\t\v\f\r \x85\xa0"
_START = lazy(r"(?:\s|#[^\n]*(?=\n|\Z))*")
_EXPORT = lazy(rf"export\s+[{_BLANK}]*")
_NAME_END = lazy(r"[=:\n]")
_ODD = lazy(r"[^\w.\-\[\]\t\v\f\r \x85\xa0]")
_ESCAPE = lazy(r'\\(?:[abcfnrtv$"\\]|0\d{0,3})', re.ASCII)
_ESCAPED = {
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
    '"': '"',
    "\\": "\\",
    "$": "$$",
}


class Line(NamedTuple):
    """One entry. `value` is None where the name stands alone, and the value is taken from who starts it.

    The value's style is its quotes; in single ones, variables are not put in.
    """

    name: Scalar
    value: Scalar | None


class DotenvError(ValueError):
    """A line that Compose cannot read; `start` and `end` are where it stands, the message is why."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.start = start
        self.end = end


def lines_of_env(document: Document) -> Iterator[Line]:
    """The entries of a file, in its order.

    Raises:
        DotenvError: Compose refuses the file here; the entries before it are given.
    """
    text = document.text
    marks = Lines(text)

    def scalar(value: str, style: str, start: int, end: int) -> Scalar:
        return Scalar(value, style, "", marks.mark(start), marks.mark(end))

    at = int(text[:1] == "\ufeff")
    while True:
        start = _START.match(text, at)
        at = start.end() if start else at
        if at >= len(text):
            return
        export = _EXPORT.match(text, at)
        at = export.end() if export else at
        end = _NAME_END.search(text, at)
        stop = end.start() if end else len(text)
        name = text[at:stop].rstrip()
        odd = _ODD.search(text, at, stop)
        if odd is not None:
            raise DotenvError("a name has a character that it must not have", at, stop)
        if end is None:
            name, stop = "", at  # Compose takes the last line for the value of an empty name
        if " " in name:
            raise DotenvError("a name has a blank in it", at, stop)
        key = scalar(name, "", at, at + len(name))
        if end is not None and end[0] == "\n":
            yield Line(key, None)
            at = end.end()
            continue
        at = end.end() if end else at
        while at < len(text) and text[at] in _BLANK:
            at += 1
        value, style, span, at = _value(text, at)
        yield Line(key, scalar(value, style, *span))


def _value(text: str, at: int) -> tuple[str, str, tuple[int, int], int]:
    """A value, its quotes, where it stands, and where the next entry may begin."""
    quote = text[at : at + 1]
    if quote in ("'", '"') and quote:
        return _quoted(text, at, quote)
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    value = text[at:end].partition(" #")[0].rstrip()
    return value, "", (at, at + len(value)), end


def _quoted(text: str, start: int, quote: str) -> tuple[str, str, tuple[int, int], int]:
    signs: list[str] = []
    escaped = False
    for at in range(start + 1, len(text)):
        sign = text[at]
        if sign != quote:
            if not escaped and sign == "\\":
                escaped = True
                continue
            if escaped:
                escaped = False
                signs.append("\\")
            signs.append(sign)
        elif escaped:
            escaped = False
            signs.append(sign)
        else:
            value = "".join(signs)
            if quote == '"':
                value = _ESCAPE.sub(_unescaped, value)
            return value, quote, (start, at + 1), at + 1
    end = text.find("\n", start)
    raise DotenvError("a quote is not closed", start, len(text) if end < 0 else end)


def _unescaped(found: re.Match[str]) -> str:
    letter = found[0][1]
    if letter != "0":
        return _ESCAPED.get(letter, found[0])
    digits = found[0][2:]
    if len(digits) != 3 or not all(digit in "01234567" for digit in digits) or int(digits, 8) > 255:
        return found[0]
    return chr(int(digits, 8))
