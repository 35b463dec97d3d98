"""libyaml, and who reads on where libyaml gives up for a reason of its own.

Since 0.2.6, libyaml refuses what is nested more than a thousand levels deep; yaml.v3, which Traefik reads with, takes
ten thousand in blocks and ten thousand in brackets. The rest of such a text is read by a parser without a limit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, TypeVar

from yaml._yaml import CParser
from yaml.error import YAMLError

T = TypeVar("T")


def parsed(text: str, read: Callable[[Any], T]) -> T:
    """What somebody reads of a text from a parser: its `get_event` gives event after event, and None behind the last.

    Raises:
        YAMLError: the text cannot be read, in libyaml's words.
        UnicodeError: it holds a lone surrogate.
    """
    try:
        return read(CParser(text))
    except YAMLError as error:
        return read(_deep(text, error))


def tokens(text: str) -> Iterator[Any]:
    """The tokens of a text; those before a mistake are given.

    Raises: as `parsed`.
    """
    given = 0
    get = CParser(text).get_token
    try:
        while (piece := get()) is not None:
            given += 1
            yield piece
    except YAMLError as error:
        yield from islice(iter(_deep(text, error).get_token, None), given, None)


def _deep(text: str, error: YAMLError) -> Any:
    """The parser for a text that is too deep for libyaml; raises any other error."""
    if getattr(error, "problem", None) != "exceeded maximum nesting depth":
        raise error
    from traefiklint.yaml.deep import DeepParser

    return DeepParser(text)
