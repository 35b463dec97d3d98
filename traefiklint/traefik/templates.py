"""From places in the text that Traefik rendered back to places in the template."""

from __future__ import annotations

from difflib import SequenceMatcher

from traefiklint.findings import Span


class Origin:
    """Knows for each line of a rendered text which line of the template it comes from."""

    def __init__(self, template: str, rendered: str) -> None:
        self._template = template.split("\n")
        self._lines: dict[int, int] = {}
        self._same: set[int] = set()
        made = rendered.split("\n")
        matcher = SequenceMatcher(None, self._template, made, autojunk=False)
        for tag, old, old_end, new, new_end in matcher.get_opcodes():
            for line in range(new, new_end):
                self._lines[line + 1] = min(old + line - new, max(old_end - 1, old)) + 1
                if tag == "equal":
                    self._same.add(line + 1)

    def span(self, span: Span) -> Span:
        """The same place in the template: exactly where its line is as written, else the whole line it comes from."""
        line = min(self._lines.get(span.line, 1), len(self._template))
        if span.line in self._same and span.end_line in self._same:
            shift = line - span.line
            return Span(line, span.column, span.end_line + shift, span.end_column)
        text = self._template[line - 1]
        return Span(line, len(text) - len(text.lstrip()) + 1, line, len(text) + 1)
