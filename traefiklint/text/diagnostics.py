"""What a reader has against a text, before any rule has seen it.

The rooms of the readers have a class for each thing, with its facts; the words for users, and the fix, belong to the
rule about it.
"""

from __future__ import annotations

from collections.abc import Iterable

from traefiklint.findings import Effect, Span
from traefiklint.records import NamedTuple, record


class Replacement(NamedTuple):
    """Put `text` in the place of the characters from `start` up to `end`."""

    start: int
    end: int
    text: str


def replaced(text: str, replacements: Iterable[Replacement]) -> str:
    """A text with replacements made, which must not overlap."""
    ordered = [*replacements]
    ordered.reverse()  # of those at one place, the last stands first
    ordered.sort(key=lambda one: one.start)
    pieces: list[str] = []
    at = 0
    for start, end, instead in ordered:
        pieces += [text[at:start], instead]
        at = end
    return "".join([*pieces, text[at:]])


MOST_DIAGNOSTICS = 100
"""How many of one kind are said of a file at most."""


@record
class TextDiagnostic:
    """Base of them all.

    Attributes:
        span: where it stands.
        traefik: what Traefik's log says of it, without the file's path; empty where that is not known.
        edits: what fixes it; empty where nothing surely does.
        first: another place that has to do with it, such as the one where it begins.
        language: what the text looks like, where that is another language than the one that its file is named after.
    """

    span: Span
    traefik: str = ""
    edits: tuple[Replacement, ...] = ()
    first: Span | None = None
    language: str = ""

    effect = Effect.REJECTED
    since = ""
    """The version of Traefik from which on nothing is wrong with it; empty where there is none."""
    repeats = False
    """Whether it is about a key that stands a second time, so that nobody knows which of the two values is meant."""
    path = ""
    """The place in the configuration, which texts have none of."""
    object = ""
    """The named object that it belongs to."""
