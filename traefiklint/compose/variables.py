"""Which variables have a value: `.env` and like files, one over the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, MutableMapping
from typing import TYPE_CHECKING

from traefiklint.compose.diagnostics import ComposeDiagnostic, DiagnosticKind
from traefiklint.compose.interpolation import InvalidTemplate, interpolate
from traefiklint.compose.report import Report
from traefiklint.compose.values import Given, Lookup, Piece, Place, State, Value, Written
from traefiklint.text.document import Document
from traefiklint.text.encrypted import is_encrypted
from traefiklint.text.lines import lines_of

if TYPE_CHECKING:
    from traefiklint.compose.dotenv import Line


_ENCRYPTED = "ENC[AES256_GCM,"
"""How SOPS has a value in a file that stays readable."""


def env_file(
    path: str, text: str, into: MutableMapping[str, Given], report: Report, *, around: Mapping[str, Given]
) -> None:
    """Add the variables of an `.env` file to those that are known.

    Args:
        into: what the files before gave; what this one says counts instead.
        around: what those have that it is read among; in values that refer to variables they come first.
    """
    for line, value in values_of(path, text, report, lambda name: around.get(name) or into.get(name)):
        if value is None:
            given = around.get(line.name.value)
            if given is not None:
                into[line.name.value] = given
        else:
            into[line.name.value] = value.given


def values_of(
    path: str, text: str, report: Report, lookup: Lookup, *, is_closed: bool = False
) -> Iterator[tuple[Line, Value | None]]:
    """The entries of an `.env`-like file, with variables put in; None for a name that stands alone.

    Args:
        lookup: the variables that have a value.
        is_closed: whether nobody can give a value to the others, so that they are empty for sure.
    """
    from traefiklint.compose.dotenv import DotenvError, lines_of_env

    if is_encrypted(text):
        return
    document = Document(path, text, None, ())
    try:
        for line in lines_of_env(document):
            if line.value is not None and line.value.value.startswith(_ENCRYPTED):
                continue  # whoever starts the project decrypts it before
            yield line, _value(document, line, report, lookup, is_closed)
    except DotenvError as error:
        place = Place(path, lines_of(text, path).span(error.start, error.end), "")
        report.diagnostics.append(ComposeDiagnostic(DiagnosticKind.ENV_FILE, place, detail=str(error)))


def _value(document: Document, line: Line, report: Report, lookup: Lookup, is_closed: bool) -> Value | None:
    node = line.value
    if node is None:
        return None
    written = Written(document, node, line.name.value)
    pieces: tuple[Piece, ...] = (Piece(node.value, 0, len(node.value)),)
    if "$" in node.value and node.style != "'":
        try:
            pieces = interpolate(node.value, lookup)
        except InvalidTemplate:
            report.diagnostics.append(ComposeDiagnostic(DiagnosticKind.INTERPOLATION, written.place, node.value))
    for piece in pieces:
        if piece.state is State.REQUIRED:
            unset = () if is_closed or lookup(piece.variable) else (piece.variable,)
            report.diagnostics.append(
                ComposeDiagnostic(DiagnosticKind.REQUIRED_VARIABLE, written.place, piece.variable, unset=unset)
            )
    if is_closed:
        pieces = tuple(piece._replace(state=State.GIVEN) if piece.is_open else piece for piece in pieces)
    return Value("".join(piece.text for piece in pieces), "string", written, pieces)
