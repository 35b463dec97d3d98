"""From places in the text that Traefik rendered back to places in the template."""

from __future__ import annotations

from difflib import SequenceMatcher

from traefiklint.findings import Span
from traefiklint.text.alignment import alignment


class LineOrigin:
    """Knows for each line of a rendered text which line of the template it comes from."""

    def __init__(self, template: str, rendered: str) -> None:
        self._template = template.split("\n")
        self._rendered = rendered.split("\n")
        self._lines: dict[int, int] = {}
        self._same: set[int] = set()
        for tag, old, old_end, new, new_end in alignment(self._template, self._rendered):
            for line in range(new, new_end):
                best = old + line - new if tag == "equal" else self._likest(line, range(old, old_end), old)
                self._lines[line + 1] = best + 1
                if tag == "equal":
                    self._same.add(line + 1)

    def _likest(self, line: int, candidates: range, otherwise: int) -> int:
        """Of some lines of the template the one that has most in common with a rendered line."""
        made = self._rendered[line]
        return max(
            candidates,
            key=lambda number: SequenceMatcher(None, self._template[number], made).ratio(),
            default=otherwise,
        )

    def span(self, span: Span) -> Span:
        """The same place in the template: exactly where its text stands there as it is, else the whole line."""
        line = min(self._lines.get(span.line, 1), len(self._template))
        if span.line in self._same and span.end_line in self._same:
            return Span(line, span.column, span.end_line + line - span.line, span.end_column)
        text = self._template[line - 1]
        if span.line == span.end_line <= len(self._rendered):
            piece = self._rendered[span.line - 1][span.column - 1 : span.end_column - 1]
            if piece and text.count(piece) == 1:
                column = text.index(piece) + 1
                return Span(line, column, line, column + len(piece))
        return Span(line, len(text) - len(text.lstrip()) + 1, line, len(text) + 1)
