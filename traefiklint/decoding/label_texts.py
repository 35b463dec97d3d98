"""Texts of labels that Traefik takes as they stand, and that look otherwise than they were meant.

It takes nothing off a value but the blanks around the items of a list: quotes and blanks around it are part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from traefiklint.compose.values import Value
from traefiklint.findings import Effect
from traefiklint.model.base import Option, Section
from traefiklint.model.diagnostics import KnownOptionDiagnostic, Pair
from traefiklint.model.kinds.maps import TextMap
from traefiklint.model.kinds.scalars import Text
from traefiklint.model.kinds.texts import Texts
from traefiklint.model.middleware_headers import Headers
from traefiklint.text.nodes import Scalar

_QUOTES = "\"'"
_ENDS = "\"' \t"
_MAY_BEGIN_WITH_BLANKS = ("rule", "regex", "replacement")


class MissingValue(KnownOptionDiagnostic):
    """A label without `=` where a text is wanted, which is empty then."""

    __slots__ = ()
    effect = Effect.SILENT


class StrayCharacters(KnownOptionDiagnostic):
    """Quotes or blanks at the ends of a text (`error` says which); `text` is what is left without them."""

    __slots__ = ()
    effect = Effect.SILENT


def texts_of(
    section: Section, pair: Pair, option: Option, value: Value | None
) -> Iterator[MissingValue | StrayCharacters]:
    """What is to be said about a text of a label.

    Args:
        value: the value of the compose file that it is.
    """
    node = pair[1]
    if type(node) is not Scalar or (node.value and node.value[0] not in _ENDS and node.value[-1] not in _ENDS):
        return  # what nearly all are
    if not isinstance(option.kind, Text | Texts | TextMap) or option.kind.is_parsed:
        return
    if _is_bare(value):
        yield MissingValue(section, pair, option, node=pair[0])
        return
    is_header = isinstance(section, Headers)  # whose texts may hold anything
    if meant := _without_stray_quote(node.value, '"' if is_header else _QUOTES):
        yield StrayCharacters(section, pair, option, text=meant, error="quote")
    elif is_header:
        return
    elif meant := _without_quotes(node.value, is_list=isinstance(option.kind, Texts)):
        yield StrayCharacters(section, pair, option, text=meant, error="quotes")
    elif option.key not in _MAY_BEGIN_WITH_BLANKS and type(option.kind) is Text:
        meant = node.value.strip()
        if meant and meant != node.value:
            yield StrayCharacters(section, pair, option, text=meant, error="blanks")


def _is_bare(value: Value | None) -> bool:
    """Whether a value is that of an item of a list with no `=` in it."""
    if value is None or value.text or not value.is_known:
        return False
    written = value.node.value
    return bool(written) and "=" not in written and "$" not in written


def _without_stray_quote(text: str, quotes: str) -> str:
    """A text without the one quote at its end or beginning that has no partner; empty where it has none such."""
    for quote in quotes:
        if text.count(quote) % 2 and len(text) > 1:
            if text.endswith(quote):
                return text[:-1]
            if text.startswith(quote):
                return text[1:]
    return ""


def _without_quotes(text: str, *, is_list: bool) -> str:
    """A text without the quotes around it, or around each item of a list; empty where there are none."""
    for pieces in (text.split(","), [text]) if is_list else ([text],):
        bare = [found[2] for piece in pieces if (found := re.fullmatch(r"\s*([\"'])((?:(?!\1).)+)\1\s*", piece))]
        if len(bare) == len(pieces):
            return ",".join(bare)
    return ""
