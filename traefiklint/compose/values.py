"""Values of a Compose file: the text that Compose comes to, where each piece of it is written, and what is not known.

A value may hold variables (`${DOMAIN}`). One that has no value here is not empty but unknown: the shell, the panel of a
server or somebody else's `.env` may give it one. `text` is then what Compose comes to where it stays unset.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum

from traefiklint.findings import Edit, Span
from traefiklint.records import NamedTuple, record
from traefiklint.text.document import Document
from traefiklint.text.lines import lines_of
from traefiklint.text.nodes import Node, Scalar
from traefiklint.text.scalar_map import align


class State(StrEnum):
    """Where a piece of a value comes from."""

    WRITTEN = "written"
    """It stands there as it is."""
    GIVEN = "given"
    """A variable has it as its value."""
    DEFAULT = "default"
    """A variable has no value here, and this is what is written for that case: `${NAME:-this}`, `${NAME:+…}`."""
    UNKNOWN = "unknown"
    """A variable has no value here; the piece is what it comes to where it stays unset: mostly nothing."""
    REQUIRED = "required"
    """A variable has no value here, and Compose refuses the file where it stays unset: `${NAME:?}`. It has one wherever
    the file is used; the piece is a word that stands in for it."""


class Place(NamedTuple):
    """Where something stands: a file, a stretch of it, and the path down to it as Compose writes it."""

    file: str
    span: Span
    path: str


class Piece(NamedTuple):
    """A stretch of a value, and the characters of the scalar (`start` to `end` of its own value) that it comes from."""

    text: str
    start: int
    end: int
    state: State = State.WRITTEN
    variable: str = ""
    """The variable that decided it; empty for what is simply written."""
    place: Place | None = None
    """Where the variable gets its value, if that is written in a file."""
    within: tuple[Piece, ...] = ()
    """What the value of the variable is made of in turn."""

    @property
    def is_open(self) -> bool:
        """Whether somebody else may still put another text in its place."""
        return self.state is State.UNKNOWN or self.state is State.REQUIRED

    @property
    def is_stand_in(self) -> bool:
        """Whether this is only a word for a value that nobody knows here."""
        return self.state is State.REQUIRED

    @property
    def is_copied(self) -> bool:
        """Whether the scalar has these very characters, one for one."""
        return self.end - self.start == len(self.text) and self.state in (State.WRITTEN, State.DEFAULT)


class Given(NamedTuple):
    """The value that a variable has.

    Attributes:
        unknown: variables without a value that it hangs on in turn; they count as unset in the text.
        place: where it is written, as in a `.env` file.
        pieces: what it is made of, where other variables may be in it.
    """

    text: str
    unknown: tuple[str, ...] = ()
    place: Place | None = None
    pieces: tuple[Piece, ...] = ()

    def piece(self, name: str, start: int, end: int) -> Piece:
        """It in the place of its variable."""
        state = State.UNKNOWN if self.unknown else State.GIVEN
        return Piece(self.text, start, end, state, name, self.place, self.pieces)


Lookup = Callable[[str], Given | None]
"""Gives the value of a variable; None where it has none."""


@record
class Written:
    """A scalar as it is written.

    Attributes:
        document: the file with its text and its tree, for edits.
        path: the keys down to it.
        is_literal: whether no variables are put in, as in keys of mappings.
    """

    document: Document
    node: Scalar
    path: str
    is_literal: bool = False

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self.document.file, self.node.span, self.path)


@record
class Value:
    """A text with its origin. `str(value)` is the text.

    Attributes:
        text: what Compose comes to; variables without a value count as unset.
        kind: what YAML says the scalar is (`string`, `int`, `bool`, `null`, …), before variables are put in.
        written: where it is written.
        pieces: what it is made of, in order; one for one the text.
    """

    text: str
    kind: str
    written: Written
    pieces: tuple[Piece, ...]

    def __str__(self) -> str:
        return self.text

    @property
    def document(self) -> Document:
        """The file it is written in."""
        return self.written.document

    @property
    def node(self) -> Scalar:
        """The scalar it is written in."""
        return self.written.node

    @property
    def unknown(self) -> tuple[str, ...]:
        """The variables without a value that it hangs on, each once; empty where it is known."""
        return tuple(dict.fromkeys(piece.variable for piece in self.pieces if piece.is_open))

    @property
    def required(self) -> tuple[str, ...]:
        """Those of them that must have one, for Compose refuses the file otherwise."""
        return tuple(dict.fromkeys(piece.variable for piece in self.pieces if piece.state is State.REQUIRED))

    @property
    def given(self) -> Given:
        """What a variable has that has this for its value."""
        return Given(self.text, self.unknown, self.place, self.pieces)

    @property
    def is_known(self) -> bool:
        """Whether it has this text wherever the file is used."""
        return not any(piece.is_open for piece in self.pieces)

    @property
    def place(self) -> Place:
        """Where all of it stands."""
        return Place(self.document.file, self.span(), self.written.path)

    def span(self, start: int = 0, end: int | None = None) -> Span:
        """The stretch of the file that the characters from `start` up to `end` come from; a variable counts as one."""
        first, last = self._scalar_range(start, len(self.text) if end is None else end)
        node, document = self.node, self.document
        if first == 0 and last == len(node.value) and (start, end) == (0, None):
            return node.span
        offsets = align(document.text, node)
        begin = offsets[min(first, len(offsets) - 1)]
        stop = offsets[min(last, len(offsets) - 1)]
        if last > first:
            stop = max(stop, offsets[min(last, len(offsets) - 1) - 1] + 1)
        return lines_of(document.text, document.file).span(begin, max(begin, stop))

    def part(self, start: int, end: int | None = None) -> Value:
        """The characters from `start` up to `end`, with variables that are empty right there, as a value of its own."""
        stop = len(self.text) if end is None else min(end, len(self.text))
        piece = self.pieces[0] if len(self.pieces) == 1 and start < stop else None
        if piece is not None and piece.is_copied:
            text, begin = self.text[start:stop], piece.start + start
            return Value(text, "string", self.written, (Piece(text, begin, begin + len(text), *piece[3:]),))
        return Value(self.text[start:stop], "string", self.written, tuple(self._cut(start, stop)))

    def joined(self, parts: Sequence[tuple[int, int, str | None]]) -> Value:
        """Several stretches of it, one behind the other, as a value of its own; some may mean another text."""
        pieces: list[Piece] = []
        for start, end, text in parts:
            for piece in self._cut(start, end) if text is None else [Piece(text, *self._scalar_range(start, end))]:
                if piece.text or not pieces or piece != pieces[-1]:
                    pieces.append(piece)
        return Value("".join(piece.text for piece in pieces), "string", self.written, tuple(pieces))

    def edit(self, start: int, end: int, text: str) -> Edit | None:
        """Write `text` in the place of some of its characters, as the quotes around them demand.

        Where variables are put in, `$` is doubled. None for what a variable gives, and where the file cannot be edited.
        """
        from traefiklint.patch.inside import replace_inside

        touched = list(self._cut(start, end, edges=False)) if end > start else []
        if any(piece.variable and not piece.is_copied for piece in touched):
            return None
        first, last = self._scalar_range(start, end)
        text = text if self.written.is_literal else text.replace("$", "$$")
        found = replace_inside(self.document, self.node, first, last, text)
        return Edit(self.document.file, *found) if found else None

    def _cut(self, start: int, end: int, *, edges: bool = True) -> Iterator[Piece]:
        """The pieces of a stretch; `edges`: also the empty ones at its start and its end."""
        at = 0
        for piece in self.pieces:
            stop = at + len(piece.text)
            if not piece.text:
                if start < at < end or (edges and start <= at <= end):
                    yield piece
                continue
            first, last = max(start, at), min(end, stop)
            if first < last:
                if (first, last) == (at, stop):
                    yield piece
                elif piece.is_copied:
                    begin = piece.start + first - at
                    yield piece._replace(text=piece.text[first - at : last - at], start=begin, end=begin + last - first)
                else:
                    yield piece._replace(text=piece.text[first - at : last - at])
            at = stop

    def _scalar_range(self, start: int, end: int) -> tuple[int, int]:
        """The characters of the scalar's own value that some of this text come from."""
        touched = list(self._cut(start, end, edges=start == end or not self.text))
        if touched:
            return touched[0].start, touched[-1].end
        at = 0
        for piece in self.pieces:
            if at <= start <= at + len(piece.text):
                where = piece.start + start - at if piece.is_copied else piece.end
                return where, where
            at += len(piece.text)
        where = self.pieces[-1].end if self.pieces else 0
        return where, where


def place_of(document: Document, node: Node, path: str) -> Place:
    """Where a node stands."""
    return Place(document.file, node.span, path)
