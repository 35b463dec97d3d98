"""Where the comments of a YAML text stand."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from yaml.error import YAMLError

from traefiklint.yaml.events import tokens

_COMMENT = re.compile(r"(?:(?<=[\s\ufeff])|\A)#[^\r\n\x85\u2028\u2029]*")
_HEADER = re.compile(r"[|>][-+0-9]*[ \t]+(#[^\r\n]*)")


class Remark(NamedTuple):
    """One comment: the offsets of its `#` and of the end of its line."""

    start: int
    end: int


@lru_cache(maxsize=4)
def comments_of(text: str) -> tuple[Remark, ...]:
    """The comments of a text, in its order.

    Comments stand only between tokens, or behind the sign of a block scalar; a `#` anywhere else belongs to a value.
    Where the text cannot be read to its end, what follows is judged by its looks.
    """
    if "#" not in text:
        return ()
    shift = 1 if text[0] == "\ufeff" else 0
    found: list[Remark] = []
    after = 0
    try:
        for token in tokens(text[shift:]):
            start, end = token.start_mark.index + shift, token.end_mark.index + shift
            if start > after:
                found += _between(text, after, start)
            after = max(after, end)
            if getattr(token, "style", None) in ("|", ">") and (header := _HEADER.match(text, start, end)):
                found.append(Remark(*header.span(1)))
    except (YAMLError, UnicodeError):
        pass
    return (*found, *_between(text, after, len(text)))


def _between(text: str, start: int, end: int) -> list[Remark]:
    if text.find("#", start, end) < 0:
        return []
    return [Remark(*match.span()) for match in _COMMENT.finditer(text, start, end)]
