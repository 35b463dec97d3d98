"""Variables in values, as Compose puts them in: `$NAME`, `${NAME}`, defaults, alternatives, required ones, `$$`.

Source: compose-go `template/template.go`. A value that a variable has is taken as it is, not looked through again.
"""

from __future__ import annotations

import re

from traefiklint.compose.values import Lookup, Piece, State
from traefiklint.patterns import lazy

_DOLLAR = lazy(r"\$(?:(?P<escaped>\$)|(?P<named>[_a-zA-Z][_a-zA-Z0-9]*)|(?P<brace>\{))")
_NAME = lazy(r"[_a-zA-Z][_a-zA-Z0-9]*")
_OPERATOR = lazy(r":?[-?+]")


class InvalidTemplate(ValueError):  # noqa: N818 - what it is, in Compose's own word
    """A `${` that Compose can make nothing of; `start` and `end` are where it stands in the text."""

    def __init__(self, start: int, end: int) -> None:
        super().__init__(start, end)
        self.start = start
        self.end = end


def interpolate(text: str, known: Lookup, stand_in: str | None = None) -> tuple[Piece, ...]:
    """The pieces that a text comes to.

    Args:
        known: gives the value of a variable; None where it has none.
        stand_in: what to put in where a variable has no value; None for what Compose does.

    Raises:
        InvalidTemplate: Compose refuses the text.
    """
    pieces: list[Piece] = []
    _Walk(text, known, pieces, stand_in).stretch(0, len(text))
    return tuple(pieces)


_IN_STACK = lazy(
    r"\$(?:(?P<escaped>\$)|(?P<named>[_a-z][_a-z0-9]*(?::?[-?][^}]*)?)"
    r"|\{(?P<braced>[_a-z][_a-z0-9]*(?::?[-?][^}]*)?)\}|(?P<invalid>))",
    re.IGNORECASE | re.ASCII,
)


def interpolate_in_stack(text: str, known: Lookup, stand_in: str | None = None) -> tuple[Piece, ...]:
    """The same as `docker stack` does it: no `$` stands for itself, defaults hold no variables, and they do not even
    need braces (in `$HOST-1.example.com`, all from `-` on is the default).

    Source: Docker CLI `cli/compose/template/template.go`.

    Raises:
        InvalidTemplate: it refuses the text.
    """
    pieces: list[Piece] = []
    at = 0
    for found in _IN_STACK.finditer(text):
        start, end = found.span()
        if start > at:
            pieces.append(Piece(text[at:start], at, start))
        at = end
        if found["escaped"]:
            pieces.append(Piece("$", start, end))
            continue
        group = "named" if found["named"] else "braced"
        if not found[group]:
            raise InvalidTemplate(start, min(start + 2, len(text)))
        pieces.append(_in_stack(found[group], found.start(group), (start, end), known, stand_in))
    if at < len(text):
        pieces.append(Piece(text[at:], at, len(text)))
    return tuple(pieces)


def _in_stack(substitution: str, begin: int, span: tuple[int, int], known: Lookup, stand_in: str | None) -> Piece:
    """What a name comes to, with an operator or not; the first of Docker's list counts, wherever it stands."""
    sign = next((sign for sign in (":-", "-", ":?", "?") if sign in substitution), "")
    name, _, rest = substitution.partition(sign) if sign else (substitution, "", "")
    given = known(name)
    if given is not None and (given.text or not sign.startswith(":")):
        return given.piece(name, *span)
    if sign.endswith("-"):
        start = begin + len(name) + len(sign)
        return Piece(rest, start, start + len(rest), State.DEFAULT, name)
    if not sign:
        return Piece(stand_in or "", *span, State.UNKNOWN, name)
    return Piece(_stand_in(name) if stand_in is None else stand_in, *span, State.REQUIRED, name)


def _stand_in(name: str) -> str:
    """A word for a value that is there wherever the file is used: one that most options take."""
    return name.lower().replace("_", "-").strip("-") or "value"


class _Walk:
    def __init__(self, text: str, known: Lookup, pieces: list[Piece], stand_in: str | None) -> None:
        self.text = text
        self.known = known
        self.pieces = pieces
        self.stand_in = stand_in

    def stretch(self, at: int, end: int, state: State = State.WRITTEN, variable: str = "") -> None:
        """Add the pieces of a stretch; what is simply written in it gets the state and the variable."""
        while at < end:
            found = _DOLLAR.search(self.text, at, end)
            if found is None:
                self.pieces.append(Piece(self.text[at:end], at, end, state, variable))
                return
            if found.start() > at:
                self.pieces.append(Piece(self.text[at : found.start()], at, found.start(), state, variable))
            at = found.end()
            if found["escaped"]:
                self.pieces.append(Piece("$", found.start(), at, state, variable))
            elif found["named"]:
                self._value(found["named"], found.start(), at)
            else:
                at = self._braces(found.start(), end)

    def _value(self, name: str, start: int, end: int) -> None:
        given = self.known(name)
        if given is None:
            self.pieces.append(Piece(self.stand_in or "", start, end, State.UNKNOWN, name))
        else:
            self.pieces.append(given.piece(name, start, end))

    def _braces(self, start: int, end: int) -> int:
        """Add what `${…}` comes to, and return where it ends."""
        text = self.text
        name = _NAME.match(text, start + 2, end)
        if name is None:
            raise InvalidTemplate(start, min(start + 2, end))
        if text[name.end() : name.end() + 1] == "}" and name.end() < end:
            self._value(name[0], start, name.end() + 1)
            return name.end() + 1
        operator = _OPERATOR.match(text, name.end(), end)
        line_end = text.find("\n", start, end)
        last = text.rfind("}", start, line_end if line_end >= 0 else end)
        if operator is None or last < operator.end():
            raise InvalidTemplate(start, min(start + 2, end))
        stop = _closing(text, start, last + 1)
        self._operate(name[0], operator, start, stop)
        return stop

    def _operate(self, name: str, operator: re.Match[str], start: int, stop: int) -> None:
        given = self.known(name)
        sign = operator[0]
        there = given is not None and (given.text != "" or not sign.startswith(":"))
        inside = (operator.end(), stop - 1)
        if sign[-1] == "+":
            if there:
                self.stretch(*inside, State.WRITTEN, name)
            else:
                state = State.DEFAULT if given is None else State.GIVEN
                self.pieces.append(Piece("", start, stop, state, name))
        elif there:
            self._value(name, start, stop)
        elif sign[-1] == "-" and given is None and inside[0] == inside[1]:
            self._value(name, start, stop)  # `${NAME:-}` comes to what `${NAME}` does, but for the warning
        elif sign[-1] == "-":
            self.stretch(*inside, State.DEFAULT, name)
            if not inside[1] > inside[0]:
                self.pieces.append(Piece("", start, stop, State.DEFAULT, name))
        else:
            text = _stand_in(name) if self.stand_in is None else self.stand_in
            self.pieces.append(Piece(text, start, stop, State.REQUIRED, name))


def _closing(text: str, start: int, end: int) -> int:
    """Behind the brace that closes the one at `start`; a letter right behind an opening brace counts for nothing."""
    depth = 0
    at = start
    while at < end:
        if text[at] == "}":
            depth -= 1
            if not depth:
                return at + 1
        elif text[at] == "{":
            depth += 1
            at += 1
        at += 1
    return end
