"""Secrets that nothing but their place tells, such as the password `summer`: hidden where a message quotes that place.

Words like these cannot be hidden wherever they stand, as `text.masks.Known` does: they are part of sentences and names.
"""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Mapping as Mapped

from traefiklint.findings import Finding, Span
from traefiklint.instance.put_in import masked_finding
from traefiklint.patterns import lazy
from traefiklint.text.covers import COVER
from traefiklint.text.lines import lines_of
from traefiklint.text.looks import Stretch
from traefiklint.text.masks import QUOTE, masked, wherever

_ROW = lazy(f"{COVER}(?:[ \t]*{COVER})*")
_MOST = 10_000
"""How many characters from a place on a message may quote."""


class Quotes:
    """The lines of sources as they were written and as they are shown, for what is said about them."""

    def __init__(self, written: Mapped[str, str], shown: Mapped[str, str]) -> None:
        """
        Args:
            shown: the same texts with their secrets covered, each character where it was.
        """
        self._written, self._shown = written, shown

    def without(self, finding: Finding) -> Finding:
        """A finding that quotes nothing of its lines that is covered there."""
        places = {(finding.file, finding.span), *((other.file, other.span) for other in finding.related)}
        lines = [found for file, span in places if (found := self._lines(file, span)) is not None]
        if not lines:
            return finding

        def clean(words: str) -> str:
            return masked(words, (one for before, after in lines for one in _repeated(words, before, after)))

        return masked_finding(finding, clean)

    def _lines(self, file: str, span: Span) -> tuple[str, str] | None:
        """The lines of a place as they were written and as they are shown; None where nothing in them is covered."""
        before, after = self._written.get(file, ""), self._shown.get(file, "")
        if COVER not in after:
            return None
        lines = lines_of(before, file)
        start = lines.start(span.line)
        end = min(lines.start(span.end_line) + lines.width(min(span.end_line, lines.count)), start + _MOST)
        return (before[start:end], after[start:end]) if COVER in after[start:end] else None


def _repeated(words: str, before: str, after: str) -> Iterator[Stretch]:
    """What quotes in a sentence repeat of the covered parts of lines. What stands there uncovered too may be quoted:
    the name of a user can be his password."""
    secrets = {before[row.start() : row.end()] for row in _ROW.finditer(after)}
    for quote in QUOTE.finditer(words):
        said = quote[0].strip('`"').rstrip("…")
        if said in after or not any(map(str.isalnum, said)):
            continue  # a sign such as `$` tells nothing
        start, at = quote.start() + quote[0].index(said), before.find(said)
        if at >= 0:
            found = [row.span() for row in _ROW.finditer(after[at : at + len(said)])]
        else:
            found = list(wherever(secrets, quote[0].strip('`"')))
        yield from ((start + first, start + last) for first, last in found)
