"""libyaml, and who reads on where libyaml gives up for a reason of its own.

Since 0.2.6, libyaml refuses what is nested more than a thousand levels deep; yaml.v3, which Traefik reads with, takes
ten thousand in blocks and ten thousand in brackets. The rest of such a text is read by a parser without a limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from yaml._yaml import CParser
from yaml.error import YAMLError

_TOO_DEEP = "exceeded maximum nesting depth"


def events(text: str) -> Iterator[Any]:
    """The events of a text, as libyaml tells them.

    Raises:
        YAMLError: the text cannot be read, in libyaml's words; the events before are given.
        UnicodeError: it holds a lone surrogate.
    """
    return _read(text, lambda parser: parser.get_event)


def tokens(text: str) -> Iterator[Any]:
    """The tokens of a text, likewise."""
    return _read(text, lambda parser: parser.get_token)


def _read(text: str, getter: Callable[[Any], Callable[[], Any]]) -> Iterator[Any]:
    given = 0
    get = getter(CParser(text))
    try:
        while (piece := get()) is not None:
            given += 1
            yield piece
    except YAMLError as error:
        if getattr(error, "problem", None) != _TOO_DEEP:
            raise
        from traefiklint.yaml.deep import DeepParser

        yield from islice(iter(getter(DeepParser(text)), None), given, None)
