"""Sprig's functions on texts."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from typing import Any

from traefiklint.go.template.functions import go, integer, plain, text, together
from traefiklint.go.template.values import LONGEST_TEXT, Unsure, shown

_WORD = re.compile(r"(?<!\S)\S")
_SEPARATOR = re.compile("[-_ ]")
_PLAIN_WORDS = re.compile("(?:[a-z]+(?:[-_ ][a-z]+)*)?")


@go("upper", least=1)
def _upper(value: Any) -> str:
    return plain(value).upper()


@go("lower", least=1)
def _lower(value: Any) -> str:
    return plain(value).lower()


@go("trim", least=1)
def _trim(value: Any) -> str:
    return plain(value).strip(" \t\n\v\f\r")


@go("trimAll", "trimall", least=2)
def _trim_all(cutset: Any, value: Any) -> str:
    return text(value).strip(text(cutset)) if text(cutset) else text(value)


@go("trimSuffix", least=2)
def _trim_suffix(suffix: Any, value: Any) -> str:
    return text(value).removesuffix(text(suffix))


@go("trimPrefix", least=2)
def _trim_prefix(prefix: Any, value: Any) -> str:
    return text(value).removeprefix(text(prefix))


@go("nospace", least=1)
def _nospace(value: Any) -> str:
    return "".join(plain(value).split())


@go("repeat", least=2)
def _repeat(count: Any, value: Any) -> str:
    times = integer(count)
    if times < 0 or times * len(text(value)) > LONGEST_TEXT:
        raise Unsure
    return text(value) * times


@go("substr", least=3)
def _substr(start: Any, end: Any, value: Any) -> str:
    body, first, last = plain(value), integer(start), integer(end)
    if first < 0:
        return body[:last] if 0 <= last <= len(body) else _raise()
    if last < 0 or last > len(body):
        return body[first:] if first <= len(body) else _raise()
    return body[first:last] if first <= last else _raise()


def _raise() -> str:
    raise Unsure


@go("trunc", least=2)
def _trunc(length: Any, value: Any) -> str:
    body, size = plain(value), integer(length)
    if size < 0:
        return body[size:] if len(body) + size > 0 else body
    return body[:size]


@go("contains", least=2)
def _contains(part: Any, value: Any) -> bool:
    return text(part) in text(value)


@go("hasPrefix", least=2)
def _has_prefix(prefix: Any, value: Any) -> bool:
    return text(value).startswith(text(prefix))


@go("hasSuffix", least=2)
def _has_suffix(suffix: Any, value: Any) -> bool:
    return text(value).endswith(text(suffix))


@go("quote", least=0, most=-1)
def _quote(*values: Any) -> str:
    return together(" ", (_quoted(shown(value)) for value in values if value is not None))


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


@go("squote", least=0, most=-1)
def _squote(*values: Any) -> str:
    return together(" ", (f"'{shown(value)}'" for value in values if value is not None))


@go("cat", least=0, most=-1)
def _cat(*values: Any) -> str:
    return together(" ", (shown(value) for value in values if value is not None))


@go("indent", least=2)
def _indent(blanks: Any, value: Any) -> str:
    if integer(blanks) < 0:
        raise Unsure
    return together("\n" + _repeat(blanks, " "), ("", *text(value).split("\n")))[1:]


@go("nindent", least=2)
def _nindent(blanks: Any, value: Any) -> str:
    return "\n" + _indent(blanks, value)


@go("replace", least=3)
def _replace(old: Any, new: Any, value: Any) -> str:
    if len(text(value)) + text(value).count(text(old)) * len(text(new)) > LONGEST_TEXT:
        raise Unsure
    return text(value).replace(text(old), text(new))


@go("title", least=1)
def _title(value: Any) -> str:
    parts, inside = [], False
    for character in plain(value):
        parts.append(character if inside else character.upper())
        inside = character.isalnum() or character in "_'"
    if "'" in value:
        raise Unsure
    return "".join(parts)


@go("untitle", least=1)
def _untitle(value: Any) -> str:
    """The first letter of each word is made small."""
    return _WORD.sub(lambda word: word[0].lower(), plain(value))


@go("swapcase", least=1)
def _swapcase(value: Any) -> str:
    return plain(value).swapcase()


@go("initials", least=1)
def _initials(value: Any) -> str:
    return "".join(word[0] for word in _WORD.finditer(plain(value)))


@go("abbrev", least=2)
def _abbrev(width: Any, value: Any) -> str:
    """A text that is too long ends in dots; a width of less than four does nothing."""
    most, body = integer(width), plain(value)
    return body if most < 4 or len(body) <= most else f"{body[: most - 3]}..."


@go("snakecase", least=1)
def _snakecase(value: Any) -> str:
    return _SEPARATOR.sub("_", _plain_words(value))


@go("kebabcase", least=1)
def _kebabcase(value: Any) -> str:
    return _SEPARATOR.sub("-", _plain_words(value))


def _plain_words(value: Any) -> str:
    """Words of small letters with single signs between them; where words of other texts begin is not worked out."""
    if not _PLAIN_WORDS.fullmatch(text(value)):
        raise Unsure
    return text(value)


@go("splitn", least=3)
def _splitn(separator: Any, most: Any, value: Any) -> dict[str, str]:
    """The pieces by `_0`, `_1` and so on, the rest in the last one."""
    if not text(separator) or integer(most) == 0:
        raise Unsure
    pieces = text(value).split(text(separator), most - 1 if most > 0 else -1)
    return {f"_{index}": piece for index, piece in enumerate(pieces)}


@go("split", least=2)
def _split(value: Any, separator: Any) -> list[str]:
    """Traefik puts Go's `strings.Split`, the text first, in the place of sprig's."""
    if not text(separator):
        raise Unsure
    return text(value).split(text(separator))


@go("splitList", least=2)
def _split_list(separator: Any, value: Any) -> list[str]:
    return _split(value, separator)


@go("join", least=2)
def _join(separator: Any, values: Any) -> str:
    items = values if isinstance(values, list) else [values]
    return together(text(separator), (shown(value) for value in items if value is not None))


@go("sortAlpha", least=1)
def _sort_alpha(values: Any) -> list[str]:
    if not isinstance(values, list):
        return [shown(values)]
    if not all(isinstance(value, str) for value in values):
        raise Unsure
    return sorted(plain(value) for value in values)


@go("b64enc", least=1)
def _b64enc(value: Any) -> str:
    return b64encode(text(value).encode("utf-8", "surrogatepass")).decode("ascii")


@go("b64dec", least=1)
def _b64dec(value: Any) -> str:
    try:
        return b64decode(plain(value), validate=True).decode("utf-8")
    except ValueError:
        raise Unsure from None


@go("sha256sum", least=1)
def _sha256sum(value: Any) -> str:
    from hashlib import sha256

    return sha256(text(value).encode("utf-8", "surrogatepass")).hexdigest()


@go("sha1sum", least=1)
def _sha1sum(value: Any) -> str:
    from hashlib import sha1

    return sha1(text(value).encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()


@go("printf", least=1, most=-1)
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
