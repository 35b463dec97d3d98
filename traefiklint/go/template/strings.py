"""Sprig's functions on texts."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from collections.abc import Callable
from typing import Any

from traefiklint.go.template.functions import integer, plain, text, together
from traefiklint.go.template.values import LONGEST_TEXT, StringMap, Unsure, shown

_WORD = re.compile(r"(?<!\S)\S")
_SEPARATOR = re.compile("[-_ ]")
_PLAIN_WORDS = re.compile("(?:[a-z]+(?:[-_ ][a-z]+)*)?")


def _repeat(count: Any, value: Any) -> str:
    times = integer(count)
    if times < 0 or times * len(text(value)) > LONGEST_TEXT:
        raise Unsure
    return text(value) * times


def _substr(start: Any, end: Any, value: Any) -> str:
    body, first, last = plain(value), integer(start), integer(end)
    if first < 0:
        return body[:last] if 0 <= last <= len(body) else _raise()
    if last < 0 or last > len(body):
        return body[first:] if first <= len(body) else _raise()
    return body[first:last] if first <= last else _raise()


def _raise() -> str:
    raise Unsure


def _trunc(length: Any, value: Any) -> str:
    body, size = plain(value), integer(length)
    if size < 0:
        return body[size:] if len(body) + size > 0 else body
    return body[:size]


_ESCAPES = {"\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\v": "\\v"}


def _quoted(value: str) -> str:
    """The text as Go's `%q` writes it."""
    parts = []
    for character in value:
        if character in '"\\':
            parts.append("\\" + character)
        elif character in _ESCAPES:
            parts.append(_ESCAPES[character])
        elif character < " " or character == "\x7f":
            parts.append(f"\\x{ord(character):02x}")
        elif character.isascii() or character.isalnum():
            parts.append(character)
        else:
            raise Unsure
    return '"' + "".join(parts) + '"'


def _indent(blanks: Any, value: Any) -> str:
    if integer(blanks) < 0:
        raise Unsure
    return together("\n" + _repeat(blanks, " "), ("", *text(value).split("\n")))[1:]


def _replace(old: Any, new: Any, value: Any) -> str:
    if len(text(value)) + text(value).count(text(old)) * len(text(new)) > LONGEST_TEXT:
        raise Unsure
    return text(value).replace(text(old), text(new))


def _title(value: Any) -> str:
    parts, inside = [], False
    for character in plain(value):
        parts.append(character if inside else character.upper())
        inside = character.isalnum() or character in "_'"
    if "'" in value:
        raise Unsure
    return "".join(parts)


def _abbrev(width: Any, value: Any) -> str:
    """A text that is too long ends in dots; a width of less than four does nothing."""
    most, body = integer(width), plain(value)
    return body if most < 4 or len(body) <= most else f"{body[: most - 3]}..."


def _plain_words(value: Any) -> str:
    """Words of small letters with single signs between them; where words of other texts begin is not worked out."""
    if not _PLAIN_WORDS.fullmatch(text(value)):
        raise Unsure
    return text(value)


def _splitn(separator: Any, most: Any, value: Any) -> StringMap:
    """The pieces by `_0`, `_1` and so on, the rest in the last one."""
    if not text(separator) or integer(most) == 0:
        raise Unsure
    pieces = text(value).split(text(separator), most - 1 if most > 0 else -1)
    return StringMap({f"_{index}": piece for index, piece in enumerate(pieces)})


def _split(value: Any, separator: Any) -> list[str]:
    """Traefik puts Go's `strings.Split`, the text first, in the place of sprig's."""
    if not text(separator):
        raise Unsure
    return text(value).split(text(separator))


def _join(separator: Any, values: Any) -> str:
    items = values if isinstance(values, list) else [values]
    return together(text(separator), (shown(value) for value in items if value is not None))


def _sort_alpha(values: Any) -> list[str]:
    if not isinstance(values, list):
        return [shown(values)]
    if not all(isinstance(value, str) for value in values):
        raise Unsure
    return sorted(plain(value) for value in values)


def _b64dec(value: Any) -> str:
    try:
        return b64decode(plain(value), validate=True).decode("utf-8")
    except ValueError:
        raise Unsure from None


def _base(value: Any) -> str:
    """Go's `path.Base`."""
    path = text(value)
    return path.rstrip("/").rpartition("/")[2] or ("/" if path else ".")


def _ext(value: Any) -> str:
    """Go's `path.Ext`."""
    _, dot, after = text(value).rpartition("/")[2].rpartition(".")
    return dot + after if dot else ""


def _adler32sum(value: Any) -> str:
    from zlib import adler32

    return str(adler32(text(value).encode("utf-8", "surrogatepass")))


def _sha256sum(value: Any) -> str:
    from hashlib import sha256

    return sha256(text(value).encode("utf-8", "surrogatepass")).hexdigest()


def _sha1sum(value: Any) -> str:
    from hashlib import sha1

    return sha1(text(value).encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


def _printf(pattern: Any, *values: Any) -> str:
    """Go's `fmt.Sprintf` for the everyday verbs without flags."""
    waiting = list(values)
    parts = text(pattern).split("%")
    written = [parts.pop(0)]
    while parts:
        part = parts.pop(0)
        if not part and parts:
            written.append("%" + parts.pop(0))
            continue
        if not part or not waiting:
            raise Unsure
        written.append(_verb(part[0], waiting.pop(0)) + part[1:])
    if waiting:
        raise Unsure
    return together("", written)


def _verb(verb: str, value: Any) -> str:
    number = isinstance(value, int) and not isinstance(value, bool)
    if verb == "v" or (verb == "s" and isinstance(value, str)) or (verb == "d" and number):
        return shown(value)
    if verb == "t" and isinstance(value, bool):
        return shown(value)
    if verb == "q" and isinstance(value, str):
        return _quoted(value)
    if verb == "f" and isinstance(value, float):
        return f"{value:.6f}"
    raise Unsure


TEXTS: dict[str, Callable[..., Any]] = {
    "upper": lambda value: plain(value).upper(),
    "lower": lambda value: plain(value).lower(),
    "trim": lambda value: plain(value).strip(" \t\n\v\f\r"),
    "trimAll trimall": lambda cutset, value: text(value).strip(text(cutset)) if text(cutset) else text(value),
    "trimSuffix": lambda suffix, value: text(value).removesuffix(text(suffix)),
    "trimPrefix": lambda prefix, value: text(value).removeprefix(text(prefix)),
    "nospace": lambda value: "".join(plain(value).split()),
    "repeat": _repeat,
    "substr": _substr,
    "trunc": _trunc,
    "contains": lambda part, value: text(part) in text(value),
    "hasPrefix": lambda prefix, value: text(value).startswith(text(prefix)),
    "hasSuffix": lambda suffix, value: text(value).endswith(text(suffix)),
    "quote": lambda *values: together(" ", (_quoted(shown(value)) for value in values if value is not None)),
    "squote": lambda *values: together(" ", (f"'{shown(value)}'" for value in values if value is not None)),
    "cat": lambda *values: together(" ", (shown(value) for value in values if value is not None)),
    "indent": _indent,
    "nindent": lambda blanks, value: "\n" + _indent(blanks, value),
    "replace": _replace,
    "title": _title,
    "untitle": lambda value: _WORD.sub(lambda word: word[0].lower(), plain(value)),
    "swapcase": lambda value: plain(value).swapcase(),
    "initials": lambda value: "".join(word[0] for word in _WORD.finditer(plain(value))),
    "abbrev": _abbrev,
    "snakecase": lambda value: _SEPARATOR.sub("_", _plain_words(value)),
    "kebabcase": lambda value: _SEPARATOR.sub("-", _plain_words(value)),
    "splitn": _splitn,
    "split": _split,
    "splitList": lambda separator, value: _split(value, separator),
    "join": _join,
    "sortAlpha": _sort_alpha,
    "b64enc": lambda value: b64encode(text(value).encode("utf-8", "surrogatepass")).decode("ascii"),
    "b64dec": _b64dec,
    "base osBase": _base,
    "ext osExt": _ext,
    "plural": lambda one, many, count: text(one) if integer(count) == 1 else text(many),
    "adler32sum": _adler32sum,
    "sha256sum": _sha256sum,
    "sha1sum": _sha1sum,
    "printf": _printf,
}
