"""The text that Traefik reads in the place of a file that holds template actions."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from traefiklint.decoding.doubt import Doubtful
from traefiklint.findings import Effect
from traefiklint.go.template.execute import PLACEHOLDER, Execution, Gap, Piece
from traefiklint.go.template.parser import parse
from traefiklint.go.template.tree import TemplateError
from traefiklint.go.template.values import Unsure
from traefiklint.text.breaks import break_of
from traefiklint.text.lines import Lines
from traefiklint.text.problem import Problem
from traefiklint.text.replacement import Replacement
from traefiklint.text.source_map import Relocation, Stretch
from traefiklint.yaml.template_comments import Comments


class Rendered(NamedTuple):
    """`text` is None where Go refuses the template, or where it could not be followed at all."""

    text: str | None
    relocation: Relocation | None
    gaps: tuple[Gap, ...]
    """The actions of which nobody can say what they print."""
    problems: tuple[Problem, ...]
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
        return Rendered(None, None, (Gap(source.index("{{"), len(source), ""),), (), ())
    pieces = execution.pieces
    made = "".join(piece.text for piece in pieces)
    stretches = [Stretch(len(piece.text), piece.start, piece.end, piece.literal) for piece in pieces]
    comments = Comments(source, lines)
    gaps = tuple(gap for gap in dict.fromkeys(execution.gaps) if not comments.has(gap.start))
    return Rendered(made, Relocation(file, made, source, stretches), gaps, (), tuple(_doubtful(file, comments, pieces)))


def _doubtful(file: str, comments: Comments, pieces: list[Piece]) -> Iterator[Doubtful]:
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


def not_checked(file: str, source: str, gaps: Sequence[Gap], *, names_open: bool) -> tuple[Problem, ...]:
    """What is said of a file about the actions that could not be worked out: once, however many they are.

    Args:
        names_open: whether they may write names of objects.
    """
    if not gaps:
        return ()
    first = gaps[0]
    what = "this template action comes" if len(gaps) == 1 else f"{len(gaps)} template actions come"
    reasons = dict.fromkeys(gap.reason for gap in gaps if gap.reason)
    shown = " and ".join(f"`{reason}`" for reason in list(reasons)[:2])
    because = (
        f": only the running Traefik knows what {shown} {'returns' if len(reasons) == 1 else 'return'}" if shown else ""
    )
    also = "; no name in this directory is checked, as they may define some" if names_open else ""
    return (
        Problem(
            "template-not-checked",
            f"What {what} to cannot be checked here{because}{also}.",
            Lines(source, break_of(file)).span(first.start, first.end),
            "Look at the outcome in Traefik's dashboard or API.",
            effect=Effect.ADVICE,
        ),
    )


def _refused(source: str, lines: Lines, error: TemplateError) -> Problem:
    span = lines.span(error.start, error.end)
    reason = re.sub(r'^template: :[\d:]+ (?:executing "[^"]*" at <.*?>: )?', "", error.text, flags=re.DOTALL)
    known = error.text if error.exact else ""
    comments = Comments(source, lines)
    if comments.has(error.start):
        opened = source.rfind("{{", 0, error.start + 2)
        return Problem(
            "template-in-comment",
            f"Traefik carries out `{{{{ … }}}}` in comments too, and this fails: {reason}.",
            span,
            "Take the braces out of the comment, or write ``{{`{{`}}`` for them.",
            traefik=known,
            fix="Take the braces apart" if comments.is_sure else "",
            edits=(Replacement(opened + 1, opened + 1, " "),) if comments.is_sure else (),
        )
    return Problem(
        "template-error",
        f"`{{{{` begins a Go template action, and this one fails: {reason}.",
        span,
        _advice(reason),
        traefik=known,
    )


def _advice(reason: str) -> str:
    if "not defined" in reason and "function" in reason:
        return "Use Go's or sprig's functions; Helm's own, such as `toYaml` and `include`, are not there."
    if reason.startswith("wrong number of args for env"):
        return 'For a value in case that the variable is not set write `{{ env "NAME" | default "value" }}`.'
    if reason.startswith("unexpected EOF"):
        return "Close it with `{{ end }}`."
    if "can't evaluate field" in reason:
        return "Traefik gives a file's template no data; use `env`, or write the value."
    return "Where the braces are meant as text, write ``{{`{{`}}``."
