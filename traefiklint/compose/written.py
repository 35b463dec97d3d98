"""Values as they are written for Compose: variables stay what they are, and only `$$` is read as the dollar it means.

That is what somebody wants to see and to change who edits a file. `${NAME}` is a variable of Compose, in what is shown
and in what is set; every other dollar is one. Where the file means the very characters `${NAME}`, they are shown as the
file has them, `$${NAME}`, and can be set so.
"""

from __future__ import annotations

from collections.abc import Iterator

from traefiklint.compose.values import Piece, Value, Written
from traefiklint.patterns import lazy
from traefiklint.records import NamedTuple

_DOLLAR = lazy(
    r"\$(?:(?P<shield>\$)(?=\{[A-Za-z_])|(?P<dollar>\$)|(?P<brace>\{)(?=[A-Za-z_])|(?P<name>[A-Za-z_][A-Za-z0-9_]*))"
)


class Token(NamedTuple):
    """A piece of a written text that is shown, and kept, as one: a character, a variable, or a doubled dollar."""

    raw: str
    shown: str
    is_variable: bool = False


def tokens_of(raw: str) -> Iterator[Token]:
    """The pieces of a text as it is written."""
    at = 0
    for found in _DOLLAR.finditer(raw):
        if found.start() < at:
            continue  # inside of a variable's braces
        yield from map(_plain, raw[at : found.start()])
        at = found.end()
        if found["brace"]:
            at = _end_of_variable(raw, found.end())
            variable = raw[found.start() : at]
            yield Token(variable, variable, True)
        elif found["name"]:
            yield Token(found[0], f"${{{found['name']}}}", True)
        else:
            yield Token("$$", "$$" if found["shield"] else "$")
    yield from map(_plain, raw[at:])


def _plain(character: str) -> Token:
    return Token(character, character)


def _end_of_variable(raw: str, at: int) -> int:
    """Where the braces close that were opened before `at`."""
    depth = 1
    while at < len(raw) and depth:
        if raw[at] == "}":
            depth -= 1
        elif raw[at - 1 : at + 1] == "${":
            depth += 1
        at += 1
    return at


def as_written(text: str) -> str:
    """How a text is written that is shown so."""
    pieces: list[str] = []
    at = 0
    for found in _DOLLAR.finditer(text):
        if found.start() < at:
            continue
        pieces.append(text[at : found.start()].replace("$", "$$"))
        at = found.end()
        if found["brace"]:
            at = _end_of_variable(text, found.end())
            pieces.append(text[found.start() : at])
        elif found["shield"]:
            pieces.append("$$")
        elif found["dollar"]:
            at -= 1  # two dollars, the second of which may begin a variable
            pieces.append("$$")
        else:
            pieces.append("$" + found[0])
    pieces.append(text[at:].replace("$", "$$"))
    return "".join(pieces)


def rewritten(raw: str, text: str) -> str:
    """A written text that is shown as `text`, with everything kept as it is written that is shown as before.

    Compared are whole tokens: a `$` is never torn from the name or the braces behind it.
    """
    old, new = list(tokens_of(raw)), list(tokens_of(as_written(text)))
    most = min(len(old), len(new))
    first = next((n for n in range(most) if not _is_same(old[n], new[n])), most)
    last = next((n for n in range(most - first) if not _is_same(old[-1 - n], new[-1 - n])), most - first)
    pieces = (*old[:first], *new[first : len(new) - last], *old[len(old) - last :])
    return "".join(token.raw for token in pieces)


def _is_same(one: Token, other: Token) -> bool:
    return one.shown == other.shown and one.is_variable is other.is_variable


def split_item(raw: str) -> tuple[str, str]:
    """The name and the value of `name=value`, as they are written: a `=` in the braces of a variable does not count."""
    at = 0
    for token in tokens_of(raw):
        if token.raw == "=":
            return raw[:at], raw[at + 1 :]
        at += len(token.raw)
    return raw, ""


def shown_value(tokens: list[Token], written: Written, start: int) -> Value:
    """Pieces of a scalar as a value that is known everywhere: its variables are what is written.

    Args:
        start: where in the scalar the pieces begin.
    """
    pieces: list[Piece] = []
    run, at = start, start
    for token in tokens:
        after = at + len(token.raw)
        if len(token.raw) > 1:
            if run < at:
                pieces.append(Piece(written.node.value[run:at], run, at))
            pieces.append(Piece(token.shown, at, after))
            run = after
        at = after
    if run < at:
        pieces.append(Piece(written.node.value[run:at], run, at))
    return Value("".join(token.shown for token in tokens), "string", written, tuple(pieces))
