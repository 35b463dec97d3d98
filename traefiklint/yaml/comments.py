"""Where the comments of a text stand."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from yaml.error import YAMLError

from traefiklint.text.breaks import NO_BREAKS, TOML_BREAK, break_of
from traefiklint.yaml.events import tokens

_COMMENT = re.compile(rf"(?:(?<=[\s\ufeff])|\A)#{NO_BREAKS}")
_HEADER = re.compile(rf"[|>][-+0-9]*[ \t]+(#{NO_BREAKS})")
_TOML = re.compile(r"""\"{3}(?:[^\\]|\\.)*?"{3,5}|'{3}.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'|(#[^\n]*)""", re.DOTALL)
"""TOML's strings, in which `#` is text, and its comments."""


class Remark(NamedTuple):
    """One comment: the offsets of its `#` and of the end of its line."""

    start: int
    end: int


@lru_cache(maxsize=4)
def comments_of(text: str, file: str = "") -> tuple[Remark, ...]:
    """The comments of the text of a file, in its order; the file's name tells YAML from TOML.

    In YAML they stand only between tokens, or behind the sign of a block scalar; a `#` anywhere else is a value's.
    Where the text cannot be read to its end, what follows is judged by its looks.
    """
    if "#" not in text:
        return ()
    if break_of(file) is TOML_BREAK:
        return tuple(
            Remark(found.start(1), len(found[0].rstrip("\r")) + found.start())
            for found in _TOML.finditer(text)
            if found[1]
        )
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
