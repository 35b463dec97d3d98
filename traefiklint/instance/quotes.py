"""Secrets that nothing but their place tells, such as the password `summer`: hidden where a message quotes that place.

Words like these cannot be hidden wherever they stand, as `text.masks.Known` does: they are part of sentences and names,
and of what a message says by itself (`name:hash`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as Mapped
from functools import cached_property

from traefiklint.findings import Finding, Span
from traefiklint.instance.put_in import OWN_WORDS, masked_finding
from traefiklint.patterns import lazy
from traefiklint.text.covers import COVER
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of
from traefiklint.text.looks import Stretch
from traefiklint.text.masks import QUOTE, joins, masked, places
from traefiklint.text.nodes import Mapping, Node, Sequence, walk

_ROW = lazy(f"{COVER}(?:[ \t]*{COVER})*")
_WORD = lazy(r"║\d\d?║|\w+")
"""A word, or the sign by which Traefik begins a list in one value."""
_BESIDE = 60
"""How far from a secret the word beside it may begin."""
_MOST = 10_000
"""How many characters before a place and behind it a message may quote."""


class Quotes:
    """Sources as they were written and as they are shown, for what is said about them."""

    def __init__(self, written: Mapped[str, str], shown: Mapped[str, str], documents: Iterable[Document]) -> None:
        """
        Args:
            shown: the same texts with their secrets covered, each character where it was.
            documents: the trees of those that stand in them as they were read.
        """
        self._written, self._shown = written, shown
        self._documents = {one.file: one for one in documents if one.root is not None}
        self._units: dict[str, list[Stretch]] = {}
        self._places: dict[tuple[str, int, int], _Place] = {}

    def without(self, finding: Finding) -> Finding:
        """A finding that quotes nothing of its places that is covered there."""
        spans = {(finding.file, finding.span), *((other.file, other.span) for other in finding.related)}
        found = [place for file, span in spans if (place := self._place(file, span)) is not None]
        if not found:
            return finding

        def clean(words: str) -> str:
            return masked(words, (one for place in found for one in place.repeated(words)))

        return masked_finding(finding, clean)

    def _place(self, file: str, span: Span) -> _Place | None:
        """What a span is about: on its lines the value that holds it, or the key and the value. None where nothing of
        it is covered."""
        before, after = self._written.get(file, ""), self._shown.get(file, "")
        if COVER not in after:
            return None
        lines = lines_of(before, file)
        at = lines.index(span.line, span.column)
        start = max(lines.start(span.line), at - _MOST)
        end = min(lines.start(span.end_line) + lines.width(min(span.end_line, lines.count)), at + _MOST)
        if COVER not in after[start:end]:
            return None
        first, last = self._unit(file, at, lines.index(span.end_line, span.end_column), (start, end))
        first, last = max(start, first), min(end, last)
        if COVER not in after[first:last]:
            return None
        key = (file, first, last)
        if key not in self._places:
            self._places[key] = _Place(before[start:end], after[start:end], first - start, last - start)
        return self._places[key]

    def _unit(self, file: str, start: int, end: int, otherwise: Stretch) -> Stretch:
        """The least that is written there for itself, and holds a stretch."""
        if file not in self._units:
            document = self._documents.get(file)
            found = _units(document.root) if document is not None and document.root is not None else ()
            self._units[file] = sorted(found, key=lambda one: (one[0], -one[1]))
        units = self._units[file]
        at = bisect_right(units, start, key=lambda one: one[0])
        return next((one for one in reversed(units[max(0, at - _FURTHEST) : at]) if end <= one[1]), otherwise)


_FURTHEST = 50
"""How many things are looked at that begin before a place."""


def _units(root: Node) -> Iterator[Stretch]:
    """The items of lists, and keys with their values."""
    for node, _ in walk(root):
        if isinstance(node, Sequence):
            yield from ((item.start.index, item.end.index) for item in node.items)
        elif isinstance(node, Mapping):
            for key, value in node.pairs:
                is_behind = key.end.index <= value.start.index  # and no alias of something above
                yield key.start.index, (value if is_behind else key).end.index


_Known = dict[tuple[str, ...], tuple[set[str], set[str]]]


class _Place:
    """A piece of a source as it was written and as it is shown."""

    def __init__(self, before: str, after: str, start: int, end: int) -> None:
        """
        Args:
            before: the lines that it is on.
            start: where it begins in them.
        """
        self._lines, self._at = before, start
        self._before, self._after = before[start:end], after[start:end]

    def repeated(self, words: str) -> Iterator[Stretch]:
        """What quotes in a sentence repeat of what is covered here. What stands here uncovered too may be quoted: the
        name of a user can be his password. A word that advice of ours ends with is the last of its kind."""
        for quote in QUOTE.finditer(words):
            whole = quote[0].strip('`"')
            said = whole.rstrip("…")
            if not any(map(str.isalnum, said)):
                continue  # a sign such as `$` tells nothing
            if said in OWN_WORDS and quote[0] not in words[quote.end() :]:
                continue
            start = quote.start() + quote[0].index(whole)
            yield from ((start + first, start + last) for first, last in self._covered(said, is_cut=said != whole))

    def _covered(self, said: str, *, is_cut: bool) -> list[Stretch]:
        before, after = self._before, self._after
        found = [
            at for at in places(said, before) if not joins(before, at) and (is_cut or not joins(before, at + len(said)))
        ] or list(places(said, before))
        rows = [
            # the name of a variable says where a secret is, and is none
            [] if before.startswith("${", at - 2) else [row.span() for row in _ROW.finditer(after[at : at + len(said)])]
            for at in found
        ]
        return (rows[0] if all(rows) else []) if rows else list(self._rewritten(said))

    def _rewritten(self, said: str) -> Iterator[Stretch]:
        """The secrets in something that does not stand here as it is quoted, such as a value of other capitals or one
        put right: those beside the same word as here, and those alone. Where all around is another it is the message's
        own word."""
        words = _words(said)
        names = [word[0].lower() for word in words]
        for first, name in enumerate(names):
            for secret, (befores, afters) in self._secrets.get(name, {}).items():
                last = first + len(secret)
                if tuple(names[first:last]) == secret:
                    before, after = names[first - 1] if first else "", names[last] if last < len(names) else ""
                    start, end = words[first].start(), words[last - 1].end()
                    is_alone = (not before and not after) or said[end : end + 1] == "@"  # an object with its provider
                    if is_alone or before in befores or after in afters:
                        yield start, end

    @cached_property
    def _secrets(self) -> dict[str, _Known]:
        """The words of each secret by the first of them, and which stand before and behind it."""
        made: dict[str, _Known] = {}
        for row in _ROW.finditer(self._after):
            start, end = self._at + row.start(), self._at + row.end()
            secret = tuple(word[0].lower() for word in _words(self._lines[start:end]))
            if secret:
                befores, afters = made.setdefault(secret[0], {}).setdefault(secret, (set(), set()))
                befores.update(word[0].lower() for word in _words(self._lines[max(0, start - _BESIDE) : start])[-1:])
                afters.update(word[0].lower() for word in _words(self._lines[end : end + _BESIDE])[:1])
        return made


def _words(text: str) -> list[re.Match[str]]:
    return [word for word in _WORD.finditer(text) if not word[0].startswith("║")]
