"""The text that Traefik reads in the place of a file that holds template actions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from traefiklint.decoding.diagnostics import FailingAction, FailingActionInComment, UnknownOutcome
from traefiklint.decoding.doubt import Doubtful
from traefiklint.go.template.execute import PLACEHOLDER, Execution, PrintedPiece, UnknownAction
from traefiklint.go.template.parser import parse
from traefiklint.go.template.tree import TemplateError
from traefiklint.go.template.values import Unsure
from traefiklint.text.breaks import break_of
from traefiklint.text.lines import Lines
from traefiklint.text.replacement import Replacement
from traefiklint.text.source_map import Relocation, Stretch
from traefiklint.yaml.template_comments import Comments


class Rendered(NamedTuple):
    """`text` is None where Go refuses the template, or where it could not be followed at all."""

    text: str | None
    relocation: Relocation | None
    gaps: tuple[UnknownAction, ...]
    """The actions of which nobody can say what they print."""
    diagnostics: tuple[FailingAction, ...]
    doubtful: tuple[Doubtful, ...]
    """The stretches of `text` that may be other ones when Traefik runs; comments are left out."""


def render(file: str, source: str, sample: str = PLACEHOLDER) -> Rendered:
    """Carry a template out as far as its outcome can be known.

    Args:
        sample: what stands for a value that is unknown.
    """
    lines = Lines(source, break_of(file))
    try:
        nodes, defined = parse(source)
        execution = Execution(source, defined, sample=sample)
        execution.run(nodes)
    except TemplateError as error:
        return Rendered(None, None, (), (_refused(source, lines, error),), ())
    except (Unsure, RecursionError):
        return Rendered(None, None, (UnknownAction(source.index("{{"), len(source), ""),), (), ())
    pieces = execution.pieces
    made = "".join(piece.text for piece in pieces)
    stretches = [Stretch(len(piece.text), piece.start, piece.end, piece.literal) for piece in pieces]
    comments = Comments(source, lines)
    gaps = tuple(gap for gap in dict.fromkeys(execution.gaps) if not comments.has(gap.start))
    return Rendered(made, Relocation(file, made, source, stretches), gaps, (), tuple(_doubtful(file, comments, pieces)))


def _doubtful(file: str, comments: Comments, pieces: list[PrintedPiece]) -> Iterator[Doubtful]:
    offset = 0
    for piece in pieces:
        start, end = offset, offset + len(piece.text)
        offset = end
        if not piece.doubtful:
            continue
        text = piece.text
        in_comment = comments.has(piece.start)
        if piece.literal:
            rest = break_of(file).search(text) if in_comment else None
            if rest is not None:
                text, start, in_comment = text[rest.end() :], start + rest.end(), False
            start += len(text) - len(text.lstrip())
            end -= len(text) - len(text.rstrip())
        if not in_comment and (start < end or not piece.literal):
            yield Doubtful(start, end)


def unknown_outcome(
    file: str, source: str, gaps: Sequence[UnknownAction], *, names_open: bool
) -> tuple[UnknownOutcome, ...]:
    """What is said of a file about the actions that could not be worked out: once, however many they are.

    Args:
        names_open: whether they may write names of objects.
    """
    if not gaps:
        return ()
    span = Lines(source, break_of(file)).span(gaps[0].start, gaps[0].end)
    asked = tuple(dict.fromkeys(gap.reason for gap in gaps if gap.reason))
    return (UnknownOutcome(span, count=len(gaps), asked=asked, names_open=names_open),)


def _refused(source: str, lines: Lines, error: TemplateError) -> FailingAction:
    span = lines.span(error.start, error.end)
    reason = re.sub(r'^template: :[\d:]+ (?:executing "[^"]*" at <.*?>: )?', "", error.text, flags=re.DOTALL)
    known = error.text if error.exact else ""
    comments = Comments(source, lines)
    if not comments.has(error.start):
        return FailingAction(span, known, reason=reason)
    opened = source.rfind("{{", 0, error.start + 2)
    edits = (Replacement(opened + 1, opened + 1, " "),) if comments.is_sure else ()
    return FailingActionInComment(span, known, edits, reason=reason)
