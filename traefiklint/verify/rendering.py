"""Templates, carried out by Traefik itself before it is given what they come to.

They can ask nothing outside: the environment is empty but for three names, and the function that asks a name server is
exchanged for one that gives an address nobody has. Places in what they came to lead back to places in the template.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import NamedTuple

from traefiklint.findings import Span
from traefiklint.go.template.lexer import ERROR, IDENTIFIER, Lexer
from traefiklint.text.alignment import alignment
from traefiklint.text.breaks import break_of
from traefiklint.text.lines import Lines
from traefiklint.verify.given import escaped
from traefiklint.verify.oracle import Oracle

POISON = "\0"
"""What no YAML and no TOML may hold: a file with it is refused once its templates were carried out, and not used."""

_LOOKUP = "getHostByName"
_NO_LOOKUP = 'coalesce "192.0.2.1"'
"""An address for documentation (RFC 5737); the function gives the first of its arguments that is not empty."""
_ENVIRONMENT = ("env", "expandenv")


class AskedFunction(NamedTuple):
    """A function of a template whose answer on the server is not known here."""

    function: str
    span: Span

    @property
    def answer(self) -> str:
        """What it answers here."""
        return "192.0.2.1" if self.function == _LOOKUP else "an empty text"


class RenderedTemplate(NamedTuple):
    """What became of one file with templates."""

    text: str | None
    """What Traefik reads after it; None where it fails."""
    raw: str | bytes
    """What to give Traefik so that it reads this, or fails with the same words."""
    asked: tuple[AskedFunction, ...] = ()


def is_template(text: str | bytes) -> bool:
    """Whether a file has template actions."""
    return "{{" in text if isinstance(text, str) else b"{{" in text


def carried_out(name: str, text: str | bytes, oracle: Oracle) -> RenderedTemplate:
    """Have Traefik carry out the templates of one file.

    Raises:
        TraefiklintError: as `Oracle.check`.
    """
    try:
        source = text if isinstance(text, str) else text.decode("utf-8")
    except UnicodeDecodeError as error:  # refused by every reader, whatever its templates come to
        return RenderedTemplate(None, _poisoned(error.object.decode("utf-8", "surrogateescape")))
    quiet, asked = without_lookups(source, name)
    rendered = oracle.render(name, quiet + POISON)
    if rendered is None:
        return RenderedTemplate(None, quiet + POISON, asked)
    made = rendered.removesuffix(POISON)
    return RenderedTemplate(made, escaped(made), asked)


def _poisoned(text: str) -> bytes:
    return (without_lookups(text, "")[0] + POISON).encode("utf-8", "surrogateescape")


def without_lookups(source: str, file: str) -> tuple[str, tuple[AskedFunction, ...]]:
    """A template that asks no name server, and where it asks for what is not known here: each function once."""
    lines = Lines(source, break_of(file))
    asked: dict[str, AskedFunction] = {}
    pieces: list[str] = []
    end = 0
    for token in Lexer(source):
        if token.kind == IDENTIFIER and token.text in (_LOOKUP, *_ENVIRONMENT):
            asked.setdefault(
                token.text, AskedFunction(token.text, lines.span(token.start, token.start + len(token.text)))
            )
        if token.kind == IDENTIFIER and token.text == _LOOKUP:
            pieces += (source[end : token.start], _NO_LOOKUP)
            end = token.start + len(_LOOKUP)
        elif token.kind == ERROR:  # Go stops here, too; should it not, there is nothing to ask with
            pieces.append(source[end : token.start])
            return "".join(pieces) + re.sub(rf"\b{_LOOKUP}\b", _NO_LOOKUP, source[token.start :]), tuple(asked.values())
    return "".join((*pieces, source[end:])), tuple(asked.values())


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
